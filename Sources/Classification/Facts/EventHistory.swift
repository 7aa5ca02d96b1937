package import EventArchive
package import Primitives

/// The stored ids and times of events. Beside content and configuration, the output depends on nothing else.
package struct EventHistory: Sendable {
  /// The record of one event.
  package struct Record: Sendable, Equatable {
    /// The number of the build that first published it.
    package var order: Int64
    /// Atom's `published` (RFC 4287, 4.2.9). It changes only if a clock that was ahead set it.
    package var published: UnixTime
    /// Atom's `updated` (RFC 4287, 4.2.15).
    package var updated: UnixTime
    /// The digest of the content that was last published.
    package var content: ContentDigest

    /// Makes a record.
    package init(order: Int64, published: UnixTime, updated: UnixTime, content: ContentDigest) {
      self.order = order
      self.published = published
      self.updated = updated
      self.content = content
    }
  }

  /// Records by the number of the name that is the event's id.
  package var events = ItemTable<EventName, Record>()
  /// For each name that an event was published under: the event's id.
  package var ids = ItemTable<EventName, NameNumber>()

  /// Events without a page, whose ids are given to pages with the same text.
  package var ended = EndedEvents()

  /// The numbers of the pages that were added since the last build.
  var added: Set<Int> = []
  /// The numbers of the pages with another text, or another name, than in the last build.
  var replaced: Set<Int> = []

  /// The latest time of any event; the earliest time when there is none.
  package var latestTime: UnixTime {
    events.reduce(.distantPast) { max($0, $1.value.published, $1.value.updated) }
  }

  /// Makes an empty history.
  package init() {}
}
