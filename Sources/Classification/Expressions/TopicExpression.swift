internal import EventArchive
package import Primitives

/// The expression of a topic that the configuration defines: terms for topics, words and times, joined by AND, OR and NOT.
///
///     country:egypt AND (country:russia OR entity:"Sergey Shoygu") AND NOT entity:football from:2013 to:2014
///
/// Terms without an operator between them are joined by AND. NOT has precedence over AND, and AND over OR.
package struct TopicExpression: Hashable, Sendable {
  /// A part of an expression.
  indirect enum Node: Hashable, Sendable {
    /// A topic of a kind, by name.
    case topic(TopicKind, String)
    /// A part that only the topics count for that an event is about.
    case about(Node)
    /// An entity of a type, by name.
    case entity(EntityType, String)
    /// Consecutive words of title or summary, in the form of their key.
    case text(String)
    /// Published at this time or later.
    case from(UnixTime)
    /// Published before this time.
    case before(UnixTime)
    /// All of some parts.
    case all([Node])
    /// Any of some parts.
    case any([Node])
    /// Not the part.
    case not(Node)
  }

  /// An error in the text of an expression.
  package struct SyntaxError: Error, Hashable, CustomStringConvertible {
    /// The place in characters, counted from 1.
    package var column: Int
    /// The reason and the remedy.
    package var reason: String

    /// Column and reason.
    package var description: String { "column \(column): \(reason)" }
  }

  /// The text that was parsed.
  package let text: String
  let root: Node

  /// Parses an expression. Countries must be in the gazetteer; entities may be unknown.
  /// - Throws: `SyntaxError`.
  package init(_ text: String, gazetteer: Gazetteer) throws(SyntaxError) {
    var parser = TopicExpressionParser(text, gazetteer: gazetteer)
    root = try parser.parse()
    self.text = text
  }

  /// The matcher of the expression, for events whose topics have the numbers of `names`.
  package func matcher(_ names: [TopicKind: any TopicNames]) -> TopicMatcher { TopicMatcher(root, names) }

  /// The normal form of the expression, equal for all ways of writing it: names in the form of their keys, terms sorted and without
  /// duplicates.
  package var normalText: String { root.normal.text }

  /// The words of the `text:` terms, in order.
  package var words: [String] { root.words }

  /// The number of terms.
  package var termCount: Int { root.termCount }
}

extension TopicExpression.Node {
  private var parts: [Self] {
    switch self {
    case .all(let parts), .any(let parts): parts
    case .not(let part), .about(let part): [part]
    default: []
    }
  }

  fileprivate var termCount: Int { max(1, parts.reduce(0) { $0 + $1.termCount }) }

  fileprivate var words: [String] {
    if case .text(let words) = self { [words] } else { parts.flatMap(\.words) }
  }

  // Without double negations, and with nested AND and OR joined, sorted and without duplicates.
  fileprivate var normal: Self {
    switch self {
    case .not(let part):
      let part = part.normal
      if case .not(let inner) = part { return inner }
      return .not(part)
    case .about(let part): return .about(part.normal)
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

  // Sorted, without duplicates.
  private static func inOrder(_ parts: [Self]) -> [Self] {
    Dictionary(parts.map { ($0.text, $0) }) { first, _ in first }.sorted { $0.key < $1.key }.map(\.value)
  }

  fileprivate var text: String {
    switch self {
    case .about(let part): "about:" + part.textInside
    case .not(let part): "NOT " + part.textInside
    case .all(let parts): parts.map(\.textInside).joined(separator: " AND ")
    case .any(let parts): parts.map(\.textInside).joined(separator: " OR ")
    case .topic, .entity, .text, .from, .before: textOfTerm
    }
  }

  private var textOfTerm: String {
    switch self {
    case .topic(let kind, let name): Self.term(kind.name, kind.term?.normalized(name) ?? name)
    case .entity(let type, let name):
      Self.term(type.rawValue, TopicKind.entity.term?.normalized(name) ?? name)
    case .text(let words): Self.term("text", words)
    case .from(let time): "from:\(EventDay(containing: time))"
    case .before(let time): time == .distantFuture ? "to:9999" : "to:\(EventDay(containing: time - 1))"
    case .about, .not, .all, .any: ""
    }
  }

  private var textInside: String {
    switch self {
    case .all, .any: "(\(text))"
    default: text
    }
  }

  private static func term(_ field: String, _ value: String) -> String {
    value.contains(" ") ? "\(field):\"\(value)\"" : "\(field):\(value)"
  }
}

/// Decides whether events match an expression.
package struct TopicMatcher: Sendable {
  private indirect enum Node: Sendable {
    case topic(TopicReference)
    case about(Node)
    case text(String)
    case from(UnixTime)
    case before(UnixTime)
    case all([Node])
    case any([Node])
    case not(Node)
  }

  private let root: Node

  init(_ node: TopicExpression.Node, _ names: [TopicKind: any TopicNames]) {
    func resolve(_ node: TopicExpression.Node) -> Node {
      switch node {
      // A topic that does not exist matches no event.
      case .topic(let kind, let name):
        .any(Self.topics(kind, named: name, names).map(Node.topic))
      case .about(let part): .about(resolve(part))
      case .entity(let type, let name): .any(Self.entities(type, named: name, names).map(Node.topic))
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

  private static func entities(
    _ type: EntityType, named name: String, _ names: [TopicKind: any TopicNames]
  ) -> [TopicReference] {
    // A taxonomy may have the name of a type.
    if let kind = names.keys.first(where: { $0.name == type.rawValue }) {
      return topics(kind, named: name, names)
    }
    guard let entities = names[.entity], let number = entities.topicNumber(named: name),
      entities.entityType(number) == type
    else { return [] }
    return [TopicReference(.entity, number)]
  }

  // An entity that is a country has its events.
  private static func topics(
    _ kind: TopicKind, named name: String, _ names: [TopicKind: any TopicNames]
  ) -> [TopicReference] {
    var topics = names[kind]?.topicNumber(named: name).map { [TopicReference(kind, $0)] } ?? []
    let gazetteer = Gazetteer.standard
    if kind == .entity, let country = EntityKey(name).flatMap(gazetteer.country(ofEntity:)),
      let number = names[.country]?.topicNumber(named: gazetteer.countries[country.index].name)
    {
      topics.append(TopicReference(.country, number))
    }
    return topics
  }

  /// Whether an event matches.
  /// - Parameters:
  ///   - topics: the topics of the event.
  ///   - about: those that the event is about, for a term with `about:`; called only if the result depends on it.
  ///   - published: the time of publication in seconds since 1970, moved so that its day in UTC is the day of the event.
  ///   - contains: whether the text of the event contains words; called only if the result depends on it.
  package func matches(
    topics: [TopicReference], about: () -> [TopicReference], published: UnixTime,
    contains: (String) throws -> Bool
  ) rethrows -> Bool {
    func matches(_ node: Node, _ topics: [TopicReference]) throws -> Bool {
      switch node {
      case .topic(let topic): topics.contains(topic)
      case .about(let part): try matches(part, about())
      case .text(let words): try contains(words)
      case .from(let time): published >= time
      case .before(let time): published < time
      case .all(let parts): try parts.allSatisfy { try matches($0, topics) }
      case .any(let parts): try parts.contains { try matches($0, topics) }
      case .not(let part): try !matches(part, topics)
      }
    }
    return try matches(root, topics)
  }
}
