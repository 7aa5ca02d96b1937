import Classification
import EventArchive
import Foundation
import Publishing

/// An event with the evidence for each of its topics, to print.
struct ExplainedEvent: Encodable {
  /// An entity and its evidence.
  struct EntityTopic: Encodable {
    let name: String
    let slug: String
    let evidence: [Evidence]
  }

  /// A country and its evidence.
  struct CountryTopic: Encodable {
    let code: String
    let name: String
    let evidence: [Evidence]
  }

  /// A topic that the configuration defines, and what it asks for.
  struct DefinedTopic: Encodable {
    let name: String
    let slug: String
    let match: String
  }

  /// The name that is the event's id.
  let event: String
  /// The day until which it is held back, as `2027-01-03`; `nil` when it is not.
  let heldUntil: String?
  /// Its entities, by key.
  let entities: [EntityTopic]
  /// Its countries, by code.
  let countries: [CountryTopic]
  /// Those of the configuration's topics that it has, in the configuration's order.
  let topics: [DefinedTopic]

  /// Takes what a collector found, for the entities that are topics, and the topics of the configuration.
  init(
    id: EventName, heldUntil day: EventDay?, _ collector: EvidenceCollector, topics: Set<EntityNumber>,
    combined: [CombinedTopic],
    catalogue: EntityCatalogue, gazetteer: Gazetteer
  ) {
    self.topics = combined.map {
      DefinedTopic(name: $0.name, slug: $0.slug, match: $0.expression.text)
    }
    (event, heldUntil) = (id.path, day?.description)
    entities = collector.entities.filter { topics.contains($0.key) }.sorted { $0.key < $1.key }.map {
      number, evidence in
      let entity = catalogue.entities[Int(number)]
      return EntityTopic(name: entity.name, slug: entity.slug, evidence: evidence)
    }
    countries = collector.countries.sorted { $0.key < $1.key }.map { number, evidence in
      let country = gazetteer.countries[Int(number)]
      return CountryTopic(code: country.code, name: country.name, evidence: evidence)
    }
  }

  /// One line of JSON.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Lines for people: what stands in the event's own file is told from what stands elsewhere.
  func text() -> String {
    var lines = [event]
    if let heldUntil { lines.append("  held back until \(heldUntil)") }
    for entity in entities {
      lines.append("  \(entity.name)")
      lines += entity.evidence.map(line)
    }
    for country in countries {
      lines.append("  \(country.name) (country \(country.code))")
      lines += country.evidence.map(line)
    }
    for topic in topics { lines += ["  \(topic.name) (topic)", "    match: \(topic.match)"] }
    return lines.map(\.printable).joined(separator: "\n")
  }

  private func line(_ evidence: Evidence) -> String {
    let isOwn = EventName(file: evidence.file)?.path == event
    var place = evidence.line.map { isOwn ? "line \($0)" : "\(evidence.file):\($0)" } ?? evidence.file
    if let part = evidence.part, let character = evidence.character {
      place = "\(part.rawValue), character \(character)" + (isOwn ? "" : " of \(evidence.file)")
    }
    return "    \(evidence.rule.rawValue): \"\(evidence.words)\" in \(place)"
  }
}
