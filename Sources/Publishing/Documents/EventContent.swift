package import ArchiveIndex
package import EventArchive
package import Primitives
package import Syndication

/// The page of an event from which its entry is rendered.
package enum EventContent: Sendable {
  /// An event page.
  case event(EventPage)
  /// A post.
  case post(Post)

  /// The offset in which feeds give a time of publication: that of the date of a post if this is its time, or else 0.
  package func offset(ofPublished time: UnixTime) -> Int {
    guard case .post(let post) = self, post.date.time == time else { return 0 }
    return post.date.offsetInFeeds
  }
}

extension ContentSettings {
  /// The page of an event, parsed from its stored version; `nil` when the stored bytes are no page of an event.
  package func page(of stored: StoredPage) -> EventContent? {
    let path = stored.path.text
    switch ContentFormat.format(of: path, self)?.parse(stored.bytes, path, self).page {
    case .event(let page): return .event(page)
    case .post(let post): return .post(post)
    case .day, .page, .other, nil: return nil
    }
  }
}

extension EntryRenderer {
  /// The content of the entry for a page.
  package mutating func render(_ page: EventContent) -> EntryContent {
    switch page {
    case .event(let page): render(page)
    case .post(let post): render(post)
    }
  }
}
