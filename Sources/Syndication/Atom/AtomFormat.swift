extension FeedFormat {
  /// Atom 1.0 (RFC 4287).
  package static let atom = FeedFormat(
    name: "Atom", pathExtension: "atom", mediaType: "application/atom+xml",
    contentType: "application/atom+xml; charset=utf-8", outlineType: "rss", entryMark: "\n<entry",
    isOwn: { head in
      head.isPlainXML && head.contains("\n<generator version=\"") && head.contains("\">feedgen</generator>\n")
    },
    writer: { try AtomWriter($0) })
}
