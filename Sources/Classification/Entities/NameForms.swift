internal import Foundation

/// The forms of a name in titles, which may have letters of ASCII for other letters, or may lack these letters.
enum NameForms {
  // Letters that Unicode decomposition does not decompose.
  private static let plain: [Unicode.Scalar: String] = [
    "ß": "ss", "Æ": "Ae", "æ": "ae", "Œ": "Oe", "œ": "oe", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d", "Ð": "D",
    "ð": "d", "Þ": "Th", "þ": "th", "Ł": "L", "ł": "l", "Ħ": "H", "ħ": "h", "İ": "I", "ı": "i",
  ]

  /// The name itself, then its forms without accents (`Bülent Ecevit`: `Bulent Ecevit`, `Blent Ecevit`), each once.
  static func all(of name: String) -> [String] {
    if name.utf8.allSatisfy({ $0 < 0x80 }) { return [name] }
    var folded = ""
    var cut = ""
    for scalar in name.precomposedStringWithCanonicalMapping.unicodeScalars {
      // Punctuation is the same in all forms.
      if scalar.value < 0x80 || !scalar.properties.isAlphabetic {
        folded.unicodeScalars.append(scalar)
        cut.unicodeScalars.append(scalar)
        continue
      }
      let base =
        plain[scalar]
        ?? String(
          String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.prefix(1).map(Character.init))
      // Names in Cyrillic or Chinese have no other form.
      guard base.utf8.allSatisfy({ $0 < 0x80 }) else { return [name] }
      folded += base
    }
    // A short name that lacks a letter may be another word.
    return [name, folded] + (cut.utf8.count >= 6 && cut.contains(" ") ? [cut] : [])
  }
}
