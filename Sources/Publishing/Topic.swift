internal import EventArchive
package import EventIndex

/// A topic with its newest events: what becomes a feed.
package struct Topic: Sendable {
  /// What kind of topic it is.
  package var kind: DocumentRecord.Kind
  /// Its part of the feed's path; empty for the feed of all events.
  package var slug: String
  /// Its name, for people.
  package var name: String
  /// A country's ISO 3166-1 code.
  package var code: String?
  /// How many events it has.
  package var events = 0
  /// Its newest events, newest first, as indices into the plan's events.
  package var window: [Int32] = []

  /// Whether it has a feed: the one of all events always does, others when they have an event.
  package var isLive: Bool { events > 0 || kind == .all }

  /// The feed's path below the output directory, without extension.
  package var path: String { kind == .all ? "all" : kind.rawValue + "/" + slug }
}
