import Primitives
import TestSupport
import Testing

@testable import EventArchive

@Suite("Plain text")
struct PlainTextTests {
  @Test(
    "character references are decoded once",
    arguments: [
      ("&amp;", "&"), ("&amp;lt;", "&lt;"), ("&lt;b&gt;", "<b>"), ("&quot;a&apos;", "\"a'"),
      ("&#39;&#x27;&#X27;", "'''"),
      ("&#146;", "’"), ("&eacute;&Eacute;", "éÉ"), ("&hellip;", "…"), ("&thetasym;", "ϑ"), ("&#x1F6A2;", "🚢"),
      ("Milo&scaron;evi&cacute;", "Milošević"), ("Caf&eacute", "Café"), ("it&#39s", "it's"), ("&amp", "&"),
      ("&fjlig;ord", "fjord"), ("a&#0;b&#xD800;c&#x110000;d", "abcd"), ("a&NewLine;b", "a b"),
      ("e&#x301;", "é"),
    ])
  func references(text: String, plain: String) {
    #expect(PlainText.clean(text) == plain)
  }

  @Test(
    "text that is no reference is unchanged",
    arguments: [
      "AT&T", "&", "&;", "&#;", "&#x;", "&nosuch;", "a & b; c", "&Amp;", "R&region", "?a=1&copy=2",
    ])
  func nonReferences(text: String) {
    #expect(PlainText.clean(text) == text)
  }

  @Test(
    "runs of blanks become one space, and blanks at the ends are removed",
    arguments: [
      (" a  b ", "a b"), ("a\tb\u{A0}c", "a b c"), ("&nbsp;a&nbsp;&nbsp;b&nbsp;", "a b"),
      ("a '' '' b", "a b"), (" ", ""),
    ])
  func blanks(text: String, plain: String) {
    #expect(PlainText.clean(text) == plain)
  }

  @Test(
    "invisible characters without effect are removed, and others are kept",
    arguments: [
      ("Ukra&shy;ine", "Ukraine"), ("Egy\u{200B}pt", "Egypt"), ("&zwnj;Egypt&lrm;", "Egypt"),
      ("a \u{200B} b", "a b"),
      ("می&zwnj;خواهم", "می\u{200C}خواهم"), ("\u{200F}مصر", "\u{200F}مصر"), ("👩\u{200D}🚒", "👩\u{200D}🚒"),
      ("'\u{AD}'x", "x"),
    ])
  func invisible(text: String, plain: String) {
    #expect(PlainText.clean(text).unicodeScalars.elementsEqual(plain.unicodeScalars))
  }

  @Test func `references in decoded text are text`() {
    #expect(PlainText.clean(decoded: " &lt;b&gt;  ''x'' ") == "&lt;b&gt; x")
  }

  @Test func `controls and wiki markup are removed, and single apostrophes are kept`() {
    #expect(PlainText.clean("it's ''the'' o'clock\u{0}\u{8}\u{1B}\u{7F}") == "it's the o'clock")
  }

  @Test func `random text becomes clean, and clean text is unchanged`() {
    var random = SeededGenerator(seed: 11)
    let alphabet = Array("ab  '\t\u{1}\u{7F}\u{A0}\u{AD}\u{200B}é霧🚢<>[]*_#;")
    for _ in 0..<3000 {
      let plain = PlainText.clean(random.text(of: alphabet, length: 0...20))
      #expect(!plain.hasPrefix(" ") && !plain.hasSuffix(" ") && !plain.contains("  "))
      #expect(!plain.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
      if !plain.contains("''") { #expect(PlainText.clean(plain) == plain) }
    }
  }

  @Test("a reference to a control character is removed", arguments: ["a&#127;b", "a&#x7F;b"])
  func controlReferences(text: String) {
    #expect(PlainText.clean(text) == "ab")
  }
}

@Suite("Titles that are equal apart from the topic")
struct SameTextTests {
  private static let body = "Ferry crews of Port Almira walk out over pay."

  private static func page(_ title: String, topic: String? = nil, day: String = "4") throws
    -> TitleFingerprint
  {
    let heading = topic.map { "##### \($0)\n" } ?? ""
    let text = "### [2019-07-\(day)](/news/2019/07/\(day)/index.md)\n\n\(heading)# \(title)\n"
    return TitleFingerprint(try #require(try parse(text, at: "news/2019/07/\(day)/x.md").page))
  }

  private static func areSame(_ left: TitleFingerprint, _ right: TitleFingerprint) -> Bool {
    left.key == right.key || left.others.contains(right.key) || right.others.contains(left.key)
  }

  @Test(
    "a topic in front of the title does not make another event",
    arguments: [
      "Ferry strike:\(body)", "Ferry strike: \(body)", "Ferry strike:: \(body)", "Ferry strike:. \(body)",
      "Ferry strike. \(body)", " Ferry  strike:  \(body) ", "2019 strikes: Ferry strike: \(body)",
      body.lowercased(),
      body.replacing(" ", with: "  "), "''\(body)''",
    ])
  func topics(title: String) throws {
    #expect(Self.areSame(try Self.page(title), try Self.page(Self.body)))
  }

  @Test func `a topic without separator is recognized by the topic of the other page`() throws {
    let glued = try Self.page("Ferry strike" + Self.body)
    #expect(Self.areSame(glued, try Self.page(Self.body, topic: "Ferry strike")))
    #expect(!Self.areSame(glued, try Self.page(Self.body)))
    #expect(!Self.areSame(glued, try Self.page(Self.body, topic: "Harbour strike")))
  }

  @Test func `the forms of a topic make equal titles`() throws {
    let forms = try ["Ferry strike:", "Ferry strike:: ", "Ferry strike:. ", "Ferry strike. ", "Ferry strike"]
      .map { try Self.page($0 + Self.body) }
    #expect(Set(forms.map(\.key)).count == 1)
  }

  @Test(
    "another text or another day is another event",
    arguments: [
      (body + " Again.", "4"), ("Ferry crews of Port Almira walk out.", "4"), (body, "5"),
      ("Ferry strike: \(body)", "5"),
      (body.replacing("Ferry", with: "Tram"), "4"), (body.replacing("pay", with: "pay 2"), "4"),
    ])
  func others(title: String, day: String) throws {
    #expect(!Self.areSame(try Self.page(title, day: day), try Self.page(Self.body)))
  }

  @Test func `two titles without letters differ`() throws {
    let (one, two) = (try Self.page("???"), try Self.page("***"))
    #expect(one.key != two.key)
  }

  @Test func `titles differ in letters beyond ASCII`() throws {
    #expect(!Self.areSame(try Self.page("霧が港を覆う"), try Self.page("嵐が港を襲う")))
  }
}
