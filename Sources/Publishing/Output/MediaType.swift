internal import Classification
package import Syndication

/// Media types by path.
package enum MediaType {
  /// The media type of a document, and whether it is text, by the components of its path.
  package static func type(of names: [String]) -> (type: String, isText: Bool) {
    let pathExtension = pathExtension(names)
    if isFeedList(names) { return types["opml"] ?? unknown }
    if names.last == "opensearch.xml" { return ("application/opensearchdescription+xml", true) }
    // Documents that are no feeds are JSON, too.
    if let format = FeedFormat.named(pathExtension), isFeed(names) || format != .json {
      return (format.contentType, true)
    }
    return types[String(pathExtension)] ?? unknown
  }

  private static let unknown = (type: "application/octet-stream", isText: false)

  // The media types of files that are no feeds. JSON is always UTF-8; its media types have no charset parameter.
  private static let types: [String: (type: String, isText: Bool)] = [
    "opml": ("text/x-opml; charset=utf-8", true),
    "json": ("application/json", true),
    "html": ("text/html; charset=utf-8", true),
    "css": ("text/css; charset=utf-8", true),
    "js": ("text/javascript; charset=utf-8", true),
    "txt": ("text/plain; charset=utf-8", true),
    "xml": ("application/xml", true),
    "svg": ("image/svg+xml", true),
    "png": ("image/png", false),
    "ico": ("image/x-icon", false),
  ]

  /// Whether a document is a feed or one of its archive documents.
  package static func isFeed(_ names: [String]) -> Bool {
    let isInPlace =
      names.count == 1
      ? names[0].hasPrefix("\(TopicKind.all.name).")
      : Topic.feedDirectories.contains(names.first ?? "")
    return isInPlace && FeedFormat.named(pathExtension(names)) != nil
  }

  /// Whether a document is a feed in XML, which has a stylesheet for browsers.
  package static func isStyled(_ names: [String]) -> Bool { feedFormat(of: names)?.isStyled ?? false }

  /// The format of a feed, by its extension; `nil` for other documents.
  package static func feedFormat(of names: [String]) -> FeedFormat? { FeedFormat.named(pathExtension(names)) }

  // Whether a document is the outline that programs look for at a well-known URI (RFC 8615).
  private static func isFeedList(_ names: [String]) -> Bool { names == [".well-known", "feeds"] }

  /// Whether a document is a feed or an OPML outline, by its extension.
  package static func isFeedOrOutline(_ names: [String]) -> Bool {
    let pathExtension = pathExtension(names)
    return isFeedList(names) || pathExtension == "opml" || FeedFormat.named(pathExtension) != nil
  }

  private static func pathExtension(_ names: [String]) -> Substring {
    guard let name = names.last, let dot = name.lastIndex(of: ".") else { return "" }
    return name[name.index(after: dot)...]
  }
}

extension FeedFormat {
  /// Whether the format is XML, whose documents have a stylesheet for browsers.
  package var isStyled: Bool { mediaType.hasSuffix("+xml") }
}
