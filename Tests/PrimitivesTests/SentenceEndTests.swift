import Testing

@testable import Primitives

@Suite("The end of the first sentence")
struct SentenceEndTests {
  private func first(_ text: String, after start: Int = 0) -> String? {
    var text = text
    return text.withUTF8 { bytes in
      SentenceEnd.first(in: bytes, after: start).map { String(decoding: bytes[..<$0], as: UTF8.self) }
    }
  }

  @Test(
    "is behind a full stop and its closing marks, before a capital or a number",
    arguments: [
      ("Rain falls. It stops.", "Rain falls."), ("Rain falls! 20 boats sink.", "Rain falls!"),
      ("\"Rain falls.\" So it is said.", "\"Rain falls.\""),
      ("Rain (a lot. Really.) falls. Snow follows.", "Rain (a lot. Really.) falls."),
      ("It rains (a lot. Really). Snow follows.", "It rains (a lot. Really)."),
      ("Дождь идёт. Снег тоже.", "Дождь идёт."),
      ("雨が降る。雪も降る。", "雨が降る。"), ("हिमपात। वर्षा", "हिमपात।"), ("Wait… The end.", "Wait…"),
    ])
  func ends(text: String, sentence: String) { #expect(first(text) == sentence) }

  @Test(
    "is not behind an abbreviation, an initial, or before a small letter",
    arguments: [
      "Gen. Quill leaves.", "Ada B. Quill leaves.", "The U.S. Navy leaves.", "Ships no. 1 and 2 leave",
      "It costs 2.5 coins", "It rains.", "", ".", "The site example.com is down",
      "A co. of Orrin Inc. Kestrel",
    ])
  func none(text: String) { #expect(first(text) == nil) }

  @Test("is behind an abbreviation, if a word follows that begins sentences")
  func abbreviations() {
    #expect(first("They leave the U.S. The ships stay.") == "They leave the U.S.")
  }

  @Test("is searched behind an index")
  func after() { #expect(first("Rain falls. It stops. Snow.", after: 11) == "Rain falls. It stops.") }
}
