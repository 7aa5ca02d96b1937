extension FeedFormat {
  /// JSON Feed 1.1.
  // JSON is UTF-8, and its media types have no parameter that says so. OPML 2.0 has the outline type `rss` for RSS and Atom;
  // FreshRSS takes a JSON Feed by this type only, and other readers ignore outlines of types that they do not know.
  package static let json = FeedFormat(
    name: "JSON Feed", pathExtension: "json", mediaType: "application/feed+json",
    contentType: "application/feed+json", outlineType: "JSONFeed", entryMark: "\"items\":[",
    isOwn: { head in
      // In a text, the quotation marks would be escaped.
      head.begins("{\"version\":\"https://jsonfeed.org/version/1")
        && head.holds(",\"user_comment\":\"A feed by feedgen. ")
    },
    writer: { _ in JSONFeedWriter() })
}
