package import Classification
package import Primitives

/// A topic with the events of its feed and archive documents.
package struct Topic: Sendable {
  /// The index of a topic in a plan.
  package typealias Index = ItemNumber<Topic>

  /// The kind.
  package var kind: TopicKind
  /// The topic's part of the feed's path; empty for the feed of all events.
  package var slug: String
  /// The name, for people.
  package var name: String
  /// The ISO 3166-1 code of a country.
  package var code: String?
  /// Other names of the topic.
  package var aliases: [String] = []
  /// The paths of copies of its feed, without extension.
  package var copies: [String] = []
  /// What an entity is; `nil` for other topics.
  package var type: EntityType?
  /// Whether it has no feed and is in no list; feeds on demand have its events.
  package var isHidden = false
  /// The number of its events.
  package var events = 0
  /// The events of the feed, newest first, and the next older one.
  var newest: [PublicationPlan.Event.Index] = []
  /// The size of the entries of `newest`, in bytes.
  var newestBytes = 0
  /// Whether the last of `newest` is the one that the feed has no room for.
  var isComplete = false
  /// The events of its archive documents, by id, the oldest document first.
  var archive: [[NameNumber]] = []

  /// Whether it has a feed.
  package var isLive: Bool { events > 0 && !isHidden || kind.isConfigured }

  /// The feed's path below the output directory, without extension.
  package var path: String { kind.path(slug: slug) }

  /// The path of an archive document, without extension; the oldest has the number 1.
  package func archivePath(_ number: Int) -> String { "\(Self.archiveDirectory)/\(path)/\(number)" }

  private static let archiveDirectory = "archive"

  /// The directories of feeds and archive documents.
  package static var feedDirectories: [String] {
    [archiveDirectory] + TopicKind.known.filter { $0 != .all }.map(\.name)
  }
}

extension Topic.Index {
  /// The topic of all events.
  static var all: Self { Self(0) }
}
