internal import Foundation

/// How a name stands in titles: the archive's titles lost the letters that ASCII has not, or have the plain ones.
enum NameForms {
  // Letters that decomposition leaves whole.
  private static let plain: [Unicode.Scalar: String] = [
    "ß": "ss", "Æ": "Ae", "æ": "ae", "Œ": "Oe", "œ": "oe", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d", "Ð": "D",
    "ð": "d", "Þ": "Th", "þ": "th", "Ł": "L", "ł": "l", "Ħ": "H", "ħ": "h", "İ": "I", "ı": "i",
  ]

  /// The name itself, first, and as it is without accents (`Bülent Ecevit`: `Bulent Ecevit`, `Blent Ecevit`), each once.
  static func all(of name: String) -> [String] {
    if name.utf8.allSatisfy({ $0 < 0x80 }) { return [name] }
    var (folded, cut) = ("", "")
    for scalar in name.precomposedStringWithCanonicalMapping.unicodeScalars {
      // Dashes and quotes are marks between words, alike in all forms.
      if scalar.value < 0x80 || !scalar.properties.isAlphabetic {
        folded.unicodeScalars.append(scalar)
        cut.unicodeScalars.append(scalar)
        continue
      }
      let base =
        plain[scalar]
        ?? String(
          String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.prefix(1).map(Character.init))
      // Cyrillic or Chinese have no such form.
      guard base.utf8.allSatisfy({ $0 < 0x80 }) else { return [name] }
      folded += base
    }
    // A short name that lacks a letter may be any word.
    return [name, folded] + (cut.utf8.count >= 6 && cut.contains(" ") ? [cut] : [])
  }
}
