internal import EventArchive
internal import Foundation
internal import Primitives

/// The key of a name: its letters and digits, without case, accents, punctuation and extra spaces. Spellings with the same key
/// are the same name. A term of a post has a key of another form (`TermSpelling`).
package struct EntityKey: Hashable, Comparable, Sendable {
  /// Lower-case words joined by single spaces; never empty.
  package let text: String

  /// Makes the key of a name; `nil` when the name has no letter and no digit.
  ///
  /// `&`, `+` and `#` are spelled out, so that C, C++ and C# differ. Apostrophes, full stops (`U.S.` is `us`) and invisible
  /// characters are removed. Every other punctuation mark separates words.
  package init?(_ name: String) {
    let name = IdentifiedSpelling.name(of: name)
    guard let text = TermSpelling(name).map(Self.text(of:)) ?? Self.text(ofName: name) else { return nil }
    self.text = text
  }

  /// Makes a key of its stored text.
  init(stored text: String) { self.text = text }

  private static func text(ofName name: String) -> String? {
    let clean = PlainText.clean(name)
    let isASCII = clean.utf8.allSatisfy { $0 < 0x80 }
    let key = words(isASCII ? clean : folded(clean))
    guard !key.isEmpty else { return nil }
    return isASCII ? key : key.precomposedStringWithCanonicalMapping
  }

  /// Makes the key of a term; `nil` when its name is empty.
  package init?(term: TermSpelling) {
    guard let text = Self.text(of: term) else { return nil }
    self.text = text
  }

  /// The name's part of a feed's path: `a-z`, `0-9` and `-`. No other key has the same slug.
  ///
  /// The slug of a key of ASCII words is the key with hyphens for spaces. The slug of any other key, or of one that is too long
  /// for a file name, ends in two hyphens and a digest of the key; a slug of the first kind never has two hyphens in a row.
  package var slug: String {
    if let term { return term.key.slug }
    let words = text.utf8.map { $0 == 0x20 ? UInt8(ascii: "-") : $0 }
    if words.count <= Self.longestSlug, words.allSatisfy({ $0 < 0x80 }) {
      return String(decoding: words, as: UTF8.self)
    }
    let letters = text.split(separator: " ").map { $0.utf8.filter { $0 < 0x80 } }.filter { !$0.isEmpty }
    let stem = Array(letters.joined(separator: [UInt8(ascii: "-")])).prefix(Self.longestSlug)
    let hex = String(ContentDigest(text).high.bigEndian, radix: 16)
    let digest = String(repeating: "0", count: 16 - hex.count) + hex
    return (stem.isEmpty ? "name" : String(decoding: stem, as: UTF8.self)) + "--" + digest
  }

  /// The words before those of another key, with which this key ends: `st` before `louis cardinals`; `nil` when it has another end, and when
  /// the last of these words joins two names (`bank of england`) or is only a direction (`west belfast`).
  func front(before other: EntityKey) -> Substring? {
    let end = Array(" \(other.text)".utf8)
    guard text.utf8.count > end.count, text.utf8.suffix(end.count).elementsEqual(end) else { return nil }
    let front = text[..<text.utf8.index(text.endIndex, offsetBy: -end.count)]
    guard let last = front.split(separator: " ").last, !Self.joints.contains(last) else { return nil }
    return front
  }

  private static let joints = Set(
    """
    of and the in on at for to with from near v vs de del da do di du dos das la los las le les y e west east north south western
    eastern northern southern central downtown greater metro old upper lower inner outer
    """.split { $0 == " " || $0 == "\n" })

  /// Keys are ordered by their scalars.
  package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension EntityKey {
  private static let longestSlug = 100

  // Letters that Unicode decomposition does not decompose.
  private static let letters: [Unicode.Scalar: String] = [
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i",
    "ŋ": "n", "ŧ": "t", "ĸ": "k", "ə": "e", "ʻ": "", "ʼ": "", "ʾ": "", "ʿ": "",
  ]

  private static func folded(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.lowercased().decomposedStringWithCompatibilityMapping.unicodeScalars {
      switch scalar.value {
      case 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: continue
      default: break
      }
      if let plain = letters[scalar] {
        result.append(contentsOf: plain.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result).lowercased()
  }

  private static func words(_ text: String) -> String {
    var result: [UInt8] = []
    var startsWord = false
    func beginWord() {
      if startsWord, !result.isEmpty { result.append(0x20) }
      startsWord = false
    }
    func append(_ byte: UInt8) {
      beginWord()
      result.append(byte)
    }
    func append(_ text: String) {
      beginWord()
      result.append(contentsOf: text.utf8)
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9": append(UInt8(scalar.value))
      case "A"..."Z": append(UInt8(scalar.value) | 0x20)
      case "&", "+", "#":
        startsWord = true
        append(scalar == "&" ? "and" : scalar == "+" ? "plus" : "sharp")
        startsWord = true
      case "'", ".", "\u{2018}", "\u{2019}": continue
      default:
        if InvisibleCharacters.contains(scalar) {
          continue
        } else if scalar.value >= 0x80, isWordScalar(scalar) {
          append(String(scalar))
        } else {
          startsWord = true
        }
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
      true
    default: false
    }
  }
}
