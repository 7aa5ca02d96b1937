internal import EventArchive
package import Primitives

/// Finds the pages of an archive that can influence some of its events, so that these can be classified without the others.
/// Results may contain other pages, which the caller excludes by their facts.
package struct ArchivePostings: Sendable {
  private var byName = Postings()
  private var byText = Postings()
  private var byTarget = Postings()
  private var byID = Postings()
  private var byWord = Postings()

  // Appends the postings of a page to a list.
  private typealias Collect = (
    _ facts: PageRecord, _ page: Int, _ postings: inout [Postings.Posting]
  ) -> Void

  /// Makes an index without pages.
  package init() {}

  /// Makes an index of all pages of an archive, without their words.
  package init(_ facts: ArchiveFacts, history: EventHistory) {
    func postings(_ collect: Collect) -> Postings {
      var found: [Postings.Posting] = []
      for (number, page) in facts.pages { collect(page, number, &found) }
      return Postings(found)
    }
    byName = postings(Self.collectNames)
    byText = postings(Self.collectTexts)
    byTarget = postings(Self.collectTargets)
    byID = Postings(
      history.ids.compactMap { name, id in
        name == id ? nil : Postings.Posting(Self.key(id), name.rawValue)
      })
  }

  /// Sets the words of all pages, which `postings(ofWordsIn:page:)` makes.
  package mutating func set(words: [Postings.Posting]) { byWord = Postings(words) }

  /// Adds the new facts of a page.
  package mutating func add(_ facts: PageRecord, page: Int, words: [Postings.Posting]) {
    func add(_ collect: Collect, to postings: inout Postings) {
      var found: [Postings.Posting] = []
      collect(facts, page, &found)
      for posting in found { postings.add(posting) }
    }
    add(Self.collectNames, to: &byName)
    add(Self.collectTexts, to: &byText)
    add(Self.collectTargets, to: &byTarget)
    for word in words { byWord.add(word) }
  }

  /// Adds a name that was published under an id that is another name.
  package mutating func add(name: NameNumber, ofEvent id: NameNumber) {
    byID.add(Postings.Posting(Self.key(id), name.rawValue))
  }

  /// The pages that have a name, or list it in their changes.
  package func pages(named name: NameNumber) -> [Int32] { byName.numbers(of: Self.key(name)) }

  /// The pages that have a key of `TitleFingerprint`.
  package func pages(withText key: UInt64) -> [Int32] { byText.numbers(of: key) }

  /// The pages that link to a name.
  package func pages(linkingTo name: NameNumber) -> [Int32] { byTarget.numbers(of: Self.key(name)) }

  /// The names that were published under an id, without the id itself.
  package func names(ofEvent id: NameNumber) -> [NameNumber] {
    byID.numbers(of: Self.key(id)).map { NameNumber(rawValue: $0) }
  }

  /// The pages whose title or summary may contain a name that counts as a mention.
  package func pages(mentioning name: String) -> [Int32] {
    var name = name
    let lists = name.withUTF8 { Self.distinctiveWords($0).map { byWord.numbers(of: $0) } }
    return lists.min { $0.count < $1.count } ?? []
  }

  /// The postings of the words of a page's title and summary.
  package static func postings(ofWordsIn texts: [TextSlice], page: Int) -> [Postings.Posting] {
    var words: Set<UInt64> = []
    for text in texts { text.withBytes { words.formUnion(distinctiveWords($0)) } }
    return words.sorted().map { Postings.Posting($0, Int32(page)) }
  }
}

extension ArchivePostings {
  private static func key(_ name: NameNumber) -> UInt64 { UInt64(UInt32(bitPattern: name.rawValue)) }

  private static func collectNames(
    of facts: PageRecord, page: Int, into found: inout [Postings.Posting]
  ) {
    guard facts.isEvent else { return }
    for name in Set(facts.changes.map(\.name) + [facts.name]).sorted() {
      found.append(Postings.Posting(key(name), Int32(page)))
    }
  }

  private static func collectTexts(
    of facts: PageRecord, page: Int, into found: inout [Postings.Posting]
  ) {
    guard facts.isEvent else { return }
    for key in [facts.titleFingerprint.key] + facts.titleFingerprint.others {
      found.append(Postings.Posting(key, Int32(page)))
    }
  }

  private static func collectTargets(
    of facts: PageRecord, page: Int, into found: inout [Postings.Posting]
  ) {
    facts.forEachLink { target, _ in found.append(Postings.Posting(key(target), Int32(page))) }
  }

  // The words with a capital, or a letter of a script without capitals. A distinctive name has one at least.
  private static func distinctiveWords(_ text: UnsafeBufferPointer<UInt8>) -> [UInt64] {
    var hashes: [UInt64] = []
    var words = WordScanner(text)
    while let word = words.next() {
      let isDistinctive = text[word.range].contains {
        !(0x61...0x7A).contains($0) && !(0x30...0x39).contains($0)
      }
      if isDistinctive { hashes.append(word.hash) }
    }
    return hashes
  }
}
