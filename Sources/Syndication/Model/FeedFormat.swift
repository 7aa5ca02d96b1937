/// A format in which feeds are written.
package enum FeedFormat: String, CaseIterable, Sendable {
  /// Atom 1.0 (RFC 4287).
  case atom
  /// RSS 2.0, as the RSS Advisory Board's specification 2.0.11 has it.
  case rss
  /// JSON Feed 1.1.
  case json

  /// The media type of a document.
  package var mediaType: String {
    switch self {
    case .atom: "application/atom+xml"
    case .rss: "application/rss+xml"
    case .json: "application/feed+json"
    }
  }

  /// What follows the dot in a document's path.
  package var pathExtension: String { rawValue }

  /// The format's name, for people.
  package var name: String {
    switch self {
    case .atom: "Atom"
    case .rss: "RSS"
    case .json: "JSON Feed"
    }
  }
}
