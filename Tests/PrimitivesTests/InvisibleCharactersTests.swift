import TestSupport
import Testing

@testable import Primitives

@Suite("Invisible characters")
struct InvisibleCharactersTests {
  @Test func `bytes and characters agree on which are invisible`() {
    for value in UInt32(0)...0x10_FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let isInvisible = InvisibleCharacters.contains(scalar)
      let bytes = Array(String(scalar).utf8)
      let length = bytes.withUnsafeBufferPointer { InvisibleCharacters.length($0, at: 0) }
      guard length == (isInvisible ? bytes.count : 0) else {
        Issue.record("U+\(String(value, radix: 16))")
        continue
      }
      if isInvisible != scalar.properties.isDefaultIgnorableCodePoint {
        guard (0xFFF9...0xFFFB).contains(value) else {
          Issue.record("U+\(String(value, radix: 16)) and Unicode")
          continue
        }
      }
    }
  }

  @Test(
    "characters without effect are removed",
    arguments: [
      ("Ukra\u{AD}ine", "Ukraine"), ("Egy\u{200B}pt", "Egypt"), ("\u{FEFF}Egypt\u{2060}", "Egypt"),
      ("Egy\u{200D}pt", "Egypt"), ("Egy\u{200C}pt", "Egypt"), ("Egypt\u{FE0F}", "Egypt"),
      ("\u{200E}Egypt\u{200F}", "Egypt"), ("\u{202E}Egypt", "Egypt"), ("Egypt\u{E0041}", "Egypt"),
      ("a\u{34F}b", "ab"), ("1\u{FE0F} of 2", "1 of 2"), ("\u{3164}x", "x"), ("Egypt\u{FFF9}", "Egypt"),
    ])
  func removed(text: String, rest: String) {
    #expect(InvisibleCharacters.removingMeaningless(from: text) == rest)
  }

  @Test(
    "characters with an effect are kept",
    arguments: [
      "می\u{200C}خواهم", "क्\u{200D}ष", "👩\u{200D}🚒", "❤\u{FE0F}\u{200D}🔥", "🏳\u{FE0F}\u{200D}🌈", "©\u{FE0F}",
      "1\u{FE0F}\u{20E3}", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "葛\u{E0100}",
      "ภาษา\u{200B}ไทย", "\u{200F}مصر (Egypt)\u{200E}", "\u{2067}مصر\u{2069} and Egypt", "ᠠ\u{180B}",
    ])
  func kept(text: String) {
    #expect(
      InvisibleCharacters.removingMeaningless(from: text).unicodeScalars.elementsEqual(text.unicodeScalars))
  }

  @Test(
    "a text of invisible characters is not visible",
    arguments: [
      "", " ", "\u{AD}", "\u{200B}\u{A0}\u{FEFF}", "\u{3164}", "\u{2800}", "\u{FFFD}", "\u{FFFF}", "\u{81}\t",
    ])
  func blank(text: String) {
    #expect(!Array(text.utf8).withUnsafeBufferPointer(InvisibleCharacters.leaveVisibleText))
  }

  @Test(
    "a text with one visible character is visible",
    arguments: ["a", "?", "\u{200B}é", "🚢", "\u{80}", "\u{E000}"])
  func visible(text: String) {
    #expect(Array(text.utf8).withUnsafeBufferPointer(InvisibleCharacters.leaveVisibleText))
  }

  @Test func `a second removal changes nothing, and letters are kept`() {
    var random = SeededGenerator(seed: 31)
    let alphabet = Array(
      "ab م🏴👩1\u{AD}\u{200B}\u{200C}\u{200D}\u{200E}\u{202B}\u{FE0F}\u{E0067}ไक".unicodeScalars)
    for _ in 0..<3000 {
      let scalars = (0..<12).compactMap { _ in alphabet.randomElement(using: &random) }
      let text = String(String.UnicodeScalarView(scalars))
      let once = InvisibleCharacters.removingMeaningless(from: text)
      #expect(InvisibleCharacters.removingMeaningless(from: once) == once)
      #expect(
        once.unicodeScalars.filter { !InvisibleCharacters.contains($0) }
          == text.unicodeScalars.filter { !InvisibleCharacters.contains($0) })
    }
  }
}
