import TestSupport
import Testing

@testable import Syndication

@Suite("Text of XML")
struct XMLCharactersTests {
  private func written(_ text: String) -> String {
    String(decoding: written(Array(text.utf8)), as: UTF8.self)
  }

  private func written(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    bytes.withUnsafeBufferPointer { XMLCharacters.append($0, to: &result) }
    return result
  }

  @Test(
    "characters that XML 1.0 forbids are removed",
    arguments: (0..<0x20).filter { ![9, 10, 13].contains($0) } + [
      0x7F, 0xFFFD, 0xFFFE, 0xFFFF, 0xFEFF, 0xFDD0, 0x1FFFE, 0x10FFFF,
    ])
  func dropped(value: Int) throws {
    let scalar = try #require(Unicode.Scalar(value))
    #expect(written("a\(scalar)b") == "ab")
    #expect(written("\(scalar)") == "")
  }

  @Test(
    "special characters are escaped",
    arguments: [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("]]>", "]]&gt;")])
  func escaped(text: String, xml: String) {
    #expect(written("a\(text)b") == "a\(xml)b")
  }

  @Test(
    "C1 controls are decoded as windows-1252",
    arguments: [
      (0x80, "€"), (0x85, "…"), (0x91, "‘"), (0x92, "’"), (0x93, "“"), (0x96, "–"), (0x9F, "Ÿ"), (0x81, ""),
      (0x9D, ""),
    ])
  func windows(value: Int, text: String) throws {
    #expect(written("a\(try #require(Unicode.Scalar(value)))b") == "a\(text)b")
  }

  @Test(
    "bidirectional controls are closed at the end of the text",
    arguments: [
      ("a\u{202E}b", "a\u{202E}b\u{202C}"), ("\u{2066}a\u{202A}b", "\u{2066}a\u{202A}b\u{202C}\u{2069}"),
      ("\u{202B}a\u{202C}b", "\u{202B}a\u{202C}b"), ("a\u{202C}b\u{2069}", "ab"),
      ("\u{2067}a\u{2069}", "\u{2067}a\u{2069}"),
      ("\u{200F}a\u{200E}", "\u{200F}a\u{200E}"), ("\u{202D}", "\u{202D}\u{202C}"),
    ])
  func bidirectional(text: String, xml: String) {
    #expect(written(text) == xml)
  }

  @Test(
    "other text is unchanged",
    arguments: ["", "a\tb\nc", "Ünï 港 مصر 🚢", "it's – “fine”…", "\u{A0}\u{E000}\u{10FFFD}"])
  func unchanged(text: String) {
    #expect(written(text) == text)
  }

  @Test func `a carriage return separates words`() {
    #expect(written("one\rtwo") != "onetwo")
  }

  @Test func `the output of valid UTF-8 is valid UTF-8`() {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        [0x41, 0x80, 0xBF, 0xC2, 0xC3, 0xE2, 0xEF, 0xF0, 0xFF, 0xED, 0xA0, 0x26].randomElement(using: &random)
          ?? UInt8(0)
      }
      let xml = written(bytes)
      if String(validating: bytes, as: UTF8.self) != nil {
        #expect(String(validating: xml, as: UTF8.self) != nil)
      }
    }
  }

  @Test func `a failure of libxml2 is an error, and the writer can be used again`() throws {
    let xml = try XMLWriter()
    xml.element("t", "a")
    xml.end()
    #expect(throws: SyndicationError.notWritten) { try xml.flush { _ in } }
    xml.discard()
    xml.element("t", "b")
    #expect(try xml.flush { Array($0) } == Array("<t>b</t>".utf8))
  }

  @Test func `random text makes a well-formed document, and is unchanged by a second round`() throws {
    var random = SeededGenerator(seed: 10)
    let xml = try XMLWriter()
    for _ in 0..<300 {
      let text = String(
        String.UnicodeScalarView(
          (0..<40).compactMap { _ in
            let high = [0x30, 0x100, 0x3000, 0x11_0000].randomElement(using: &random) ?? 0x80
            return Unicode.Scalar(UInt32.random(in: 0..<UInt32(high), using: &random))
          }))
      xml.startDocument()
      xml.element("t", text)
      xml.endDocument()
      let once = try XMLElementNode(parsing: xml.flush { Array($0) }).text
      xml.startDocument()
      xml.element("t", once)
      xml.endDocument()
      #expect(try XMLElementNode(parsing: xml.flush { Array($0) }).text == once)
    }
  }
}
