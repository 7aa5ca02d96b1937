package import Classification
package import EventArchive
package import Primitives

/// Decides the times of events, none of which is in the future, and which files are held back until their day.
package struct EventClock {
  /// The handling of files whose day has not come.
  package enum Future: String, CaseIterable, Sendable {
    /// They are held back until their day.
    case hold
    /// They are published at once.
    case publish
  }

  /// 2025-01-01. An earlier clock was never set, and corrects no times.
  package static let earliest: UnixTime = 1_735_689_600

  /// The time of new events: the present, or a given time.
  package let now: UnixTime
  /// The latest time that an event may get.
  package let latest: UnixTime

  private let timeZone: SiteTimeZone
  private let future: Future

  /// Makes a clock.
  /// - Parameters:
  ///   - now: the time of new events.
  ///   - present: the time of the system.
  ///   - timeZone: the time zone of days.
  ///   - future: the handling of files whose day has not come.
  package init(now: UnixTime, present: UnixTime, timeZone: SiteTimeZone, future: Future) {
    self.now = now
    latest = max(now, present)
    self.timeZone = timeZone
    self.future = future
  }

  /// Whether the clock was ever set.
  package var isSet: Bool { now >= Self.earliest }

  /// The time after which stored times are in the future; `nil` when the clock was never set.
  package var limit: UnixTime? { latest >= Self.earliest ? latest : nil }

  /// The day until which a file that was never published is held back; `nil` when it is not.
  package func heldUntil(_ day: EventDay?) -> EventDay? {
    guard let day else { return nil }
    return lastDay.map { day > $0 } ?? false ? day : nil
  }

  /// Whether posts with a future date are published at once.
  package var publishesFuture: Bool { future == .publish }

  /// The record of a post, whose own times count. A time in the future does not: then the post was published when it was found.
  package func record(
    _ record: EventHistory.Record, of times: PostTimes, isNew: Bool
  ) -> EventHistory.Record {
    var record = record
    if times.published <= latest, isNew || !publishesFuture || times.published < record.published {
      record.published = times.published
    }
    if let updated = times.updated, updated <= latest, isNew || updated > record.updated {
      record.updated = updated
    } else if isNew {
      record.updated = record.published
    }
    record.updated = max(record.updated, record.published)
    return record
  }

  /// The last day whose files are not held back; `nil` when none are.
  package var lastDay: EventDay? { future == .hold ? timeZone.day(containing: max(now, Self.earliest)) : nil }

  /// The record of a new event: published at the start of its day, or now while that day lasts.
  package func first(on day: EventDay?, content: ContentDigest, order: Int64) -> EventHistory.Record {
    var published = now
    if let day, !isSet || timeZone.day(containing: now) > day { published = timeZone.start(of: day) }
    return EventHistory.Record(order: order, published: published, updated: published, content: content)
  }

  /// The record of an event whose content changed: updated now. If that is not later than before, as with a given time, it is
  /// updated one second later, because readers ask for newer entries.
  package func edited(_ record: EventHistory.Record, content: ContentDigest) -> EventHistory.Record {
    var record = record
    record.content = content
    let next = record.updated + 1
    record.updated = max(now, isSet && next > latest ? record.updated : next)
    return record
  }
}
