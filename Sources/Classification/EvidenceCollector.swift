package import EventArchive

/// Collects the evidence for one event's topics from the pages that hold it.
package struct EvidenceCollector {
  /// By entity: why the event belongs to it, in the order in which pages were looked at.
  package private(set) var entities: [EntityNumber: [Evidence]] = [:]
  /// By country: why the event belongs to it.
  package private(set) var countries: [Gazetteer.CountryNumber: [Evidence]] = [:]

  private let names: Set<TextSlice>
  private let catalogue: EntityCatalogue
  private let vocabulary: MentionVocabulary?
  private let gazetteer: Gazetteer
  private let aliases: [EntityKey: EntityNumber]

  /// Makes a collector for the event with the given names.
  /// - Parameter vocabulary: the names that count as mentions; `nil` when mentions do not count.
  package init(
    names: [EventName], facts: ArchiveFacts, catalogue: EntityCatalogue, vocabulary: MentionVocabulary?,
    gazetteer: Gazetteer
  ) {
    self.names = Set(names.map { TextSlice($0.path) })
    (self.catalogue, self.vocabulary, self.gazetteer) = (catalogue, vocabulary, gazetteer)
    var aliases: [EntityKey: EntityNumber] = [:]
    for (number, spelling) in facts.spellings.enumerated() where catalogue.entityOfSpelling[number] >= 0 {
      if let key = EntityKey(spelling) { aliases[key] = catalogue.entityOfSpelling[number] }
    }
    self.aliases = aliases
  }

  /// Looks at a page of the event itself.
  package mutating func look(at page: EventPage, file: String) {
    for context in page.contexts { add(context.text, .context, file, context.line) }
    if let topic = page.topic?.string {
      add(name: topic, Evidence(.topic, file: file, line: page.topicLine, words: topic))
    }
    for related in page.related { add(related.context, .related, file, related.line) }
    let parts: [Evidence.Part] = [.title, .summary, .topic]
    let texts = [page.title, PlainText.clean(page.summary), page.topic ?? .empty].map(\.string)
    for (part, text) in zip(parts, texts) where part != .topic {
      for match in vocabulary?.matches(in: text) ?? [] {
        add(name: String(match.words), Evidence(.mention, file: file, part, match.words))
      }
    }
    for finding in gazetteer.findings(in: texts.map { TextSlice($0) }) {
      let utf8 = texts[finding.text].utf8
      let start = utf8.index(utf8.startIndex, offsetBy: finding.range.lowerBound)
      let words = texts[finding.text][start..<utf8.index(start, offsetBy: finding.range.count)]
      add(Evidence(.name, file: file, parts[finding.text], words), to: finding.country)
    }
  }

  /// Looks at a page of another event, which may link to this one.
  package mutating func look(atOther page: EventPage, file: String) {
    for related in page.related where names.contains(related.path) {
      add(related.context, .linked, file, related.line)
    }
  }

  /// Looks at a day's page.
  package mutating func look(at page: DayPage, file: String) {
    for item in page.items where names.contains(item.path) {
      add(item.context.text, .dayPage, file, item.context.line)
    }
  }

  /// Adds the countries that the entities found so far are names of, or bring with them.
  package mutating func addCountriesOfEntities(_ learned: LearnedCountries) {
    for (entity, evidence) in entities {
      let entity = catalogue.entities[Int(entity)]
      guard var first = evidence.first else { continue }
      first.words = entity.name
      if let country = gazetteer.country(of: entity) {
        first.rule = .entity
        add(first, to: country)
      } else if let country = learned.country(of: entity.key) {
        first.rule = .learned
        add(first, to: country)
      }
    }
  }
}

extension EvidenceCollector {
  private mutating func add(_ context: TextSlice, _ rule: Evidence.Rule, _ file: String, _ line: Int) {
    for name in ContextList.names(context.string) {
      add(name: name, Evidence(rule, file: file, line: line, words: PlainText.clean(name)))
    }
  }

  private mutating func add(name: String, _ evidence: Evidence) {
    guard let key = EntityKey(name), let entity = aliases[key] else { return }
    if entities[entity]?.contains(evidence) != true { entities[entity, default: []].append(evidence) }
  }

  private mutating func add(_ evidence: Evidence, to country: Gazetteer.CountryNumber) {
    if countries[country]?.contains(evidence) != true { countries[country, default: []].append(evidence) }
  }
}
