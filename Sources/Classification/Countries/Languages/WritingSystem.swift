/// A writing system of texts.
enum WritingSystem: Sendable {
  /// The Latin alphabet.
  case latin
  /// The Cyrillic alphabet.
  case cyrillic
  /// The Arabic alphabet, with the letters of Persian.
  case arabic
  /// The Hebrew alphabet.
  case hebrew
  /// The script of Hindi.
  case devanagari
  /// The script of Korean.
  case hangul
  /// Chinese characters, and the kana of Japanese.
  case han
}

/// The scripts of the letters of a text in UTF-8. ASCII and accented Latin letters do not count.
struct ScriptSet: OptionSet, Hashable, Sendable {
  let rawValue: UInt16

  /// Cyrillic letters.
  static let cyrillic = ScriptSet(rawValue: 1 << 0)
  /// Cyrillic letters that Ukrainian has, and Russian does not.
  static let ukrainian = ScriptSet(rawValue: 1 << 1)
  /// Arabic letters.
  static let arabic = ScriptSet(rawValue: 1 << 2)
  /// Arabic letters that Persian has, and Arabic does not.
  static let persian = ScriptSet(rawValue: 1 << 3)
  /// Hebrew letters.
  static let hebrew = ScriptSet(rawValue: 1 << 4)
  /// Letters of Devanagari.
  static let devanagari = ScriptSet(rawValue: 1 << 5)
  /// Syllables of Korean.
  static let hangul = ScriptSet(rawValue: 1 << 6)
  /// Hiragana and katakana.
  static let kana = ScriptSet(rawValue: 1 << 7)
  /// Chinese characters.
  static let han = ScriptSet(rawValue: 1 << 8)

  /// Makes a set from its bits.
  init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The scripts of a text in UTF-8.
  init(of bytes: UnsafeBufferPointer<UInt8>) {
    self = []
    var index = 0
    while index < bytes.count {
      // Nearly all bytes are of ASCII; E2 begins dashes and quotation marks.
      let byte = bytes[index]
      index += 1
      if byte < 0xD0 || byte == 0xE2 || index == bytes.count { continue }
      formUnion(Self.script(first: byte, second: bytes[index]))
    }
  }

  // The script of a character by its first two bytes; empty for a byte that is not the first of a letter of these scripts.
  private static func script(first: UInt8, second: UInt8) -> ScriptSet {
    switch first {
    case 0xD0...0xD3: isUkrainian(first: first, second: second) ? [.cyrillic, .ukrainian] : .cyrillic
    case 0xD6 where second >= 0x90, 0xD7: .hebrew
    case 0xD8...0xDB: isPersian(first: first, second: second) ? [.arabic, .persian] : .arabic
    case 0xE0 where second == 0xA4 || second == 0xA5: .devanagari
    case 0xE3: script(second: second)
    case 0xE4...0xE9: .han
    case 0xEA where second >= 0xB0, 0xEB, 0xEC, 0xED: .hangul
    default: []
    }
  }

  // The script of a character whose first byte is E3.
  private static func script(second: UInt8) -> ScriptSet {
    switch second {
    case 0x81...0x83: .kana
    case 0x90...: .han
    default: []
    }
  }

  // The letters Є, І, Ї, Ґ, є, і, ї and ґ.
  private static func isUkrainian(first: UInt8, second: UInt8) -> Bool {
    switch first {
    case 0xD0: second == 0x84 || second == 0x86 || second == 0x87
    case 0xD1: second == 0x94 || second == 0x96 || second == 0x97
    case 0xD2: second == 0x90 || second == 0x91
    default: false
    }
  }

  // The letters peh, tcheh, jeh, gaf, keheh and Farsi yeh.
  private static func isPersian(first: UInt8, second: UInt8) -> Bool {
    switch first {
    case 0xD9: second == 0xBE
    case 0xDA: second == 0x86 || second == 0x98 || second == 0xA9 || second == 0xAF
    case 0xDB: second == 0x8C
    default: false
    }
  }
}
