import Testing

@testable import Primitives

@Suite("Character references of HTML")
struct HTMLCharacterReferenceTests {
  private func match(_ text: String, at start: Int = 0) -> HTMLCharacterReference.Match? {
    Array(text.utf8).withUnsafeBufferPointer { HTMLCharacterReference.match(in: $0, at: start) }
  }

  private static let names: [(name: String, isBare: Bool, text: String)] = {
    let words = HTMLNamedReferences.table.split { $0 == " " || $0 == "\n" }
    return stride(from: 0, to: words.count, by: 2).map { index in
      let scalars = words[index + 1].split(separator: "+").compactMap {
        UInt32($0, radix: 16).flatMap(Unicode.Scalar.init)
      }
      let isBare = words[index].last == "*"
      return (
        String(isBare ? words[index].dropLast() : words[index]), isBare,
        String(String.UnicodeScalarView(scalars))
      )
    }
  }()

  @Test func `HTML's 2,231 names are known, 106 of them without a semicolon`() {
    #expect(Self.names.count == 2_125)
    #expect(Self.names.count { $0.isBare } == 106)
    for (name, isBare, text) in Self.names {
      let length = name.utf8.count + 1
      #expect(match("&\(name);") == .init(text: text, length: length + 1, hasSemicolon: true))
      #expect(match("&\(name) ") == (isBare ? .init(text: text, length: length, hasSemicolon: false) : nil))
    }
  }

  @Test(
    "names are case-sensitive and complete",
    arguments: [
      ("&cacute;", "ć"), ("&Cacute;", "Ć"), ("&scaron;", "š"), ("&apos;", "'"), ("&NotEqualTilde;", "≂̸"),
      ("&CounterClockwiseContourIntegral;", "∳"), ("&fjlig;", "fj"), ("&lbrack;", "["), ("&NewLine;", "\n"),
    ])
  func named(text: String, read: String) {
    #expect(match(text)?.text == read)
    #expect(match(text)?.length == text.utf8.count)
  }

  @Test(
    "numbers are decoded as in HTML",
    arguments: [
      ("&#39;", "'"), ("&#x2019;", "’"), ("&#X2019;", "’"), ("&#0039;", "'"), ("&#128;", "€"),
      ("&#x96;", "–"),
      ("&#0;", "\u{FFFD}"), ("&#xD800;", "\u{FFFD}"), ("&#x110000;", "\u{FFFD}"),
      ("&#99999999999999999999;", "\u{FFFD}"), ("&#129;", "\u{FFFD}"), ("&#128674;", "🚢"),
    ])
  func numbered(text: String, read: String) {
    #expect(match(text) == .init(text: read, length: text.utf8.count, hasSemicolon: true))
  }

  @Test(
    "a reference without a semicolon is decoded if it is unambiguous",
    arguments: [
      ("&eacute", "é"), ("&eacutes", "é"), ("&amp", "&"), ("&amp,", "&"), ("&copy 2019", "©"), ("&#39s", "'"),
      ("&ntildeo", "ñ"), ("&szlige", "ß"), ("&nbsp.", "\u{A0}"),
    ])
  func bare(text: String, read: String) {
    #expect(match(text)?.text == read)
    #expect(match(text)?.hasSemicolon == false)
  }

  @Test(
    "other text is no reference",
    arguments: [
      "&", "&;", "&#;", "&#x;", "&#xg;", "&nosuch;", "&Amp;", "&copy=2", "&region", "&notable", "&lt1", "&T",
      "& amp;", "&cacute", "&#1 hit", "&#",
    ])
  func none(text: String) {
    #expect(match(text) == nil)
  }
}
