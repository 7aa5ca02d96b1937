import EventArchive
import Primitives
import TestSupport
import Testing

@testable import Publishing

@Suite("The events by day")
struct EventCalendarTests {
  private typealias Event = PublicationPlan.Event.Index

  @Test("are those that were added and not removed, with the days before and after", arguments: 1...20)
  func changes(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    var calendar = EventCalendar()
    var events: [EventDay: Set<Event>] = [:]
    for number in 0..<200 {
      let day = try #require(
        EventDay(
          year: .random(in: 2012...2015, using: &random), month: .random(in: 1...12, using: &random),
          day: .random(in: 1...28, using: &random)))
      if let old = events[day]?.min(), Bool.random(using: &random) {
        calendar.remove(old, digest: UInt64(old.index), from: day)
        events[day]?.remove(old)
      } else {
        calendar.insert(Event(number), digest: UInt64(number), on: day)
        events[day, default: []].insert(Event(number))
      }
    }
    let days = events.filter { !$0.value.isEmpty }.keys.sorted()
    #expect(calendar.days == days)
    for day in days { #expect(Set(calendar.events(on: day)) == events[day]) }
    for (index, day) in days.enumerated() {
      let neighbours = calendar.neighbours(of: .day(day))
      #expect(neighbours.previous == (index > 0 ? .day(days[index - 1]) : nil))
      #expect(neighbours.next == (index + 1 < days.count ? .day(days[index + 1]) : nil))
    }
    for year in 2011...2016 {
      let inside = days.filter { $0.number / 10_000 == year }
      #expect(Array(calendar.days(in: .year(year))) == inside)
      let before = days.last { $0.number / 10_000 < year }
      #expect(calendar.neighbours(of: .year(year)).previous == before.map { .year(of: $0) })
    }
    // The digest does not depend on the way here.
    var other = EventCalendar()
    for day in days.reversed() {
      for event in events[day] ?? [] { other.insert(event, digest: UInt64(event.index), on: day) }
    }
    #expect(other.digest(of: days) == calendar.digest(of: days))
  }

  @Test("have pages in the directories of event files")
  func paths() throws {
    let day = try #require(EventDay(year: 2013, month: 1, day: 4))
    #expect(CalendarPeriod.day(day).path.file == "news/2013/01/4/index.html")
    #expect(CalendarPeriod.month(of: day).path.address == "/news/2013/01/")
    #expect(CalendarPeriod.year(of: day).path.address == "/news/2013/")
    #expect(CalendarPeriod.all.path.file == "news/index.html")
  }
}
