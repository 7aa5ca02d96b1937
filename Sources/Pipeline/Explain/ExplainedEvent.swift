package import Classification
package import EventArchive
import Foundation
package import Publishing

/// An event with the evidence for each of its topics, as `feedgen explain` prints it.
package struct ExplainedEvent: Encodable {
  /// An entity and its evidence.
  package struct EntityTopic: Encodable {
    let name: String
    let slug: String
    let kind: String
    let relation: Relation
    // Why words that no list has are a name.
    let reason: String?
    // Why a name of a list has no feed of its own.
    let noFeed: String?
    let evidence: [Evidence]
  }

  /// The relation of an event to a topic, by the words of ninjs.
  package enum Relation: String, Encodable {
    /// The event is about the topic.
    case about
    /// The event only mentions the topic.
    case mentions

    fileprivate init(_ event: Classifier.Event, _ topic: TopicReference) {
      self = event.isMention(topic) ? .mentions : .about
    }

    // The word behind the topic in lines of text.
    fileprivate var word: String { self == .about ? "about" : "mentioned" }
  }

  /// A country and its evidence.
  package struct CountryTopic: Encodable {
    let code: String
    let name: String
    let relation: Relation
    let evidence: [Evidence]
  }

  /// A term of a post, and its evidence.
  package struct TermTopic: Encodable {
    let kind: String
    let name: String
    let slug: String
    let relation: Relation
    let evidence: [Evidence]
  }

  /// A topic of the configuration, and its expression.
  package struct DefinedTopic: Encodable {
    let name: String
    let slug: String
    let match: String
  }

  /// The name that is the event's id.
  package let event: String
  /// The day until which the event is held back, as `2027-01-03`; `nil` when it is not.
  package let heldUntil: String?
  /// Its entities, by key.
  package let entities: [EntityTopic]
  /// The terms of a post, by kind and key.
  package let terms: [TermTopic]
  /// Its countries, by code.
  package let countries: [CountryTopic]
  /// Its topics of the configuration, in their order there.
  package let topics: [DefinedTopic]

  /// Describes the topics of an event.
  /// - Parameters:
  ///   - name: the name that is the event's id.
  ///   - day: the day until which the event is held back; `nil` when it is not.
  ///   - evidence: the evidence for its entities and countries.
  ///   - combined: its topics of the configuration.
  ///   - names: the rules of names.
  package init(
    _ event: Classifier.Event, name: EventName, heldUntil day: EventDay?, evidence: EvidenceCollector,
    combined: [CombinedTopic], catalogue: EntityCatalogue, names: NameModel, gazetteer: Gazetteer
  ) {
    var judge = ListedNameJudge(names)
    self.event = name.path
    heldUntil = day?.description
    entities = event.entities.map { number in
      let entity = catalogue.entities[number.index]
      let found = evidence.entities[number] ?? []
      let isDiscovered = found.contains { $0.rule == .discovered }
      return EntityTopic(
        name: entity.name, slug: entity.slug, kind: entity.type.rawValue,
        relation: Relation(event, .entity(number)),
        reason: isDiscovered ? names.reason(forName: entity.name) : nil,
        noFeed: entity.isHidden ? judge.judge(entity.name).reasonAgainst ?? "a plain word" : nil,
        evidence: found)
    }
    terms = event.terms.map { term in
      let number = EntityNumber(rawValue: term.number.rawValue)
      let entity = catalogue.entities[number.index]
      return TermTopic(
        kind: term.kind.name, name: entity.name, slug: entity.slug, relation: Relation(event, term),
        evidence: evidence.entities[number] ?? [])
    }
    countries = event.countries.map { number in
      let country = gazetteer.countries[number.index]
      return CountryTopic(
        code: country.code, name: country.name, relation: Relation(event, .country(number)),
        evidence: evidence.countries[number] ?? [])
    }
    topics = combined.map { DefinedTopic(name: $0.name, slug: $0.slug, match: $0.expression.text) }
  }

  /// One line of JSON.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Lines of text; evidence in other files has the path of the file.
  package func text() -> String {
    var lines = [event]
    if let heldUntil { lines.append("  held back until \(heldUntil)") }
    for entity in entities {
      lines.append("  \(entity.name) (\(entity.kind)), \(entity.relation.word)")
      if let reason = entity.reason { lines.append("    a name: \(reason)") }
      if let reason = entity.noFeed { lines.append("    no feed: \(reason)") }
      lines += entity.evidence.map(line)
    }
    for country in countries {
      lines.append("  \(country.name) (country \(country.code)), \(country.relation.word)")
      lines += country.evidence.map(line)
    }
    for term in terms {
      lines.append("  \(term.name) (\(term.kind)), \(term.relation.word)")
      lines += term.evidence.map(line)
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
