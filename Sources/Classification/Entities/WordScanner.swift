internal import Primitives

/// Iterates over the words of text in UTF-8: runs of letters, digits and, inside a word, `&`, `+` and `#`. Invisible characters
/// neither separate words nor belong to them.
struct WordScanner {
  /// A word of the text.
  struct Word {
    /// Its place in the text, in bytes.
    let range: Range<Int>
    /// A hash of its bytes.
    let hash: UInt64
    /// The text between the word before and this one: 0 for spaces and hyphens, 1 for an apostrophe, else the first other
    /// byte.
    let gap: UInt8

    /// A hash of the word and the gap before it.
    var hashWithGap: UInt64 { hash &+ BitMixing.multiplied(UInt64(gap)) }
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  /// Makes a scanner before the first word.
  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The next word, or `nil` after the last.
  mutating func next() -> Word? {
    let gap = skipGap()
    guard index < bytes.count else { return nil }
    let start = index
    var end = start
    var hash = FNV1a()
    while index < bytes.count {
      if bytes[index].isLetter || bytes[index].isDigit {
        hash.append(bytes[index])
        index += 1
        end = index
        continue
      }
      let invisible = InvisibleCharacters.length(bytes, at: index)
      if invisible > 0 {
        index += invisible
        continue
      }
      var length = Self.wordLength(in: bytes, at: index)
      if length == 0 {
        guard Self.isInnerPunctuation(bytes[index]) else { break }
        length = 1
      }
      end = min(index + length, bytes.count)
      while index < end {
        hash.append(bytes[index])
        index += 1
      }
    }
    return Word(range: start..<end, hash: hash.value, gap: gap)
  }
}

extension WordScanner {
  // Advances to the next word, or to the end. Returns the gap before the word.
  private mutating func skipGap() -> UInt8 {
    var gap: UInt8 = 0
    while index < bytes.count {
      let invisible = InvisibleCharacters.length(bytes, at: index)
      if invisible > 0 {
        index += invisible
        continue
      }
      if Self.wordLength(in: bytes, at: index) > 0 { break }
      gap = gap == 0 ? Self.gap(in: bytes, at: index) : gap
      index += Self.length(ofFirst: bytes[index])
    }
    return gap
  }

  // The length in bytes of the letter or digit at `index`; 0 when there is none.
  private static func wordLength(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let byte = bytes[index]
    if byte < 0x80 {
      return byte.isLetter || byte.isDigit ? 1 : 0
    }
    if byte == 0xC2 { return 0 }  // U+0080-00BF: punctuation
    if index + 1 < bytes.count {
      let third = index + 2 < bytes.count ? bytes[index + 2] : 0
      if isPunctuation(first: byte, second: bytes[index + 1], third: third) { return 0 }
    }
    return length(ofFirst: byte)
  }

  // Whether bytes are the first ones of a punctuation mark that may be beside a name.
  private static func isPunctuation(first: UInt8, second: UInt8, third: UInt8) -> Bool {
    switch first {
    case 0xD8: second == 0x8C || second == 0x9B || second == 0x9F  // Arabic
    case 0xE2: second <= 0x81  // U+2000-207F
    case 0xE3: second == 0x80  // U+3000-303F, of Chinese and Japanese
    case 0xEF: isFullwidthPunctuation(second: second, third: third)
    case 0xF0: second == 0x9F  // emoji
    default: false
    }
  }

  // The byte order mark, and the full-width forms of ASCII punctuation; the first byte is EF.
  private static func isFullwidthPunctuation(second: UInt8, third: UInt8) -> Bool {
    switch second {
    case 0xBB: third == 0xBF
    case 0xBC: 0x81...0x8F ~= third || 0x9A...0xA0 ~= third
    case 0xBD: 0x9B...0xA5 ~= third
    default: false
    }
  }

  // The length of a character in bytes, by its first byte.
  private static func length(ofFirst byte: UInt8) -> Int {
    byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
  }

  private static func isInnerPunctuation(_ byte: UInt8) -> Bool {
    byte == 0x26 || byte == 0x2B || byte == 0x23
  }

  private static func gap(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt8 {
    switch bytes[index] {
    case 0x20, 0x2D, 0x0A, 0x09, 0xC2: 0  // spaces and hyphen
    case 0x27: 1
    case 0xE2 where index + 2 < bytes.count && bytes[index + 1] == 0x80:
      switch bytes[index + 2] {
      case 0x80...0x8A, 0x90...0x95, 0xAF: 0  // spaces, hyphens and dashes
      case 0x98, 0x99: 1  // ‘ ’
      default: 0xE2
      }
    case let byte: byte
    }
  }
}
