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
  /// Who publishes it.
  package var author: Person
  /// Links: `self`, `alternate`, and others.
  package var links: [Link]
  /// An absolute URL of a small square picture.
  package var icon: String
  /// What made the feed.
  package var generator: Generator
  /// The language of its text, a tag of RFC 5646.
  package var language: String

  /// Makes a feed.
  package init(
    id: String, title: String, subtitle: String, updated: FeedDate, author: Person, links: [Link],
    icon: String,
    generator: Generator, language: String
  ) {
    (self.id, self.title, self.subtitle, self.updated) = (id, title, subtitle, updated)
    (self.author, self.links, self.icon) = (author, links, icon)
    (self.generator, self.language) = (generator, language)
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
