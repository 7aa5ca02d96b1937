internal import EventArchive

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
  }

  /// A name on a page that gives an event an entity.
  struct Naming {
    /// The spelling of the name.
    let spelling: SpellingNumber
    /// The event, as an index into the groups of the grouping.
    let event: Int32
    /// The number of the page.
    let page: Int
    /// The list that holds the name.
    let list: NameList
    /// Whether a page of the event itself lists the name, and not another page or a mention.
    let isListed: Bool
  }

  /// The origin of a country of an event.
  enum CountryOrigin {
    /// A page of the event names the country in its title, summary or topic.
    case text(page: Int)
    /// An entity of the event has the name of the country, or of a place within it.
    case entity(EntityNumber)
  }

  /// The facts of the pages.
  let facts: ArchiveFacts
  /// The events of the pages.
  let grouping: EventGrouping
  /// Whether mentions count.
  let countsMentions: Bool

  /// Calls `body` with each name that gives an event an entity, as often as pages repeat it. Inlined, so that what `body` does not
  /// use costs nothing.
  @inline(__always)
  func forEachNaming(_ body: (Naming) -> Void) {
    for (number, page) in facts.pages {
      let event = page.isEvent ? grouping.groupOfName[Int(page.name)] : -1
      @inline(__always)
      func visit(_ spelling: SpellingNumber, in list: NameList, of event: Int32, isListed: Bool) {
        body(Naming(spelling: spelling, event: event, page: number, list: list, isListed: isListed))
      }
      if event >= 0 {
        for spelling in page.own { visit(spelling, in: .own, of: event, isListed: true) }
        if countsMentions {
          for spelling in page.mentions { visit(spelling, in: .mentions, of: event, isListed: false) }
        }
      }
      page.forEachLink { target, spellings in
        let other = grouping.groupOfName[Int(target)]
        for spelling in spellings {
          if event >= 0 { visit(spelling, in: .link(to: target), of: event, isListed: true) }
          if other >= 0, other != event {
            visit(spelling, in: .link(to: target), of: other, isListed: false)
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
      for country in facts.pages[page]?.countries ?? [] {
        named.append(country)
        body(country, .text(page: page))
      }
    }
    let countries = entities.map { lookup[$0] }
    if countries.allSatisfy({ $0.candidates.isEmpty }) { return }
    Gazetteer.forEachCountry(of: countries, named: named) { country, index in
      body(country, .entity(entities[index]))
    }
  }
}

/// The countries of entities. Each entity is looked up in the gazetteer once, when it is first asked for.
struct EntityCountryLookup {
  private static let unknown: Int32 = -1

  private let catalogue: EntityCatalogue
  private let gazetteer: Gazetteer
  // By entity: an index into `known`, or `unknown` before the first look-up.
  private var places: [Int32]
  // The first element is that of all entities without countries.
  private var known = [Gazetteer.EntityCountries(candidates: [], areSure: true)]
  private var demonyms: Set<EntityNumber> = []

  /// Makes a lookup in which no entity was looked up yet.
  init(_ catalogue: EntityCatalogue, _ gazetteer: Gazetteer) {
    self.catalogue = catalogue
    self.gazetteer = gazetteer
    places = Array(repeating: Self.unknown, count: catalogue.entities.count)
  }

  /// Whether an entity is a demonym, which has no feed of its own; it must have been looked up before.
  func isDemonym(_ entity: EntityNumber) -> Bool { demonyms.contains(entity) }

  /// The countries of an entity.
  subscript(_ entity: EntityNumber) -> Gazetteer.EntityCountries {
    mutating get {
      let place = places[Int(entity)]
      if place != Self.unknown { return known[Int(place)] }
      let countries = gazetteer.countries(of: catalogue.entities[Int(entity)])
      places[Int(entity)] = 0
      if !countries.candidates.isEmpty {
        places[Int(entity)] = Int32(known.count)
        known.append(countries)
        if gazetteer.isDemonym(catalogue.entities[Int(entity)]) { demonyms.insert(entity) }
      }
      return countries
    }
  }
}
