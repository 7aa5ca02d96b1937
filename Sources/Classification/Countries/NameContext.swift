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
  /// - Parameter isCountry: whether the name is that of a country, which is a first name only before a common surname.
  func isPerson(_ people: PersonNames, isCountry: Bool) -> Bool {
    if let title = wordBefore(withCapital: true), Self.titles.contains(title) { return true }
    if let first = wordBefore(withCapital: true), people.firstNames.contains(first) { return true }
    guard isFollowedByName, let last = wordAfter,
      isCountry ? people.surnames.contains(last) : people.mayBeSurname(last)
    else { return false }
    return !isLocated && people.firstNames.contains(String(decoding: bytes[range], as: UTF8.self))
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

  /// Whether the name speaks, as persons do.
  var isSpeaker: Bool {
    if let next = wordAfter, Self.speech.contains(next) { return true }
    if [", who ", ", whose "].contains(where: followsName) || isFollowedByAge { return true }
    return wordBefore(withCapital: false).map { ["said", "says"].contains($0) } ?? false
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
    if [" news agency", " News reported", "'s "].contains(where: followsName) { return true }
    let before = bytes[..<range.lowerBound]
    return Self.quotes.contains { before.hasSuffix($0.utf8) }
  }

  private static let reports: Set<String> = [
    "reports", "reported", "says", "said", "quoted", "quotes", "writes", "wrote", "estimated", "described",
    "reporter", "correspondent", "that",
    "interview",
  ]
  private static let quotes = [
    "told ", "told the ", "to the ", "according to ", "According to ", "according to the ",
    "According to the ", "from the ",
    "by the ", "the government-sponsored ", "citing ", "quoted by ", "quoted by the ", "via ", "in the ",
    "Source: ", "in a ",
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

  // Words with a capital that are no first names.
  private static let otherWords: Set<String> = [
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
  // Whether text follows the name directly.
  private func followsName(_ text: StaticString) -> Bool { bytes.holds(text, at: range.upperBound) }

  // The most bytes of a word.
  private static let longestWord = 40

  // The word before the name, if only a space separates them.
  private func wordBefore(withCapital hasCapital: Bool) -> String? {
    let end = range.lowerBound - 1
    guard end > 0, bytes[end] == 0x20 else { return nil }
    var start = end
    while start > 0, bytes[start - 1] != 0x20, end - start <= Self.longestWord { start -= 1 }
    if hasCapital, !(0x41...0x5A).contains(bytes[start]), bytes[start] < 0xC3 { return nil }
    return String(decoding: bytes[start..<end], as: UTF8.self)
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
