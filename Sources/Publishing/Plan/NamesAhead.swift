package import ArchiveIndex
internal import Classification
package import EventArchive
internal import Primitives

extension EventDay {
  /// The last published day of the last build; `nil` when no event was held.
  package static func lastShown(_ transaction: IndexTransaction) throws -> EventDay? {
    try day(named: "shownDay", transaction)
  }

  /// The first held day that pages link to; `nil` when there is none.
  package static func firstAhead(_ transaction: IndexTransaction) throws -> EventDay? {
    try day(named: "firstDayAhead", transaction)
  }

  private static func day(named key: String, _ transaction: IndexTransaction) throws -> EventDay? {
    try transaction.setting(key).flatMap { Int32($0) }.flatMap { EventDay(number: $0) }
  }
}

extension NamesAhead {
  /// Stores the published days in the index.
  package func keep(lastDay: EventDay?, _ transaction: IndexTransaction) throws {
    for (key, day) in [("shownDay", lastDay), ("firstDayAhead", firstDay)] {
      let value = day.map { "\($0.number)" } ?? ""
      if try transaction.setting(key) ?? "" != value { try transaction.set(key, to: value) }
    }
  }
}

/// The names of held events that pages have or link to.
package struct NamesAhead: Sendable {
  private var days: [NameNumber: EventDay] = [:]
  // The number of names that were examined.
  private var count = 0

  /// The first held day; `nil` when there is none.
  package var firstDay: EventDay? { days.values.min() }

  /// Adds the new names since the last call.
  /// - Parameter lastDay: the last published day; `nil` when all are.
  mutating func update(_ names: StringInterner, lastDay: EventDay?) {
    if let lastDay {
      for number in count..<max(count, names.count) {
        guard let day = names.withBytes(at: number, EventName.day(inPath:)), day > lastDay else { continue }
        days[NameNumber(number)] = day
      }
    }
    count = names.count
  }

  /// The digest of a page's links to held events; 0 without any. It changes when such a link appears.
  func digest(ofLinksOf page: PageRecord, _ names: StringInterner) -> UInt64 {
    guard !days.isEmpty else { return 0 }
    var hidden: [UInt8] = []
    page.forEachLink { target, _ in
      if days[target] != nil { names.withBytes(at: target.index) { hidden += $0 } }
    }
    return hidden.isEmpty ? 0 : hidden.withUnsafeBytes { ContentDigest($0).high }
  }
}
