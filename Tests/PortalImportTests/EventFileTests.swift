import EventArchive
import Primitives
import TestSupport
import Testing

@testable import PortalImport

@Suite("The event files of the import")
struct EventFileTests {
  private static let path = "news/2031/04/7/a-mill-burns.md"

  private static func document() throws -> EventDocument {
    var document = try #require(EventDocument(path: path, title: "A mill burns.", summary: "It is old."))
    document.names = ["Orsk", "Safi, Vorra", "Vorra Mills, Inc."]
    document.categories = ["Disasters and accidents"]
    document.sources = [.init(text: "Post", target: "https://post.example/mill_(Orsk)")]
    return document
  }

  @Test func `have the form of the archive`() throws {
    var document = try Self.document()
    document.topic = "Orsk"
    document.cover = "https://post.example/mill.jpg"
    document.changes = [
      .init(
        title: .init(text: "A mill [sic] burns", target: "/news/2031/04/7/a-mill-burns"),
        replaced: "2031-04-08 01:02:03"),
      .init(title: .init(text: "A mill burns.", target: "/news/2031/04/7/a-mill-burns"), replaced: ""),
    ]
    document.related = [
      .init(event: .init(text: "A mill opens.", target: "/news/2030/01/2/x"), names: ["Orsk", "Safi, Vorra"])
    ]
    let text = EventFileText.text(of: document)
    #expect(
      text == """
        ### [2031-04-7](/news/2031/04/7/index.md)

        ##### Orsk
        # A mill burns.

        It is old.

        _Context: Orsk, Safi&#44; Vorra, Vorra Mills, Inc._

        _Category: Disasters and accidents_

        ### Sources:

        1. [Post](https://post.example/mill_(Orsk))
        2. [Cover Image](https://post.example/mill.jpg)

        ### Changes:

        1. [A mill [sic] burns](/news/2031/04/7/a-mill-burns.md) _2031-04-08 01:02:03 (First version)_
        2. [A mill burns.](/news/2031/04/7/a-mill-burns.md) _(Current version)_

        ### Related:

        1. [A mill opens.](/news/2030/01/2/x.md) _Context: Orsk, Safi&#44; Vorra_

        """)
    #expect(EventFileText.parsed(text, path: Self.path) == document)
  }

  @Test(arguments: [
    "Sources: the mayor and a miller.", "Context: Orsk, Vorra", "He calls it _Context: Orsk_ and leaves.",
    "Related",
    "**Sources:** x", "# 5 mills", "- 5 mills", "1931. A mill.", "> 40 mills", "```", "a < b > c & d &amp; e",
    "[x](y) *a* _b_ ~c~",
    "*Context* Orsk_", "References", "a\\b", "| a | b |", "Changes: 1. [x](/news/2031/04/7/x.md)", "=====",
    "\u{FF1A}x Context\u{FF1A} y",
  ])
  func `have any text as summary`(plain: String) throws {
    var document = try Self.document()
    document.summary = SummaryMarkdown.text(plain)
    #expect(!document.summary.isEmpty)
    #expect(EventFileText.parsed(EventFileText.text(of: document), path: Self.path) == document)
  }

  @Test(
    arguments: [
      [
        ["2031"], ["Orsk", "2031"], ["AT&T", "Orsk"], ["Orsk; Vorra", "x"], ["a &amp; b"],
        ["Orsk, Inc.", "II"], ["D.C."],
      ],
      [
        ["Context: x", "y"], ["He said. Context: Orsk"], ["a, b, c", "1931–32"], ["&", "#"],
        ["(x)", "[y]", "*z*"],
      ],
    ].joined())
  func `have any names`(names: [String]) throws {
    var document = try Self.document()
    document.names = names
    #expect(EventFileText.parsed(EventFileText.text(of: document), path: Self.path) == document)
  }

  @Test(arguments: [
    "https://a.example/x_(y)", "https://a.example/x)", "https://a.example/x),y",
    "https://a.example/?a=1&b=2&copy=3&amp;d",
    "https://a.example/x'y*z_", "http://münchen.example/ü",
  ])
  func `have any address of a site`(address: String) throws {
    var document = try Self.document()
    document.sources = [.init(text: "Post [sic] & Co", target: address)]
    let parsed = EventFileText.parsed(EventFileText.text(of: document), path: Self.path)
    let isEscaped = address.contains("),")
    #expect(parsed?.sources.map(\.target) == [isEscaped ? address.replacing(")", with: "%29") : address])
    #expect(parsed?.sources.map(\.text) == ["Post [sic] & Co"])
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func `are read as what was written`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      let document = try Self.randomDocument(&random)
      let text = EventFileText.text(of: document)
      #expect(EventFileText.parsed(text, path: document.path) == document, "\(text)")
    }
  }

  private static func randomText(_ random: inout SeededGenerator, length: ClosedRange<Int> = 1...8) -> String
  {
    let words = [
      "Orsk", "mill", "burns.", "AT&T", "&amp;", "(x)", "[y]", "\"z\"", "2031", "Inc.", "–", "é", "Context:",
      "Sources:", "#", "*",
      "_a_", "Vorra,", "it's", "5;", "a:b", "<b>", "\\", "`c`", "Пожар", "1.", "](", "Related", "II,", "$5",
      "日本", "~", "|", "!",
    ]
    return PlainText.clean(decoded: random.pick(length, of: words + words).joined(separator: " "))
  }

  private static func randomDocument(_ random: inout SeededGenerator) throws -> EventDocument {
    let summary = random.chance(50) ? "" : SummaryMarkdown.text(randomText(&random))
    var document = try #require(
      EventDocument(path: path, title: "A " + randomText(&random), summary: summary))
    var names: [String] = []
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let name = LinkTarget("A " + randomText(&random, length: 1...3)).articleName
      if let name, !names.contains(name) { names.append(name) }
    }
    document.names = names
    for name in names where random.chance(40) {
      let article = try #require(ArticleAddress(wikipedia: "en", title: name + " (x'y)"))
      document.articles.append(.init(text: name, target: article.text))
    }
    document.categories = random.pick(0...1, of: ["Sports", "A & B", "Odd: things"])
    for number in 0..<Int.random(in: 0...3, using: &random) {
      let ending = random.pick(["", "_(x)", "?a=1&b=2", "#é", "'s"])
      guard let label = SourceLabel.name("(" + randomText(&random, length: 1...3) + " Post)") else {
        continue
      }
      document.sources.append(.init(text: label, target: "https://a.example/\(number)\(ending)"))
    }
    return document
  }
}
