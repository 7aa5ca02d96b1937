package import EventArchive

/// A number that stands for an event name in an `ArchiveFacts`.
package typealias NameNumber = Int32
/// A number that stands for a spelling of an entity in an `ArchiveFacts`.
package typealias SpellingNumber = Int32

/// What one page contributes to classifying the archive, in numbers; texts stay in the index.
package struct PageFacts: Sendable {
  /// One earlier version of an event.
  package struct Change: Sendable, Equatable {
    /// The name it had.
    package var name: NameNumber
    /// When it was replaced, as `yyyymmddhhmmss`; 0 for the current version.
    package var replaced: Int64
    /// Whether its title was the page's present text, with or without a topic.
    package var isSameText: Bool

    /// Makes a change.
    package init(name: NameNumber, replaced: Int64, isSameText: Bool = false) {
      (self.name, self.replaced, self.isSameText) = (name, replaced, isSameText)
    }
  }

  /// The page's own name; -1 for a day's page.
  package var name: NameNumber = -1
  /// What tells that another page of the same day is the same event.
  package var sameText = SameText(key: 0, others: [])
  /// Whether the page has a `#####` line, as only later pages do.
  package var isLater = false
  /// The title's length in bytes: of two pages alike, the one without a topic in front is newer.
  package var titleLength: Int32 = 0
  /// The lines of its Changes list.
  package var changes: [Change] = []
  /// The spellings in its own body and its topic.
  package var own: [SpellingNumber] = []
  /// Links with contexts, packed: target, number of spellings, the spellings; and again.
  package var links: [Int32] = []
  /// The countries that title and summary name.
  package var countries: [Gazetteer.CountryNumber] = []
  /// The spellings of known entities that title and summary mention.
  package var mentions: [SpellingNumber] = []
  /// Tells whether what readers see of the page has changed.
  package var content = ContentDigest(data: nil)

  /// Makes the facts of nothing.
  package init() {}

  /// When this version became the current one by its Changes list, as `yyyymmddhhmmss`; 0 without a list.
  package var currentSince: Int64 { changes.reduce(0) { max($0, $1.replaced) } }

  /// Whether this is an event's page, not a day's.
  package var isEvent: Bool { name >= 0 }

  /// Calls `body` with the target and the spellings of each link.
  package func forEachLink(_ body: (NameNumber, ArraySlice<SpellingNumber>) -> Void) {
    var index = 0
    while index + 1 < links.count {
      let end = index + 2 + Int(links[index + 1])
      body(links[index], links[(index + 2)..<end])
      index = end
    }
  }
}
