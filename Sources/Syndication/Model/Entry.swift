package import EventArchive
package import Primitives

/// The metadata of an entry of a feed (RFC 4287, section 4.1.2). The same entry has the same metadata in every feed.
package struct Entry: Hashable, Sendable {
  /// The permanent id, a URI.
  package var id: String
  /// The time of the first publication, which never changes.
  package var published: UnixTime
  /// The offset from UTC in which `published` is written, in seconds.
  package var publishedOffset: Int
  /// The time of the last change of the content.
  package var updated: UnixTime
  /// The authors (RFC 4287, section 4.2.1); empty when the author of the feed is that of the entry.
  package var authors: [Person]
  /// The language, a tag of RFC 5646; `nil` when it is that of the feed.
  package var language: String?

  /// Makes an entry.
  package init(
    id: String, published: UnixTime, publishedOffset: Int = 0, updated: UnixTime, authors: [Person] = [],
    language: String? = nil
  ) {
    self.id = id
    self.published = published
    self.publishedOffset = publishedOffset
    self.updated = updated
    self.authors = authors
    self.language = language
  }
}

/// The content of an entry, which is the same in every feed. Texts and addresses are UTF-8.
package struct EntryContent: Hashable, Sendable {
  /// A page on which the entry is based.
  package struct Source: Hashable, Sendable {
    /// An absolute URL.
    package var address: String
    /// The publisher's name, plain text.
    package var name: String

    /// Makes a source.
    package init(address: String, name: String) {
      self.address = address
      self.name = name
    }
  }

  /// The picture of an entry.
  package struct Picture: Hashable, Sendable {
    /// An absolute URL.
    package var address: String
    /// The media type, if it is known.
    package var mediaType: String?
    /// Width and height, if they are known.
    package var size: PictureSize?

    /// Makes a picture.
    package init(address: String, mediaType: String? = nil, size: PictureSize? = nil) {
      self.address = address
      self.mediaType = mediaType
      self.size = size
    }
  }

  /// The title, plain text.
  package var title: [UInt8] = []
  /// The absolute URL of the entry's own page.
  package var page: [UInt8] = []
  /// The summary, plain text; empty when there is none.
  package var summary: [UInt8] = []
  /// The whole content, never blank.
  package var content = HTMLFragment()
  /// The number of bytes of the content before the sources and the related pages.
  package var bodyEnd = 0
  /// The number of bytes of the content before the related pages.
  package var sourcesEnd = 0
  /// The index in the content at which the list of related pages begins, behind its heading; `nil` when there is none.
  package var relatedStart: Int?
  /// The pages on which the entry is based.
  package var sources: [Source] = []
  /// The absolute URLs of related pages.
  package var related: [[UInt8]] = []
  /// The picture for the elements of feeds, if there is one. It may be in `content` as well.
  package var picture: Picture?
  /// The language, a tag of RFC 5646; `nil` when it is that of the feeds. It is written with the metadata (see `Entry`).
  package var language: String?

  /// Makes empty content.
  package init() {}

  /// Removes everything, but keeps the memory for the next entry.
  package mutating func removeAll() {
    title.removeAll(keepingCapacity: true)
    page.removeAll(keepingCapacity: true)
    summary.removeAll(keepingCapacity: true)
    content.removeAll()
    sources.removeAll(keepingCapacity: true)
    related.removeAll(keepingCapacity: true)
    (bodyEnd, sourcesEnd, relatedStart) = (0, 0, nil)
    picture = nil
    language = nil
  }
}

/// A category of an entry (RFC 4287, section 4.2.2).
package struct Category: Hashable, Sendable {
  /// The categorization scheme, an absolute URI.
  package var scheme: String
  /// The term, for programs.
  package var term: String
  /// The label, for people.
  package var label: String

  /// Makes a category.
  package init(scheme: String, term: String, label: String) {
    self.scheme = scheme
    self.term = term
    self.label = label
  }
}
