import Testing

@testable import EventArchive

@Suite("Versions of the event page format")
struct GenerationTests {
  @Test func `every part of a page in version A is read`() throws {
    let result = try parse(PageSamples.generationA)
    let page = try #require(result.page)
    #expect(result.problems == [])
    #expect(page.day.description == "2019-07-04")
    #expect(page.name.path == "/news/2019/07/4/harbour-bridge-of-port-almira-reopens")
    #expect(page.topic == nil)
    #expect(page.title == "Port Almira's harbour bridge reopens after two years of repairs.")
    #expect(page.summary == "Ferries had carried all traffic since the storm, the port says.")
    #expect(page.sources.map(\.name) == ["Almira Post", "Reuters"])
    #expect(page.sources.first?.address == "http://post.example/bridge?id=7&page=2")
    #expect(page.cover == nil)
    #expect(page.changes == [])
    #expect(
      page.related.map(\.title) == [
        "A storm damages the bridge of Port Almira.", "Port Almira elects a mayor.",
      ])
    #expect(page.related.map(\.context) == ["Port Almira, Almira Ports, Inc.", "Port Almira"])
    #expect(page.related.map(\.line) == [15, 16])
  }

  @Test func `the changes at the end of a page in version B are read`() throws {
    let result = try parse(PageSamples.generationB)
    let page = try #require(result.page)
    #expect(result.problems == [])
    #expect(page.summary == "")
    #expect(page.related.count == 1)
    #expect(
      page.changes.map(\.path) == [
        "/news/2019/07/4/almira-storm-pbridge-reopens", "/news/2019/07/4/almira-storm-bridge-reopens",
        "/news/2019/07/4/harbour-bridge-of-port-almira-reopens",
      ])
    #expect(
      page.changes.map(\.title) == [
        "Almira storm: Bridge reopens.", "Almira storm:: Bridge reopens.",
        "Harbour bridge of Port Almira reopens.",
      ])
    #expect(page.changes.map(\.replaced) == ["2019-08-01 03:20:11", "2019-08-03 04:30:00", ""])
  }

  @Test func `topic, cover and changes of a page in version C are read`() throws {
    let result = try parse(PageSamples.generationC)
    let page = try #require(result.page)
    #expect(result.problems == [])
    #expect(page.topic == "Port Almira")
    #expect(page.topicLine == 6)
    #expect(page.title == "Harbour bridge of Port Almira reopens to trains.")
    #expect(page.sources.map(\.name) == ["Almira Post", "Reuters"])
    #expect(page.cover == "https://pictures.example/b.jpg?w=1200&h=630")
    #expect(page.changes.map(\.replaced) == ["2019-07-05 10:30:09", ""])
    #expect(page.related.map(\.path) == ["/news/2017/06/21/a-storm-damages-the-bridge"])
  }

  @Test func `date and title alone make a page`() throws {
    let result = try parse("### [2019-07-4](/news/2019/07/4/index.md)\n\n# Fog. \n\n\n\n")
    let page = try #require(result.page)
    #expect(result.problems == [])
    #expect(page.title == "Fog.")
    #expect(page.summary == "")
    #expect(page.sources == [] && page.related == [] && page.changes == [] && page.contexts == [])
  }

  @Test func `a cover is no source`() throws {
    let text = PageSamples.page(
      title: "Fog", body: "### Sources:\n\n0. [Cover Image](https://p.example/f.png)\n")
    let page = try #require(try parse(text).page)
    #expect(page.sources == [])
    #expect(page.cover == "https://p.example/f.png")
  }

  @Test func `sections may come in any order`() throws {
    let sections = PageSamples.generationC.components(after: "### Sources:")
    var orders: Set<String> = []
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]] {
      let text = sections.head + order.map { sections.parts[$0] }.joined(separator: "\n")
      let page = try #require(try parse(text).page)
      orders.insert("\(page.sources) \(page.changes) \(page.related.map(\.path))")
    }
    #expect(orders.count == 1)
  }

  @Test func `a context in the body belongs to the page, not to the summary`() throws {
    let body =
      "Divers found it.\n\n_Context: Port Almira, Almira Ports, Inc._\n\n### Source:\n\n1. [A](http://a.example)\n"
    let page = try #require(try parse(PageSamples.page(title: "An anchor is found", body: body)).page)
    #expect(page.summary == "Divers found it.")
    #expect(page.contexts == [ContextLine(text: "Port Almira, Almira Ports, Inc.", line: 7)])
  }

  @Test func `paragraphs and lines of a summary are kept`() throws {
    let page = try #require(try parse(PageSamples.page(title: "Fog", body: "One\ntwo. \n\n\n Three.\n")).page)
    #expect(page.summary == "One\ntwo.\n\nThree.")
  }
}

extension String {
  /// The text before `mark`, and from it on the parts that begin with a heading of the third level.
  fileprivate func components(after mark: String) -> (head: String, parts: [String]) {
    let parts = split(separator: "### ", omittingEmptySubsequences: false).map { "### " + $0 }
    let first = parts.firstIndex { $0.hasPrefix(mark) } ?? 0
    let head = parts[..<first].joined().dropFirst(4)
    return (String(head), Array(parts[first...]))
  }
}
