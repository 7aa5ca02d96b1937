package import Primitives

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

/// What an entry tells, the same in every feed; texts and addresses are UTF-8.
package struct EntryContent: Hashable, Sendable {
  /// A page that the story was taken from.
  package struct Source: Hashable, Sendable {
    /// An absolute URL.
    package var address: String
    /// The publisher's name, plain text.
    package var name: String

    /// Makes a source.
    package init(address: String, name: String) { (self.address, self.name) = (address, name) }
  }

  /// A picture that goes with the story.
  package struct Picture: Hashable, Sendable {
    /// An absolute URL.
    package var address: String
    /// The media type, when it is known.
    package var mediaType: String?

    /// Makes a picture.
    package init(address: String, mediaType: String? = nil) {
      (self.address, self.mediaType) = (address, mediaType)
    }
  }

  /// The title, plain text.
  package var title: [UInt8] = []
  /// An absolute URL of the story's own page.
  package var page: [UInt8] = []
  /// What it is about, plain text; empty when nobody has said so.
  package var summary: [UInt8] = []
  /// All of it, never blank.
  package var content = HTMLFragment()
  /// Where it was taken from.
  package var sources: [Source] = []
  /// Absolute URLs of pages on what has to do with it.
  package var related: [[UInt8]] = []
  /// Its picture, if it has one.
  package var picture: Picture?

  /// Makes an empty story.
  package init() {}

  /// Empties the story, keeping its memory for the next.
  package mutating func removeAll() {
    title.removeAll(keepingCapacity: true)
    page.removeAll(keepingCapacity: true)
    summary.removeAll(keepingCapacity: true)
    content.removeAll()
    sources.removeAll(keepingCapacity: true)
    related.removeAll(keepingCapacity: true)
    picture = nil
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
