internal import EventArchive
package import Primitives

/// Finds, among all pages of an archive, those that bear on some of its events, so that these can be classified by
/// themselves. Answers may hold pages too many: their facts tell.
package struct ArchivePostings: Sendable {
  private var byName = Postings()
  private var byText = Postings()
  private var byTarget = Postings()
  private var byID = Postings()
  private var byWord = Postings()

  /// Files nothing.
  package init() {}

  /// Files all pages of an archive, less their words.
  package init(_ facts: ArchiveFacts, _ history: EventHistory) {
    func all(_ postings: (PageRecord, Int, inout [Postings.Posting]) -> Void) -> Postings {
      var found: [Postings.Posting] = []
      for (number, page) in facts.pages { postings(page, number, &found) }
      return Postings(found)
    }
    byName = all(Self.names)
    byText = all(Self.texts)
    byTarget = all(Self.targets)
    byID = Postings(
      history.ids.sorted { $0.key < $1.key }.compactMap { name, id in
        name == id ? nil : Postings.Posting(Self.key(id), name)
      })
  }

  /// Files the words of all pages: what `postings(ofWordsIn:page:)` says of each.
  package mutating func add(words: [Postings.Posting]) { byWord = Postings(words) }

  /// Files the new facts of a page.
  package mutating func add(_ facts: PageRecord, page: Int, words: [Postings.Posting]) {
    func add(
      _ postings: (PageRecord, Int, inout [Postings.Posting]) -> Void, to all: inout Postings
    ) {
      var found: [Postings.Posting] = []
      postings(facts, page, &found)
      for posting in found { all.add(posting) }
    }
    add(Self.names, to: &byName)
    add(Self.texts, to: &byText)
    add(Self.targets, to: &byTarget)
    for word in words { byWord.add(word) }
  }

  /// Notes that a name was published under an id that is another name.
  package mutating func add(name: NameNumber, ofEvent id: NameNumber) {
    byID.add(Postings.Posting(Self.key(id), name))
  }

  /// The pages that bear a name, or list it among their changes.
  package func pages(named name: NameNumber) -> [Int32] { byName.numbers(of: Self.key(name)) }

  /// The pages that have a key of `TitleFingerprint`.
  package func pages(withText key: UInt64) -> [Int32] { byText.numbers(of: key) }

  /// The pages that link to a name.
  package func pages(linkingTo name: NameNumber) -> [Int32] { byTarget.numbers(of: Self.key(name)) }

  /// Names that were published under an id other than themselves.
  package func names(ofEvent id: NameNumber) -> [NameNumber] { byID.numbers(of: Self.key(id)) }

  /// The pages whose title or summary holds a name that counts as a mention.
  package func pages(mentioning name: String) -> [Int32] {
    var name = name
    let lists = name.withUTF8 { Self.tellingWords($0).map { byWord.numbers(of: $0) } }
    return lists.min { $0.count < $1.count } ?? []
  }

  /// What is to be filed of the words of a page's title and summary.
  package static func postings(ofWordsIn texts: [TextSlice], page: Int) -> [Postings.Posting] {
    var words: Set<UInt64> = []
    for text in texts { text.withBytes { words.formUnion(tellingWords($0)) } }
    return words.sorted().map { Postings.Posting($0, Int32(page)) }
  }
}

extension ArchivePostings {
  private static func key(_ name: NameNumber) -> UInt64 { UInt64(UInt32(bitPattern: name)) }

  private static func names(_ facts: PageRecord, _ page: Int, _ found: inout [Postings.Posting]) {
    guard facts.isEvent else { return }
    for name in Set(facts.changes.map(\.name) + [facts.name]).sorted() {
      found.append(Postings.Posting(key(name), Int32(page)))
    }
  }

  private static func texts(_ facts: PageRecord, _ page: Int, _ found: inout [Postings.Posting]) {
    guard facts.isEvent else { return }
    for key in [facts.titleFingerprint.key] + facts.titleFingerprint.others {
      found.append(Postings.Posting(key, Int32(page)))
    }
  }

  private static func targets(_ facts: PageRecord, _ page: Int, _ found: inout [Postings.Posting]) {
    facts.forEachLink { target, _ in found.append(Postings.Posting(key(target), Int32(page))) }
  }

  // Of the words of a telling name, at least one has a capital, or a letter of a script without capitals.
  private static func tellingWords(_ text: UnsafeBufferPointer<UInt8>) -> [UInt64] {
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
