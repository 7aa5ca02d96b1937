import ArchiveIndex
import Classification
import EventArchive
import Foundation
import Primitives

/// The names of an event that a person has labelled.
struct LabelledNames {
  /// A name.
  struct Name {
    /// The key of the name.
    let key: EntityKey
    /// The name as written.
    let text: String
    /// What it is.
    let type: EntityType
    /// Whether the event must have it; otherwise it may.
    let isRequired: Bool
  }

  /// The first digits of the SHA-1 digest of date and title.
  let id: String
  /// The names.
  let names: [Name]

  /// The number of digits of `id`.
  static let idLength = 12

  /// The identifier of an event.
  static func id(day: EventDay, title: String) -> String {
    String(SHA1Digest.hexadecimal(of: "\(day)\(title)").prefix(idLength))
  }

  /// Reads the events of a file; lines that begin with # are comments.
  /// - Throws: `LabelError`.
  static func read(_ path: String) throws -> [LabelledNames] {
    var events: [LabelledNames] = []
    for (number, line) in try LabelError.lines(of: path) {
      func malformed(_ what: String) -> LabelError { .malformed(path: path, line: number, what: what) }
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard columns.count == 2 else { throw malformed("not two columns divided by tabs") }
      guard columns[0].count == idLength, columns[0].allSatisfy(\.isHexDigit) else {
        throw malformed("\(columns[0]) is no identifier of \(idLength) hexadecimal digits")
      }
      let names = try columns[1].split(separator: "|").filter { $0 != "-" }.map { text in
        guard let name = Name(text) else {
          throw malformed("\(text) is no name; write P:, L:, O:, E: or W: before each")
        }
        return name
      }
      events.append(LabelledNames(id: String(columns[0]), names: names))
    }
    if events.isEmpty { throw LabelError.empty(path: path) }
    return events
  }
}

extension LabelledNames.Name {
  private static let types: [Character: EntityType] = [
    "P": .person, "L": .place, "O": .organisation, "E": .event, "W": .other,
  ]

  /// Parses a name: `P:Ada Quill`, `?O:NATO`, `TE:Iraq War`; `nil` for other texts.
  fileprivate init?(_ label: Substring) {
    guard let colon = label.firstIndex(of: ":") else { return nil }
    let marks = label[..<colon]
    let name = String(label[label.index(after: colon)...])
    guard let type = marks.last.flatMap({ Self.types[$0] }),
      marks.dropLast().allSatisfy({ "?T".contains($0) }),
      let key = EntityKey(name)
    else { return nil }
    (self.key, text, self.type, isRequired) = (key, name, type, marks.count == 1)
  }
}

/// Precision and recall over pairs of event and entity, and the share of entities whose kind is right.
struct EntityScore {
  // Of the labels that the index has no event for, of the pairs, and of the names whose kind is compared.
  private var (events, unknown) = (0, 0)
  private var (hits, found, required, matched) = (0, 0, 0, 0)
  private var (kinds, rightKinds) = (0, 0)
  /// The events for which names are missing or wrong, and the names whose kind is wrong.
  private(set) var misses: [String] = []

  // The topics of an event, and its title.
  private struct Event {
    var title: String
    var topics: [TopicRecord]
  }

  /// The score of labelled events in an index.
  /// - Throws: `IndexError`.
  init(of labels: [LabelledNames], _ transaction: IndexTransaction) throws {
    let topics = Dictionary(try transaction.topics().map { ($0.number, $0) }) { first, _ in first }
    let wanted = Set(labels.map(\.id))
    var found: [String: Event] = [:]
    var counts: [EntityKey: Int] = [:]
    try transaction.forEachPublished { record in
      let own = record.topics.compactMap { topics[$0] }.filter { !$0.isHidden }
      for key in Set(own.flatMap(Self.keys)) { counts[key, default: 0] += 1 }
      guard let title = try transaction.texts(ofPage: record.page).first?.string,
        let day = try transaction.name(record.id)?.day
      else { return }
      let id = LabelledNames.id(day: day, title: title)
      if wanted.contains(id), found[id] == nil { found[id] = Event(title: title, topics: own) }
    }
    for label in labels {
      if let event = found[label.id] { add(label, of: event, counts: counts) } else { unknown += 1 }
    }
  }

  // The keys of a topic's names; for `Supreme Court (Brazil)`, that of the body without its country too.
  private static func keys(of topic: TopicRecord) -> [EntityKey] {
    let body = topic.type == .organisation ? topic.name.components(separatedBy: " (")[0] : topic.name
    return ([topic.name, body] + topic.aliases).compactMap { EntityKey($0) }
  }

  // Counts an event. A name that has no second event anywhere is not missing, and a country is no entity.
  private mutating func add(_ label: LabelledNames, of event: Event, counts: [EntityKey: Int]) {
    events += 1
    let labelled = Set(label.names.map(\.key))
    var wrong: [String] = []
    for entity in event.topics where entity.kind == .entity {
      let isRight = Self.keys(of: entity).contains(where: labelled.contains)
      found += 1
      hits += isRight ? 1 : 0
      if !isRight { wrong.append(entity.name) }
    }
    let present = Set(event.topics.flatMap(Self.keys))
    var missing: [String] = []
    for name in label.names where name.isRequired && counts[name.key, default: 0] > 1 {
      required += 1
      if present.contains(name.key) { matched += 1 } else { missing.append(name.text) }
    }
    if !wrong.isEmpty || !missing.isEmpty {
      let parts = missing.map { "missing \($0)" } + wrong.map { "wrong \($0)" }
      misses.append("\(label.id): \(parts.joined(separator: ", ")): \(event.title)")
    }
    compareKinds(label, event)
  }

  private mutating func compareKinds(_ label: LabelledNames, _ event: Event) {
    for name in label.names {
      let entity = event.topics.first { $0.kind == .entity && Self.keys(of: $0).contains(name.key) }
      guard let type = entity?.type else { continue }
      kinds += 1
      if type == name.type {
        rightKinds += 1
      } else {
        misses.append("\(label.id): \(name.text) is \(name.type.rawValue), not \(type.rawValue)")
      }
    }
  }

  /// The figures, in one line.
  var summary: String {
    let line =
      "precision \(Self.share(hits, found)), recall \(Self.share(matched, required)), kinds \(Self.share(rightKinds, kinds)) in \(events) events"
    return unknown == 0 ? line : line + "; \(unknown) are not in the index"
  }

  private static func share(_ part: Int, _ whole: Int) -> String {
    whole == 0 ? "–" : String(format: "%.3f", Double(part) / Double(whole))
  }
}
