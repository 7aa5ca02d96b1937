package import Classification
package import EventArchive
package import Primitives

/// Gives events their times, none of which is in the future, and says which files are held back until their day.
package struct EventClock {
  /// What is done with files of days to come.
  package enum Future: String, CaseIterable, Sendable {
    /// They are held back until their day.
    case hold
    /// They are published at once.
    case publish
  }

  /// 2025-01-01. A clock before it was never set, and nothing is corrected by it.
  package static let earliest: Int64 = 1_735_689_600

  /// When events count as seen, in seconds since 1970: the present, or what was given in its place.
  package let now: Int64
  /// The latest time that may be given to anything, in seconds since 1970.
  package let latest: Int64

  private let timeZone: SiteTimeZone
  private let future: Future

  /// Makes a clock.
  /// - Parameters:
  ///   - now: when events count as seen, in seconds since 1970.
  ///   - present: what time it is by the clock of the system, in seconds since 1970.
  ///   - timeZone: decides what day it is.
  ///   - future: what is done with files of days to come.
  package init(now: Int64, present: Int64, timeZone: SiteTimeZone, future: Future) {
    (self.now, latest) = (now, max(now, present))
    (self.timeZone, self.future) = (timeZone, future)
  }

  /// Whether the clock was ever set.
  package var isSet: Bool { now >= Self.earliest }

  /// The times of the index that are in the future for sure; `nil` when nothing can be said because the clock was
  /// never set.
  package var limit: Int64? { latest >= Self.earliest ? latest : nil }

  /// The day until which a file that was never published is held back; `nil` when it is not.
  package func heldUntil(_ day: EventDay?) -> EventDay? {
    guard let day else { return nil }
    return lastDay.map { day > $0 } ?? false ? day : nil
  }

  /// The last day whose files are not held back; `nil` when none are.
  package var lastDay: EventDay? { future == .hold ? timeZone.day(containing: max(now, Self.earliest)) : nil }

  /// The record of an event seen for the first time: published when its day began, or now when that day is not over,
  /// so that no date is in the future.
  package func first(on day: EventDay?, content: ContentDigest, order: Int64) -> EventHistory.Record {
    var published = now
    if let day, !isSet || timeZone.day(containing: now) > day { published = timeZone.start(of: day) }
    return EventHistory.Record(order: order, published: published, updated: published, content: content)
  }

  /// The record of an event seen again, when readers see another content than before: updated now. If that is no later
  /// than it was, as with a time that was given in place of the present, it is updated one second later: readers ask for
  /// what is newer than they have.
  package func edited(_ record: EventHistory.Record, content: ContentDigest) -> EventHistory.Record {
    var record = record
    record.content = content
    let next = record.updated + 1
    record.updated = max(now, isSet && next > latest ? record.updated : next)
    return record
  }
}
