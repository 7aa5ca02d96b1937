package import EventArchive
package import Primitives

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
  private var seen: Set<Found> = []

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

  /// Looks at a page of the event itself; `summary` is its summary as plain text.
  package mutating func look(at page: EventPage, summary: TextSlice, file: String) {
    for context in page.contexts { add(context.text, .context, file, context.line) }
    if let topic = page.topic?.string {
      add(name: topic, Evidence(.topic, file: file, line: page.topicLine, words: topic))
    }
    for related in page.related { add(related.context, .related, file, related.line) }
    let parts: [Evidence.Part] = [.title, .summary, .topic]
    let texts = [page.title, summary, page.topic ?? .empty].map(\.string)
    for (part, text) in zip(parts, texts) where part != .topic {
      var places = Places(text)
      for match in vocabulary?.matches(in: text) ?? [] {
        let evidence = Evidence(.mention, file: file, part, places.words(match.range))
        add(evidence, toEntity: catalogue.entityOfSpelling[Int(match.spelling)])
      }
    }
    var places = texts.map(Places.init)
    for finding in gazetteer.findings(in: texts.map { TextSlice($0) }) {
      let found = places[finding.text].words(finding.range)
      add(Evidence(.name, file: file, parts[finding.text], found), toCountry: finding.country)
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

  /// Adds the countries that the entities found so far are names of, or bring with them: those of `topics` only, for an
  /// entity without a feed teaches nothing.
  package mutating func addCountriesOfEntities(_ learned: LearnedCountries, topics: Set<EntityNumber>) {
    let numbers = entities.keys.sorted(by: catalogue.precedes)
    let known = numbers.map { gazetteer.countries(of: catalogue.entities[Int($0)]) }
    func evidence(_ number: EntityNumber, _ rule: Evidence.Rule) -> Evidence? {
      guard var first = entities[number]?.first else { return nil }
      (first.rule, first.words) = (rule, catalogue.entities[Int(number)].name)
      return first
    }
    var found: [(country: Gazetteer.CountryNumber, evidence: Evidence)] = []
    Gazetteer.forEachCountry(of: known, told: countries.keys) { country, index in
      if let evidence = evidence(numbers[index], .entity) { found.append((country, evidence)) }
    }
    for (number, countries) in zip(numbers, known)
    where countries.candidates.isEmpty && topics.contains(number) {
      if let country = learned.country(of: catalogue.entities[Int(number)].key),
        let evidence = evidence(number, .learned)
      {
        found.append((country, evidence))
      }
    }
    for (country, evidence) in found { add(evidence, toCountry: country) }
  }
}

extension EvidenceCollector {
  private mutating func add(_ context: TextSlice, _ rule: Evidence.Rule, _ file: String, _ line: Int) {
    for name in ContextList.names(context.string) {
      add(name: name, Evidence(rule, file: file, line: line, words: PlainText.clean(name)))
    }
  }

  private mutating func add(name: String, _ evidence: Evidence) {
    if let key = EntityKey(name), let entity = aliases[key] { add(evidence, toEntity: entity) }
  }

  private mutating func add(_ evidence: Evidence, toEntity entity: EntityNumber) {
    if seen.insert(Found(entity: entity, evidence: evidence)).inserted {
      entities[entity, default: []].append(evidence)
    }
  }

  private mutating func add(_ evidence: Evidence, toCountry country: Gazetteer.CountryNumber) {
    if seen.insert(Found(country: country, evidence: evidence)).inserted {
      countries[country, default: []].append(evidence)
    }
  }

  // Evidence that was found already.
  private struct Found: Hashable {
    var entity: EntityNumber?
    var country: Gazetteer.CountryNumber?
    var evidence: Evidence
  }

  // Finds the words at places of a text, which come in its order, and counts the characters before them.
  private struct Places {
    private let text: String
    private var index: String.Index
    private var characters = 0
    private var bytes = 0

    init(_ text: String) { (self.text, index) = (text, text.startIndex) }

    mutating func words(_ range: Range<Int>) -> (words: Substring, character: Int) {
      let start = text.utf8.index(index, offsetBy: range.lowerBound - bytes)
      characters += text.distance(from: index, to: start)
      (index, bytes) = (start, range.lowerBound)
      return (text[start..<text.utf8.index(start, offsetBy: range.count)], characters + 1)
    }
  }
}
