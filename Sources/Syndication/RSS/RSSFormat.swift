extension FeedFormat {
  /// RSS 2.0 (the RSS Advisory Board's specification 2.0.11).
  package static let rss = FeedFormat(
    name: "RSS", pathExtension: "rss", mediaType: "application/rss+xml",
    contentType: "application/rss+xml; charset=utf-8", outlineType: "rss", entryMark: "\n<item>",
    isOwn: { head in head.isPlainXML && head.contains("\n<generator>feedgen ") },
    writer: { try RSSWriter($0) })
}
