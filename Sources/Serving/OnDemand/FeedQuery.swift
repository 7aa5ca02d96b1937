package import Classification
internal import Primitives

/// A query that a feed on demand answers.
package struct FeedQuery: Hashable, Sendable {
  /// The events to choose from.
  package enum Subject: Hashable, Sendable {
    /// Events that match an expression.
    case matching(TopicExpression)
    /// Events with certain words in their title or summary.
    case searching(WordSearch)
    /// Events of a topic that has a feed.
    case topic(FeedTopic)
  }

  /// How the entries are sorted. The first ones are in the feed.
  package enum Order: String, Hashable, Sendable, CaseIterable {
    /// By publication, newest first.
    case newest
    /// By publication, oldest first.
    case oldest
    /// By relevance to a search, best matches first.
    case relevance = "rank"
  }

  /// The events to choose from.
  package var subject: Subject
  /// How they are sorted.
  package var order = Order.newest
  /// The limit of entries; `nil` for that of the site's feeds.
  package var limit: Int?
  /// The time before which there are no entries; `nil` for any.
  package var since: FeedStart?

  /// The values of `limit`.
  package static let limits = 1...1000

  /// Makes a query for the newest events of a subject.
  package init(_ subject: Subject) { self.subject = subject }

  /// The newest events that match an expression.
  package static func matching(_ expression: TopicExpression) -> Self { Self(.matching(expression)) }

  /// The events with certain words, in an order.
  package static func searching(_ search: WordSearch, _ order: Order) -> Self {
    var query = Self(.searching(search))
    query.order = order
    return query
  }
}

/// A topic that has a feed.
package struct FeedTopic: Hashable, Sendable {
  /// The kind.
  package var kind: TopicKind
  /// The topic's part of the path; empty for all events.
  package var slug: String
  /// The name.
  package var name: String
  /// The expression of a topic that the configuration defines; `nil` for other topics.
  package var expression: TopicExpression?
}

extension FeedQuery {
  /// The expression that the events match; `nil` when there is none.
  var expression: TopicExpression? {
    switch subject {
    case .matching(let expression): expression
    case .topic(let topic): topic.expression
    case .searching: nil
    }
  }

  /// The path below the site's URL, without the format's extension.
  package var path: String {
    switch subject {
    case .matching: "feed"
    case .searching: "search"
    case .topic(let topic): topic.kind.path(slug: topic.slug)
    }
  }

  /// The query component of the URL in normal form: equal queries have equal text. It is empty for the feed of a topic as it is
  /// published.
  package var query: String {
    var parts: [String] = []
    switch subject {
    case .matching(let expression): parts.append("match=" + Self.encoded(expression.normalText))
    case .searching(let search): parts.append("q=" + Self.encoded(search.normalText))
    case .topic: break
    }
    if let limit { parts.append("limit=\(limit)") }
    if let since { parts.append("since=\(since.normalText)") }
    switch order {
    case .newest: break
    case .oldest: parts.append("order=oldest")
    // The older name of `order`: the ids of these feeds contain it.
    case .relevance: parts.append("sort=rank")
    }
    return parts.joined(separator: "&")
  }

  /// The feed's title on a site with a title.
  func title(onSite site: String) -> String {
    switch subject {
    case .matching(let expression): "\(expression.normalText)\(extent) – \(site)"
    case .searching(let search): "Search: \(search.normalText)\(extent) – \(site)"
    case .topic(let topic) where topic.kind == .all: site + extent
    case .topic(let topic): "\(topic.kind.title(topic.name))\(extent) – \(site)"
    }
  }

  /// The feed's subtitle.
  var subtitle: String {
    switch subject {
    case .matching(let expression): "Events that match \(expression.normalText)\(extent)."
    case .searching(let search): "Events that hold \(search.normalText), \(sorting)."
    case .topic(let topic) where topic.kind == .all: "All events, \(sorting)."
    case .topic(let topic): "\(topic.kind.subtitle(topic.name).dropLast())\(extent)."
    }
  }

  private var sorting: String { order.words + limits }

  // What differs from the feed without `limit`, `since` and `order`, with a comma before it; empty if nothing does.
  private var extent: String { limits + (order == .oldest ? ", \(order.words)" : "") }

  // The limits of number and time in words, with a comma before each.
  private var limits: String {
    let limits = [limit.map { "at most \($0) \($0 == 1 ? "entry" : "entries")" }, since?.words]
    return limits.compactMap { $0 }.map { ", \($0)" }.joined()
  }

  // application/x-www-form-urlencoded, as browsers and people write it.
  private static func encoded(_ text: String) -> String {
    PercentCoding.encoded(text) { byte in
      PercentCoding.isUnreserved(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: " ")
    }.replacing(" ", with: "+")
  }
}

extension FeedQuery.Order {
  /// The order in words.
  var words: String {
    switch self {
    case .newest: "newest first"
    case .oldest: "oldest first"
    case .relevance: "best matches first"
    }
  }
}
