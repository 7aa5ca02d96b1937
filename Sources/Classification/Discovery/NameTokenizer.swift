internal import Primitives

/// Splits a text into words and signs.
struct NameTokenizer {
  private let classes: WordClasses

  /// Makes a tokenizer that knows the classes of words.
  init(_ classes: WordClasses) { self.classes = classes }

  /// The tokens of a text.
  func tokens(of text: String) -> [NameToken] {
    var text = text
    var tokens: [NameToken] = []
    text.withUTF8 { self.tokens(of: $0, into: &tokens) }
    return tokens
  }

  /// Replaces `tokens` by those of a text in UTF-8, up to the terms of a post.
  func tokens(of text: UnsafeBufferPointer<UInt8>, into tokens: inout [NameToken]) {
    tokens.removeAll(keepingCapacity: true)
    let end = text.firstIndex(of: PostFacts.termMark)
    let text = end.map { UnsafeBufferPointer(rebasing: text[..<$0]) } ?? text
    var scanner = Scanner(text: text)
    var isStart = true
    while let start = scanner.skipBlanks() {
      var end = start
      if let word = WordForm(lettersOf: text, at: start, end: &end) {
        append(word, start..<end, isStart: isStart, to: &tokens)
        scanner.endWord(at: end)
        isStart = false
        continue
      }
      let range = scanner.next()
      let word = text[range]
      if let split = Self.possessive(word) {
        append(text, range.lowerBound..<split, isStart: isStart, to: &tokens)
        append(text, split..<range.upperBound, isStart: false, isPossessive: true, to: &tokens)
        isStart = false
      } else if !scanner.isSign {
        append(text, range, isStart: isStart, to: &tokens)
        isStart = false
      } else if isPossessive(word, behind: tokens.last, in: text) {
        append(text, range, isStart: false, isPossessive: true, to: &tokens)
      } else {
        append(text, range, isStart: isStart, to: &tokens)
        isStart = beginsSentence(behind: word, tokens, isStart: isStart)
      }
    }
  }

  // Whether a sign is the apostrophe of a possessive behind a word that ends with `s` or `z`.
  private func isPossessive(
    _ sign: Slice<UnsafeBufferPointer<UInt8>>, behind last: NameToken?, in text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard Self.isApostrophe(sign), let last, Int(last.range.upperBound) == sign.startIndex else {
      return false
    }
    return [0x73, 0x7A].contains(text[sign.startIndex - 1])
  }

  // Whether a word behind a sign, the last of the tokens, begins a sentence or a quotation.
  private func beginsSentence(
    behind sign: Slice<UnsafeBufferPointer<UInt8>>, _ tokens: [NameToken], isStart: Bool
  ) -> Bool {
    switch Self.sign(sign) {
    case .sentence:
      let isAbbreviation =
        sign.first == 0x2E && tokens.count > 1 && classes.isAbbreviatedTitle(tokens[tokens.count - 2].hash)
      return !isAbbreviation
    case .quotation: return true
    case .parenthesis: return isStart
    case .other: return false
    }
  }

  private enum Sign { case sentence, quotation, parenthesis, other }

  private static func sign(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Sign {
    guard let first = word.first else { return .other }
    if word.count == 1 {
      switch first {
      case 0x2E, 0x3F, 0x21, 0x3A, 0x3B: return .sentence
      case 0x22, 0x27: return .quotation
      case 0x28, 0x5B: return .parenthesis
      default: return .other
      }
    }
    guard word.count == 3, first == 0xE2, word[word.startIndex + 1] == 0x80 else { return .other }
    switch word[word.startIndex + 2] {
    case 0xA2: return .sentence
    case 0x98, 0x99, 0x9C, 0x9D: return .quotation
    default: return .other
    }
  }

  private static func isApostrophe(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    word.elementsEqual([0x27]) || word.elementsEqual([0xE2, 0x80, 0x99])
  }

  // The index of the apostrophe of a possessive.
  private static func possessive(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    guard word.count > 3, word.last == 0x73 else { return nil }
    let end = word.endIndex
    if word[end - 2] == 0x27 { return end - 2 > word.startIndex + 1 ? end - 2 : nil }
    if word.count > 5, word[end - 2] == 0x99, word[end - 3] == 0x80, word[end - 4] == 0xE2 { return end - 4 }
    return nil
  }

  private func append(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, isStart: Bool, isPossessive: Bool = false,
    to tokens: inout [NameToken]
  ) {
    if isPossessive {
      tokens.append(
        NameToken(
          range: Int32(range.lowerBound)..<Int32(range.upperBound), hash: WordClasses.possessive,
          folded: WordClasses.possessive, form: isStart ? [.start, .possessive] : .possessive,
          classes: classes[WordClasses.possessive]))
      return
    }
    append(WordForm(text, range), range, isStart: isStart, to: &tokens)
    if joinsCountries(text, range) { tokens[tokens.count - 1].classes.insert(.adjective) }
  }

  private func append(_ word: WordForm, _ range: Range<Int>, isStart: Bool, to tokens: inout [NameToken]) {
    tokens.append(
      NameToken(
        range: Int32(range.lowerBound)..<Int32(range.upperBound), hash: word.hash, folded: word.folded,
        form: isStart ? word.form.union(.start) : word.form, classes: classes[word.hash]))
  }

  // Whether a word has a hyphen or dash between countries or peoples: `Egypt-Russia`, `Israeli–Palestinian`.
  private func joinsCountries(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count > 6, text[range].contains(where: { $0 == 0x2D || $0 == 0xE2 }) else { return false }
    let parts = String(decoding: text[range], as: UTF8.self).split { $0 == "-" || $0 == "–" }
    return parts.count > 1
      && parts.allSatisfy {
        !classes[WordClasses.hash(String($0))].isDisjoint(with: [.country, .demonym])
      }
  }

  /// Finds the bounds of words and signs.
  private struct Scanner {
    let text: UnsafeBufferPointer<UInt8>
    var index = 0
    var isSign = false

    // The start of the next word or sign; `nil` at the end of the text.
    mutating func skipBlanks() -> Int? {
      while let length = blankLength(at: index) { index += length }
      return index < text.count ? index : nil
    }

    // Ends a word that was read without this scanner.
    mutating func endWord(at end: Int) { (index, isSign) = (end, false) }

    // The word or sign at this place.
    mutating func next() -> Range<Int> {
      let start = index
      let end = abbreviation(at: start) ?? endOfWord(from: start)
      isSign = end == nil
      index = end ?? min(start + characterLength(at: start), text.count)
      return start..<index
    }

    // The length of a space or control character, or of a space without a line break.
    private func blankLength(at place: Int) -> Int? {
      guard place < text.count else { return nil }
      if text[place] <= 0x20 { return 1 }
      return text[place] == 0xC2 && place + 1 < text.count && text[place + 1] == 0xA0 ? 2 : nil
    }

    // The end of the word at an index, `nil` when there is none.
    private func endOfWord(from start: Int) -> Int? {
      guard wordLength(at: start) > 0 else { return nil }
      var end = start
      while end < text.count {
        let length = wordLength(at: end)
        if length > 0 {
          end = min(end + length, text.count)
        } else if let joint = jointLength(at: end), wordLength(at: end + joint) > 0 {
          end += joint
        } else {
          break
        }
      }
      return hasPeriod(start..<end) ? end + 1 : end
    }

    // Whether the period behind a word belongs to it: St. Petersburg, George W. Bush.
    private func hasPeriod(_ word: Range<Int>) -> Bool {
      let end = word.upperBound
      guard end < text.count, text[end] == 0x2E else { return false }
      if word.count == 1, isCapital(text[word.lowerBound]), isBlank(end + 1), isCapitalAt(end + 2) {
        return true
      }
      return isShort(word) && (end + 1 == text.count || isBlank(end + 1) || text[end + 1] == 0x2C)
    }

    private func isCapital(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
    private func isBlank(_ place: Int) -> Bool { place < text.count && text[place] == 0x20 }
    private func isCapitalAt(_ place: Int) -> Bool {
      place < text.count && (isCapital(text[place]) || text[place] >= 0xC3)
    }

    // `U.S.` and longer.
    private func abbreviation(at start: Int) -> Int? {
      var end = start
      while end + 1 < text.count, isCapital(text[end]), text[end + 1] == 0x2E { end += 2 }
      return end - start >= 4 ? end : nil
    }

    private func isShort(_ range: Range<Int>) -> Bool {
      guard range.count <= 4 else { return false }
      switch String(decoding: text[range], as: UTF8.self) {
      case "St", "Mt", "Jr", "Sr", "Ft", "Inc", "Corp", "Ltd", "Co": return true
      default: return false
      }
    }

    private func wordLength(at place: Int) -> Int {
      guard place < text.count else { return 0 }
      let byte = text[place]
      if byte < 0x80 { return byte.isLetter || byte.isDigit ? 1 : 0 }
      if byte == 0xC2 { return 0 }
      if byte == 0xE2, place + 1 < text.count, text[place + 1] <= 0x81 { return 0 }
      if byte == 0xE3, place + 1 < text.count, text[place + 1] == 0x80 { return 0 }
      return characterLength(at: place)
    }

    private func characterLength(at place: Int) -> Int {
      let byte = text[place]
      return byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
    }

    // The length of a sign that may stand inside a word.
    private func jointLength(at place: Int) -> Int? {
      switch text[place] {
      case 0x2D, 0x27, 0x2E, 0x26, 0x2F: return 1
      case 0xE2
      where place + 2 < text.count && text[place + 1] == 0x80 && [0x99, 0x93].contains(text[place + 2]):
        return 3
      default: return nil
      }
    }
  }
}
