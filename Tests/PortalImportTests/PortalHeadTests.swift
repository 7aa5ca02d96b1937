import EventArchive
import Testing

@testable import PortalImport

@Suite("The heads of day pages")
struct PortalHeadTests {
  private let day = EventDay(year: 2031, month: 4, day: 7)

  @Test(arguments: [
    "{{Current events|year=2031|month=04|day=7|content=",
    "{{Current events|year=2031|month=04|day=7|top=yes}}",
    "{{Current events header|2031|04|7}}", "{{Current_events|year=2031|month=April|day=07|content= }}",
    "{{ current events\n| year = 2031\n| month = 4\n| day = 7\n| content =\n",
  ])
  func `name the day of the page`(head: String) throws {
    let parsed = try #require(PortalHead(head))
    #expect(parsed.day == day)
    #expect(!parsed.isTail)
  }

  @Test(arguments: [
    "{{Current events|year=2031|month=13|day=7|content=", "{{Current events|top=yes}}",
    "{{Current events header|x|y|z}}",
  ])
  func `may name no day`(head: String) throws { #expect(try #require(PortalHead(head)).day == nil) }

  @Test func `may have parameters on several lines`() {
    let text =
      "{{Current events\n|year=2031\n|month=04\n|day=7\n|content=\n*A mill burns. [https://a.example/ (A)]\n}}"
    let page = DayPageSamples.read(text).pages.first
    #expect(page?.day == day)
    #expect(page?.events.map(\.line) == [6])
  }

  @Test(arguments: [DayPageSamples.top, DayPageSamples.table])
  func `begin and end a page in each form`(page: String) {
    let reading = DayPageSamples.read(page)
    #expect(reading.problems.isEmpty)
    #expect(reading.pages.map(\.day) == [day])
    #expect(reading.pages.first?.events.map(\.title) == ["A court in Port Almira fines a mill."])
    #expect(reading.pages.first?.events.map(\.category) == ["Law and crime"])
  }

  @Test func `divide an input with several pages, with or without a line end between them`() {
    let next = DayPageSamples.top.replacing("day=7", with: "day=8")
    for separator in ["", "\n"] {
      let reading = DayPageSamples.read(DayPageSamples.content + separator + next)
      #expect(reading.problems.isEmpty)
      #expect(reading.pages.map { "\($0.day) \($0.events.count)" } == ["2031-04-07 4", "2031-04-08 1"])
    }
  }

  @Test(arguments: [
    ("archive/2031-04-07.wiki", true), ("2031_April_7", true),
    ("Portal:Current events/2031 April 7.txt", true),
    ("2031-04-31.wiki", false), ("day.wiki", false), ("12031-04-07", false),
  ])
  func `may be missing if the file's name has the day`(name: String, isKnown: Bool) {
    let reading = DayPageSamples.read("*A mill burns. [https://a.example/ (A)]", name: name)
    #expect(reading.pages.map(\.day) == (isKnown ? [day] : []))
    #expect(reading.problems.map(\.severity) == (isKnown ? [] : [.rejected]))
  }

  @Test func `are missing in a text of another kind`() {
    let reading = DayPageSamples.read("Dear Sir,\n\na mill burns.\n")
    #expect(reading.problems.map { "\($0.line) \($0.severity)" } == ["1 rejected"])
    let page = DayPageSamples.read("A note.\n" + DayPageSamples.top)
    #expect(page.problems.map { "\($0.line) \($0.severity)" } == ["1 repaired"])
    #expect(page.pages.count == 1)
  }

  @Test(arguments: ["<!DOCTYPE html><html><body>x", "{\"error\": 1}", "#REDIRECT [[Portal:Current events]]"])
  func `are missing in what is no day page`(text: String) {
    #expect(DayPageSamples.read(text).problems.map(\.severity) == [.rejected])
  }

  @Test func `are missing in bytes that are no text`() {
    #expect(PortalInput(name: "x", bytes: [0x2A, 0xFF]).read().problems.map(\.severity) == [.rejected])
  }

  @Test(arguments: [
    "", "\n \n", "{{Current events|year=2031|month=04|day=7|content=\n<!-- below -->\n\n<!-- above -->}}",
    "{{Current events|year=2031|month=04|day=7|top=yes}}\n'''Sports'''\n*\n*[[2031 Vorra Cup]]\n",
  ])
  func `may begin a page without events, which is no error`(text: String) {
    let reading = DayPageSamples.read(text)
    #expect(reading.problems.isEmpty)
    #expect(reading.pages.allSatisfy { $0.events.isEmpty })
  }
}
