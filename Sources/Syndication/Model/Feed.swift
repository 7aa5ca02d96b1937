package import Primitives

/// A feed in no format's terms, without its entries (RFC 4287, section 4.1.1, names the parts).
package struct Feed: Hashable, Sendable {
  /// The feed's permanent id, a URI (RFC 4287, section 4.2.6).
  package var id: String
  /// The feed's title, plain text.
  package var title: String
  /// One sentence on what the feed holds, plain text.
  package var subtitle: String
  /// When an entry of it changed last.
  package var updated: FeedDate
  /// Who publishes it, and wrote its entries.
  package var author: Person
  /// An absolute URL of the page that the feed belongs to.
  package var homePage: String
  /// Where all documents of the site are: an absolute URL that ends in `/`.
  package var baseURL: String
  /// The document's path below `baseURL`, without the extension that each format has.
  package var path: String
  /// What follows the extension in the document's address: the question that a feed made on demand answers, with its mark.
  package var query = ""
  /// The formats that the feed is published in.
  package var formats: [FeedFormat]
  /// Where the document's neighbours are when the feed is in several; `nil` for a feed that is all in one.
  package var paging: Paging?
  /// The WebSub hubs that tell subscribers when the feed changes, absolute URLs.
  package var hubs: [String] = []
  /// An absolute URL of a small square picture.
  package var icon: String
  /// What made the feed.
  package var generator: Generator
  /// The language of its text, a tag of RFC 5646.
  package var language: String

  /// The documents that a feed's document is linked with, by their paths without extension (RFC 5005, section 4).
  package struct Paging: Hashable, Sendable {
    /// The subscription document; `nil` in that document itself.
    package var current: String?
    /// The archive document with the entries before these.
    package var previous: String?
    /// The archive document with the entries behind these.
    package var next: String?

    /// Makes the links of a document.
    package init(current: String? = nil, previous: String? = nil, next: String? = nil) {
      (self.current, self.previous, self.next) = (current, previous, next)
    }
  }

  /// Makes a feed.
  package init(
    id: String, title: String, subtitle: String, updated: FeedDate, author: Person, homePage: String,
    baseURL: String, path: String, formats: [FeedFormat], paging: Paging? = nil, icon: String,
    generator: Generator, language: String
  ) {
    (self.id, self.title, self.subtitle, self.updated) = (id, title, subtitle, updated)
    (self.author, self.homePage, self.baseURL, self.path) = (author, homePage, baseURL, path)
    (self.formats, self.paging, self.icon) = (formats, paging, icon)
    (self.generator, self.language) = (generator, language)
  }

  /// Whether this is an archive document, which holds what the subscription document has no room for.
  package var isArchive: Bool { paging?.current != nil }

  /// The address of a document in a format; the path is the feed's own when none is named.
  package func address(_ format: FeedFormat, path: String? = nil) -> String {
    "\(baseURL)\(path ?? self.path).\(format.pathExtension)\(query)"
  }

  /// The address of a document below `baseURL`, relative to the feed's own.
  package func relativeAddress(_ target: String) -> String {
    String(repeating: "../", count: path.utf8.count { $0 == UInt8(ascii: "/") }) + target
  }
}

/// The program that made a feed (RFC 4287, section 4.2.4).
package struct Generator: Hashable, Sendable {
  /// The program's name.
  package var name: String
  /// The program's version.
  package var version: String

  /// Makes a generator.
  package init(name: String, version: String) { (self.name, self.version) = (name, version) }
}

/// A person or organisation (RFC 4287, section 3.2).
package struct Person: Hashable, Sendable {
  /// The name.
  package var name: String

  /// Makes a person.
  package init(name: String) { self.name = name }
}
