internal import EventArchive
internal import Primitives

/// What has changed of the pages of an archive since the last run, as far as it bears on which event each page is of.
package struct PageChanges: Sendable {
  /// A page that has another text, or another name, than before.
  struct Replacement: Sendable {
    /// What the page was.
    var old: PageRecord
    /// The digest of what readers see of it now.
    var content: ContentDigest
  }

  /// What the pages were that are gone.
  package private(set) var removed: [PageRecord] = []
  /// By number: the pages that have another text, or another name.
  private(set) var replaced: [Int: Replacement] = [:]
  /// The numbers of the pages that have come.
  private(set) var added: Set<Int> = []

  private let comparesTexts: Bool

  /// Makes changes of nothing; `comparesTexts` when the same text has the same digest as in the last run.
  package init(comparesTexts: Bool = true) { self.comparesTexts = comparesTexts }

  /// Notes that a page is gone.
  package mutating func remove(_ old: PageRecord) { removed.append(old) }

  /// Notes that a page was read, and what it was before; `nil` for one that has come.
  package mutating func update(page number: Int, from old: PageRecord?, to new: PageRecord) {
    guard let old else {
      added.insert(number)
      return
    }
    let isReplaced = old.name != new.name || comparesTexts && old.content != new.content
    if isReplaced { replaced[number] = Replacement(old: old, content: new.content) }
  }

  /// What the pages were that are gone or have another text, in the order of their numbers in each kind.
  package var former: [PageRecord] {
    removed + replaced.sorted { $0.key < $1.key }.map(\.value.old)
  }
}

extension EventHistory {
  /// Adds the events of pages that are gone or have another text: their text may be in another file now, which then is of
  /// the same event.
  package mutating func add(_ changes: PageChanges) {
    (added, replaced) = (changes.added, Set(changes.replaced.keys))
    let contents = Set(changes.former.map(\.content))
    var former = changes.removed.map { ($0, isMovable: true) }
    for (_, page) in changes.replaced.sorted(by: { $0.key < $1.key }) {
      // Its text has made way for another page's, so it has gone on as well, and was not edited.
      former.append((page.old, isMovable: contents.contains(page.content)))
    }
    // Of several pages of one event, the one that was shown is remembered.
    for isShown in [false, true] {
      for (page, isMovable) in former where page.isEvent {
        let id = ids[page.name] ?? page.name
        if isShown != (events[id]?.content == page.content) { continue }
        departed.insert(.init(page, isMovable: isMovable), id: id)
      }
    }
  }

  /// Whether a page has come, or has another text, since the last run, so that its name alone does not say of what event it is.
  func isChanged(page number: Int) -> Bool { added.contains(number) || replaced.contains(number) }
}
