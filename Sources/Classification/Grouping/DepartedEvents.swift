package import EventArchive
package import Primitives

/// Events whose last page is gone, or has another text in this run, so that one of them keeps its id when its news comes back
/// under another name: before, with or after the removal, as the changes fall into runs.
package struct DepartedEvents: Sendable {
  /// What is remembered of the page that an event had last.
  package struct Event: Sendable, Equatable {
    /// The fingerprints of its title and day.
    package var titleFingerprint: TitleFingerprint
    /// Distinguishes its story from others with the same day and title.
    package var signs: ContentFingerprint
    /// The digest of the content that readers saw: a page with the same content on another day is the same page, moved. `nil` when
    /// the content is a title alone, which other days may repeat; within the build that removed the page, it counts as well.
    package var content: ContentDigest?

    /// Remembers a page; `isMovable` when it has gone in this very run.
    package init(_ page: PageRecord, isMovable: Bool) {
      (titleFingerprint, signs) = (page.titleFingerprint, page.signs)
      content = isMovable || signs.isDistinctive ? page.content : nil
    }

    /// Makes an event from what was kept.
    package init(titleFingerprint: TitleFingerprint, signs: ContentFingerprint, content: ContentDigest?) {
      (self.titleFingerprint, self.signs) = (titleFingerprint, signs)
      self.content = signs.isDistinctive ? content : nil
    }
  }

  private var events: [NameNumber: Event] = [:]
  // By fingerprint of title and day, and by content.
  private var byText: [UInt64: [NameNumber]] = [:]
  private var byContent: [ContentDigest: [NameNumber]] = [:]

  /// Makes a memory of nothing.
  package init() {}

  /// The ids of the events.
  package var ids: some Collection<NameNumber> { events.keys }

  /// Whether no event has departed.
  package var isEmpty: Bool { events.isEmpty }

  /// Whether an event has departed.
  package func contains(_ id: NameNumber) -> Bool { events[id] != nil }

  /// Remembers an event by its id, in place of what was remembered of it.
  package mutating func insert(_ event: Event, id: NameNumber) {
    if let old = events.updateValue(event, forKey: id) {
      for key in Self.keys(old) { byText[key]?.removeAll { $0 == id } }
      if let content = old.content { byContent[content]?.removeAll { $0 == id } }
    }
    for key in Self.keys(event) { byText[key, default: []].append(id) }
    if let content = event.content { byContent[content, default: []].append(id) }
  }

  // No page is compared with more events of one text: so the work grows with the number of pages, and not with its square.
  private static let mostMatches = 64

  /// The ids of the events that a page may be of.
  package func ids(of page: PageRecord) -> [NameNumber] {
    let story = ids(ofStory: page)
    return story + ids(ofContent: page.content).filter { !story.contains($0) }
  }

  /// The ids of the events that had the same title on the same day, when nothing says that the stories are two.
  func ids(ofStory page: PageRecord) -> [NameNumber] {
    guard !isEmpty else { return [] }
    var found: [NameNumber] = []
    for key in [page.titleFingerprint.key] + page.titleFingerprint.others {
      for id in (byText[key] ?? []).prefix(Self.mostMatches) where !found.contains(id) {
        guard let event = events[id] else { continue }
        let isSame = event.titleFingerprint.key == key || key == page.titleFingerprint.key
        if isSame, event.signs.fit(page.signs) { found.append(id) }
      }
    }
    return found
  }

  /// The ids of the events that had the very content of a page.
  func ids(ofContent content: ContentDigest) -> [NameNumber] {
    Array((byContent[content] ?? []).prefix(Self.mostMatches))
  }

  /// Whether an event had the title, the day, the summary, the topic and the sources of a page, and not a title alone.
  func isSameStory(_ id: NameNumber, _ page: PageRecord) -> Bool {
    guard let event = events[id], event.signs.isDistinctive else { return false }
    return event.titleFingerprint.key == page.titleFingerprint.key && event.signs == page.signs
  }

  private static func keys(_ event: Event) -> [UInt64] {
    [event.titleFingerprint.key] + event.titleFingerprint.others
  }
}
