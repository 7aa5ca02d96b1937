internal import EventArchive
package import Primitives

/// A document of the output: a feed, or one of the lists of feeds.
package struct DocumentRecord: Hashable, Sendable {
  /// What a document is.
  package enum Kind: String, Sendable, CaseIterable {
    /// The feed of all events.
    case all
    /// An entity's feed.
    case entity
    /// A country's feed.
    case country
    /// The feed of a topic that the configuration defines.
    case topic
    /// Events that a feed has no room for.
    case archive
    /// What is no feed: the icon, the catalogue, the OPML, the page.
    case list

    /// Its place in lists of feeds.
    package var rank: Int {
      switch self {
      case .all: 0
      case .topic: 1
      case .country: 2
      case .entity: 3
      case .archive, .list: 4
      }
    }
  }

  /// The path below the output directory.
  package var path: String
  /// What it is.
  package var kind: Kind
  /// The topic's part of the path.
  package var slug: String
  /// The topic's name.
  package var name: String
  /// A country's ISO 3166-1 code.
  package var code: String?
  /// The number of events in the topic, those outside the feed's window too.
  package var events: Int
  /// The feed's `updated`, in seconds since 1970.
  package var updated: Int64
  /// The digest of everything the document is made from; `nil` for one that is to be removed.
  package var wanted: ContentDigest?
  /// The `wanted` that the file was made for last.
  package var published: ContentDigest?
  /// The file's size and modification time when it was written, in bytes and nanoseconds since 1970.
  package var stamp: Stamp?

  /// What tells whether somebody else has changed a published file.
  package struct Stamp: Hashable, Sendable {
    /// The size in bytes.
    package var size: Int64
    /// When the file was modified last, in nanoseconds since 1970.
    package var modified: Int64

    /// Makes a stamp.
    package init(size: Int64, modified: Int64) { (self.size, self.modified) = (size, modified) }
  }

  /// Makes a record of a document that is not published yet.
  package init(
    path: String, kind: Kind, slug: String, name: String, code: String? = nil, events: Int = 0,
    updated: Int64 = 0, wanted: ContentDigest?
  ) {
    (self.path, self.kind, self.slug, self.name, self.code) = (path, kind, slug, name, code)
    (self.events, self.updated, self.wanted) = (events, updated, wanted)
  }

  /// Whether the file in the output is not, as far as the index knows, what is wanted.
  package var isDirty: Bool { wanted != published }

  /// Whether it is a feed that people subscribe to.
  package var isFeed: Bool { kind != .list && kind != .archive }
}
