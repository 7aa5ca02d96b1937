internal import Classification
internal import Syndication

/// A search for topics by a part of their name. The web page ranks by the same rules (`rank` in page.js), and both are tested with the
/// same examples.
struct TopicQuery {
  /// How well a name matches a query; the first is the best.
  enum Rank: Int, Comparable, CaseIterable {
    /// A name equals it.
    case name
    /// A country's code or demonym equals it.
    case codeOrDemonym
    /// A name begins with it.
    case prefix
    /// A word of a name begins with it.
    case word
    /// A demonym begins with it.
    case demonymPrefix
    /// Each word of it begins a word of a name.
    case allWords
    /// A name contains it.
    case within

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// Whether countries precede other topics of the same rank: the queries `usa` and `holland` mean the countries, even if
    /// entities have these names.
    var putsCountriesFirst: Bool { self <= .codeOrDemonym }
  }

  // The query without case, accents and punctuation, with one blank before each word.
  private let text: [UInt8]
  // Its words, each with a blank before it.
  private let words: [[UInt8]]

  /// Parses a query; `nil` when it has no letters and digits.
  init?(_ query: String) {
    guard let text = Self.folded(query) else { return nil }
    self.text = text
    words = text.split(separator: 0x20).map { [0x20] + $0 }
  }

  /// The feeds that match the query, the best first, and those with most events first among equals.
  func answers(among feeds: [Catalogue.Feed]) -> [Catalogue.Feed] {
    var ranked = feeds.compactMap { feed in rank(of: feed).map { (rank: $0, feed: feed) } }
    if ranked.isEmpty {
      // "portsaid" finds "Port Said".
      ranked = feeds.filter(isUnspacedPart).map { (.within, $0) }
    }
    if ranked.isEmpty, text.starts(with: " the ".utf8) {
      // "the US" finds "US".
      return TopicQuery(String(decoding: text.dropFirst(5), as: UTF8.self))?.answers(among: feeds) ?? []
    }
    func order(_ answer: (rank: Rank, feed: Catalogue.Feed)) -> (Int, Int, Int, String) {
      let isLater = answer.rank.putsCountriesFirst && answer.feed.code == nil
      return (answer.rank.rawValue, isLater ? 1 : 0, -answer.feed.events, answer.feed.path)
    }
    return ranked.sorted { order($0) < order($1) }.map(\.feed)
  }

  /// How well a topic matches the query; `nil` when it does not.
  func rank(of feed: Catalogue.Feed) -> Rank? {
    var ranks = ([feed.name] + feed.aliases).compactMap { Self.folded($0).flatMap(rank(ofName:)) }
    if let code = feed.code, [0x20] + code.lowercased().utf8 == text { ranks.append(.codeOrDemonym) }
    for demonym in feed.demonyms.compactMap(Self.folded) where demonym.starts(with: text) {
      ranks.append(demonym.count == text.count ? .codeOrDemonym : .demonymPrefix)
    }
    return ranks.min()
  }
}

extension TopicQuery {
  private func rank(ofName name: [UInt8]) -> Rank? {
    if name.starts(with: text) { return name.count == text.count ? .name : .prefix }
    if name.holds(text) { return .word }
    if words.count > 1, words.allSatisfy(name.holds) { return .allWords }
    return name.holds(text.dropFirst()) ? .within : nil
  }

  // Whether the name of a topic contains the query, both without blanks.
  private func isUnspacedPart(of feed: Catalogue.Feed) -> Bool {
    Self.folded(feed.name)?.filter { $0 != 0x20 }.holds(text.filter { $0 != 0x20 }) ?? false
  }

  private static func folded(_ text: String) -> [UInt8]? {
    EntityKey(text).map { [0x20] + $0.text.utf8 }
  }
}

extension [UInt8] {
  // Whether these bytes contain others.
  fileprivate func holds(_ part: some RandomAccessCollection<UInt8>) -> Bool {
    guard let first = part.first, part.count <= count else { return false }
    return (0...(count - part.count)).contains { start in
      self[start] == first && self[start...].starts(with: part)
    }
  }
}
