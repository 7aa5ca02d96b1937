internal import EventArchive
internal import Primitives

/// The events of a plan by day, maintained from change to change.
struct EventCalendar: Sendable {
  /// The days with events, sorted.
  private(set) var days: [EventDay] = []

  private var eventsOfDay: [EventDay: [PublicationPlan.Event.Index]] = [:]
  // For each day a sum of the digests of its events, which does not depend on their order.
  private var sums: [EventDay: UInt64] = [:]
  private var changed: Set<EventDay> = []

  /// Makes a calendar without events.
  init() {}

  /// Reads the events by day, as `append` has written them. Sums are not among them.
  /// - Throws: `BinaryReader.Damaged`.
  init(_ reader: inout BinaryReader) throws {
    days = try reader.list { reader in
      guard let day = EventDay(number: try reader.number()) else { throw BinaryReader.Damaged() }
      eventsOfDay[day] = try reader.list { .init(rawValue: try $0.number()) }
      return day
    }
  }

  /// Appends the events by day.
  func append(to writer: inout BinaryWriter) {
    writer.append(list: days) { writer, day in
      writer.append(day.number)
      writer.append(list: events(on: day)) { $0.append($1.rawValue) }
    }
  }

  /// The events of a day, unsorted.
  func events(on day: EventDay) -> [PublicationPlan.Event.Index] { eventsOfDay[day] ?? [] }

  /// The digest of the events of some days.
  func digest(of days: some Sequence<EventDay>) -> UInt64 {
    days.reduce(0) { BitMixing.mixed($0, sums[$1] ?? 0) &+ UInt64($1.number) }
  }

  /// Adds an event to its day.
  mutating func insert(_ event: PublicationPlan.Event.Index, digest: UInt64, on day: EventDay) {
    if eventsOfDay[day] == nil, days.last.map({ $0 >= day }) ?? false {
      days.insert(day, at: position(of: day))
    } else if eventsOfDay[day] == nil {
      days.append(day)
    }
    eventsOfDay[day, default: []].append(event)
    sums[day, default: 0] &+= BitMixing.spread(digest)
    changed.insert(day)
  }

  /// Removes an event from its day.
  mutating func remove(_ event: PublicationPlan.Event.Index, digest: UInt64, from day: EventDay) {
    changed.insert(day)
    sums[day, default: 0] &-= BitMixing.spread(digest)
    eventsOfDay[day]?.removeAll { $0 == event }
    guard eventsOfDay[day]?.isEmpty == true else { return }
    (eventsOfDay[day], sums[day]) = (nil, nil)
    days.remove(at: position(of: day))
  }

  /// The days of which events were added or removed since the last call, sorted.
  mutating func takeChanges() -> [EventDay] {
    defer { changed = [] }
    return changed.sorted()
  }

  /// The days with events of a period.
  func days(in period: CalendarPeriod) -> ArraySlice<EventDay> {
    guard let range = period.numbers else { return days[...] }
    return days[position(ofNumber: range.lowerBound)..<position(ofNumber: range.upperBound + 1)]
  }

  /// The periods of the same length with events before and after a period.
  func neighbours(of period: CalendarPeriod) -> (previous: CalendarPeriod?, next: CalendarPeriod?) {
    let inside = days(in: period)
    return (
      inside.startIndex > 0 ? period.sibling(with: days[inside.startIndex - 1]) : nil,
      inside.endIndex < days.count ? period.sibling(with: days[inside.endIndex]) : nil
    )
  }

  private func position(of day: EventDay) -> Int { position(ofNumber: day.number) }

  // The index of the first day that is not before a number.
  private func position(ofNumber number: Int32) -> Int {
    days.partitioningIndex { $0.number >= number }
  }
}

/// A period that has a page of its own.
enum CalendarPeriod: Hashable, Sendable {
  /// All years.
  case all
  /// A year.
  case year(Int)
  /// A month as the number `yyyymm`.
  case month(Int)
  /// A day.
  case day(EventDay)

  /// The month of a day.
  static func month(of day: EventDay) -> Self { .month(Int(day.number / 100)) }

  /// The year of a day.
  static func year(of day: EventDay) -> Self { .year(Int(day.number / 10_000)) }

  /// The path of the page.
  var path: PagePath {
    switch self {
    case .all: PagePath(year: nil)
    case .year(let year): PagePath(year: year)
    case .month(let month): PagePath(year: month / 100, month: month % 100)
    case .day(let day):
      PagePath(
        year: Int(day.number / 10_000), month: Int(day.number / 100 % 100), day: Int(day.number % 100))
    }
  }

  /// The next longer period; `nil` for all years.
  var parent: CalendarPeriod? {
    switch self {
    case .all: nil
    case .year: .all
    case .month(let month): .year(month / 100)
    case .day(let day): .month(of: day)
    }
  }

  /// The parts of this period, by the days in it.
  func part(with day: EventDay) -> CalendarPeriod {
    switch self {
    case .all: .year(of: day)
    case .year: .month(of: day)
    case .month, .day: .day(day)
    }
  }

  // The period of the same length that has a day.
  fileprivate func sibling(with day: EventDay) -> CalendarPeriod? { parent?.part(with: day) }

  // The numbers `yyyymmdd` of the days; `nil` for all.
  fileprivate var numbers: ClosedRange<Int32>? {
    switch self {
    case .all: nil
    case .year(let year): Int32(year * 10_000)...Int32(year * 10_000 + 9_999)
    case .month(let month): Int32(month * 100)...Int32(month * 100 + 99)
    case .day(let day): day.number...day.number
    }
  }
}
