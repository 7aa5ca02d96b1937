internal import EventArchive
package import Primitives

/// The spellings of known entities that count as mentions in titles and summaries.
package struct MentionVocabulary: Sendable {
  /// The spellings' numbers.
  package private(set) var spellings: Set<SpellingNumber> = []
  private let gazetteer: Gazetteer
  private var matcher: PhraseMatcher
  // Spellings with the same words as another spelling.
  private var duplicates: Set<SpellingNumber> = []

  /// Makes a vocabulary without spellings.
  /// - Parameter gazetteer: has the longer names that a spelling may be part of.
  package init(_ gazetteer: Gazetteer) {
    self.gazetteer = gazetteer
    matcher = PhraseMatcher(capacity: 0)
  }

  /// Makes a vocabulary of the distinctive spellings of a catalogue.
  /// - Parameter texts: all spellings of the archive.
  package init(_ texts: StringInterner, catalogue: EntityCatalogue, gazetteer: Gazetteer) {
    self.gazetteer = gazetteer
    matcher = PhraseMatcher(capacity: texts.count)
    for (number, spelling) in texts.enumerated() {
      let number = SpellingNumber(number)
      if catalogue.entity(ofSpelling: number) != nil, !catalogue.isWord(number) {
        insert(spelling, number: number, texts: texts)
      }
    }
  }

  /// Updates the vocabulary by the changes of a catalogue.
  /// - Returns: the spellings that count now and did not before, or the reverse.
  package mutating func update(
    _ texts: StringInterner, catalogue: EntityCatalogue, changes: EntityCatalogue.Update
  ) -> Set<SpellingNumber> {
    if spellings.isEmpty {
      self = Self(texts, catalogue: catalogue, gazetteer: gazetteer)
      return spellings
    }
    var changed: Set<SpellingNumber> = []
    for number in changes.removed where spellings.remove(number) != nil {
      for form in Self.forms(of: texts[number.index]) { matcher.remove(form) }
      changed.insert(number)
    }
    for number in changes.added where !catalogue.isWord(number) {
      insert(texts[number.index], number: number, texts: texts)
      if spellings.contains(number) { changed.insert(number) }
    }
    // When a spelling is removed, another with the same words may count in its place.
    if !duplicates.isDisjoint(with: changed) {
      self = Self(texts, catalogue: catalogue, gazetteer: gazetteer)
    }
    return changed
  }

  /// The forms of a name in texts. If the name counts as a mention, all its forms do.
  package static func forms(of spelling: String) -> [String] {
    let spelling = IdentifiedSpelling.name(of: spelling)
    let forms = NameForms.all(of: spelling)
    return forms.count == 1 ? forms : [spelling] + forms.dropFirst().filter(isDistinctive)
  }

  private mutating func insert(_ spelling: String, number: SpellingNumber, texts: StringInterner) {
    guard !TermSpelling.isTerm(spelling), Self.isDistinctive(IdentifiedSpelling.name(of: spelling)) else {
      return
    }
    spellings.insert(number)
    for form in Self.forms(of: spelling) {
      guard let known = matcher.insert(form, value: number.rawValue) else { continue }
      let other = SpellingNumber(rawValue: known)
      if other == number { continue }
      duplicates.formUnion([number, other])
      if isBetterMatch(spelling, than: texts[other.index], for: form) {
        matcher.remove(form)
        matcher.insert(form, value: number.rawValue)
      }
    }
  }

  // Of two spellings with the same form, the spelling that is most similar to the form counts, in whatever order they came.
  private func isBetterMatch(_ spelling: String, than other: String, for form: String) -> Bool {
    let (name, otherName) = (IdentifiedSpelling.name(of: spelling), IdentifiedSpelling.name(of: other))
    let isSame = matcher.isSame(form, name)
    if isSame != matcher.isSame(form, otherName) { return isSame }
    return spelling.utf8.count != other.utf8.count
      ? spelling.utf8.count < other.utf8.count : spelling.utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// The spellings that the texts of a page mention, each once: those in its lead, then the others; both are ordered by number.
  package func mentions(in texts: [TextSlice]) -> LeadNumbers<Spelling> {
    var lead: Set<SpellingNumber> = []
    var others: Set<SpellingNumber> = []
    for (index, text) in texts.enumerated() {
      var count: Int?
      text.withBytes { bytes in
        forEachMatch(in: bytes) { value, range in
          let end = count ?? (index == 0 ? Lead(text).count : 0)
          count = end
          if range.lowerBound < end { lead.insert(value) } else { others.insert(value) }
        }
      }
    }
    return LeadNumbers(lead: lead.sorted(), others: others.sorted())
  }

  /// The spellings that a text mentions and their places in bytes, in the order of the text.
  package func matches(in text: String) -> [(spelling: SpellingNumber, range: Range<Int>)] {
    var found: [(spelling: SpellingNumber, range: Range<Int>)] = []
    var text = text
    text.withUTF8 { bytes in forEachMatch(in: bytes) { found.append(($0, $1)) } }
    return found
  }

  // Leaves out parts of longer names that refer to another country, or to none: the Jordan of Michael Jordan, the Mexico of
  // New Mexico; but not the Texas of Dallas, Texas.
  private func forEachMatch(
    in bytes: UnsafeBufferPointer<UInt8>, _ body: (SpellingNumber, Range<Int>) -> Void
  ) {
    var matches: [(value: SpellingNumber, range: Range<Int>)] = []
    matcher.forEachMatch(in: bytes) { matches.append((SpellingNumber(rawValue: $0), $1)) }
    if matches.isEmpty { return }
    let misleading = gazetteer.misleadingRanges(in: bytes, among: matches.map(\.range))
    for (value, range) in matches where !misleading.contains(range) {
      if !Self.isPrefix(range, in: bytes), !Self.isUnit(range, in: bytes) { body(value, range) }
    }
  }

  // Whether a match is an abbreviation behind a number with a decimal point, which is a unit: `0.5 AU`.
  private static func isUnit(_ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard range.count < 4, range.lowerBound > 3, bytes[range].allSatisfy({ (0x41...0x5A).contains($0) }),
      bytes[range.lowerBound - 1] == 0x20
    else { return false }
    let number = bytes[..<(range.lowerBound - 1)].reversed().prefix { $0.isDigit || $0 == 0x2E }
    return number.first?.isDigit == true && number.contains(0x2E)
  }

  // Whether a match is the first part of a word: the Meta of Meta-analysis.
  private static func isPrefix(_ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard range.upperBound + 1 < bytes.count, bytes[range.upperBound] == .hyphen,
      (0x61...0x7A).contains(bytes[range.upperBound + 1])
    else { return false }
    return prefixes.contains(String(decoding: bytes[range], as: UTF8.self))
  }

  // Prefixes of words that are also names.
  private static let prefixes: Set<String> = [
    "Alpha", "Beta", "Delta", "Giga", "Hyper", "Inter", "Macro", "Mega", "Meta", "Micro", "Mono", "Nano",
    "Neo", "Omni", "Para", "Poly", "Proto", "Sigma", "Super", "Tele", "Trans", "Ultra",
  ]

  /// Whether a word in a text is a name by its form alone: it has a capital or a script without capitals, is long enough, and
  /// is no common word that may begin a sentence.
  package static func isDistinctive(_ name: String) -> Bool {
    let scalars = name.unicodeScalars
    guard scalars.count >= 2, let first = scalars.first(where: { $0.properties.isAlphabetic }) else {
      return false
    }
    // A first letter without case (Chinese, Arabic) counts as a capital; so do the capitals within `al-Qaeda` and `iPhone`.
    let hasCapital = scalars.contains { $0.properties.isUppercase }
    guard hasCapital || !first.properties.isLowercase else { return false }
    if scalars.count == 2, !scalars.allSatisfy({ $0.properties.isUppercase || $0.value >= 0x2E80 }) {
      return false
    }
    return !commonWords.contains(name)
  }

  private static let commonWords = Set(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Dozens
    Hundreds Thousands Millions The This That These Those There They Their His Her Its Our Your He She It We You
    And But For Nor Or So Yet If In On At By To From With Without Within About Above After Again Against All Also
    Although Among An Another Any Are Around As Because Been Before Being Between Both Can Could Day Days Did
    During Each Earlier Early Every Few Final First Following Former Four Full Further Had Has Have Here How
    However Into Is Just Last Late Later Least Less Like Long Many Men Meanwhile More Most Much Near Nearly New
    News Next No None Not Now Of Off Officer Officers Official Officials Old Once Only Other Others Out Over
    Overnight Part People Per Police Policemen President Protesters Rebels Reports Same Second Security Several
    Since Soldiers Some Still Such Than Then Third Three Through Today Together Tomorrow Tonight Too Troops Two
    Under Until Up Upon Very Was Were What When Where Whether Which While Who Whose Why Will Women World Would
    Aaron Abdul Abdullah Adam Ahmed Alan Albert Alex Alexander Alfred Ali Alice Amy Andrea Andrew Andy Angela Anna Anne
    Anthony Antonio Arthur Barbara Ben Benjamin Bernard Bill Bob Boris Brian Bruce Carl Carlos Carol Caroline Catherine
    Charles Charlie Chris Christian Christine Christopher Claire Daniel David Dennis Diana Diane Dmitry Donald Dorothy
    Douglas Edward Elizabeth Emily Emma Eric Fernando Frank Fred Frederick Gary George Gerald Giovanni Gordon Grace Greg
    Hans Harold Harry Hassan Heather Helen Henry Howard Hugo Hussein Ian Ibrahim Igor Ivan Jack Jacob James Jan Jane Janet
    Jason Jean Jeff Jennifer Jessica Jim Joan Joe John Jonathan Jorge Jose Joseph Joshua Juan Julia Julie Karen Karl Kate
    Katherine Keith Kelly Kenneth Kevin Kim Larry Laura Lee Leon Linda Lisa Louis Luis Luke Manuel Marco Margaret Maria
    Marie Mario Mark Martin Mary Matthew Maurice Max Michael Miguel Mike Mohamed Mohammad Mohammed Muhammad Nancy Nicholas
    Nicole Nikolai Oliver Omar Oscar Pablo Pamela Patricia Patrick Paul Paula Pedro Peter Philip Pierre Rachel Ralph
    Raymond Rebecca Richard Rick Robert Roberto Roger Ronald Rosa Roy Ruth Ryan Samuel Sandra Sara Sarah Scott Sean Sergei
    Sergey Sharon Simon Stefan Stephen Steve Steven Stuart Susan Ted Terry Theresa Thomas Tim Timothy Tom Tony Victor
    Victoria Vincent Vladimir Walter Wayne William Yusuf
    Yesterday Authorities Court Government Governor Judge King Militants Minister Officer Parliament Prince
    Princess Prime Queen Researchers Scientists Senate Supreme Voters Army Navy Church Congress House Party State
    """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
