import Testing

@testable import PortalImport

@Suite("The events of a day page")
struct DayPageTests {
  private static func item(_ text: String) -> PortalEvent? { DayPageSamples.events("*" + text).first }

  @Test func `are the items with a sentence, with the topics above them, their names, sources and heading`()
    throws
  {
    let reading = DayPageSamples.read(DayPageSamples.content)
    let events = try #require(reading.pages.first).events
    #expect(reading.problems.isEmpty)
    #expect(
      events.map(\.title) == [
        "The Almiran coast guard opens the harbour of Port Almira.",
        "A drone strike damages a mill near Orsk Hill.",
        "Two ferries collide on Lake Vorra.", "In rowing, Port Almira wins.",
      ])
    #expect(
      events.map(\.names) == [
        ["Vorra border conflict", "Siege of Almira", "Almira District", "Almira", "Port Almira"],
        ["Vorra border conflict", "Orsk Hill"], ["Lake Vorra"], ["2031 Vorra Cup", "Port Almira"],
      ])
    #expect(
      events.map { $0.sources.map(\.name) } == [
        ["Almira Post", "Wire via Vorra Times"], ["Wire"], ["Almira Post"], ["Post"],
      ])
    #expect(events.map(\.category?.first) == ["A", "A", "A", "S"])
    #expect(events.map(\.line) == [7, 8, 9, 13])
  }

  @Test func `keep topics until an item of the same or a smaller depth`() {
    let events = DayPageSamples.events(
      """
      *[[A]]
      ***[[B]]
      *****[[C]]
      ******One. [https://a.example/1 (X)]
      ****Two. [https://a.example/2 (X)]
      ***Three. [https://a.example/3 (X)]
      **Four. [https://a.example/4 (X)]
      *Five. [https://a.example/5 (X)]
      """)
    #expect(events.map(\.names) == [["A", "B", "C"], ["A", "B"], ["A"], ["A"], []])
  }

  @Test func `may be under topics with words, and under other events`() {
    let events = DayPageSamples.events(
      """
      *Aftermath of [[2031 mill fire|the Orsk fire]]
      **A [[Mill]] opens. [https://a.example/1 (X)]
      ***[[Ana Orsk]] speaks in [[town hall|a hall]]. [https://a.example/2 (X)]
      """)
    #expect(events.map(\.title) == ["A Mill opens.", "Ana Orsk speaks in a hall."])
    #expect(events.map(\.names) == [["2031 mill fire", "Mill"], ["2031 mill fire", "Mill", "Ana Orsk"]])
  }

  @Test(arguments: ["[[A]]:", "''[[A]]''", "[[A]], [[B]]", "[[A]] and [[B]]", "[[A]] – [[B]]"])
  func `are not the items that are nothing but links`(topic: String) {
    #expect(Self.item(topic) == nil)
    let below = DayPageSamples.events("*\(topic)\n**One. [https://a.example/ (X)]").first
    #expect(below?.names == (topic.contains("B") ? ["A", "B"] : ["A"]))
  }

  @Test(arguments: [
    "'''Armed conflicts and attacks'''", "''' Armed conflicts and attacks:'''",
    ";Armed Conflicts and Attacks",
    ";Armed conflict and atacks:", "== Armed conflicts and attacks ==", "*Armed conflicts and attacks:",
  ])
  func `have their heading as category, also with slips`(heading: String) {
    let list = "\(heading)\n**One. [https://a.example/ (X)]"
    #expect(DayPageSamples.events(list).map(\.category) == ["Armed conflicts and attacks"])
  }

  @Test func `may have a heading of their own, or none`() {
    #expect(DayPageSamples.events("*One. [https://a.example/ (X)]").map(\.category) == [nil])
    #expect(
      DayPageSamples.events("'''odd things'''\n*One. [https://a.example/ (X)]").map(\.category) == [
        "Odd things"
      ])
  }

  @Test func `end the category of an item of 2005 where its items end`() {
    let list =
      "*Sports:\n**One. [https://a.example/1 (X)]\n*Odd things:\n**Two.\n*Three. [https://a.example/3 (X)]"
    #expect(DayPageSamples.events(list).map(\.category) == ["Sports", "Odd things", nil])
  }

  @Test(arguments: [
    ("[[Almira|Almiran]] x", "Almira"), ("[[almira|Almira]] x", "Almira"),
    ("[[Vorra (lake)|Vorra]] x", "Vorra"),
    ("[[Vorra_War_(2030–present)#Peace|Peace]] x", "Vorra War"), ("[[2031 Cup|2031]] x", "2031 Cup"),
    ("[[Safi, Vorra|Safi]] x", "Safi, Vorra"), ("[[Post|''Post'']] x", "Post"),
    ("[[:de:Safi|Safi]] x", "Safi"),
    ("[[iPhone|IPhone]] x", "iPhone"), ("[[Orsk]]s x", "Orsk"), ("{{ill|Ana Orsk|de}} x", "Ana Orsk"),
  ])
  func `have the articles as names whose labels begin with a capital or a digit`(text: String, name: String) {
    #expect(Self.item(text)?.names == [name])
  }

  @Test(arguments: [
    "[[Drone warfare|drone strike]] x", "[[drone]] x", "[[Wikipedia:Orsk|Orsk]] x", "[[#Sports|Sports]] x",
    "[[wikt:Orsk|Orsk]] x", "[[File:Orsk.jpg|Orsk]] x", "[[:Category:Orsk|Orsk]] x",
  ])
  func `have no other links as names`(text: String) { #expect(Self.item(text)?.names == []) }

  @Test(arguments: [
    ("A [https://a.example/ (''The Post'')]", "The Post"),
    ("A [https://a.example/ (AFP via ''FMT'')]", "AFP via FMT"),
    ("A [https://www.a.example/x]", "a.example"), ("A https://a.example/x", "a.example"),
    ("A [https://a.example/ Post]", "Post"),
    ("A [https://a.example/ (Post]", "Post"), ("A [https://a.example/ ([[Post]])]", "Post"),
    ("A [https://a.example/ ()]", "a.example"),
    ("A [https://a.example/ (Cover Image)]", "a.example"),
    ("A [https://a.example/ (Post (Orsk))]", "Post (Orsk)"),
  ])
  func `have sources with names`(text: String, name: String) {
    #expect(Self.item(text)?.sources.map(\.name) == [name])
    #expect(Self.item(text)?.title == "A")
  }

  @Test(arguments: [
    ("One is free. [https://a.example/ (X)] Later two are.", "One is free. Later two are."),
    ("The [https://a.example/ report] is out. [https://b.example/ (X)]", "The report is out."),
    ("One.&nbsp;[https://a.example/ (X)], [https://b.example/ (Y)]", "One."), ("One {{efn|x}}.", "One."),
    ("The ship ({{flagicon|Orsk}}) sinks", "The ship sinks"), ("One<br/>two", "One two"),
    ("''One''\u{200B} two", "One two"),
  ])
  func `have the text that is left without sources and notes`(text: String, title: String) {
    #expect(Self.item(text)?.title == title)
  }

  @Test func `may be broken into lines`() {
    let list =
      "*A mill burns in\n[[Orsk]].\n[https://a.example/ (X)]\n\nleft out [[x]]\n*Two {{convert\n|5\n|km}} on."
    let reading = DayPageSamples.read(list, name: "2031-04-07")
    #expect(reading.pages.first?.events.map(\.title) == ["A mill burns in Orsk.", "Two 5 km on."])
    #expect(reading.problems.map(\.line) == [5])
  }

  @Test func `are continued by indented lines`() {
    let events = DayPageSamples.events(
      "*One mill burns.\n*:It is old. [https://a.example/ (X)]\n::In [[Orsk]].\n:*Two. [https://b.example/ (X)]"
    )
    #expect(events.map(\.title) == ["One mill burns. It is old. In Orsk.", "Two."])
  }

  @Test func `lose a source that has no valid address, which is reported`() {
    let reading = DayPageSamples.read("*One. [https://a b.example/ (X)] [https:///x (Y)]", name: "2031-04-07")
    #expect(reading.pages.first?.events.first?.sources.map(\.name) == ["b.example/ (X)"])
    #expect(reading.problems.map(\.line) == [1])
  }

  @Test func `are limited in number`() {
    let items = (1...600).map { "*Mill \($0) burns. [https://a.example/\($0) (X)]" }
    let reading = DayPageSamples.read(items.joined(separator: "\n"), name: "2031-04-07")
    #expect(reading.pages.first?.events.count == PortalLimits.events)
    #expect(reading.problems.map(\.line) == [501])
  }
}
