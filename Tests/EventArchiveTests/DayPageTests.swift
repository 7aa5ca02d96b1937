import Testing

@testable import EventArchive

@Suite("Day pages")
struct DayPageTests {
  @Test func `a context under a heading belongs to the heading's event`() {
    let result = parseDay(
      """
      ## [2019-07-04](/news/2019/07/4/index.md)

      ### [Harbour bridge [of steel](http://x.example) reopens. ](/news/2019/07/4/harbour-bridge.md)
      _Context: Port Almira, Almira Ports, Inc._

      ### [ A ferry is sold. ](/news/2019/07/4/a-ferry-is-sold.md)
      The buyer keeps the crew, the line says.

      ### [Fog. ](/news/2019/07/4/fog.md)

      _Context: Fog_

      ## [Previous Day...](/news/2019/07/3/index.md)

      """)
    #expect(result.problems == [])
    #expect(result.page?.items.map(\.path) == ["/news/2019/07/4/harbour-bridge", "/news/2019/07/4/fog"])
    #expect(result.page?.items.map(\.context.text) == ["Port Almira, Almira Ports, Inc.", "Fog"])
    #expect(result.page?.items.map(\.context.line) == [4, 11])
  }

  @Test func `the formats and topics of later day pages are ignored`() {
    let result = parseDay(
      """

      Formats: [HTML](2019/07/4/index.html)  [JSON](2019/07/4/index.json)  [XML](2019/07/4/index.xml)

      ## [2019-07-4](/news/2019/07/4/index.md)

      ##### Port Almira
      ### [Harbour bridge reopens. ](/news/2019/07/4/harbour-bridge.md)
      _Context: Port Almira_

      ##### Fog
      ### [Ferries wait in fog. ](/news/2019/07/4/ferries-wait.md)
      No boat left before noon...

      """)
    #expect(result.problems == [])
    #expect(result.page?.items.map(\.path) == ["/news/2019/07/4/harbour-bridge"])
  }

  @Test func `an empty day has no items`() {
    let result = parseDay(
      "## [1999-01-8](/news/1999/01/8/index.md)\n\n\n## [Previous Day...](/news/1999/01/7/index.md)\n")
    #expect(result.problems == [])
    #expect(result.page?.items == [])
  }

  @Test func `a context without the heading of an event is ignored`() {
    let text = "_Context: A_\n### No link\n_Context: B_\n### [Other](http://o.example/x.md)\n_Context: C_\n"
    #expect(parseDay(text).page?.items == [])
  }

  @Test(
    "a day page that is not text is rejected with the line", arguments: [("", 1), ("## [x](y)\n\u{0}\n", 2)])
  func damaged(text: String, line: Int) {
    let result = parseDay(text)
    #expect(result.page == nil)
    #expect(result.problems.map(\.line) == [line])
  }

  @Test func `lines may end with CRLF`() {
    let text = "### [Fog. ](/news/2019/07/4/fog.md)\r\n_Context: Fog, Port Almira_\r\n"
    #expect(parseDay(text).page?.items.map(\.context.text) == ["Fog, Port Almira"])
  }
}
