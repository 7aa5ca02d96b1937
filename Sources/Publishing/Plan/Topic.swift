package import ArchiveIndex
internal import Classification

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
  /// Other names that it is known by.
  package var aliases: [String] = []
  /// How many events it has.
  package var events = 0
  /// Its newest events, newest first, as indices into the plan's events: those of the feed, and the one behind them.
  var newest: [Int32] = []
  /// The bytes of the entries of these.
  var newestBytes = 0
  /// Whether the last of these is behind the feed, so that the feed is complete.
  var isComplete = false
  /// The events of its archive documents by id, from the oldest document to the newest.
  var archive: [[NameNumber]] = []

  /// Whether it has a feed: entities and countries have one while they have an event.
  package var isLive: Bool { events > 0 || kind == .all || kind == .topic }

  /// The feed's path below the output directory, without extension.
  package var path: String { kind == .all ? "all" : kind.rawValue + "/" + slug }

  /// The path of an archive document, without extension; the oldest has the number 1.
  package func archivePath(_ number: Int) -> String { "archive/\(path)/\(number)" }
}
