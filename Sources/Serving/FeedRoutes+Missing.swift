internal import Foundation
internal import HTTPTypes
internal import NIOPosix
internal import Primitives
internal import Publishing
internal import Syndication

/// The replies for paths without a file: redirects, 404, 410 or 503.
extension FeedRoutes {
  /// The target of a request, in its parts.
  struct Target {
    /// The components of the path, percent-decoded; the last one is empty when the path ends with a slash.
    var names: [String]
    /// The query component; empty when there is none.
    var query: Substring

    /// The components of the path of the document.
    var document: [String] { RequestPath.document(names) }
    /// The query component with its question mark; empty when there is none.
    var querySuffix: String { query.isEmpty ? "" : "?\(query)" }
    // The relative reference to the site's URL, which is valid behind any proxy.
    fileprivate var root: String { String(repeating: "../", count: document.count - 1) }
  }

  /// The reply for a target without a file.
  func replyForMissing(_ target: Target) async throws -> Reply {
    let names = target.document
    guard (1...6).contains(names.count), names.allSatisfy({ !$0.isEmpty }) else { return Self.notFound }
    if try await isDirectoryWithPage(target.names) { return directory(target) }
    if let format = GuessedAddress.format(at: target.names, among: site.site.formats) {
      return redirect(
        to: "\(target.root)all.\(format.pathExtension)\(target.querySuffix)",
        "the feed of all events is at \(site.site.url(ofPath: "all.\(format.pathExtension)"))")
    }
    let path = names.joined(separator: "/")
    let status = try await status(ofPath: path)
    let thing = path.hasSuffix(".html") ? "page" : "feed"
    switch status {
    case .unknown: return Self.notFound
    case .expected:
      return Reply(
        .serviceUnavailable, "this is being written, or is missing; try again later",
        fields: [.retryAfter: "30"])
    case .ended:
      return Reply(
        .gone,
        "this \(thing) has ended; \(site.site.url(ofPath: "catalogue.json")) names the feeds there are",
        fields: [.cacheControl: Self.noCache])
    case .moved(let successor): return moved(to: successor, from: target)
    }
  }

  // The status of a path, or of the page of the directory at the path.
  private func status(ofPath path: String) async throws -> FeedsOnDemand.PathStatus {
    try await ThreadPools.index.runIfActive { [onDemand] in
      let status = try onDemand.status(ofPath: path)
      guard status == .unknown, !path.hasSuffix(".html") else { return status }
      // A redirect would lead to the directory and not to the page.
      let ofPage = try onDemand.status(ofPath: path + "/index.html")
      if case .moved = ofPage { return .unknown }
      return ofPage
    }
  }

  /// A redirect to the path that a feed or page has now.
  func moved(to successor: String, from target: Target) -> Reply {
    let isPart = FeedParameters.isAny(of: FeedParameters.ofExtent, in: target.query)
    let thing = successor.hasSuffix(".html") ? "page" : "feed"
    return redirect(
      to: target.root + PercentCoding.encodedPath(successor) + (isPart ? target.querySuffix : ""),
      "this \(thing) is now at \(site.site.url(ofPath: successor))")
  }

  // Whether a path without a final slash is that of a directory with a page.
  private func isDirectoryWithPage(_ names: [String]) async throws -> Bool {
    guard names.last?.isEmpty == false else { return false }
    if let proxied { return try await proxied.exists(names + ["index.html"]) }
    return try await ThreadPools.files.runIfActive { [site] in
      try ServedFile.exists(names + ["index.html"], below: site.output)
    }
  }

  private func directory(_ target: Target) -> Reply {
    let name = PercentCoding.encoded(target.names.last ?? "", isAllowed: PercentCoding.isUnreserved)
    return redirect(to: "\(name)/\(target.querySuffix)", "the page of this directory has a slash at its end")
  }

  private func redirect(to location: String, _ message: String) -> Reply {
    Reply(.movedPermanently, message, fields: [.location: location, .cacheControl: Self.noCache])
  }
}
