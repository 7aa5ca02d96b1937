package import Primitives

/// The metadata of a feed document in no particular format (RFC 4287, section 4.1.1), without its entries.
package struct Feed: Hashable, Sendable {
  /// The feed's permanent id, a URI (RFC 4287, section 4.2.6).
  package var id: String
  /// The title, plain text.
  package var title: String
  /// A description of the feed's entries in one sentence, plain text.
  package var subtitle: String
  /// The time of the last change of an entry.
  package var updated: UnixTime
  /// The publisher of the feed, and author of its entries.
  package var author: Person
  /// The absolute URL of the page to which the feed belongs.
  package var homePage: String
  /// The absolute URL of the directory of all documents, which ends in `/`.
  package var baseURL: String
  /// The document's path below `baseURL`, without the extension, which depends on the format.
  package var path: String
  /// The query of the document's address with its `?`; empty except in feeds on demand.
  package var query = ""
  /// The formats in which the feed is published.
  package var formats: [FeedFormat]
  /// The links to the feed's other documents; `nil` when the feed has one document.
  package var paging: Paging?
  /// The WebSub hubs that distribute the feed, absolute URLs.
  package var hubs: [String] = []
  /// The absolute URL of a small square picture.
  package var icon: String
  /// The program that made the feed.
  package var generator: Generator
  /// The language of the text, a tag of RFC 5646.
  package var language: String
  /// The rights in the entries, plain text (RFC 4287, section 4.2.10); `nil` when none are stated.
  package var rights: String?
  /// The absolute URL of the licence of the entries (RFC 4946); `nil` when there is none.
  package var license: String?

  /// The documents to which a feed's document links, by their paths without extension (RFC 5005, section 4).
  package struct Paging: Hashable, Sendable {
    /// The subscription document; `nil` in the subscription document itself.
    package var current: String?
    /// The archive document with the next older entries.
    package var previous: String?
    /// The archive document with the next newer entries.
    package var next: String?

    /// Makes the links of a document.
    package init(current: String? = nil, previous: String? = nil, next: String? = nil) {
      self.current = current
      self.previous = previous
      self.next = next
    }
  }

  /// Makes a feed.
  package init(
    id: String, title: String, subtitle: String, updated: UnixTime, author: Person, homePage: String,
    baseURL: String, path: String, formats: [FeedFormat], paging: Paging? = nil, icon: String,
    generator: Generator, language: String
  ) {
    self.id = id
    self.title = title
    self.subtitle = subtitle
    self.updated = updated
    self.author = author
    self.homePage = homePage
    self.baseURL = baseURL
    self.path = path
    self.formats = formats
    self.paging = paging
    self.icon = icon
    self.generator = generator
    self.language = language
  }

  /// Whether this is an archive document, with entries that are too old for the subscription document.
  package var isArchive: Bool { paging?.current != nil }

  /// The address of a document in a format.
  /// - Parameter path: the document's path; `nil` for this document.
  package func address(_ format: FeedFormat, path: String? = nil) -> String {
    "\(baseURL)\(PercentCoding.encodedPath(path ?? self.path)).\(format.pathExtension)\(query)"
  }

  /// The address of a path below `baseURL`, relative to this document.
  package func relativeAddress(_ target: String) -> String {
    let depth = path.utf8.count { $0 == UInt8(ascii: "/") }
    return String(repeating: "../", count: depth) + target
  }
}

/// The program that made a feed (RFC 4287, section 4.2.4).
package struct Generator: Hashable, Sendable {
  /// The program's name.
  package var name: String
  /// The program's version.
  package var version: String

  /// Makes a generator.
  package init(name: String, version: String) {
    self.name = name
    self.version = version
  }
}

/// A person or organization (RFC 4287, section 3.2).
package struct Person: Hashable, Sendable {
  /// The name.
  package var name: String

  /// Makes a person.
  package init(name: String) { self.name = name }
}
