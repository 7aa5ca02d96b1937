internal import EventArchive
internal import Foundation
internal import Primitives

/// What makes two spellings the same name: the letters and digits, less case, accents, punctuation and blanks.
package struct EntityKey: Hashable, Comparable, Sendable {
  /// Lower-case words joined by single blanks; never empty.
  package let text: String

  /// Makes the key of a name, or `nil` when the name holds no letter and no digit.
  ///
  /// `&`, `+` and `#` are spelled out, so that C, C++ and C# stay apart; apostrophes and full stops vanish
  /// (`U.S.` is `us`), as do invisible characters; every other mark divides words.
  package init?(_ name: String) {
    let clean = PlainText.clean(name)
    let isASCII = clean.utf8.allSatisfy { $0 < 0x80 }
    let key = Self.words(isASCII ? clean : Self.folded(clean))
    guard !key.isEmpty else { return nil }
    text = isASCII ? key : key.precomposedStringWithCanonicalMapping
  }

  /// The name's part of a feed's path: made of `a-z`, `0-9` and `-`, and no other key has the same.
  ///
  /// A key of ASCII words is its own slug with hyphens for blanks. Any other, or one too long for a file name, ends
  /// in two hyphens and a digest of the key, which no slug of the first kind can hold.
  package var slug: String {
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

  /// Keys are ordered by their scalars.
  package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension EntityKey {
  private static let longestSlug = 100

  // Letters that decomposition leaves whole.
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
    var divides = false
    func append(_ bytes: some Sequence<UInt8>) {
      if divides, !result.isEmpty { result.append(0x20) }
      divides = false
      result.append(contentsOf: bytes)
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9": append(CollectionOfOne(UInt8(scalar.value)))
      case "A"..."Z": append(CollectionOfOne(UInt8(scalar.value) | 0x20))
      case "&", "+", "#":
        divides = true
        append((scalar == "&" ? "and" : scalar == "+" ? "plus" : "sharp").utf8)
        divides = true
      case "'", ".", "\u{2018}", "\u{2019}": continue
      default:
        if InvisibleCharacters.contains(scalar) {
          continue
        } else if scalar.value >= 0x80, isWordScalar(scalar) {
          append(String(scalar).utf8)
        } else {
          divides = true
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
