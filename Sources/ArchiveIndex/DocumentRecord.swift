package import Classification
package import Primitives

/// A document of the output: a feed, or one of the lists of feeds.
package struct DocumentRecord: Hashable, Sendable {
  /// The purpose of a document.
  package enum Kind: Hashable, Sendable {
    /// The feed of a topic.
    case feed(TopicKind)
    /// Events that a feed has no room for.
    case archive
    /// A copy of the feed of a country at the path that an entity with its name would have.
    case copy
    /// A web page of a topic, an event or a day, which is never written over a file of another program.
    case page
    /// A document that is no feed: the catalogue, an outline, the page to find feeds, an image.
    case list
  }

  /// The path below the output directory.
  package var path: String
  /// The purpose.
  package var kind: Kind
  /// The topic's part of the path; empty without a topic.
  package var slug: String
  /// The topic's name.
  package var name: String
  /// A country's ISO 3166-1 code.
  package var code: String?
  /// The number of events of the topic, including those outside the feed's window.
  package var events: Int
  /// The feed's `updated`.
  package var updated: UnixTime
  /// The digest of everything that the document is made from; `nil` for a document to remove.
  package var wanted: ContentDigest?
  /// The `wanted` of the last write.
  package var published: ContentDigest?
  /// The stamp of the file after the last write.
  package var stamp: Stamp?

  /// The size of a published file or object, and its time or the digest of its entity tag, by which changes by other programs are
  /// noticed.
  package struct Stamp: Hashable, Sendable {
    /// The size in bytes.
    package var size: Int64
    /// When the file was modified last, in nanoseconds since 1970.
    package var modified: Int64

    /// Makes a stamp.
    package init(size: Int64, modified: Int64) { (self.size, self.modified) = (size, modified) }

    /// Makes the stamp of an object in object storage: 63 bits that are computed from its entity tag take the place of the time.
    package init(size: Int64, entityTag: String) {
      self.init(size: size, modified: Int64(ContentDigest(entityTag).high >> 1))
    }

    /// The stamp of the same file or object, marked as one that another program has written.
    package var ofAnotherProgram: Stamp { isOfAnotherProgram ? self : Stamp(size: size, modified: ~modified) }

    /// Whether the stamp is marked as that of a file or object that another program has written.
    package var isOfAnotherProgram: Bool { modified < 0 }

    /// The stamp without that mark.
    package var ofAnyProgram: Stamp { isOfAnotherProgram ? Stamp(size: size, modified: ~modified) : self }
  }

  /// Makes a record of a document that is not published yet.
  package init(
    path: String, kind: Kind, slug: String, name: String, code: String? = nil, events: Int = 0,
    updated: UnixTime = 0, wanted: ContentDigest?
  ) {
    self.path = path
    self.kind = kind
    self.slug = slug
    self.name = name
    self.code = code
    self.events = events
    self.updated = updated
    self.wanted = wanted
  }

  /// Makes a record of a web page that is not published yet.
  package init(page path: String, wanted: ContentDigest) {
    self.init(path: path, kind: .page, slug: "", name: "", wanted: wanted)
  }

  /// Whether the document must be written or removed. A document to remove may have been written by a build that was killed before it
  /// stored that.
  package var isDirty: Bool { wanted == nil || wanted != published }

  /// The kind of the feed's topic; `nil` for a document that is no feed.
  package var topicKind: TopicKind? { if case .feed(let kind) = kind { kind } else { nil } }

  /// The path of the feed that it is a copy of; `nil` for another document.
  package var originalPath: String? {
    guard kind == .copy, let dot = path.lastIndex(of: ".") else { return nil }
    return TopicKind.country.path(slug: slug) + path[dot...]
  }

  /// Whether it is the feed of a topic.
  package var isFeed: Bool { topicKind != nil }

  /// Whether people can subscribe to it: it is the feed of a topic, or a copy of one.
  package var isSubscribable: Bool { isFeed || kind == .copy && !path.hasSuffix(".html") }
}

extension DocumentRecord.Kind: RawRepresentable {
  /// The text in the index: the name of a feed's kind of topic, or the purpose.
  package var rawValue: String {
    switch self {
    case .feed(let kind): kind.name
    case .archive: "archive"
    case .copy: "copy"
    case .page: "page"
    case .list: "list"
    }
  }

  /// Reads the text in the index; `nil` for an unknown one.
  package init?(rawValue: String) {
    switch rawValue {
    case "archive": self = .archive
    case "copy": self = .copy
    case "page": self = .page
    case "list": self = .list
    default:
      guard let kind = TopicKind.named(rawValue) else { return nil }
      self = .feed(kind)
    }
  }
}
