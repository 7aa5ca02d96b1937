internal import EventArchive

/// Which events a combined topic has: topics, words and years, joined by AND, OR and NOT.
///
///     country:egypt AND (country:russia OR entity:"Sergey Shoygu") AND NOT entity:football from:2013 to:2014
///
/// Terms that stand side by side are joined by AND. NOT binds tighter than AND, and AND tighter than OR.
package struct TopicExpression: Hashable, Sendable {
  /// A part of an expression.
  indirect enum Node: Hashable, Sendable {
    /// A country by its name in the gazetteer.
    case country(String)
    /// An entity by any of its names, or by its slug.
    case entity(String)
    /// Words that stand side by side in title or summary, as their key has them.
    case text(String)
    /// Published at this time or later, in seconds since 1970.
    case from(Int64)
    /// Published before this time.
    case before(Int64)
    /// All of some parts.
    case all([Node])
    /// Any of some parts.
    case any([Node])
    /// Not the part.
    case not(Node)
  }

  /// Why a text is no expression.
  package struct SyntaxError: Error, Hashable, CustomStringConvertible {
    /// Where it is wrong: the number of characters before that place, and one more.
    package var column: Int
    /// What is wrong, and what would be right.
    package var reason: String

    /// Column and reason.
    package var description: String { "column \(column): \(reason)" }
  }

  /// The text that was parsed.
  package let text: String
  let root: Node

  /// Parses an expression. Whether the countries are countries is told by the gazetteer; entities need not be known.
  /// - Throws: `SyntaxError`.
  package init(_ text: String, gazetteer: Gazetteer) throws(SyntaxError) {
    var parser = TopicExpressionParser(text, gazetteer)
    root = try parser.parse()
    self.text = text
  }

  /// What tells whether events match, by the numbers of a catalogue and a gazetteer.
  package func matcher(_ catalogue: EntityCatalogue, _ gazetteer: Gazetteer) -> TopicMatcher {
    matcher(gazetteer) { catalogue.number(named: $0) }
  }

  /// What tells whether events match; `entity` gives the number that events have for a name, `nil` for an unknown one.
  package func matcher(_ gazetteer: Gazetteer, entity: (String) -> EntityNumber?) -> TopicMatcher {
    TopicMatcher(root, gazetteer, entity: entity)
  }

  /// The same expression in the one way of writing it that all ways of writing it share: names as their keys have them, terms
  /// in order and once each.
  package var normalText: String { root.normal.text }

  /// The words that `text:` terms look for, in order.
  package var words: [String] { root.words }

  /// How many terms there are.
  package var termCount: Int { root.termCount }
}

extension TopicExpression.Node {
  private var parts: [Self] {
    switch self {
    case .all(let parts), .any(let parts): parts
    case .not(let part): [part]
    default: []
    }
  }

  fileprivate var termCount: Int { max(1, parts.reduce(0) { $0 + $1.termCount }) }

  fileprivate var words: [String] {
    if case .text(let words) = self { [words] } else { parts.flatMap(\.words) }
  }

  // The same with nothing denied twice, and with the parts that are joined in one way side by side, in order and once each.
  fileprivate var normal: Self {
    switch self {
    case .not(let part):
      let part = part.normal
      if case .not(let inner) = part { return inner }
      return .not(part)
    case .all(let parts):
      let all = Self.inOrder(
        parts.map(\.normal).flatMap { if case .all(let inner) = $0 { inner } else { [$0] } })
      return all.count == 1 ? all[0] : .all(all)
    case .any(let parts):
      let any = Self.inOrder(
        parts.map(\.normal).flatMap { if case .any(let inner) = $0 { inner } else { [$0] } })
      return any.count == 1 ? any[0] : .any(any)
    default: return self
    }
  }

  // Each once.
  private static func inOrder(_ parts: [Self]) -> [Self] {
    Dictionary(parts.map { ($0.text, $0) }) { first, _ in first }.sorted { $0.key < $1.key }.map(\.value)
  }

  fileprivate var text: String {
    switch self {
    case .country(let name): return Self.term("country", EntityKey(name)?.text ?? name)
    // A slug that holds a digest is the key of nothing.
    case .entity(let name):
      return Self.term("entity", Self.isSlug(name) ? name : EntityKey(name)?.text ?? name)
    case .text(let words): return Self.term("text", words)
    case .from(let time): return "from:\(EventDay(containing: time))"
    case .before(.max): return "to:9999"
    case .before(let time): return "to:\(EventDay(containing: time - 1))"
    case .not(let part): return "NOT " + part.textInside
    case .all(let parts): return parts.map(\.textInside).joined(separator: " AND ")
    case .any(let parts): return parts.map(\.textInside).joined(separator: " OR ")
    }
  }

  private var textInside: String {
    switch self {
    case .all, .any: "(\(text))"
    default: text
    }
  }

  private static func isSlug(_ name: String) -> Bool {
    name.contains("--")
      && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
  }

  private static func term(_ field: String, _ value: String) -> String {
    value.contains(" ") ? "\(field):\"\(value)\"" : "\(field):\(value)"
  }
}

/// Tells whether events match an expression.
package struct TopicMatcher: Sendable {
  private indirect enum Node: Sendable {
    case country(Gazetteer.CountryNumber)
    case entity(EntityNumber)
    case text(String)
    case from(Int64)
    case before(Int64)
    case all([Node])
    case any([Node])
    case not(Node)
  }

  private let root: Node

  init(_ node: TopicExpression.Node, _ gazetteer: Gazetteer, entity: (String) -> EntityNumber?) {
    func resolve(_ node: TopicExpression.Node) -> Node {
      switch node {
      case .country(let name): gazetteer.country(named: name).map { .country($0) } ?? .any([])
      case .entity(let name): entity(name).map { .entity($0) } ?? .any([])
      case .text(let words): .text(words)
      case .from(let time): .from(time)
      case .before(let time): .before(time)
      case .all(let parts): .all(parts.map(resolve))
      case .any(let parts): .any(parts.map(resolve))
      case .not(let part): .not(resolve(part))
      }
    }
    root = resolve(node)
  }

  /// Whether an event matches that was published at a time whose day in UTC is the event's, in seconds since 1970; `holds` tells whether words stand in
  /// its text, and is asked only when that matters.
  package func matches(
    _ event: Classifier.Event, published: Int64, holds: (String) throws -> Bool
  ) rethrows -> Bool {
    func matches(_ node: Node) throws -> Bool {
      switch node {
      case .country(let number): event.countries.contains(number)
      case .entity(let number): event.entities.contains(number)
      case .text(let words): try holds(words)
      case .from(let time): published >= time
      case .before(let time): published < time
      case .all(let parts): try parts.allSatisfy(matches)
      case .any(let parts): try parts.contains(where: matches)
      case .not(let part): try !matches(part)
      }
    }
    return try matches(root)
  }
}
