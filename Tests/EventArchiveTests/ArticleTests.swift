import EventArchive
import Primitives
import Testing

@Suite("Articles about names")
struct ArticleTests {
  @Test(
    "have one address in all its forms",
    arguments: [
      ("Q79", "https://www.wikidata.org/wiki/Q79"),
      ("http://wikidata.org/entity/Q79", "https://www.wikidata.org/wiki/Q79"),
      ("https://m.wikidata.org/wiki/Q79#P31", "https://www.wikidata.org/wiki/Q79"),
      ("http://en.wikipedia.org/wiki/Sergey_Shoygu", "https://en.wikipedia.org/wiki/Sergey_Shoygu"),
      (
        "https://en.m.wikipedia.org/wiki/Sergey%20Shoygu?x=1#Life",
        "https://en.wikipedia.org/wiki/Sergey_Shoygu"
      ),
      ("https://de.wikipedia.org/wiki/%C3%84gypten", "https://de.wikipedia.org/wiki/%C3%84gypten"),
      (
        "https://en.wikipedia.org/wiki/Georgia_(country)",
        "https://en.wikipedia.org/wiki/Georgia_%28country%29"
      ),
      (" HTTPS://Who.Example/People/7?a=b#c ", "https://who.example/People/7?a=b"),
    ])
  func addresses(text: String, address: String) { #expect(ArticleAddress(text)?.text == address) }

  @Test(
    "have no other addresses",
    arguments: [
      "", "Egypt", "Q", "Q7x", "ftp://a.example/b", "/wiki/Egypt", "javascript:alert(1)", "https://",
      "https://a:b@c.example/", "http://a.example:99999/",
    ])
  func others(text: String) { #expect(ArticleAddress(text) == nil) }

  @Test("are a list of an event page; items without an address of an article are reported with their line")
  func list() throws {
    let text = """
      ### [2014-02-13](/news/2014/02/13/index.md)

      # Fog.

      _Context: Egypt, Ada Quill_

      ### Articles:

      1. [Egypt](https://www.wikidata.org/wiki/Q79)
      2. [Ada Quill](nowhere)
      3. Bryn Orrin
      4. [Ada Quill](https://en.wikipedia.org/wiki/Ada_Quill) (an actress)

      ### Sources:

      1. [Post](https://post.example/1)
      """
    let name = EventName(storedPath: "/news/2014/02/13/fog")
    let result = Array(text.utf8).withUnsafeBufferPointer {
      EventFileParser.parse($0, path: "news/2014/02/13/fog.md", name: name)
    }
    let page = try #require(result.page)
    #expect(page.articles.map(\.name.string) == ["Egypt", "Ada Quill"])
    #expect(page.articles.map(\.line) == [9, 12])
    #expect(page.sources.map(\.name.string) == ["Post"])
    #expect(result.problems.map(\.line) == [10, 11])
  }
}
