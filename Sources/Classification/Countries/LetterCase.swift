internal import Primitives

/// Gives texts in capitals, and datelines, the letters that names have elsewhere. The places of words stay the same.
struct LetterCase {
  /// A text in two spellings of the same length.
  struct Text {
    /// The text in UTF-8, with names as tables have them.
    let names: UnsafeBufferPointer<UInt8>
    /// The same with common words in small letters.
    let context: UnsafeBufferPointer<UInt8>
    /// Whether the text has hardly any small letters.
    let isCapitals: Bool
    /// The place of a dateline, `BEIRUT` in `BEIRUT (AP) —`; empty when there is none.
    let dateline: Range<Int>
  }

  private let names: NameKnowledge
  private let acronyms: WordSet
  private let states: WordSet

  /// Makes a letter case.
  /// - Parameters:
  ///   - acronyms: the words of names that keep their capitals.
  ///   - states: the abbreviations of states, which keep theirs after a comma.
  init(names: NameKnowledge, acronyms: WordSet, states: WordSet) {
    self.names = names
    self.acronyms = acronyms
    self.states = states
  }

  /// Calls `body` with a text.
  /// - Parameter isPlace: whether words are the name of a place.
  func withText(
    _ bytes: UnsafeBufferPointer<UInt8>, isPlace: (String) -> Bool, _ body: (Text) -> Void
  ) {
    if Self.isCapitals(bytes) {
      let spelling = spelling(ofCapitals: bytes)
      spelling.names.withUnsafeBufferPointer { names in
        spelling.context.withUnsafeBufferPointer { context in
          body(Text(names: names, context: context, isCapitals: true, dateline: 0..<0))
        }
      }
    } else if let dateline = Dateline(bytes), !acronyms.contains(dateline.words),
      case let name = regular(dateline.words), isPlace(name) || dateline.isFollowedByState
    {
      var spelling = Array(bytes)
      spelling.replaceSubrange(dateline.range, with: name.utf8)
      spelling.withUnsafeBufferPointer {
        body(Text(names: $0, context: $0, isCapitals: false, dateline: dateline.range))
      }
    } else {
      body(Text(names: bytes, context: bytes, isCapitals: false, dateline: 0..<0))
    }
  }

  /// The words of a name that are written in capitals.
  static func acronyms(of name: String) -> [String] {
    // Most names have no two capitals in a row.
    var last: UInt8 = 0
    let hasAcronym = name.utf8.contains { byte in
      defer { last = byte }
      return (0x41...0x5A).contains(byte) && (0x41...0x5A).contains(last)
    }
    guard hasAcronym else { return [] }
    return name.split { !$0.isLetter }.filter {
      $0.utf8.count > 1 && $0.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }
    .map(String.init)
  }
}

// MARK: Irregular names

extension LetterCase {
  /// Whether a text in capitals would get other letters than a name has: it has a capital inside a word, or a word without one.
  static func isIrregular(_ name: String) -> Bool {
    if isPlain(name) { return false }
    return name.split { !$0.isLetter }.contains { word in
      guard let first = word.first, word.dropFirst().contains(where: \.isLowercase) || first.isLowercase
      else { return false }
      return word.dropFirst().contains(where: \.isUppercase)
        || first.isLowercase && !particles.contains(word.uppercased())
    }
  }

  // Whether a name consists of ASCII words with a capital in front and small letters behind it, as most do.
  private static func isPlain(_ name: String) -> Bool {
    var isInside = false
    for byte in name.utf8 {
      guard byte < 0x80 else { return false }
      let isSmall = (0x61...0x7A).contains(byte)
      let isCapital = (0x41...0x5A).contains(byte)
      if isInside ? isCapital : isSmall { return false }
      isInside = isSmall || isCapital
    }
    return true
  }

  /// The spelling that a name gets if it is written in capitals.
  func regular(_ name: String) -> String {
    var name = name.uppercased()
    return name.withUTF8 { String(decoding: spelling(ofCapitals: $0).names, as: UTF8.self) }
  }
}

// MARK: Texts in capitals

extension LetterCase {
  private static let fewestLetters = 8
  // A text in capitals has at most one small letter in so many letters.
  private static let smallLetters = 6

  // Whether nearly all letters of a text are capitals, and it has two words or more.
  private static func isCapitals(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var capitals = 0
    var small = 0
    var hasSpace = false
    for byte in bytes {
      if (0x41...0x5A).contains(byte) { capitals += 1 }
      if (0x61...0x7A).contains(byte) { small += 1 }
      if byte == 0x20 { hasSpace = true }
    }
    return hasSpace && capitals + small >= fewestLetters && small * smallLetters <= capitals + small
  }

  // Words that names have in small letters inside.
  private static let particles: Set<String> = [
    "A", "AN", "AND", "AT", "AU", "BIN", "BY", "DA", "DE", "DEL", "DO", "DOS", "DU", "EN", "FOR", "IBN", "IN",
    "NEAR", "OF", "ON",
    "OR", "SUR", "THE", "TO", "VAN", "VON", "WITH",
  ]

  // The letters of a word in capitals.
  private enum Letters {
    // As it is, for example `FBI`.
    case capitals
    // Small, for example `of`.
    case small
    // Small but the first, and small in the context, for example `minister`.
    case common
    // Small but the first.
    case name
  }

  private func spelling(ofCapitals bytes: UnsafeBufferPointer<UInt8>) -> (names: [UInt8], context: [UInt8]) {
    var names = Array(bytes)
    var context = names
    let words = Self.words(of: bytes)
    let texts = words.map { String(decoding: UnsafeBufferPointer(rebasing: bytes[$0]), as: UTF8.self) }
    for (index, word) in words.enumerated() {
      let rest = Self.rest(of: word, texts[index])
      switch letters(ofWord: index, at: word, among: texts, in: bytes) {
      case .capitals: continue
      case .small:
        Self.makeSmall(&names, index > 0 || texts[index] == "US" ? word : rest)
        Self.makeSmall(&context, word)
      case .common:
        Self.makeSmall(&names, rest)
        Self.makeSmall(&context, word)
      case .name:
        Self.makeSmall(&names, rest)
        Self.makeSmall(&context, rest)
      }
    }
    return (names, context)
  }

  private func letters(
    ofWord index: Int, at word: Range<Int>, among texts: [String], in bytes: UnsafeBufferPointer<UInt8>
  ) -> Letters {
    let text = texts[index]
    if text == "US" {
      let isLast = Self.endsSentence(bytes, at: word.upperBound)
      return Self.isPronoun(at: index, of: texts, isLast: isLast) ? .small : .capitals
    }
    if word.count < 3,
      Self.isEnding(word, in: bytes) || Self.isArticle(text, before: word.upperBound, in: bytes)
    {
      return .small
    }
    if Self.particles.contains(text) { return .small }
    if names.isCommon(word: text) { return .common }
    if word.count == 1 || acronyms.contains(text) { return .capitals }
    return states.contains(text) && Self.followsComma(word, in: bytes) ? .capitals : .name
  }

  // Whether a short word is the end of another one: `'S`.
  private static func isEnding(_ word: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    word.lowerBound > 1 && isApostrophe(before: word.lowerBound, in: bytes)
  }

  private static func followsComma(_ word: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    word.lowerBound > 1 && bytes[word.lowerBound - 1] == 0x20
      && bytes[word.lowerBound - 2] == UInt8(ascii: ",")
  }

  // The words that the pronoun `us` follows, and those that follow it.
  private static let before: Set<String> = [
    "TOOK", "TAKE", "TAKES", "GIVE", "GIVES", "GAVE", "TELL", "TELLS", "TOLD", "LET", "LETS", "MAKE", "MAKES",
    "MADE", "HELP",
    "HELPS", "HELPED", "SHOW", "SHOWS", "SHOWED", "LEAVE", "LEAVES", "LEFT", "BRING", "BRINGS", "BROUGHT",
    "SAVE", "SAVES", "SAVED",
    "TEACH", "TEACHES", "TAUGHT", "JOIN", "JOINS", "OF", "WITH", "AMONG", "BETWEEN", "LIKE", "BEHIND", "KEEP",
    "KEEPS", "KEPT",
    "SEND", "ASK", "ASKS", "ASKED", "REMIND", "REMINDS", "COST", "COSTS", "UNITE", "UNITES", "AFFECT",
    "AFFECTS", "FEED", "WANT",
    "WANTS", "NEED", "NEEDS", "LOVE", "LOVES", "HATE", "FOOL", "FOOLED", "SURPRISED", "SHOCKED", "BOTH",
    "ALL",
  ]
  private static let after: Set<String> = [
    "ALL", "BOTH", "NOT", "ARE", "WERE", "AND", "WITHOUT", "ALONE", "SPEECHLESS", "WITH", "A", "AN", "THE",
    "NO", "NOTHING", "FOR",
  ]
  // Those of `before` after which the country is as likely.
  private static let uncertain: Set<String> = [
    "OF", "WITH", "AMONG", "BETWEEN", "LEFT", "LEAVE", "LEAVES", "JOIN", "JOINS", "ASK", "NEED", "NEEDS",
    "WANT", "WANTS", "ASKED",
    "ASKS", "LIKE", "AFFECT", "AFFECTS", "BEHIND", "SEND", "HELP", "HELPS", "HELPED", "HATE", "LOVE",
  ]

  // Whether `US` is the pronoun. A verb before it is enough, unless the country may follow the verb, as in `LEAVES US TROOPS`.
  private static func isPronoun(at index: Int, of words: [String], isLast: Bool) -> Bool {
    guard index > 0, before.contains(words[index - 1]) else {
      return index + 1 < words.count && ["ALL", "BOTH"].contains(words[index + 1])
    }
    if isLast || index + 1 < words.count && after.contains(words[index + 1]) { return true }
    return !uncertain.contains(words[index - 1])
  }

  private static func endsSentence(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    index >= bytes.count
      || [UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ",")].contains(bytes[index])
  }

  // The letters of a word in capitals that are small in a name: all but the first, and the one after `Mc`.
  private static func rest(of word: Range<Int>, _ text: String) -> Range<Int> {
    let first = text.utf8.first.map { $0 < 0x80 ? 1 : 2 } ?? 1
    return min(word.lowerBound + first, word.upperBound)..<word.upperBound
  }
}

// MARK: Letters

extension LetterCase {
  // The runs of letters of a text.
  private static func words(of bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start: Int?
    for (index, byte) in bytes.enumerated() {
      // Punctuation beyond ASCII begins with C2 or E2.
      let continues = (0x80...0xBF).contains(byte) && start != nil
      if byte.isLetter || (byte >= 0xC3 && byte != 0xE2) || continues {
        start = start ?? index
      } else if let first = start {
        words.append(first..<index)
        start = nil
      }
    }
    if let start { words.append(start..<bytes.count) }
    return words
  }

  private static func isApostrophe(before index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes[index - 1] == 0x27 || index > 2 && bytes[index - 3] == 0xE2 && bytes[index - 1] == 0x99
  }

  // Whether a word is `D` before an apostrophe, as in `CÔTE D'IVOIRE`.
  private static func isArticle(
    _ word: String, before index: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    word == "D" && index < bytes.count && (bytes[index] == 0x27 || bytes[index] == 0xE2)
  }

  /// Makes the letters of a range small: those of ASCII, and those beyond whose small letter has as many bytes.
  static func makeSmall(_ bytes: inout [UInt8], _ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if (0x41...0x5A).contains(byte) { bytes[index] |= 0x20 }
      if byte >= 0xC3, index + 1 < range.upperBound {
        (bytes[index], bytes[index + 1]) = small(byte, bytes[index + 1])
        index += 1
      }
      index += 1
    }
  }

  // The small letter of a letter of two bytes.
  private static func small(_ first: UInt8, _ second: UInt8) -> (UInt8, UInt8) {
    switch (first, second) {
    case (0xC3, 0x80...0x9E) where second != 0x97: (first, second + 0x20)
    case (0xC4, 0x80...0xB7) where second % 2 == 0 && second != 0xB0: (first, second + 1)
    case (0xC4, 0xB9...0xBD) where second % 2 == 1: (first, second + 1)
    case (0xC5, 0x81...0x87) where second % 2 == 1: (first, second + 1)
    case (0xC5, 0x8A...0xB6) where second % 2 == 0: (first, second + 1)
    case (0xC5, 0xB9...0xBD) where second % 2 == 1: (first, second + 1)
    case (0xD0, 0x90...0x9F): (first, second + 0x20)
    case (0xD0, 0xA0...0xAF): (0xD1, second - 0x20)
    case (0xD0, 0x80...0x8F): (0xD1, second + 0x10)
    default: (first, second)
    }
  }
}
