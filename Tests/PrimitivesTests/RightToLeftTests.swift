import Testing

@testable import Primitives

@Suite("Letters of right-to-left scripts")
struct RightToLeftTests {
  private static func areIn(_ text: String) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer(RightToLeft.hasLetters)
  }

  @Test(
    "are found anywhere in a text",
    arguments: ["א", "س", "ܐ", "ހ", "ߊ", "ࠀ", "ࡀ", "ࡠ", "ﬡ", "ﺍ", "𐤀", "𞤀", "ﷲ"],
    ["", "Fog ", "1234567 ", "港 "])
  func found(letter: String, before: String) {
    #expect(Self.areIn(before + letter))
    #expect(Self.areIn(before + letter + " fog over the harbour"))
  }

  @Test(
    "are no digits, marks and controls, and no letters of other scripts",
    arguments: [
      "", "Fog", "٠١٢٣٤٥٦٧٨٩", "\u{61C}\u{200F}\u{202B}\u{202C}", "a\u{64B}", "Ünïcöde", "Москва", "Հայ", "港",
      "हिन्दी",
      "🚢", "ꭰ", "ﬀ", "𐐀", "𝐀",
    ])
  func others(text: String) { #expect(!Self.areIn(text)) }

  @Test func `are not found in bytes that are no UTF-8`() {
    for bytes in [[0xD7], [0xE0, 0xA0], [0xF0, 0x90, 0xA4], [0xD7, 0x41], [0xEF, 0xAC]] as [[UInt8]] {
      #expect(!bytes.withUnsafeBufferPointer(RightToLeft.hasLetters))
    }
  }
}
