internal import Syndication

/// The kind of what a request is for.
enum RequestKind: Int, CaseIterable, Sendable {
  /// A feed or one of its archive documents, as a file of the output directory.
  case feed
  /// A web page.
  case page
  /// A feed or an outline that is made for the request.
  case onDemand
  /// `/healthz`, `/status` and `/metrics`.
  case status
  /// The WebSub hub.
  case hub
  /// `/regenerate`.
  case regenerate
  /// Anything else: outlines, styles, pictures, requests that cannot be read.
  case other

  /// The value of the label `kind` in metrics.
  var label: String {
    switch self {
    case .feed: "feed"
    case .page: "page"
    case .onDemand: "on_demand"
    case .status: "status"
    case .hub: "hub"
    case .regenerate: "regenerate"
    case .other: "other"
    }
  }

  /// The kind of a request for a path.
  /// - Parameters:
  ///   - path: the path below the site's URL, without its first slash, as it was sent.
  ///   - query: the query component; empty when there is none.
  ///   - hub: the path of the hub, if there is one.
  init(path: Substring, query: Substring, hub: String?) {
    if !path.utf8.contains(UInt8(ascii: "/")), let kind = Self.ofEndpoint(path, hub: hub) {
      self = kind
      return
    }
    let isFeed = Self.feedExtensions.contains { path.utf8.suffix($0.utf8.count).elementsEqual($0.utf8) }
    if isFeed, path != "catalogue.json" {
      self = !query.isEmpty && FeedParameters.mayChangeDocument(query) ? .onDemand : .feed
    } else if path.hasSuffix(".opml"), FeedParameters.mayChangeDocument(query) {
      self = .onDemand
    } else {
      self = path.isEmpty || path.hasSuffix("/") || path.hasSuffix(".html") ? .page : .other
    }
  }

  private static let feedExtensions = FeedFormat.allCases.map { ".\($0.pathExtension)" }

  // The kind of a path without a slash that is no document; `nil` for any other.
  private static func ofEndpoint(_ path: Substring, hub: String?) -> RequestKind? {
    switch path {
    case "healthz", "status", "metrics": .status
    case "regenerate": .regenerate
    case _ where hub.map { path == $0 } ?? false: .hub
    case _ where path.hasPrefix("feed.") || path.hasPrefix("search."): .onDemand
    default: nil
    }
  }
}
