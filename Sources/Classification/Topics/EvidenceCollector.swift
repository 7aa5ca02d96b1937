package import EventArchive
package import Primitives

/// Locates the evidence for the topics of one event. The walk of the classifier decides which names on which pages count;
/// the collector finds their lines and words in the texts of these pages.
package struct EvidenceCollector {
  /// The pages that hold the evidence: first those of the event itself, then the others by number.
  package let pages: [Int]
  /// By entity: the evidence, in the order of the pages.
  package private(set) var entities: [EntityNumber: [Evidence]] = [:]
  /// By country: the evidence.
  package private(set) var countries: [Gazetteer.CountryNumber: [Evidence]] = [:]
  /// The language of the texts that are located next, a tag of RFC 5646; `nil` when it is unknown.
  package var language: String?

  // A list of names on a page.
  private struct Place: Hashable {
    let page: Int
    let list: EvidenceWalk.NameList
  }

  // A country of an event, and the entity that it follows from.
  private struct EntityCountry {
    let country: Gazetteer.CountryNumber
    let entity: EntityNumber
  }

  private let facts: ArchiveFacts
  private let catalogue: EntityCatalogue
  private let vocabulary: MentionVocabulary
  private let gazetteer: Gazetteer
  private var finder: NameFinder?
  private let namesOfPages: NamesOfPages?
  private let ownPages: Set<Int>
  // What the walk found: entities by the list that names them, countries by the page whose text names them.
  private var named: [Place: Set<EntityNumber>] = [:]
  // The entities that a list names.
  private let listed: Set<EntityNumber>
  private var countriesInText: [Int: Set<Gazetteer.CountryNumber>] = [:]
  private var countriesOfEntities: [EntityCountry] = []
  private var seen: Set<Found> = []

  /// Walks the evidence for an event.
  package init(
    forEvent event: EventGrouping.GroupNumber, of grouping: EventGrouping, facts: ArchiveFacts,
    catalogue: EntityCatalogue,
    vocabulary: MentionVocabulary, gazetteer: Gazetteer, countsMentions: Bool, names: NameModel? = nil
  ) {
    finder = names.map { NameFinder($0) }
    namesOfPages = names.map { NamesOfPages($0) }
    self.facts = facts
    self.catalogue = catalogue
    self.vocabulary = vocabulary
    self.gazetteer = gazetteer
    let walk = EvidenceWalk(facts: facts, grouping: grouping, countsMentions: countsMentions)
    var named: [Place: Set<EntityNumber>] = [:]
    var weights: [EntityNumber: Classifier.Weight] = [:]
    walk.forEachNaming { naming in
      guard naming.event == event, let entity = catalogue.entity(ofSpelling: naming.spelling) else { return }
      named[Place(page: naming.page, list: naming.list), default: []].insert(entity)
      weights[entity, default: Classifier.Weight()].add(isListed: naming.isListed, isAbout: naming.isAbout)
    }
    let group = grouping.groups[event.index]
    ownPages = Set(group.pages)
    pages = group.pages + Set(named.keys.lazy.map(\.page)).subtracting(ownPages).sorted()
    self.named = named
    listed = named.reduce(into: []) { if $1.key.list.isOfNames { $0.formUnion($1.value) } }
    var entities = Classifier.withoutParts(
      Classifier.heaviest(of: weights, catalogue: catalogue), of: group, walk: walk, catalogue: catalogue,
      gazetteer: gazetteer)
    catalogue.sort(&entities)
    var lookup = EntityCountryLookup(catalogue, gazetteer)
    walk.forEachCountry(of: group, entities: entities, lookup: &lookup) { country, origin in
      switch origin {
      case .text(let page, _): countriesInText[page, default: []].insert(country)
      case .entity(let entity): countriesOfEntities.append(EntityCountry(country: country, entity: entity))
      }
    }
  }

  /// Locates the evidence on one of `pages`.
  /// - Parameters:
  ///   - summary: its summary as plain text.
  ///   - number: the number of the page.
  ///   - file: its path below the content directory.
  package mutating func locate(on page: EventPage, summary: TextSlice, number: Int, file: String) {
    let isOwn = ownPages.contains(number)
    locateContexts(of: page, in: Place(page: number, list: .own), file: file)
    if let topic = page.topic?.string {
      locate(name: topic, in: Place(page: number, list: .own)) { _ in
        Evidence(.topic, file: file, line: page.topicLine, words: topic)
      }
    }
    for related in page.related {
      locate(related.context, linkedTo: related.path, page: number) {
        Evidence(isOwn ? .related : .linked, file: file, line: related.line, words: $0)
      }
    }
    if isOwn { locate(inTextsOf: page, summary: summary, number: number, file: file) }
  }

  /// Locates the evidence on one of `pages` that is the page of a day.
  /// - Parameters:
  ///   - number: the number of the page.
  ///   - file: its path below the content directory.
  package mutating func locate(on page: DayPage, number: Int, file: String) {
    for item in page.items {
      locate(item.context.text, linkedTo: item.path, page: number) {
        Evidence(.dayPage, file: file, line: item.context.line, words: $0)
      }
    }
  }

  /// Locates the evidence on one of `pages` that is a post.
  /// - Parameters:
  ///   - searchText: the text that is searched besides the title.
  ///   - number: the number of the page.
  ///   - file: its path below the content directory.
  package mutating func locate(on post: Post, searchText: String, number: Int, file: String) {
    let place = Place(page: number, list: .own)
    for (taxonomy, terms) in post.terms.sorted(by: { $0.key < $1.key }) {
      for term in terms {
        let spelling = TermSpelling(taxonomy: taxonomy, name: term.name)
        let evidence = Evidence(.term, file: file, line: term.line, words: term.name)
        if let entity = catalogue.number(of: spelling), named[place]?.contains(entity) == true {
          add(evidence, toEntity: entity)
        }
        addCountry(named: term.name, on: number, evidence: evidence)
      }
    }
    for country in post.countries {
      let evidence = Evidence(.country, file: file, line: country.line, words: country.text)
      addCountry(named: country.text, on: number, evidence: evidence)
    }
    locate(
      inTexts: [(.title, TextSlice(post.title)), (.summary, TextSlice(searchText))],
      setting: TextSetting(language: language), number: number, file: file)
  }

  /// Adds the evidence for the countries that follow from the entities of an event, whose evidence must be located before.
  /// - Parameter event: the event with the entities that are topics; others do not bring learned countries.
  package mutating func addCountries(of event: Classifier.Event, learned: LearnedCountries) {
    for item in countriesOfEntities { add(item, rule: .entity) }
    learned.forEachCountry(of: event, catalogue: catalogue) { country, entity in
      add(EntityCountry(country: country, entity: entity), rule: .learned)
    }
  }
}

extension EvidenceCollector {
  // Locates the contexts in the page's body, and the names that it has articles about.
  private mutating func locateContexts(of page: EventPage, in place: Place, file: String) {
    var identified: [String: String] = [:]
    for article in page.articles {
      let spelling = IdentifiedSpelling(name: PlainText.clean(article.name.string), article: article.article)
      identified[spelling.name] = spelling.text
      locate(spelling: spelling.text, in: place) {
        Evidence(.context, file: file, line: article.line, words: spelling.name)
      }
    }
    for context in page.contexts {
      for name in ContextList.names(context.text.string).map({ PlainText.clean($0) }) {
        locate(spelling: identified[name] ?? name, in: place) {
          Evidence(.context, file: file, line: context.line, words: name)
        }
      }
    }
  }

  private mutating func locate(
    _ context: TextSlice, linkedTo path: TextSlice, page: Int, evidence: (String) -> Evidence
  ) {
    guard let target = path.withBytes({ facts.names.number(of: $0) }) else { return }
    locate(context, in: Place(page: page, list: .link(to: NameNumber(rawValue: target))), evidence: evidence)
  }

  private mutating func locate(
    _ context: TextSlice, in place: Place, evidence: (String) -> Evidence
  ) {
    for name in ContextList.names(context.string) { locate(name: name, in: place, evidence: evidence) }
  }

  // Adds the evidence that `evidence` makes of a name, if the walk found the name's entity in that place.
  private mutating func locate(name: String, in place: Place, evidence: (String) -> Evidence) {
    let words = PlainText.clean(name)
    locate(spelling: words, in: place) { evidence(words) }
  }

  private mutating func locate(spelling: String, in place: Place, evidence: () -> Evidence) {
    guard let spelling = facts.number(ofSpelling: spelling),
      let entity = catalogue.entity(ofSpelling: spelling)
    else { return }
    if named[place]?.contains(entity) == true { add(evidence(), toEntity: entity) }
  }

  // Locates mentions in title and summary, and countries in title, summary and topic.
  private mutating func locate(
    inTextsOf page: EventPage, summary: TextSlice, number: Int, file: String
  ) {
    locate(
      inTexts: [(.title, page.title), (.summary, summary), (.topic, page.topic ?? .empty)],
      setting: TextSetting(sources: page.sources.map(\.address), language: language), number: number,
      file: file)
  }

  // Adds the evidence that the content names a country.
  private mutating func addCountry(named name: String, on page: Int, evidence: Evidence) {
    let country =
      gazetteer.number(ofCode: name.uppercased()) ?? gazetteer.country(named: name, language: language)
    if let country, countriesInText[page]?.contains(country) == true { add(evidence, toCountry: country) }
  }

  private mutating func locate(
    inTexts named: [(part: Evidence.Part, text: TextSlice)], setting: TextSetting, number: Int, file: String
  ) {
    let parts = named.map(\.part)
    let texts = named.map(\.text.string)
    let mentioned = self.named[Place(page: number, list: .mentions)] ?? []
    for (part, text) in zip(parts, texts) where part != .topic {
      var locator = WordLocator(text)
      for match in vocabulary.matches(in: text) {
        let evidence = Evidence(.mention, file: file, part: part, at: locator.location(of: match.range))
        guard let entity = catalogue.entity(ofSpelling: match.spelling), mentioned.contains(entity) else {
          continue
        }
        add(evidence, toEntity: entity)
      }
    }
    locateDiscoveredNames(in: Array(zip(parts, texts)), number: number, file: file)
    var locators = texts.map(WordLocator.init)
    for finding in gazetteer.findings(in: texts.map { TextSlice($0) }, setting: setting) {
      let location = locators[finding.text].location(of: finding.range)
      guard countriesInText[number]?.contains(finding.country) == true else { continue }
      add(
        Evidence(.name, file: file, part: parts[finding.text], at: location), toCountry: finding.country)
    }
  }

  // Adds the evidence that names were discovered in title and summary.
  private mutating func locateDiscoveredNames(
    in texts: [(part: Evidence.Part, text: String)], number: Int, file: String
  ) {
    guard let discovered = named[Place(page: number, list: .discovered)] else { return }
    for (part, text) in texts where part != .topic {
      var locator = WordLocator(text)
      var bytes = text
      let ranges = bytes.withUTF8 { finder?.ranges(ofNamesIn: $0) ?? [] }
      for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
        let location = locator.location(of: range)
        let name = PlainText.clean(String(location.words))
        guard let spelling = facts.number(ofSpelling: resolved(name, ofPage: number)),
          let entity = catalogue.entity(ofSpelling: spelling), discovered.contains(entity),
          !listed.contains(entity)
        else { continue }
        add(Evidence(.discovered, file: file, part: part, at: location), toEntity: entity)
      }
    }
  }

  private func resolved(_ name: String, ofPage number: Int) -> String {
    guard let page = facts.pages[number], let namesOfPages else { return name }
    return namesOfPages.resolved(name, NamesOfPages.Context(page, facts: facts, gazetteer: gazetteer))
  }

  private mutating func add(_ item: EntityCountry, rule: Evidence.Rule) {
    guard var evidence = entities[item.entity]?.first else { return }
    evidence.rule = rule
    evidence.words = catalogue.entities[item.entity.index].name
    add(evidence, toCountry: item.country)
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

  // Evidence that was added already.
  private struct Found: Hashable {
    var entity: EntityNumber?
    var country: Gazetteer.CountryNumber?
    var evidence: Evidence
  }
}

/// Words of a text and their position.
struct WordLocation {
  /// The words.
  let words: Substring
  /// The position of the first character, counted from 1.
  let character: Int
}

// Finds the words at ranges of a text, which come in the order of the text, and counts the characters before them.
private struct WordLocator {
  private let text: String
  private var index: String.Index
  private var characters = 0
  private var bytes = 0

  init(_ text: String) {
    self.text = text
    index = text.startIndex
  }

  mutating func location(of range: Range<Int>) -> WordLocation {
    let start = text.utf8.index(index, offsetBy: range.lowerBound - bytes)
    characters += text.distance(from: index, to: start)
    index = start
    bytes = range.lowerBound
    let end = text.utf8.index(start, offsetBy: range.count)
    return WordLocation(words: text[start..<end], character: characters + 1)
  }
}
