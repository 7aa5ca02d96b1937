internal import Foundation
internal import Primitives

/// The identity of a term: spellings with the same key are one term.
///
/// Case does not matter, nor do composed and decomposed letters, and blanks, hyphens and underscores are equal. Accents and signs
/// keep terms apart: `C`, `C++` and `C#` are three terms.
package struct TermKey: Hashable, Comparable, Sendable {
  /// The text in NFC and lower case, with single spaces for blanks, hyphens and underscores; never empty.
  package let text: String

  /// Makes the key of a term; `nil` when the term is empty.
  package init?(_ name: String) {
    let folded = name.utf8.allSatisfy { $0 < 0x80 } ? name.lowercased() : Self.folded(name)
    let words = folded.unicodeScalars.split { $0.properties.isWhitespace || $0 == "-" || $0 == "_" }
    // A term of hyphens alone is its own key.
    let key = words.isEmpty ? folded : words.map { String($0) }.joined(separator: " ")
    guard !key.isEmpty else { return nil }
    text = key
  }

  /// The term's part of a feed's path.
  ///
  /// Signs are spelled out, letters of all scripts are kept, and a term without letters and digits has its code points. Terms with
  /// the same slug must be told apart by `distinctSlug`.
  package var slug: String {
    let words = Self.spelledOut(text)
    let slug = words.isEmpty ? Self.codePoints(text) : words.joined(separator: "-")
    return slug.utf8.count <= Self.longestSlug ? slug : distinctSlug(slug)
  }

  /// A slug that no other term has: the slug with a digest of the key.
  package var distinctSlug: String { distinctSlug(slug) }

  /// The slugs of terms. Of terms with the same slug, the first by its text keeps it, letters before signs.
  package static func slugs(of keys: some Sequence<TermKey>) -> [TermKey: String] {
    var owners: [String: TermKey] = [:]
    for key in Set(keys) {
      let slug = key.slug
      guard let owner = owners[slug] else {
        owners[slug] = key
        continue
      }
      if key.isBefore(owner) { owners[slug] = key }
    }
    var slugs: [TermKey: String] = [:]
    for key in Set(keys) { slugs[key] = owners[key.slug] == key ? key.slug : key.distinctSlug }
    return slugs
  }

  /// Keys are ordered by their scalars.
  package static func < (left: Self, right: Self) -> Bool {
    left.text.unicodeScalars.lexicographicallyPrecedes(right.text.unicodeScalars)
  }
}

extension TermKey {
  private static let longestSlug = 100
  private static let longestStem = 60

  // Full case folding: `ß` and `SS` are equal.
  private static func folded(_ name: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in name.precomposedStringWithCanonicalMapping.unicodeScalars {
      for upper in scalar.properties.uppercaseMapping.unicodeScalars {
        result.append(contentsOf: upper.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return String(result).precomposedStringWithCanonicalMapping
  }

  // The words of letters and digits, and of signs that have a name.
  private static func spelledOut(_ text: String) -> [String] {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    func endWord() {
      if !word.isEmpty { words.append(String(word)) }
      word = String.UnicodeScalarView()
    }
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if let name = signs[scalar] ?? (scalar == "." && index == 0 ? "dot" : nil) {
        endWord()
        words.append(name)
      } else if isWordScalar(scalar) {
        word.append(scalar)
      } else if !unwritten.contains(scalar), !InvisibleCharacters.contains(scalar) {
        endWord()
      }
    }
    endWord()
    return words
  }

  private static func codePoints(_ text: String) -> String {
    let points = text.unicodeScalars.filter { $0 != "\u{FE0F}" && $0 != " " }
      .map { "u" + String($0.value, radix: 16) }
    return points.isEmpty ? "u20" : points.joined(separator: "-")
  }

  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return UInt8(scalar.value).isLetter || UInt8(scalar.value).isDigit }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .spacingMark:
      return true
    case .nonspacingMark:
      // Variation selectors have no meaning without the sign before them.
      return !scalar.properties.isVariationSelector
    default: return false
    }
  }

  private func distinctSlug(_ slug: String) -> String {
    let stem = String(slug.prefix(Self.longestStem))
    let hex = String(ContentDigest(text).high.bigEndian, radix: 16)
    return stem + "--" + String(repeating: "0", count: 16 - hex.count) + hex
  }

  private func isBefore(_ other: TermKey) -> Bool {
    let (own, others) = (hasSigns, other.hasSigns)
    return own == others ? self < other : !own
  }

  private var hasSigns: Bool { text.unicodeScalars.contains { $0 != " " && !Self.isWordScalar($0) } }

  private static let signs: [Unicode.Scalar: String] = [
    "&": "and", "+": "plus", "#": "sharp", "@": "at", "$": "dollar", "%": "percent",
  ]
  // Signs within words: `U.S.` is `us`.
  private static let unwritten: Set<Unicode.Scalar> = ["'", ".", "\u{2018}", "\u{2019}"]
}
