internal import EventArchive
internal import Primitives

/// What a full run learns about the names of an archive: whose surname a word was at which time, and which bodies many countries have.
/// It stays the same until the next full run, so that a new event never changes the names of others.
package struct LearnedNames: Sendable, Equatable, Codable {
  /// A person with a surname, and the times in which events named the person.
  struct Bearer: Sendable, Equatable, Codable {
    /// The full name.
    var name: String
    /// The number of its events.
    var events: Int
    /// The times, in days since 1970: each begins with an event, and ends 60 days after another.
    var times: [ClosedRange<Int>]
  }

  /// The persons by surname, ordered by name.
  var surnames: [String: [Bearer]] = [:]
  /// The names of bodies.
  var bodies: Set<String> = []
  /// The names of abbreviations.
  package var abbreviations: [String: String] = [:]

  /// Names of bodies that are set apart.
  private var apart: Set<String> = []

  /// Makes empty knowledge.
  package init() {}

  /// The knowledge without that of some names, which are set apart.
  package func without(_ apart: Set<String>) -> Self {
    if apart.isEmpty { return self }
    let keys = Set(apart.compactMap { EntityKey($0) })
    func isKept(_ name: String) -> Bool { EntityKey(name).map { !keys.contains($0) } ?? true }
    var rest = self
    rest.surnames = surnames.filter { isKept($0.key) }
    rest.bodies = bodies.filter(isKept)
    rest.apart = Self.knownBodies.filter { !isKept($0) }
    rest.abbreviations = abbreviations.filter { isKept($0.key) }
    return rest
  }

  /// The full name that a surname has on a day; `nil` when there is none, or are several of similar weight.
  func fullName(_ surname: String, day: Int) -> String? {
    guard let bearers = surnames[surname] else { return nil }
    let present = bearers.filter { $0.times.contains { $0.contains(day) } }
    guard let main = present.max(by: { $0.events < $1.events }) else { return nil }
    let others = present.reduce(-main.events) { $0 + $1.events }
    return main.events >= Self.dominance * others ? main.name : nil
  }

  /// Whether many countries have a body of this name.
  func isCommonBody(_ name: String) -> Bool {
    (bodies.contains(name) || Self.knownBodies.contains(name)) && !apart.contains(name)
  }

  /// Names of bodies that many countries have, known without any archive.
  static let knownBodies: Set<String> = [
    "Supreme Court", "High Court", "Constitutional Court", "Federal Court", "Court of Appeal", "Senate",
    "Congress",
    "Parliament", "National Assembly", "House of Representatives", "Chamber of Deputies", "Democratic Party",
    "Labour Party", "Conservative Party", "Liberal Party", "Socialist Party", "Communist Party",
    "Green Party",
    "Social Democratic Party", "Foreign Ministry", "Defence Ministry", "Defense Ministry",
    "Interior Ministry",
    "Health Ministry", "Finance Ministry", "Justice Ministry", "Ministry of Defence", "Ministry of Defense",
    "Ministry of Health", "Ministry of Foreign Affairs", "Ministry of the Interior", "National Guard",
    "Coast Guard", "High Commission",
    "Air Force", "Army", "Navy", "Central Bank", "Electoral Commission", "Election Commission",
  ]
}

extension LearnedNames {
  // The time in days after an event in which a surname means the person that it names.
  private static let memory = 60
  // How many times as many events as others a person must have whose surname others have at the same time.
  private static let dominance = 10
  private static let fewestFullNames = 5
  private static let fewestBodies = 20
  private static let fewestCountries = 6

  /// Learns from the names that were discovered in all pages.
  package mutating func learn(from facts: ArchiveFacts, _ model: NameModel) {
    let tokenizer = NameTokenizer(model.knowledge.classes)
    var uses: [Uses] = []
    // By spelling: the place of its uses.
    var places = [ItemNumber<Uses>.OrNone](repeating: .none, count: facts.spellings.count)
    for (_, page) in facts.pages where page.isEvent {
      for spelling in page.discovered {
        let place = places[spelling.index].number ?? ItemNumber(uses.count)
        if place.index == uses.count {
          let name = facts.spellings[spelling.index]
          uses.append(Uses(name: name, kind: model.kind(of: tokenizer.tokens(of: name)[...], name)))
          places[spelling.index] = .init(place)
        }
        uses[place.index].add(page, of: facts)
      }
    }
    learnSurnames(from: uses)
    learnBodies(from: uses)
  }

  private mutating func learnSurnames(from uses: [Uses]) {
    // By surname that is alone: the number of its events.
    var alone: [String: Int] = [:]
    // By surname: the uses of full names.
    var full: [String: [Uses]] = [:]
    for use in uses {
      switch use.kind {
      case .surname: alone[use.name] = use.events
      case .person(let surname): full[surname, default: []].append(use)
      case .body, .other: break
      }
    }
    let last = full.values.lazy.flatMap { $0.lazy.compactMap { $0.days.max() } }.max() ?? 0
    for (surname, names) in full {
      let count = names.reduce(0) { $0 + $1.days.count }
      guard let alone = alone[surname], count >= Self.fewestFullNames, 2 * count >= alone else { continue }
      surnames[surname] = names.filter { $0.days.count > 1 }.map { use in
        Bearer(
          name: use.name, events: use.days.count, times: Self.times(use.days.sorted(), last: last))
      }.sorted { $0.name < $1.name }
    }
  }

  private mutating func learnBodies(from uses: [Uses]) {
    for use in uses where use.kind == .body {
      let counts = use.countries
      let count = counts.values.reduce(0, +)
      let isSpread = counts.count >= Self.fewestCountries && 2 * (counts.values.max() ?? 0) < count
      if count >= Self.fewestBodies, isSpread { bodies.insert(use.name) }
    }
  }

  // The uses of a name in an archive.
  private struct Uses {
    let name: String
    let kind: Kind
    // The number of its events.
    private(set) var events = 0
    // Of a person: the days of the events, in days since 1970.
    private(set) var days: [Int] = []
    // Of a body: the number of its events by their only country.
    private(set) var countries: [Int32: Int] = [:]

    init(name: String, kind: Kind) { (self.name, self.kind) = (name, kind) }

    // Adds the use on the page of an event.
    mutating func add(_ page: borrowing PageRecord, of facts: borrowing ArchiveFacts) {
      events += 1
      switch kind {
      case .person: if let day = facts.day(of: page) { days.append(day) }
      case .body:
        if page.countries.count == 1, let country = page.countries.first {
          countries[country.rawValue, default: 0] += 1
        }
      case .surname, .other: break
      }
    }
  }

  // What a name may teach.
  fileprivate enum Kind: Equatable {
    case surname
    case person(surname: String)
    case body
    case other
  }

  // The last time of all has no end, so that it includes events to come.
  private static func times(_ days: [Int], last: Int) -> [ClosedRange<Int>] {
    var times: [ClosedRange<Int>] = []
    for day in days {
      let end = day + memory >= last ? Int(Int32.max) : day + memory
      if let time = times.last, time.contains(day) {
        times[times.count - 1] = time.lowerBound...end
      } else {
        times.append(day...end)
      }
    }
    return times
  }
}

extension NameModel {
  fileprivate func kind(of words: Words, _ name: String) -> LearnedNames.Kind {
    guard let first = words.first, let last = words.last else { return .other }
    let isWorldwide = words.contains { Self.worldwide.contains($0.hash) }
    if words.count == 1 {
      let isSurname =
        first.form.contains(.capital) && !first.form.contains(.allCapitals)
        && first.classes.isDisjoint(with: [.country, .largePlace]) && !isBehindPrepositions(first)
      return isSurname ? .surname : .other
    }
    if isPerson(words), let surname = name.split(separator: " ").last {
      return .person(surname: String(surname))
    }
    return arePlain(words) && last.classes.contains(.body) && !isWorldwide ? .body : .other
  }

  private static let worldwide = Set(
    ["International", "World", "Global", "European", "African", "United", "Arab"].map(WordClasses.hash))
}

extension ArchiveFacts {
  /// The day of an event, in days since 1970; `nil` for a page without one.
  func day(of page: PageRecord) -> Int? {
    if let times = page.postTimes { return times.published.daysSince1970 }
    return page.isEvent ? name(page.name).day?.startTime.daysSince1970 : nil
  }
}
