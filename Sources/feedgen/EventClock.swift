import Classification
import EventArchive

/// Gives events their times.
struct EventClock {
  private static let start2025: Int64 = 1_735_689_600

  private let now: Int64
  private let comparesContent: Bool

  /// Makes a clock that stands at `now`, in seconds since 1970; `comparesContent` is false when the digests that are
  /// remembered were made by another version of the program, and tell nothing.
  init(now: Int64, comparesContent: Bool) { (self.now, self.comparesContent) = (now, comparesContent) }

  /// The record of an event seen for the first time: published when its day began, or now when that day is not over,
  /// so that no date lies in the future.
  func new(on day: EventDay?, content: ContentDigest, order: Int64) -> EventHistory.Record {
    var published = day?.startTime ?? now
    // A clock that was never set must not date all events: it is before the program itself.
    if let day, now >= Self.start2025, EventDay(containing: now) <= day { published = now }
    return EventHistory.Record(order: order, published: published, updated: published, content: content)
  }

  /// The record of an event seen again: updated now if what readers see of it has changed.
  func seen(_ record: EventHistory.Record, content: ContentDigest) -> EventHistory.Record {
    guard record.content != content else { return record }
    var record = record
    record.content = content
    if comparesContent { record.updated = max(now, record.updated) }
    return record
  }
}
