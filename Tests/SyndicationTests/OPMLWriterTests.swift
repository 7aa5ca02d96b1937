import TestSupport
import Testing

@testable import Syndication

@Suite("Writing OPML")
struct OPMLWriterTests {
  private static let outlines: [Outline] = [
    .group(
      "Countries & more",
      [
        .feed(
          title: "Egypt", format: .atom, xmlURL: "https://news.example/feeds/country/egypt.atom",
          htmlURL: "https://news.example/?a=1&b=2"),
        .group(
          "港 <inner>",
          [
            .feed(
              title: FeedSamples.hard, format: .rss, xmlURL: "https://news.example/h.atom",
              htmlURL: "https://news.example/"
            )
          ]),
      ]),
    .group("", []),
    .feed(
      title: "All", format: .atom, xmlURL: "https://news.example/feeds/all.atom",
      htmlURL: "https://news.example/"),
  ]

  private func document(title: String = "News & views", _ outlines: [Outline] = outlines) throws -> [UInt8] {
    try OPMLWriter(XMLWriter()).document(title: title, owner: "Almira <Sons>", outlines)
  }

  @Test func `a document equals the golden file`() throws {
    #expect(String(decoding: try document(), as: UTF8.self) == (try FeedSamples.fixture("golden.opml")))
  }

  @Test func `feeds have type, text, title and address; groups have only text`() throws {
    let root = try XMLElementNode(parsing: try document())
    #expect(root.name == "opml")
    #expect(root.attributes == ["version": "2.0"])
    #expect(root.children.map(\.name) == ["head", "body"])
    #expect(root.children[0]["title"] == "News & views")
    #expect(root.children[0]["ownerName"] == "Almira <Sons>")
    let groups = root.children[1].all("outline")
    #expect(groups.map { $0.attributes["text"] } == ["Countries & more", "", "All"])
    #expect(groups[0].attributes == ["text": "Countries & more"])
    #expect(
      groups[0].children[0].attributes == [
        "type": "rss", "text": "Egypt", "title": "Egypt",
        "xmlUrl": "https://news.example/feeds/country/egypt.atom",
        "htmlUrl": "https://news.example/?a=1&b=2",
      ])
    #expect(groups[0].children[1].attributes == ["text": "港 <inner>"])
    #expect(groups[0].children[1].children.first?.attributes["title"] == FeedSamples.hard)
  }

  @Test func `a JSON Feed has the type that importers expect, and the other formats have the common type`()
    throws
  {
    for format in FeedFormat.allCases {
      let outline = Outline.feed(title: "All", format: format, xmlURL: "https://a.example/", htmlURL: "")
      let written = try XMLElementNode(parsing: try document([outline])).children[1].children[0]
      #expect(written.attributes["type"] == (format == .json ? "JSONFeed" : "rss"))
    }
  }

  @Test func `control characters are removed or decoded, and an empty list is valid`() throws {
    let (written, read) = FeedSamples.repaired
    let root = try XMLElementNode(parsing: try document(title: written, [.group(written, [])]))
    #expect(root.children[0]["title"] == read)
    #expect(root.children[1].children.first?.attributes["text"] == read)
    #expect(try XMLElementNode(parsing: try document(title: "", [])).children[1].children == [])
  }

  @Test func `equal outlines make equal bytes`() throws {
    #expect(try document() == document())
  }
}
