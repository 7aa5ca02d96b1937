extension FeedFormat {
  /// JSON Feed 1.1.
  // JSON is always UTF-8, so its media type has no parameter `charset`. The outline type of OPML 2.0 for RSS and Atom is `rss`, but
  // FreshRSS accepts JSON Feeds only with this type. Other readers ignore outlines of unknown types.
  package static let json = FeedFormat(
    name: "JSON Feed", pathExtension: "json", mediaType: "application/feed+json",
    contentType: "application/feed+json", outlineType: "JSONFeed", entryMark: "\"items\":[",
    isOwn: { head in
      // Within a string, the quotation marks would be escaped.
      head.hasPrefix("{\"version\":\"https://jsonfeed.org/version/1")
        && head.contains(",\"user_comment\":\"A feed by feedgen. ")
    },
    writer: { _ in JSONFeedWriter() })
}
