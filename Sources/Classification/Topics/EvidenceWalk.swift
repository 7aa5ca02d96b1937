internal import EventArchive
internal import Primitives

/// The rules that give events their topics. The classifier and `explain` walk the same evidence: one counts it, the other
/// locates it.
struct EvidenceWalk {
  /// The lists of a page that hold names.
  enum NameList: Hashable {
    /// The contexts in its own body, and its topic.
    case own
    /// The context beside a link to an event.
    case link(to: NameNumber)
    /// The known names that its title and summary mention.
    case mentions
    /// The names that were discovered in its title and summary.
    case discovered

    /// Whether the content has the list, in contrast to names that are found in its texts.
    var isOfNames: Bool {
      switch self {
      case .own, .link: true
      case .mentions, .discovered: false
      }
    }
  }

  /// A name on a page that gives an event an entity.
  struct Naming {
    /// The spelling of the name.
    let spelling: SpellingNumber
    /// The event.
    let event: EventGrouping.GroupNumber
    /// The number of the page.
    let page: Int
    /// The list that holds the name.
    let list: NameList
    /// Whether a page of the event itself lists the name, and not another page or a mention.
    let isListed: Bool
    /// Whether the event is about the entity: a list of the event or its lead has the name.
    let isAbout: Bool
  }

  /// The origin of a country of an event.
  enum CountryOrigin {
    /// A page of the event names the country in its title, summary or topic. `isAbout` when the event is about it by this text.
    case text(page: Int, isAbout: Bool)
    /// An entity of the event has the name of the country, or of a place within it.
    case entity(EntityNumber)

    /// Whether a page names the country.
    var isText: Bool { if case .text = self { true } else { false } }
  }

  /// The facts of the pages.
  let facts: ArchiveFacts
  /// The events of the pages.
  let grouping: EventGrouping
  /// Whether mentions count.
  let countsMentions: Bool

  /// Calls `body` with each name that gives an event an entity, as often as pages repeat it. Inlined, so that what `body` does not
  /// use costs nothing.
  /// - Parameter pages: the range of the numbers of the pages; `nil` for all.
  @inline(__always)
  func forEachNaming(on pages: Range<Int>? = nil, _ body: (Naming) -> Void) {
    facts.pages.forEach(in: pages ?? 0..<facts.pages.bound) { number, page in
      let event = page.isEvent ? grouping.group(of: page.name) : nil
      @inline(__always)
      func visit(
        _ spelling: SpellingNumber, in list: NameList, of event: EventGrouping.GroupNumber, isListed: Bool,
        isAbout: Bool
      ) {
        body(
          Naming(
            spelling: spelling, event: event, page: number, list: list, isListed: isListed, isAbout: isAbout))
      }
      if let event {
        for spelling in page.own { visit(spelling, in: .own, of: event, isListed: true, isAbout: true) }
        for (place, spelling) in page.discovered.enumerated() {
          let isAbout = place < page.leadDiscoveredCount
          visit(spelling, in: .discovered, of: event, isListed: false, isAbout: isAbout)
        }
        if countsMentions {
          for (place, spelling) in page.mentions.enumerated() {
            let isAbout = place < page.leadMentionCount
            visit(spelling, in: .mentions, of: event, isListed: false, isAbout: isAbout)
          }
        }
      }
      page.forEachLink { target, spellings in
        let other = grouping.group(of: target)
        for spelling in spellings {
          if let event {
            visit(spelling, in: .link(to: target), of: event, isListed: true, isAbout: true)
          }
          // The page of a day lists the names of its events; another event only shares them.
          if let other, other != event {
            visit(spelling, in: .link(to: target), of: other, isListed: false, isAbout: !page.isEvent)
          }
        }
      }
    }
  }

  /// Calls `body` with the countries of an event: first those that its texts name, then those of its entities.
  /// - Parameter entities: the entities of the event, demonyms included.
  func forEachCountry(
    of event: EventGrouping.Group, entities: [EntityNumber], lookup: inout EntityCountryLookup,
    _ body: (Gazetteer.CountryNumber, CountryOrigin) -> Void
  ) {
    var named: [Gazetteer.CountryNumber] = []
    for page in event.pages {
      guard let facts = facts.pages[page] else { continue }
      for (place, country) in facts.countries.enumerated() {
        named.append(country)
        body(country, .text(page: page, isAbout: place < facts.leadCountryCount))
      }
    }
    // The countries that a post names are all it has.
    if event.pages.contains(where: { facts.pages[$0]?.hasOwnCountries == true }) { return }
    let countries = entities.map { lookup[$0] }
    if countries.allSatisfy({ $0.candidates.isEmpty }) { return }
    Gazetteer.forEachCountry(of: countries, named: named) { country, index in
      body(country, .entity(entities[index]))
    }
  }
}

/// The countries of entities. Each entity is looked up in the gazetteer once, when it is first asked for.
struct EntityCountryLookup {
  private let catalogue: EntityCatalogue
  private let gazetteer: Gazetteer
  // By entity: an index into `known`; none before the first look-up.
  private var places: [ItemNumber<Gazetteer.EntityCountries>.OrNone]
  // The first element is that of all entities without countries.
  private var known = [Gazetteer.EntityCountries(candidates: [], areSure: true)]
  // By entity: whether it is a demonym.
  private var areDemonyms: [Bool]
  // By entity: the country that it is.
  private var countries: [Gazetteer.CountryNumber.OrNone]

  /// Makes a lookup in which no entity was looked up yet.
  init(_ catalogue: EntityCatalogue, _ gazetteer: Gazetteer) {
    self.catalogue = catalogue
    self.gazetteer = gazetteer
    places = Array(repeating: .none, count: catalogue.entities.count)
    areDemonyms = Array(repeating: false, count: places.count)
    countries = Array(repeating: .none, count: places.count)
  }

  /// Whether an entity is a demonym, which has no feed of its own; it must have been looked up before.
  func isDemonym(_ entity: EntityNumber) -> Bool { areDemonyms[entity.index] }

  /// The country that an entity is; it must have been looked up before.
  func country(_ entity: EntityNumber) -> Gazetteer.CountryNumber? { countries[entity.index].number }

  /// The countries of an entity.
  subscript(_ entity: EntityNumber) -> Gazetteer.EntityCountries {
    mutating get {
      if let place = places[entity.index].number { return known[place.index] }
      let countries = gazetteer.countries(of: catalogue.entities[entity.index])
      places[entity.index] = .init(ItemNumber(countries.candidates.isEmpty ? 0 : known.count))
      if !countries.candidates.isEmpty {
        known.append(countries)
        self.countries[entity.index] = .init(catalogue.country(entity, gazetteer))
        areDemonyms[entity.index] = gazetteer.isDemonym(catalogue.entities[entity.index])
      }
      return countries
    }
  }
}
