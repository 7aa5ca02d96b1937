package import EventArchive
package import Primitives

/// Events whose last page was removed, or has another text in this build. When their text comes back under another name, the event
/// keeps its id, whether the new page comes before, with or after the removal of the old one.
package struct EndedEvents: Sendable {
  /// The facts of the last page of an event.
  package struct Event: Sendable, Equatable {
    /// The fingerprints of its title and day.
    package var titleFingerprint: TitleFingerprint
    /// Distinguishes its story from others with the same day and title.
    package var contentFingerprint: ContentFingerprint
    /// The digest of the published content. A page with the same content on another day is the same page, moved. `nil` when the
    /// content is only a title, which other days may repeat; in the build that removed the page, it counts as well.
    package var content: ContentDigest?

    /// Makes an event from its last page.
    /// - Parameter isMovable: whether the page was removed in this build.
    package init(_ page: PageRecord, isMovable: Bool) {
      titleFingerprint = page.titleFingerprint
      contentFingerprint = page.contentFingerprint
      content = isMovable || contentFingerprint.isDistinctive ? page.content : nil
    }

    /// Makes an event from stored facts.
    package init(
      titleFingerprint: TitleFingerprint, contentFingerprint: ContentFingerprint, content: ContentDigest?
    ) {
      self.titleFingerprint = titleFingerprint
      self.contentFingerprint = contentFingerprint
      self.content = contentFingerprint.isDistinctive ? content : nil
    }
  }

  private var events: [NameNumber: Event] = [:]
  // By fingerprint of title and day, and by content.
  private var byText: [UInt64: [NameNumber]] = [:]
  private var byContent: [ContentDigest: [NameNumber]] = [:]

  /// Makes a set without events.
  package init() {}

  /// The ids of the events.
  package var ids: some Collection<NameNumber> { events.keys }

  /// Whether there are no ended events.
  package var isEmpty: Bool { events.isEmpty }

  /// Whether an event has ended.
  package func contains(_ id: NameNumber) -> Bool { events[id] != nil }

  /// Inserts an event, or replaces the event with its id.
  package mutating func insert(_ event: Event, id: NameNumber) {
    if let old = events.updateValue(event, forKey: id) {
      for key in Self.keys(old) { byText[key]?.removeAll { $0 == id } }
      if let content = old.content { byContent[content]?.removeAll { $0 == id } }
    }
    for key in Self.keys(event) { byText[key, default: []].append(id) }
    if let content = event.content { byContent[content, default: []].append(id) }
  }

  // The most events with one text that a page is compared with, so that the work is linear in the number of pages.
  private static let maximumMatches = 64

  /// The ids that a page may have.
  package func ids(of page: PageRecord) -> [NameNumber] {
    let story = ids(ofStory: page)
    return story + ids(ofContent: page.content).filter { !story.contains($0) }
  }

  /// The ids of the events with the same title on the same day, and a similar story.
  func ids(ofStory page: PageRecord) -> [NameNumber] {
    guard !isEmpty else { return [] }
    var found: [NameNumber] = []
    for key in [page.titleFingerprint.key] + page.titleFingerprint.others {
      for id in (byText[key] ?? []).prefix(Self.maximumMatches) where !found.contains(id) {
        guard let event = events[id] else { continue }
        let isSame = event.titleFingerprint.key == key || key == page.titleFingerprint.key
        if isSame, event.contentFingerprint.isSimilar(to: page.contentFingerprint) { found.append(id) }
      }
    }
    return found
  }

  /// The ids of the events with the same content.
  func ids(ofContent content: ContentDigest) -> [NameNumber] {
    Array((byContent[content] ?? []).prefix(Self.maximumMatches))
  }

  /// Whether an event had the title, the day, the summary, the topic and the sources of a page, and more than a title.
  func isSameStory(_ id: NameNumber, as page: PageRecord) -> Bool {
    guard let event = events[id], event.contentFingerprint.isDistinctive else { return false }
    return event.titleFingerprint.key == page.titleFingerprint.key
      && event.contentFingerprint == page.contentFingerprint
  }

  private static func keys(_ event: Event) -> [UInt64] {
    [event.titleFingerprint.key] + event.titleFingerprint.others
  }
}
