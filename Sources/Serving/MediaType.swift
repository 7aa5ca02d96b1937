internal import Classification
internal import Publishing
internal import Syndication

/// Media types by path.
enum MediaType {
  /// The media type of a document, and whether it is text, by the components of its path.
  static func type(of names: [String]) -> (type: String, isText: Bool) {
    let pathExtension = pathExtension(names)
    // Documents that are no feeds are JSON, too.
    if let format = FeedFormat.named(pathExtension), isFeed(names) || format != .json {
      return (format.contentType, true)
    }
    return types[String(pathExtension)] ?? ("application/octet-stream", false)
  }

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
  static func isFeed(_ names: [String]) -> Bool {
    let isInPlace =
      names.count == 1
      ? names[0].hasPrefix("\(TopicKind.all.name).")
      : Topic.feedDirectories.contains(names.first ?? "")
    return isInPlace && FeedFormat.named(pathExtension(names)) != nil
  }

  /// Whether a document is a feed or an OPML outline, by its extension.
  static func isFeedOrOutline(_ names: [String]) -> Bool {
    let pathExtension = pathExtension(names)
    return pathExtension == "opml" || FeedFormat.named(pathExtension) != nil
  }

  private static func pathExtension(_ names: [String]) -> Substring {
    guard let name = names.last, let dot = name.lastIndex(of: ".") else { return "" }
    return name[name.index(after: dot)...]
  }
}
