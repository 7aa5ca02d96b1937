internal import Primitives

/// Parses the forms of dates in front matter.
///
/// - `2013-11-14` and `2013/11/4`, alone or before `T`, `_` or blanks, a time, and a zone
/// - `20131114`, and seconds since 1970
/// - `January 5, 2024`, `5 Jan 2024`, `Fri, 05 Jan 2024 10:00:00 +0100`
struct DateText {
  /// The result of parsing.
  struct Match: Hashable {
    /// The date.
    var date: PostDate
    /// Whether the whole text was understood, and not only the day at its begin.
    var isWhole: Bool
  }

  private var text: ByteScanner
  private let zone: SiteTimeZone

  /// Parses a text; `nil` when it does not begin with a date.
  /// - Parameter zone: the zone of a time without an offset.
  static func match(_ text: String, in zone: SiteTimeZone) -> Match? {
    let bytes = Array(text.trimmingQuotes.utf8)
    var parser = DateText(text: ByteScanner(bytes), zone: zone)
    parser.text.skipBlanks()
    if let number = number(bytes, in: zone) { return Match(date: number, isWhole: true) }
    guard let match = parser.match() else { return nil }
    return EventDay.timeRange.contains(match.date.time) ? match : nil
  }

  /// The day that a file's name begins with, followed by a hyphen, an underscore, a blank or the end.
  static func leadingDay(ofName name: some Collection<UInt8>) -> (day: EventDay, length: Int)? {
    var text = ByteScanner(Array(name))
    guard let day = day(in: &text, separators: ByteSet("-")) else { return nil }
    guard text.isAtEnd || text.skip(anyOf: ByteSet("-_ ")) else { return nil }
    return (day, text.index)
  }

  /// A day `2013-11-14` at the position, with one of the separators twice.
  static func day(in text: inout ByteScanner, separators: ByteSet) -> EventDay? {
    let start = text.index
    guard let year = text.number(digits: 4...4), let separator = text.current, separators.contains(separator),
      text.skip(separator), let month = text.number(digits: 1...2), text.skip(separator),
      let day = text.number(digits: 1...2), !(text.current?.isDigit ?? false),
      let result = EventDay(year: year, month: month, day: day)
    else {
      text.index = start
      return nil
    }
    return result
  }
}

extension DateText {
  private mutating func match() -> Match? {
    let start = text.index
    if let day = numericDay() { return match(on: day, separators: "Tt_") }
    text.index = start
    return namedDay().map { match(on: $0, separators: ",") }
  }

  // `20131114`, or seconds since 1970 with nine or ten digits.
  private static func number(_ bytes: [UInt8], in zone: SiteTimeZone) -> PostDate? {
    guard (8...10).contains(bytes.count), bytes.allSatisfy({ $0.isDigit }),
      let number = Int64(String(decoding: bytes, as: UTF8.self))
    else { return nil }
    if bytes.count > 8 { return PostDate(time: UnixTime(number), offset: 0, precision: .time) }
    return EventDay(number: Int32(number)).map { .start(of: $0, in: zone) }
  }

  private mutating func numericDay() -> EventDay? {
    Self.day(in: &text, separators: ByteSet("-/"))
  }

  // `January 5, 2024`, `5 January 2024` or `Friday, 5 Jan 2024`.
  private mutating func namedDay() -> EventDay? {
    var month = monthName()
    if month == nil, text.word() != nil {
      // A weekday.
      text.skip(whileIn: ByteSet("., "))
      month = monthName()
    }
    text.skip(whileIn: ByteSet(". "))
    guard let day = text.number(digits: 1...2) else { return nil }
    if let suffix = text.word(), !["st", "nd", "rd", "th"].contains(suffix.lowercased()) { return nil }
    text.skip(whileIn: ByteSet("., -"))
    month = month ?? monthName()
    text.skip(whileIn: ByteSet("., -"))
    guard let month, let year = text.number(digits: 4...4) else { return nil }
    return EventDay(year: year, month: month, day: day)
  }

  private mutating func monthName() -> Int? {
    let start = text.index
    if let name = text.word()?.lowercased(), name.utf8.count >= 3,
      let index = Self.months.firstIndex(where: { $0.hasPrefix(name) })
    {
      return index + 1
    }
    text.index = start
    return nil
  }

  // The rest behind a day: nothing, or a time with or without a zone.
  private mutating func match(on day: EventDay, separators: StaticString) -> Match {
    let start = PostDate.start(of: day, in: zone)
    let incomplete = Match(date: start, isWhole: false)
    let behindDay = text.index
    let hasMark = text.skip(anyOf: ByteSet(separators))
    text.skipBlanks()
    if text.isAtEnd { return hasMark ? incomplete : Match(date: start, isWhole: true) }
    guard text.index > behindDay, let seconds = clock() else { return incomplete }
    text.skipBlanks()
    let time = day.startTime + seconds
    if text.isAtEnd {
      return Match(date: PostDate(time: zone.time(ofClock: time), precision: .time), isWhole: true)
    }
    guard let offset = offset(), text.isAtEnd else { return incomplete }
    return Match(date: PostDate(time: time - offset, offset: offset, precision: .time), isWhole: true)
  }

  // `9:05`, `19:05`, `19:05:59` or `19:05:59.123`, as seconds. Fractions are dropped.
  private mutating func clock() -> Int? {
    guard let hour = text.number(digits: 1...2), text.skip(.colon), let minute = text.number(digits: 2...2),
      hour < 24, minute < 60
    else { return nil }
    guard text.skip(.colon) else { return hour * 3600 + minute * 60 }
    // 60 is a leap second (RFC 3339, section 5.7).
    guard let second = text.number(digits: 2...2), second <= 60 else { return nil }
    if text.skip(anyOf: ByteSet(".,")), text.number(digits: 1...18) == nil { return nil }
    return hour * 3600 + minute * 60 + min(second, 59)
  }

  // `Z`, `UTC`, `GMT`, `-0500`, `-05:00`, `-5` or a zone of RFC 822, as seconds.
  private mutating func offset() -> Int? {
    if let name = text.word() { return Self.zones[name.uppercased()].map { $0 * 3600 } }
    let sign = text.current == .hyphen ? -1 : 1
    guard text.skip(anyOf: ByteSet("+-")), let first = text.number(digits: 1...4) else { return nil }
    if first >= 100 { return first % 100 < 60 ? sign * (first / 100 * 3600 + first % 100 * 60) : nil }
    guard text.skip(.colon) else { return first <= 26 ? sign * first * 3600 : nil }
    guard let minutes = text.number(digits: 2...2), minutes < 60, first <= 26 else { return nil }
    return sign * (first * 3600 + minutes * 60)
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
  ]
  private static let zones: [String: Int] = [
    "Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7,
  ]
}
