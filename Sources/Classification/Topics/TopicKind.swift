/// A kind of topic: everything that the rest of the program knows of it. A kind is a value in a folder of its own, and a line in
/// `allCases`. It is a class, because each of many thousand documents refers to its kind.
package final class TopicKind: Sendable {
  /// The directory of the feeds, and the name in the index, in the catalogue and in topic expressions.
  package let name: String
  /// The plural of the name, as a key in topics.json.
  package let listName: String
  /// The title of the kind's group in OPML outlines; `nil` when its feeds are in no group.
  package let groupTitle: String?
  /// Whether the group in OPML outlines is divided by the first letter of the topics.
  package let isDividedByLetter: Bool
  /// The word behind a topic's name in titles, which distinguishes topics of different kinds with one name; `nil` for none.
  package let titleSuffix: String?
  /// The subtitle of the feed of a topic with a name.
  package let subtitle: @Sendable (_ name: String) -> String
  /// Whether an entry has its topics of this kind as categories.
  package let isCategory: Bool
  /// The rules of the kind's term in topic expressions, such as `country:egypt`; `nil` when expressions have none.
  package let term: Term?
  /// Whether the configuration defines the topics, and not the content: they have feeds even without events.
  package let isConfigured: Bool

  /// The rules of a term in topic expressions. The name before the colon is that of the kind.
  package struct Term: Sendable {
    /// The name of a topic by the value of a term; throws the reason when the value cannot name a topic.
    let name: @Sendable (_ value: String, Gazetteer) throws(InvalidValue) -> String
    /// The form of the name that all spellings of it share.
    let normalized: @Sendable (_ name: String) -> String
  }

  /// The value of a term names no topic.
  struct InvalidValue: Error {
    /// The reason and the remedy.
    var reason: String
  }

  /// Makes a kind.
  init(
    name: String, listName: String, groupTitle: String?, isDividedByLetter: Bool = false,
    titleSuffix: String? = nil,
    isCategory: Bool = true, isConfigured: Bool = false, term: Term? = nil,
    subtitle: @escaping @Sendable (_ name: String) -> String
  ) {
    self.name = name
    self.listName = listName
    self.groupTitle = groupTitle
    self.isDividedByLetter = isDividedByLetter
    self.titleSuffix = titleSuffix
    self.isCategory = isCategory
    self.isConfigured = isConfigured
    self.term = term
    self.subtitle = subtitle
  }

  /// The path of a topic's feed below the output directory, without extension.
  package func path(slug: String) -> String { self == .all ? name : "\(name)/\(slug)" }

  /// The title of a topic with a name, unique among all topics.
  package func title(_ name: String) -> String { titleSuffix.map { "\(name) (\($0))" } ?? name }
}

extension TopicKind: CaseIterable {
  /// The kinds that every archive has, in the order of lists of topics. Taxonomies of posts are further kinds.
  package static let allCases: [TopicKind] = [.all, .combined, .country, .entity]

  /// The kinds whose feeds have a directory of their own.
  package static let directories: [TopicKind] = allCases.filter { $0 != .all }

  /// The kinds that have a term in topic expressions.
  static let terms: [TopicKind] = allCases.filter { $0.term != nil }

  /// The place of the kind in `allCases`; taxonomies come after them.
  package var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}

extension TopicKind: Hashable {
  /// There is one value for each kind.
  package static func == (left: TopicKind, right: TopicKind) -> Bool { left === right }

  /// Hashes the identity.
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension TopicKind {
  /// The topic of all events.
  package static let all = TopicKind(
    name: "all", listName: "all", groupTitle: nil, isCategory: false, isConfigured: true
  ) { _ in "All events, newest first." }
}
