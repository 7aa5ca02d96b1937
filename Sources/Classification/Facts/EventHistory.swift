internal import EventArchive
package import Primitives

/// What the index remembers of events from one run to the next: the only memory that output depends on beside
/// content and configuration.
package struct EventHistory: Sendable {
  /// What is remembered of one event.
  package struct Record: Sendable, Equatable {
    /// Its place in the order in which events became known, run by run.
    package var order: Int64
    /// Atom's `published`, in seconds since 1970; never changes, unless a clock that was ahead has set it.
    package var published: Int64
    /// Atom's `updated`, in seconds since 1970.
    package var updated: Int64
    /// The digest of the content that readers were last shown.
    package var content: ContentDigest

    /// Makes a record.
    package init(order: Int64, published: Int64, updated: Int64, content: ContentDigest) {
      (self.order, self.published, self.updated, self.content) = (order, published, updated, content)
    }
  }

  /// Records by the number of the name that is the event's id.
  package var events: [NameNumber: Record] = [:]
  /// For each name that an event was published under: the event's id.
  package var ids: [NameNumber: NameNumber] = [:]

  /// Events whose last page is gone, or whose text a page no longer has.
  package var departed = DepartedEvents()

  /// The numbers of the pages that have come since the last run.
  var added: Set<Int> = []
  /// The numbers of the pages that have another text, or another name, since the last run.
  var replaced: Set<Int> = []

  /// The latest time of any event, in seconds since 1970; the smallest number when there is none.
  package var latestTime: Int64 {
    events.values.reduce(.min) { max($0, $1.published, $1.updated) }
  }

  /// Makes a history in which nothing was published yet.
  package init() {}
}
