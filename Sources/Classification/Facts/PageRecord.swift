package import EventArchive
package import Primitives

/// The number of an event name in an `ArchiveFacts`.
package typealias NameNumber = ItemNumber<EventName>
/// A spelling of an entity in contexts and topics.
package enum Spelling {}

/// The number of a spelling in an `ArchiveFacts`.
package typealias SpellingNumber = ItemNumber<Spelling>

/// An upper bound of the size of the content of an entry in any format.
package struct EntryContentSize: Hashable, Sendable {
  /// The number of bytes, without the base URL of the site in addresses.
  package var bytes: Int32
  /// The number of addresses of the site's pages.
  package var addresses: Int32

  /// Makes a size.
  package init(bytes: Int32 = 0, addresses: Int32 = 0) {
    self.bytes = bytes
    self.addresses = addresses
  }
}

/// The times that a post gives itself.
package struct PostTimes: Hashable, Sendable {
  /// The time of its date.
  package var published: UnixTime
  /// The offset from UTC in which feeds give this time, in seconds.
  package var offset: Int
  /// The time of its last change; `nil` when it gives none.
  package var updated: UnixTime?
  /// The time from which on it is published.
  package var start: UnixTime
  /// The time from which on it is not published any more; `nil` for none.
  package var end: UnixTime?

  /// The start of a draft, which is never published.
  package static let never = EventDay.timeRange.upperBound

  /// The start of a post in another language than the site's, which is never published.
  package static let inOtherLanguage: UnixTime = never + -1

  /// Makes times.
  package init(
    published: UnixTime, offset: Int = 0, updated: UnixTime? = nil, start: UnixTime, end: UnixTime? = nil
  ) {
    self.published = published
    self.offset = offset
    self.updated = updated
    self.start = start
    self.end = end
  }

  /// The offset in which feeds give a time of publication: that of the date if this is its time, or else 0.
  package func offset(ofPublished time: UnixTime) -> Int32 { time == published ? Int32(offset) : 0 }

  /// Whether the post is published at a time.
  package func include(_ time: UnixTime) -> Bool { start <= time && end.map { time < $0 } ?? true }
}

/// The facts of one page that classification uses, in numbers; the texts are in the index.
package struct PageRecord: Sendable {
  /// One earlier version of an event.
  package struct Change: Sendable, Equatable {
    /// The name it had.
    package var name: NameNumber
    /// The time at which it was replaced, as `yyyymmddhhmmss`; 0 for the current version.
    package var replaced: Int64
    /// Whether its title equals the page's title, with or without a topic.
    package var isSameText: Bool

    /// Makes a change.
    package init(name: NameNumber, replaced: Int64, isSameText: Bool = false) {
      self.name = name
      self.replaced = replaced
      self.isSameText = isSameText
    }
  }

  /// The name of a page of a day. Not `nil`, because every use asks `isEvent` first.
  package static let noName = NameNumber(rawValue: -1)

  /// The page's own name; `noName` for the page of a day.
  package var name = Self.noName
  /// The fingerprint of the title and the day, which pages of the same event share.
  package var titleFingerprint = TitleFingerprint(key: 0, others: [])
  /// Whether the page has a `#####` line, as only later pages do.
  package var isLater = false
  /// The length of the title in bytes. Of two versions of an event, the newer one has no topic before its title.
  package var titleLength: Int32 = 0
  /// The lines of its Changes list.
  package var changes: [Change] = []
  /// The digest of the content that is published.
  package var content = ContentDigest.unset
  /// The bound of the size of its entry content.
  package var contentSize = EntryContentSize()
  /// The times of a post; `nil` for other pages.
  package var postTimes: PostTimes? {
    get { if case .times(let times)? = boxedTimes { times } else { nil } }
    set { boxedTimes = newValue.map(BoxedTimes.times) }
  }
  /// Whether the content names the countries of the event, so that none are guessed.
  package var hasOwnCountries = false

  // In its own storage, because it is larger than the rest of a record, and most archives have no posts.
  private indirect enum BoxedTimes { case times(PostTimes) }
  private var boxedTimes: BoxedTimes?

  // The hashes of the content fingerprint, without those of the sources.
  private var summaryHash: UInt64 = 0
  private var topicHash: UInt64 = 0
  // All lists in one array, because every page has one: first the end of each list but the last, then the number of countries, mentions
  // and discovered names in the lead, then own spellings, countries, mentions, discovered names, links, hashes of the sources.
  private var numbers: [Int32] = [8, 8, 8, 8, 8, 0, 0, 0]

  /// Makes a record without facts.
  package init() {}

  /// The spellings in its own body and its topic.
  package var own: ItemNumbers<Spelling> { ItemNumbers(rawValues: numbers[8..<Int(numbers[0])]) }

  /// The countries that title and summary name; the first `leadCountryCount` are those that the event is about.
  package var countries: ItemNumbers<Country> {
    ItemNumbers(rawValues: numbers[Int(numbers[0])..<Int(numbers[1])])
  }

  /// The number of countries that the texts are about.
  package var leadCountryCount: Int { Int(numbers[5]) }

  /// The spellings of known entities that title and summary mention; the first `leadMentionCount` are in the lead.
  package var mentions: ItemNumbers<Spelling> {
    ItemNumbers(rawValues: numbers[Int(numbers[1])..<Int(numbers[2])])
  }

  /// The number of mentions in the lead.
  package var leadMentionCount: Int { Int(numbers[6]) }

  /// The spellings of names that were discovered in title and summary, and of parts of names in lists; the first
  /// `leadDiscoveredCount` are in the lead or in lists.
  package var discovered: ItemNumbers<Spelling> {
    ItemNumbers(rawValues: numbers[Int(numbers[2])..<Int(numbers[3])])
  }

  /// The number of discovered names in the lead or in lists.
  package var leadDiscoveredCount: Int { Int(numbers[7]) }

  /// Links with contexts, packed: target, number of spellings, the spellings; and again.
  package var links: ArraySlice<Int32> { numbers[Int(numbers[3])..<Int(numbers[4])] }

  /// Distinguishes the story from others with the same day and title.
  package var contentFingerprint: ContentFingerprint {
    ContentFingerprint(
      summary: summaryHash, topic: topicHash, sources: Array(numbers[Int(numbers[4])...]))
  }

  /// Sets all lists.
  package mutating func setLists(
    own: [SpellingNumber], countries: LeadNumbers<Country>, mentions: LeadNumbers<Spelling> = [],
    discovered: LeadNumbers<Spelling> = [], links: [Int32], contentFingerprint: ContentFingerprint
  ) {
    summaryHash = contentFingerprint.summary
    topicHash = contentFingerprint.topic
    var all: [Int32] = []
    all.reserveCapacity(
      8 + own.count + countries.all.count + mentions.all.count + discovered.all.count + links.count
        + contentFingerprint.sources.count)
    var end = Int32(8)
    for count in [own.count, countries.all.count, mentions.all.count, discovered.all.count, links.count] {
      end += Int32(count)
      all.append(end)
    }
    for count in [countries.leadCount, mentions.leadCount, discovered.leadCount] { all.append(Int32(count)) }
    all += own.lazy.map { $0.rawValue }
    all += countries.all.lazy.map { $0.rawValue }
    all += mentions.all.lazy.map { $0.rawValue }
    all += discovered.all.lazy.map { $0.rawValue }
    all += links
    all += contentFingerprint.sources
    numbers = all
  }

  /// Replaces the mentions.
  package mutating func set(mentions: LeadNumbers<Spelling>) { replaceList(2, by: mentions) }

  /// Replaces the discovered names.
  package mutating func set(discovered: LeadNumbers<Spelling>) { replaceList(3, by: discovered) }

  // Replaces the list with an index.
  private mutating func replaceList(_ index: Int, by spellings: LeadNumbers<Spelling>) {
    let old = Int(numbers[index - 1])..<Int(numbers[index])
    let growth = Int32(spellings.all.count - old.count)
    var all: [Int32] = []
    all.reserveCapacity(numbers.count + Int(growth))
    all += numbers[..<old.lowerBound]
    all += spellings.all.lazy.map { $0.rawValue }
    all += numbers[old.upperBound...]
    for end in index...4 { all[end] += growth }
    all[index + 4] = Int32(spellings.leadCount)
    numbers = all
  }

  /// The time at which this version became the current one by its Changes list, as `yyyymmddhhmmss`; 0 without a list.
  package var currentSince: Int64 { changes.reduce(0) { max($0, $1.replaced) } }

  /// Whether this is an event's page, not a day's.
  package var isEvent: Bool { name.rawValue >= 0 }

  /// Calls `body` with each spelling in a context or topic of the page, and each discovered name, as often as it occurs.
  package func forEachUse(_ body: (SpellingNumber) -> Void) {
    for spelling in own { body(spelling) }
    for spelling in discovered { body(spelling) }
    forEachLink { _, spellings in
      for spelling in spellings { body(spelling) }
    }
  }

  /// Calls `body` with the target and the spellings of each link.
  package func forEachLink(_ body: (NameNumber, ItemNumbers<Spelling>) -> Void) {
    var index = Int(numbers[3])
    while index + 1 < Int(numbers[4]) {
      let end = index + 2 + Int(numbers[index + 1])
      body(
        NameNumber(rawValue: numbers[index]), ItemNumbers(rawValues: numbers[(index + 2)..<end]))
      index = end
    }
  }
}
