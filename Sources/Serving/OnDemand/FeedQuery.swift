package import Classification
internal import Primitives

/// A query that a feed on demand answers.
package enum FeedQuery: Hashable, Sendable {
  /// How the entries of a search are sorted.
  package enum Order: Hashable, Sendable {
    /// By publication, newest first.
    case newest
    /// By relevance, best matches first.
    case relevance
  }

  /// The newest events that match an expression.
  case matching(TopicExpression)
  /// Events with certain words in their title or summary.
  case searching(WordSearch, Order)
}

extension FeedQuery {
  /// The path below the site's URL, without the format's extension.
  package var path: String {
    switch self {
    case .matching: "feed"
    case .searching: "search"
    }
  }

  /// The query component of the URL in normal form: equal queries have equal text.
  package var query: String {
    switch self {
    case .matching(let expression): "match=" + Self.encoded(expression.normalText)
    case .searching(let search, .newest): "q=" + Self.encoded(search.normalText)
    case .searching(let search, .relevance): "q=" + Self.encoded(search.normalText) + "&sort=rank"
    }
  }

  /// The feed's title.
  var title: String {
    switch self {
    case .matching(let expression): expression.normalText
    case .searching(let search, _): "Search: \(search.normalText)"
    }
  }

  /// The feed's subtitle.
  var subtitle: String {
    switch self {
    case .matching(let expression): "Events that match \(expression.normalText)."
    case .searching(let search, .newest): "Events that hold \(search.normalText), newest first."
    case .searching(let search, .relevance): "Events that hold \(search.normalText), best matches first."
    }
  }

  // application/x-www-form-urlencoded, as browsers and people write it.
  private static func encoded(_ text: String) -> String {
    PercentCoding.encoded(text) { byte in
      PercentCoding.isUnreserved(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: " ")
    }.replacing(" ", with: "+")
  }
}
