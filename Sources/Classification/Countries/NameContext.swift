internal import Primitives

/// The words around a name in a text.
struct NameContext {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let range: Range<Int>

  /// Makes the context of the name at `range` of a text in UTF-8.
  init(_ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  /// Whether the name is part of a sum of money: `US$`, `US $5`.
  var isMoney: Bool { followsName("$") || followsName(" $") }

  /// Whether the name only says where something comes from: `UK-based`.
  var isOrigin: Bool { ["-based", "-style", "-speaking", "-language"].contains(where: followsName) }

  /// Whether the name follows a first name or a title such as `Mr.`, or is itself a first name before a surname.
  /// - Parameter sense: the meaning of the name. A country is a first name only before a common surname.
  func isPerson(_ people: PersonNames, sense: Gazetteer.Sense) -> Bool {
    if let title = wordBefore(withCapital: true), Self.titles.contains(title) { return true }
    if let first = wordBefore(withCapital: true), people.firstNames.contains(first) { return true }
    guard !isLocated, isFollowedByName, let last = wordAfter,
      sense.isCountry ? people.surnames.contains(last) : people.mayBeSurname(last)
    else { return false }
    if people.firstNames.contains(name) { return true }
    // Surnames are first names too: `Prescott Weber`.
    return sense.isPlace && sense.strength == .weak && people.surnames.contains(last)
  }

  private static let titles: Set<String> = [
    "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Miss", "Dr", "Dr.", "Prof.", "Professor", "Sir", "Dame",
    "Judge", "Justice", "Sen.",
    "Rep.", "Gov.", "Mayor", "Sgt.", "Capt.", "Lt.", "Col.", "Gen.", "Rev.", "Fr.", "Detective", "Sheikh",
    "Ayatollah", "Saint",
    "Pope",
  ]

  private static let speech: Set<String> = [
    "said", "says", "told", "tells", "added", "adds", "wrote", "writes", "tweeted", "testified", "explained",
    "noted", "recalled",
    "who", "whose", "also",
  ]

  /// Whether the name speaks, as persons do. The speaker in `a man of Tyler said` is no name.
  var isSpeaker: Bool {
    if let next = wordAfter, Self.speech.contains(next) { return !isLocated }
    if [", who ", ", whose "].contains(where: followsName) || isFollowedByAge { return true }
    return !isOfLocals && (wordBefore(withCapital: false).map { ["said", "says"].contains($0) } ?? false)
  }

  // Whether an age follows between commas: `Burton, 39, runs`.
  private var isFollowedByAge: Bool {
    let rest = bytes[range.upperBound...].prefix(6)
    guard rest.starts(with: ", ".utf8) else { return false }
    let digits = rest.dropFirst(2).prefix { $0.isDigit }
    return digits.count == 2 && rest.dropFirst(4).first == UInt8(ascii: ",")
  }

  /// Whether the name is that of a source that only reports: `Xinhua reported`, `told the New York Times`.
  var isReport: Bool {
    if let next = wordAfter, Self.reports.contains(next) { return true }
    if [" news agency", " News reported", "'s ", " has reported", " had reported"].contains(
      where: followsName)
    {
      return true
    }
    let before = bytes[..<range.lowerBound]
    return Self.quotes.contains { before.hasSuffix($0.utf8) }
  }

  private static let reports: Set<String> = [
    "reports", "reported", "says", "said", "quoted", "quotes", "writes", "wrote", "estimated", "described",
    "reporter", "correspondent", "that", "puts", "put", "claims", "claimed",
    "interview",
  ]
  /// Words before the name of such a source.
  static let quotes = [
    "told ", "told the ", "to the ", "according to ", "According to ", "according to the ",
    "According to the ", "from the ",
    "by the ", "the government-sponsored ", "citing ", "quoted by ", "quoted by the ", "via ", "in the ",
    "Source: ", "in a ", "obtained by ", "obtained by the ", "quotes ", "quotes the ", "said to ",
    "Speaking to ",
    "speaking to ", "Speaking to the ", "speaking to the ", "seen by ", "seen by the ", "told to ",
    "interviewed by ", "interviewed by the ",
    "interview with ", "interview with the ",
  ]

  private static let newspapers: Set<String> = [
    "Times", "Post", "Herald", "Tribune", "Star", "News", "Gazette", "Journal", "Chronicle", "Globe", "Sun",
    "Mirror", "Telegraph",
    "Examiner", "Inquirer", "Courier", "Sentinel", "Bee", "Register", "Observer", "Dispatch",
  ]

  /// Whether the name is the place of a newspaper that only reports: `told the Los Angeles Times`.
  var isNewspaper: Bool {
    guard let word = wordAfter, Self.newspapers.contains(word) else { return false }
    return NameContext(bytes, range: range.lowerBound..<(range.upperBound + 1 + word.utf8.count)).isReport
  }

  private static let ships: Set<String> = [
    "tanker", "ship", "ferry", "vessel", "freighter", "trawler", "frigate", "destroyer", "submarine", "yacht",
    "boat", "liner",
    "carrier", "warship", "schooner", "tug", "tugboat", "barge", "cutter", "steamer", "MV", "MS", "MT", "M/V",
    "HMS", "USS", "SS",
    "RMS", "INS", "HMAS", "HMCS",
  ]
  private static let undertakings: Set<String> = [
    "Operation", "Hurricane", "Typhoon", "Cyclone", "Storm", "Project", "Apollo", "Camp", "Exercise",
  ]

  /// Whether the name is that of a ship, a storm or an operation.
  var isCodeName: Bool {
    guard let word = wordBefore(withCapital: false) else { return isShip }
    return Self.ships.contains(word) || Self.undertakings.contains(word) || isShip
  }

  // Whether a comma and a kind of ship follow, as in `the Rodos, a tanker`.
  private var isShip: Bool {
    let rest = bytes[range.upperBound...].prefix(Self.longestWord)
    guard rest.starts(with: ", a ".utf8) || rest.starts(with: ", an ".utf8) else { return false }
    return String(decoding: rest.dropFirst(4), as: UTF8.self).split { !$0.isLetter }.prefix(4)
      .contains { Self.ships.contains(String($0)) }
  }

  private static let companies: Set<String> = [
    "Group", "Airlines", "Airways", "Bank", "Corporation", "Corp", "Corp.", "Inc", "Inc.", "Ltd", "Ltd.",
    "Holdings", "Partners",
    "Capital", "Records", "Pictures", "Motors", "Laboratories", "Farms", "Produce", "Foods",
    "Pharmaceuticals", "Elementary",
    "Way", "Road", "Street", "Avenue", "Lane", "Drive",
    "virus", "ebolavirus", "strain", "disease", "syndrome",
  ]

  /// Whether the name is the first word of the name of a company, a school, a street or a disease.
  var isCompany: Bool { wordAfter.map(Self.companies.contains) ?? false }

  private static let schools: [StaticString] = [
    " Elementary", " Primary School", " Middle School", " High School", " Junior High",
  ]
  private static let institutions: Set<String> = [
    "Hospital", "Medical", "Clinic", "University", "College", "Academy", "School", "Institute", "Foundation",
    "Museum", "Theatre", "Theater", "Library", "Stadium", "Arena", "Square", "Park", "Bridge", "Tower",
    "Hall",
    "Hotel", "Prize", "Award", "Cup", "Trophy", "Scale", "Report", "Effect",
  ]

  /// Whether the name is that of a school.
  var isSchool: Bool { Self.schools.contains(where: followsName) }

  /// Whether the name is in front of a word for an institution, which often has the name of a person.
  var isInstitution: Bool {
    isSchool || isCompany || (wordAfter.map(Self.institutions.contains) ?? false)
  }

  /// Whether a hyphen joins the name to another with a capital: `Navarro-Valls`.
  var isPartOfDoubleName: Bool {
    let index = range.lowerBound - 1
    if index > 0, bytes[index] == UInt8(ascii: "-"), bytes[index - 1] | 0x20 >= 0x61,
      bytes[index - 1] | 0x20 <= 0x7A
    {
      return true
    }
    let end = range.upperBound
    return end + 1 < bytes.count && bytes[end] == UInt8(ascii: "-") && (0x41...0x5A).contains(bytes[end + 1])
  }

  private static let products: Set<String> = [
    "vaccine", "vaccines", "jab", "jabs", "car", "cars", "truck", "trucks", "motorcycle", "motorcycles",
    "motorbike", "bike", "van", "pickup", "sedan",
    "minivan", "engine", "engines", "rifle", "pistol", "tractor", "SUV",
  ]
  // Airlines have aircraft too, whose country counts.
  private static let aircraft: Set<String> = [
    "helicopter", "helicopters", "jet", "jets", "plane", "planes", "aircraft", "airliner", "airliners",
    "airplane",
  ]
  private static let aircraftMakers: Set<String> = [
    "Airbus", "Antonov", "Bell", "Boeing", "Bombardier", "Cessna", "Dassault", "Embraer", "Eurocopter",
    "Ilyushin", "Kawasaki",
    "Lockheed", "MiG", "Saab", "Sikorsky", "Sukhoi", "Tupolev",
  ]

  /// Whether the name is that of the maker of a thing: `a Kawasaki helicopter`, `an Airbus 320`.
  var isMaker: Bool {
    guard let word = wordAfter else { return false }
    // A number of a type, not a year: `737-800`.
    if word.utf8.prefix(while: \.isDigit).count == 3 || Self.products.contains(word) { return true }
    return Self.aircraft.contains(word)
      && Self.aircraftMakers.contains(String(decoding: bytes[range], as: UTF8.self))
  }

  /// Whether the name, an abbreviation of a state, follows a name and a comma, or is well known and has no number before it.
  var isAbbreviationOfState: Bool {
    let before = bytes[..<range.lowerBound]
    if before.hasSuffix(", ".utf8) || before.hasSuffix(" (".utf8) {
      let word = before.dropLast(2).reversed().prefix { $0 != 0x20 }
      guard let first = word.last, (0x41...0x5A).contains(first) || first >= 0xC3 else { return false }
      return endsAbbreviation
    }
    return Self.wellKnown.contains(String(decoding: bytes[range], as: UTF8.self))
      && !(before.dropLast().last?.isDigit ?? false)
  }

  // Abbreviations that need no name before.
  private static let wellKnown: Set<String> = [
    "B.C", "N.Y", "N.J", "N.H", "P.E.I", "N.S.W", "NSW", "Qld", "D.C",
  ]

  // Whether a point, a comma, a bracket or nothing follows; after capitals, also a space.
  private var endsAbbreviation: Bool {
    let end = range.upperBound
    guard end < bytes.count else { return true }
    if bytes[end] == 0x20 {
      return !bytes[range].contains { $0 >= 0x61 } || bytes[(end + 1)...].first == UInt8(ascii: "(")
    }
    return [UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ")"), UInt8(ascii: ";"), UInt8(ascii: ":")]
      .contains(bytes[end])
  }

  /// Whether the name follows a first name.
  func followsFirstName(of people: PersonNames) -> Bool {
    wordBefore(withCapital: true).map(people.firstNames.contains) ?? false
  }

  /// Whether the name is one word behind a first name that is no common word, as in `Henry Ford`.
  func isSurname(_ people: PersonNames) -> Bool {
    guard !bytes[range].contains(0x20), let first = wordBefore(withCapital: true) else { return false }
    return people.firstNames.contains(first) && !people.knowledge.isCommon(word: first)
  }

  /// Whether the name is alone in brackets after a sentence, as the name of a source is.
  var isCredit: Bool {
    let open = range.lowerBound - 1
    guard open >= 0, bytes[open] == UInt8(ascii: "("), range.upperBound < bytes.count,
      bytes[range.upperBound] == UInt8(ascii: ")")
    else { return false }
    var index = open
    while index > 0, bytes[index - 1] == 0x20 || bytes[index - 1] == UInt8(ascii: ",") { index -= 1 }
    guard index > 0, index < open else { return false }
    return [UInt8(ascii: "."), UInt8(ascii: ")"), UInt8(ascii: "!"), UInt8(ascii: "?")].contains(
      bytes[index - 1])
  }

  private static let locating: Set<String> = [
    "in", "at", "near", "of", "from", "around", "outside", "inside", "into", "towards", "toward", "across",
    "to", "hit", "hits", "strike", "strikes", "rock", "rocks", "over", "off",
  ]

  /// Whether the name follows a word such as `in`.
  var isLocated: Bool {
    wordBefore(withCapital: false).map { Self.locating.contains($0.lowercased()) } ?? false
  }

  // Words behind which `of` locates a town.
  private static let settlements: Set<String> = [
    "town", "towns", "village", "villages", "city", "cities", "mayor", "district", "suburb", "suburbs",
    "community", "hamlet", "port", "people", "resident", "residents", "municipality", "outskirts", "north",
    "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "area", "areas", "region",
    "province", "parish", "settlement", "neighborhood", "neighbourhood", "streets", "centre", "center",
    "miles", "kilometers", "kilometres", "km",
  ]
  private static let townLocating: Set<String> = ["in", "near", "at", "from", "outside", "around", "inside"]

  /// Whether the name follows words that locate a town: `near Weston`, `the village of Weston`, `Ann Lee, 43, of Weston`.
  var isLocatedTown: Bool {
    guard let word = wordBefore(withCapital: false)?.lowercased() else { return false }
    if Self.townLocating.contains(word) { return true }
    guard word == "of" else { return false }
    if precedesName(", of ") { return true }
    return wordBefore("of").map { Self.settlements.contains($0.lowercased()) } ?? false
  }

  private static let locals: Set<String> = [
    "man", "men", "woman", "women", "resident", "residents", "teen", "teens", "teenager", "teenagers",
    "police", "mayor", "suburb", "neighborhood", "neighbourhood", "area", "region", "district", "province",
    "firefighters", "native", "businessman", "officials", "residence", "airport", "barracks", "branch",
    "campus", "church", "clinic", "factory", "hospital", "jail", "laboratory", "market", "mine", "mosque",
    "nuclear", "plant", "Mayor", "Vice", "Police", "Township", "Council", "ISD", "Fire", "port",
    "prison", "refinery", "restaurant",
    "station", "suburbs",
  ]

  /// Whether the name says where people or buildings are: `a Weston woman`, `the Weston laboratory`.
  var isOfLocals: Bool { wordAfter.map(Self.locals.contains) ?? false }

  // Words with a capital that are no first names.
  private static let otherWords: Set<String> = [
    "A", "An", "This", "That", "These", "Those", "His", "Her", "Their", "Its", "Our", "My", "But", "With",
    "By", "Two", "Three", "Four", "Five", "Many", "Some", "Most", "Several", "Former", "Another", "Local",
    "Meanwhile", "However", "Since", "Until", "Before", "During", "Across", "Inside", "Into", "Toward",
    "Towards", "Over", "Like", "Where", "Both", "Only", "Even", "If", "So", "Yet", "Also", "Although",
    "Because", "Beyond", "About", "Today", "Yesterday", "Residents", "Officials", "Firefighters",
    "The", "In", "Near", "At", "From", "To", "Of", "And", "On", "For", "As", "After", "Western", "Eastern",
    "Northern", "Southern", "East", "West", "North", "South", "Central", "Greater", "Downtown", "Old",
    "Upper",
    "Lower", "Outside", "Around", "When", "While", "Police", "Rural", "Nearby",
  ]

  /// Whether the name follows a word with a capital, which may be a first name.
  var isPrecededByName: Bool {
    guard let word = wordBefore(withCapital: true), let last = word.utf8.last else { return false }
    let isWord =
      (0x61...0x7A).contains(last | 0x20) || last >= 0x80 || last == UInt8(ascii: ".") && word.utf8.count < 4
    return isWord && !Self.otherWords.contains(word)
  }

  /// Whether a word with a capital follows, so that the name may be part of a longer one.
  var isFollowedByName: Bool {
    let index = range.upperBound
    return index + 1 < bytes.count && bytes[index] == 0x20 && (0x41...0x5A).contains(bytes[index + 1])
  }

  /// Whether a comma, `and` or `or` follows, as in a list.
  var isListed: Bool {
    let rest = bytes[range.upperBound...]
    return rest.starts(with: ", ".utf8) || rest.starts(with: " and ".utf8) || rest.starts(with: " or ".utf8)
  }

  /// Whether a comma and a word with a capital follow, as in a list of names.
  var isListedBeforeName: Bool {
    let rest = bytes[range.upperBound...]
    return rest.starts(with: ", ".utf8) && rest.dropFirst(2).first.map { (0x41...0x5A).contains($0) } ?? false
  }

  private static let particles: Set<String> = [
    "de", "da", "di", "do", "del", "du", "la", "le", "van", "von", "der", "den", "el",
  ]

  /// Whether a particle joins the name to one before it: `Ceamurlia de Jos`.
  var isJoinedByParticle: Bool {
    guard let word = wordBefore(withCapital: false), Self.particles.contains(word) else { return false }
    let start = range.lowerBound - 1 - word.utf8.count
    let context = NameContext(bytes, range: start..<range.lowerBound)
    return context.wordBefore(withCapital: true) != nil || context.isJoinedByParticle
  }

  /// Whether the text between two names means that one is within the other.
  static func isJoint(_ gap: UnsafeBufferPointer<UInt8>) -> Bool {
    [", ", " (", ", in ", " in ", ", the ", " in the "].contains { gap.elementsEqual($0.utf8) }
  }

  /// Whether the text between two names means that one is near the other.
  static func isNear(_ gap: UnsafeBufferPointer<UInt8>) -> Bool {
    [
      ", just outside ", ", outside ", ", near ", ", south of ", ", north of ", ", east of ", ", west of ",
      ", just south of ",
      ", just north of ", ", just east of ", ", just west of ", ", a suburb of ", ", a town near ",
      ", a village near ",
    ].contains { gap.elementsEqual($0.utf8) }
  }

  /// Whether the text between two names means that the second belongs to the first.
  static func isPossessive(_ gap: UnsafeBufferPointer<UInt8>) -> Bool {
    [" ", "'s ", "’s ", "' ", "’ "].contains { gap.elementsEqual($0.utf8) }
  }

  /// Whether the text between two names means that the first belongs to the second.
  static func isOf(_ gap: UnsafeBufferPointer<UInt8>) -> Bool {
    [" of ", " of the "].contains { gap.elementsEqual($0.utf8) }
  }
}

extension NameContext {
  /// The name.
  var name: String { String(decoding: bytes[range], as: UTF8.self) }

  /// Whether a hyphen joins the name to the next word: `Russian-controlled`.
  var precedesHyphen: Bool { followsName("-") }

  /// Whether text is directly before the name.
  func precedesName(_ text: String) -> Bool { bytes[..<range.lowerBound].hasSuffix(text.utf8) }

  /// The words that follow the name, with only a space between them.
  func wordsAfter(atMost count: Int) -> [String] {
    var words: [String] = []
    var end = range.upperBound
    while words.count < count, let word = NameContext(bytes, range: end..<end).wordAfter, !word.isEmpty {
      words.append(word)
      end += 1 + word.utf8.count
    }
    return words
  }

  // Whether text follows the name directly.
  private func followsName(_ text: StaticString) -> Bool { bytes.holds(text, at: range.upperBound) }

  // The most bytes of a word.
  private static let longestWord = 40

  /// The word before the name, if only a space separates them.
  func wordBefore(withCapital hasCapital: Bool) -> String? {
    let end = range.lowerBound - 1
    guard end > 0, bytes[end] == 0x20 else { return nil }
    var start = end
    while start > 0, bytes[start - 1] != 0x20, end - start <= Self.longestWord { start -= 1 }
    if hasCapital, !(0x41...0x5A).contains(bytes[start]), bytes[start] < 0xC3 { return nil }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The word before another word that is directly before the name.
  func wordBefore(_ word: String) -> String? {
    let start = range.lowerBound - 1 - word.utf8.count
    return start > 0
      ? NameContext(bytes, range: start..<range.lowerBound).wordBefore(withCapital: false) : nil
  }

  // The word after the name, if only a space separates them.
  private var wordAfter: String? {
    let start = range.upperBound + 1
    guard start < bytes.count, bytes[start - 1] == 0x20 else { return nil }
    var end = start
    while end < bytes.count,
      bytes[end].isDigit || bytes[end] | 0x20 >= 0x61 && bytes[end] | 0x20 <= 0x7A || bytes[end] >= 0x80,
      end - start <= Self.longestWord
    { end += 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}

extension Slice where Base == UnsafeBufferPointer<UInt8> {
  /// Whether the bytes end with others.
  fileprivate func hasSuffix(_ suffix: some BidirectionalCollection<UInt8>) -> Bool {
    suffix.count <= count && self.suffix(suffix.count).elementsEqual(suffix)
  }
}
