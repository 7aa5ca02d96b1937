package import EventArchive
package import Primitives

/// A number that stands for an event name in an `ArchiveFacts`.
package typealias NameNumber = Int32
/// A number that stands for a spelling of an entity in an `ArchiveFacts`.
package typealias SpellingNumber = Int32

/// How large the story of a page is in any format: at most so many bytes, and so many addresses of the site's pages.
package struct EntryContentSize: Hashable, Sendable {
  /// The bytes beside what the site adds to addresses.
  package var bytes: Int32
  /// How many addresses of pages there are.
  package var addresses: Int32

  /// Makes a size.
  package init(bytes: Int32 = 0, addresses: Int32 = 0) { (self.bytes, self.addresses) = (bytes, addresses) }
}

/// What one page contributes to classifying the archive, in numbers; texts stay in the index.
package struct PageRecord: Sendable {
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
  package var titleFingerprint = TitleFingerprint(key: 0, others: [])
  /// Whether the page has a `#####` line, as only later pages do.
  package var isLater = false
  /// The title's length in bytes: of two pages alike, the one without a topic in front is newer.
  package var titleLength: Int32 = 0
  /// The lines of its Changes list.
  package var changes: [Change] = []
  /// Tells whether what readers see of the page has changed.
  package var content = ContentDigest.unset
  /// How large its story is.
  package var contentSize = EntryContentSize()

  // The summary's and the topic's part of the signs.
  private var summarySign: UInt64 = 0
  private var topicSign: UInt64 = 0
  // All lists of numbers in one array, for there is one of these for every page: first where each list but the last
  // ends, then own spellings, countries, mentions, links, the sources' part of the signs.
  private var numbers: [Int32] = [4, 4, 4, 4]

  /// Makes the facts of nothing.
  package init() {}

  /// The spellings in its own body and its topic.
  package var own: ArraySlice<SpellingNumber> { numbers[4..<Int(numbers[0])] }

  /// The countries that title and summary name.
  package var countries: ArraySlice<Gazetteer.CountryNumber> { numbers[Int(numbers[0])..<Int(numbers[1])] }

  /// The spellings of known entities that title and summary mention.
  package var mentions: ArraySlice<SpellingNumber> {
    get { numbers[Int(numbers[1])..<Int(numbers[2])] }
    set { setLists(own: own, countries: countries, mentions: newValue, links: links, signs: signs) }
  }

  /// Links with contexts, packed: target, number of spellings, the spellings; and again.
  package var links: ArraySlice<Int32> { numbers[Int(numbers[2])..<Int(numbers[3])] }

  /// Distinguishes the story from others with the same day and title.
  package var signs: ContentFingerprint {
    var signs = ContentFingerprint()
    (signs.summary, signs.topic) = (summarySign, topicSign)
    signs.sources = Array(numbers[Int(numbers[3])...])
    return signs
  }

  /// Sets all lists.
  package mutating func setLists(
    own: some Collection<SpellingNumber>, countries: some Collection<Gazetteer.CountryNumber>,
    mentions: some Collection<SpellingNumber> = EmptyCollection(), links: some Collection<Int32>,
    signs: ContentFingerprint
  ) {
    (summarySign, topicSign) = (signs.summary, signs.topic)
    var all: [Int32] = []
    all.reserveCapacity(
      4 + own.count + countries.count + mentions.count + links.count + signs.sources.count)
    var end = Int32(4)
    for count in [own.count, countries.count, mentions.count, links.count] {
      end += Int32(count)
      all.append(end)
    }
    all += own
    all += countries
    all += mentions
    all += links
    all += signs.sources
    numbers = all
  }

  /// When this version became the current one by its Changes list, as `yyyymmddhhmmss`; 0 without a list.
  package var currentSince: Int64 { changes.reduce(0) { max($0, $1.replaced) } }

  /// Whether this is an event's page, not a day's.
  package var isEvent: Bool { name >= 0 }

  /// Calls `body` with each spelling that stands in a context or topic of the page, as often as it does.
  package func forEachUse(_ body: (SpellingNumber) -> Void) {
    for spelling in own { body(spelling) }
    forEachLink { _, spellings in
      for spelling in spellings { body(spelling) }
    }
  }

  /// Calls `body` with the target and the spellings of each link.
  package func forEachLink(_ body: (NameNumber, ArraySlice<SpellingNumber>) -> Void) {
    var index = Int(numbers[2])
    while index + 1 < Int(numbers[3]) {
      let end = index + 2 + Int(numbers[index + 1])
      body(numbers[index], numbers[(index + 2)..<end])
      index = end
    }
  }
}
