internal import Classification
internal import EventArchive

/// Words and numbers of web pages, in English.
enum PageText {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]

  /// A day: `14 November 2013`.
  static func day(_ day: EventDay) -> String {
    "\(day.number % 100) \(month(Int(day.number / 100)))"
  }

  /// A month by its number `yyyymm`: `November 2013`.
  static func month(_ number: Int) -> String { "\(nameOfMonth(number)) \(number / 100)" }

  /// The name of a month by its number `yyyymm`: `November`.
  static func nameOfMonth(_ number: Int) -> String {
    let index = number % 100 - 1
    return months.indices.contains(index) ? months[index] : ""
  }

  /// A number with a comma before each group of three digits: `113,985`.
  static func number(_ value: Int) -> String {
    let digits = "\(value)"
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// A number of events: `1 event`, `198 events`.
  static func events(_ count: Int) -> String { "\(number(count)) \(count == 1 ? "event" : "events")" }

  /// A period: `14 November 2013`, `November 2013`, `2013`.
  static func period(_ period: CalendarPeriod) -> String {
    switch period {
    case .all: "All events"
    case .year(let year): "\(year)"
    case .month(let number): month(number)
    case .day(let number): day(number)
    }
  }

  /// What a topic is: `Country`, `Person`; `nil` when it is not known.
  static func type(of topic: Topic) -> String? {
    if let type = topic.type { return type.title }
    switch topic.kind {
    case .all: return nil
    case .combined: return "Combined topic"
    case .entity: return nil
    default: return topic.kind.name.prefix(1).uppercased() + topic.kind.name.dropFirst()
    }
  }

  /// The flag of a country: regional indicator symbols, which platforms without flags show as letters.
  static func flag(ofCountry code: String) -> String? {
    guard code.utf8.count == 2, code.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else { return nil }
    var flag = ""
    for byte in code.utf8 {
      if let symbol = Unicode.Scalar(0x1F1E6 + UInt32(byte) - 0x41) { flag.unicodeScalars.append(symbol) }
    }
    return flag
  }
}
