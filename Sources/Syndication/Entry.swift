/// What the publisher knows of one entry of a feed, beside its story (RFC 4287, section 4.1.2, names the parts).
package struct Entry: Hashable, Sendable {
  /// The story's permanent id, a URI, the same in every feed.
  package var id: String
  /// When the story was published first; never changes.
  package var published: FeedDate
  /// When the story's own content changed last.
  package var updated: FeedDate

  /// Makes an entry.
  package init(id: String, published: FeedDate, updated: FeedDate) {
    (self.id, self.published, self.updated) = (id, published, updated)
  }
}

/// A reference from a feed or entry to a web resource (RFC 4287, section 4.2.7).
package struct Link: Hashable, Sendable {
  /// What the resource is to the feed or entry: a registered relation.
  package enum Relation: String, Sendable {
    /// Another form of the same thing.
    case alternate
    /// The document itself.
    case `self`
    /// A related resource.
    case related
    /// The source of the information.
    case via
    /// A file to go with the entry.
    case enclosure
  }

  /// The relation.
  package var relation: Relation
  /// An absolute URL.
  package var href: String
  /// The media type, when it is known.
  package var type: String?
  /// Text for people.
  package var title: String?

  /// Makes a link.
  package init(_ relation: Relation, _ href: String, type: String? = nil, title: String? = nil) {
    (self.relation, self.href, self.type, self.title) = (relation, href, type, title)
  }
}

/// What an entry is about (RFC 4287, section 4.2.2).
package struct Category: Hashable, Sendable {
  /// An absolute URI that says what kind of term this is.
  package var scheme: String
  /// The term, for programs.
  package var term: String
  /// The term, for people.
  package var label: String

  /// Makes a category.
  package init(scheme: String, term: String, label: String) {
    (self.scheme, self.term, self.label) = (scheme, term, label)
  }
}
