import Testing

@testable import PortalImport

@Suite("The title and the summary of an event")
struct EventTextTests {
  private static let long = String(repeating: "Word by word the sentence becomes long, ", count: 5)

  private static func divided(_ text: String) -> [String] {
    let text = EventText(text)
    return [text.title, text.summary]
  }

  @Test func `are the whole text if it is short`() {
    #expect(Self.divided("One burns. Two burn.") == ["One burns. Two burn.", ""])
  }

  @Test func `are the whole text if it is one sentence`() {
    #expect(Self.divided(Self.long + "end.") == [Self.long + "end.", ""])
  }

  @Test(arguments: [
    ("One burns.", "Two burn."), ("He says \"it burns.\"", "Two burn."), ("One burns!", "“Two” burn."),
    ("It burns in the U.S.", "He leaves."), ("One (of 5. Or 6) burns.", "Two burn."),
    ("One burns.", "5 burn."),
    ("A fire at elOrsk.es burns.", "Two burn."),
    ("Gen. Orsk of the U.S. Navy and John F. Orsk leave.", "Two burn."),
    ("One burns at 5 a.m. on Monday.", "Two burn."), ("One burns.", "Пожар."),
  ])
  func `are divided behind the first sentence`(title: String, rest: String) {
    #expect(Self.divided("\(title) \(rest) \(Self.long)") == [title, "\(rest) \(Self.long)".trimmingBlanks])
  }

  @Test func `have limits`() throws {
    let text = EventText(String(repeating: "word & ", count: 30_000) + "end")
    #expect(PortalLimits.feedBytes(text.title) <= PortalLimits.titleBytes)
    #expect(PortalLimits.feedBytes(text.summary) <= PortalLimits.summaryBytes)
    #expect(text.title.hasSuffix("…") && text.summary.hasSuffix("…"))
  }
}
