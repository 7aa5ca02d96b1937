internal import EventArchive
internal import Primitives

/// The changes of pages since the last build that can influence the ids of events.
package struct PageChanges: Sendable {
  /// A page with another text, or another name, than before.
  struct Replacement: Sendable {
    /// The old version of the page.
    var old: PageRecord
    /// The digest of its content now.
    var content: ContentDigest
  }

  /// The last versions of removed pages.
  package private(set) var removed: [PageRecord] = []
  /// By number: the pages with another text, or another name.
  private(set) var replaced: [Int: Replacement] = [:]
  /// The names of pages that are there and are no events any more, such as posts that have expired.
  package private(set) var withdrawn: Set<NameNumber> = []
  /// The numbers of new pages.
  private(set) var added: Set<Int> = []

  private let comparesTexts: Bool

  /// Makes an empty set of changes.
  /// - Parameter comparesTexts: whether the same text has the same digest as in the last build.
  package init(comparesTexts: Bool = true) { self.comparesTexts = comparesTexts }

  /// Adds a removed page.
  package mutating func remove(_ old: PageRecord) { removed.append(old) }

  /// Adds a page that was read.
  /// - Parameter old: its old version; `nil` for a new page.
  package mutating func update(page number: Int, from old: PageRecord?, to new: PageRecord) {
    guard let old else {
      added.insert(number)
      return
    }
    let isReplaced = old.name != new.name || comparesTexts && old.content != new.content
    if isReplaced { replaced[number] = Replacement(old: old, content: new.content) }
    if old.isEvent, !new.isEvent { withdrawn.insert(old.name) }
  }

  /// The old versions of removed pages, then of replaced pages by number.
  package var oldVersions: [PageRecord] {
    removed + replaced.sorted { $0.key < $1.key }.map(\.value.old)
  }
}

extension EventHistory {
  /// Adds the events of pages that are removed or have another text. If their text is in another file now, that file is a page of
  /// the same event.
  package mutating func add(_ changes: PageChanges) {
    added = changes.added
    replaced = Set(changes.replaced.keys)
    let contents = Set(changes.oldVersions.map(\.content))
    var oldVersions = changes.removed.map { ($0, isMovable: true) }
    for (_, page) in changes.replaced.sorted(by: { $0.key < $1.key }) {
      // If it has the text of another page now, it was moved and not edited.
      oldVersions.append((page.old, isMovable: contents.contains(page.content)))
    }
    // Of several pages of one event, the shown page replaces the others.
    for isShown in [false, true] {
      for (page, isMovable) in oldVersions where page.isEvent {
        let id = ids[page.name] ?? page.name
        if isShown != (events[id]?.content == page.content) { continue }
        ended.insert(EndedEvents.Event(page, isMovable: isMovable), id: id)
      }
    }
  }

  /// Whether a page is new or has another text since the last build, so that its name does not decide its event.
  func isChanged(page number: Int) -> Bool { added.contains(number) || replaced.contains(number) }
}
