import TestSupport
import Testing

@testable import PortalImport

@Suite("The markup of a line of wikitext")
struct InlineParserTests {
  private static func text(_ wikitext: String) -> String { InlineParser.parse(wikitext).plainText }

  @Test(arguments: [
    ("[[Vorra]]", "Vorra"), ("[[Lake Vorra|the lake]]", "the lake"), ("[[ferry]]s", "ferrys"),
    ("[[Vorra (lake)|]]", "Vorra"), ("[[:File:x.jpg|a picture]]", "a picture"),
    ("[[File:x.jpg|thumb|a [[b]] c]]!", "!"),
    ("[[Category:Lakes]]", ""), ("[[a|b|c]]", "b|c"), ("a [[b c", "a b c"), ("a]] b", "a b"),
  ])
  func `links show their labels`(wikitext: String, text: String) { #expect(Self.text(wikitext) == text) }

  @Test(arguments: [
    ("''The Post''", "The Post"), ("'''x'''", "x"), ("'''''x'''''", "x"), ("''The Post'''s", "The Post's"),
    ("it's", "it's"), ("[[Post|''Post'']]'s", "Post's"), ("''''x'''", "'x"),
  ])
  func `emphasis is left out, and apostrophes are not`(wikitext: String, text: String) {
    #expect(Self.text(wikitext) == text)
  }

  @Test(arguments: [
    ("{{nowrap|a b}}", "a b"), ("{{lang|fr|la gare}}", "la gare"), ("{{lang-fr|la gare}}", "la gare"),
    ("{{convert|12|km|mi}}", "12 km"), ("{{convert|5|to|7|m}}", "5 to 7 m"), ("{{frac|3|1|2}}", "3 1/2"),
    ("{{US$|3 million}}", "US$3 million"), ("a{{snd}}b", "a – b"), ("{{formatnum:12345}}", "12345"),
    ("{{efn|a note with [[link]]}}", ""), ("{{Webarchive|url=https://a.example/}}", ""),
    ("{{nowrap|1=a=b}}", "a=b"),
    ("{{nowrap|{{nowrap|a}} b}}", "a b"), ("{{HMS|Vorra|1906|6}}", "HMS Vorra"),
    ("{{ship|MV|Vorra}}", "MV Vorra"),
    ("{{ill|Ana Vorra|de}}", "Ana Vorra"), ("a {{nowrap b", "a nowrap b"), ("a}} b", "a b"), ("{{}}", ""),
  ])
  func `templates leave the text that readers see`(wikitext: String, text: String) {
    #expect(Self.text(wikitext) == text)
  }

  @Test(arguments: [
    ("a&nbsp;b", "a\u{A0}b"), ("5&ndash;6", "5–6"), ("AT&T", "AT&T"), ("a<br />b", "a b"),
    ("<small>a</small>", "a"),
    ("1 < 2", "1 < 2"), ("[sic]", "[sic]"),
  ])
  func `tags are left out, and character references are decoded`(wikitext: String, text: String) {
    #expect(Self.text(wikitext) == text)
  }

  @Test(arguments: [
    ("[https://a.example/x (Post)]", "https://a.example/x", "(Post)"),
    ("[https://a.example/x''Post'']", "https://a.example/x", "Post"),
    ("[//a.example/ Post]", "https://a.example/", " Post"),
    ("[https://a.example/?a=1&amp;b=2 [[Post]]]", "https://a.example/?a=1&b=2", " Post"),
    ("https://a.example/x_(y).", "https://a.example/x_(y)", ""),
    ("[[https://a.example/x Post]]", "https://a.example/x", " Post"),
  ])
  func `links to other sites have an address and a label`(wikitext: String, address: String, label: String)
    throws
  {
    let links = InlineParser.parse(wikitext).compactMap { part in
      if case .external(let link) = part { link } else { nil }
    }
    let link = try #require(links.first)
    #expect(links.count == 1)
    #expect(link.address == address)
    #expect(link.label.plainText.trimmingBlanks == label.trimmingBlanks)
  }

  @Test(arguments: ["[[", "{{", "[https://a.example/ ", "[[a|", "{{nowrap|", "''", "<ref", "&", "]]", "}}"])
  func `marks without an end take time in proportion to the text`(mark: String) {
    // A cost that grows with the square of the text would take hours here.
    let text = Self.text(String(repeating: mark, count: 20_000))
    #expect(text.utf8.count <= 20_000 * (mark.utf8.count + 1))
  }

  @Test func `deep nesting is left out`() {
    let deep = String(repeating: "{{nowrap|", count: 1000) + "x" + String(repeating: "}}", count: 1000)
    #expect(Self.text("a \(deep) b") == "a  b")
  }
}
