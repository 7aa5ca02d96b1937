import Testing

@testable import EventArchive

@Suite("The categories of event pages")
struct CategoryTests {
  private static func page(_ body: String) throws -> EventPage {
    try #require(try parse(PageSamples.page(title: "A lock opens.", body: body)).page)
  }

  @Test func `are lines of their own, and no part of the summary`() throws {
    let page = try Self.page(
      "Boats wait.\n\n_Context: Vorra_\n\n_Category: Business and economy_\n\n_Category: R&amp;D_\n")
    #expect(page.categories == ["Business and economy", "R&D"])
    #expect(page.summary == "Boats wait.")
    #expect(page.contexts.map(\.text) == ["Vorra"])
  }

  @Test func `count once each`() throws {
    #expect(try Self.page("_Category: Sports_\n_Category: Sports_\n").categories == ["Sports"])
  }

  @Test(arguments: ["Category: Sports", "_Category:_", "_Category: Sports", "The _Category: Sports_"])
  func `have no other form`(line: String) throws {
    let page = try Self.page(line + "\n")
    #expect(page.categories.isEmpty)
    #expect(page.summary.string == line)
  }

  @Test func `change the digest of the page, and their absence does not`() throws {
    let (none, sports) = (try Self.page(""), try Self.page("_Category: Sports_\n"))
    #expect(none.contentDigest != sports.contentDigest)
    #expect(try Self.page("\n\n").contentDigest == none.contentDigest)
  }

  @Test func `are reported and left out when they are too long`() throws {
    let long = String(repeating: "x", count: 201)
    let result = try parse(PageSamples.page(title: "A lock opens.", body: "_Category: \(long)_\n"))
    #expect(try #require(result.page).categories.isEmpty)
    #expect(result.problems.map(\.line) == [5])
  }
}
