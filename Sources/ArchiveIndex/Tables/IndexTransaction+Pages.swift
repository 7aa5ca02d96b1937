package import Classification
internal import EventArchive
package import Primitives

extension IndexTransaction {
  /// The facts of all pages, with all names and spellings.
  package func facts() throws -> ArchiveFacts {
    var facts = ArchiveFacts(names: try names(), spellings: try spellings())
    set(bounds: IndexBounds(facts))
    try load(&facts)
    try checkFilesOfPages()
    return facts
  }

  /// Loads the facts of all pages into `facts`, which has the names and spellings of the index.
  package func load(_ facts: inout ArchiveFacts) throws {
    let row = try statement("\(Self.selectingFacts) ORDER BY id")
    let bounds = try bounds()
    try row.forEachRow {
      let number = try row.index(0, below: IndexBounds.files)
      if number < facts.pages.bound, facts.pages[number] != nil { throw row.damage(0, "is there twice") }
      facts.pages[number] = try Self.facts(row, bounds)
    }
  }

  /// The facts of a page, `nil` when there is none.
  package func facts(ofPage number: Int) throws -> PageRecord? {
    let row = try statement("\(Self.selectingFacts) WHERE id = ?")
    row.bind(Int64(number))
    var facts: PageRecord?
    let bounds = try bounds()
    try row.forEachRow { facts = try Self.facts(row, bounds) }
    return facts
  }

  // A page without a file would never be removed.
  private func checkFilesOfPages() throws {
    let page = try statement(
      "SELECT page.id FROM page LEFT JOIN file ON file.id = page.id WHERE file.id IS NULL LIMIT 1")
    try page.forEachRow { throw page.damage(0, "is that of no file") }
  }

  /// Checks that every file that was not rejected has a page, because an unchanged file is not read again.
  /// - Throws: `IndexError`.
  package func checkPagesOfFiles() throws {
    let file = try statement(
      """
      SELECT file.id FROM file LEFT JOIN page ON page.id = file.id WHERE page.id IS NULL
      AND NOT EXISTS (SELECT 1 FROM problem WHERE problem.path = file.path AND severity = 1) LIMIT 1
      """)
    try file.forEachRow { throw file.damage(0, "is that of no page, and nothing is wrong with the file") }
  }

  /// The paths of all names by number.
  package func names() throws -> StringInterner {
    try texts("SELECT id, path FROM name ORDER BY id") { EventName.isPath($0) }
  }

  /// All spellings by number.
  func spellings() throws -> StringInterner {
    try texts("SELECT id, text FROM spelling ORDER BY id") { !$0.isEmpty }
  }

  // Numbers count from 0 without gaps, and texts are unique: otherwise all later numbers would have other texts.
  private func texts(_ sql: String, _ isRight: (UnsafeBufferPointer<UInt8>) -> Bool) throws -> StringInterner
  {
    var texts = StringInterner()
    let row = try statement(sql)
    try row.forEachRow {
      guard try row.number(0) == Int64(texts.count), texts.count < Int(Int32.max) - 1 else {
        throw row.damage(0, "does not follow \(texts.count - 1)")
      }
      try row.withText(1) { text in
        guard isRight(text) else { throw row.damage(1, "is \"\(Self.excerpt(text))\"") }
        guard texts.insert(text).isNew else {
          throw row.damage(1, "is there twice: \"\(Self.excerpt(text))\"")
        }
      }
    }
    return texts
  }

  private static func excerpt(_ text: UnsafeBufferPointer<UInt8>) -> String {
    String(decoding: text.prefix(80), as: UTF8.self)
  }

  /// Stores the last valid version of a page, and removes its mentions.
  /// - Parameters:
  ///   - text: the content of the file.
  ///   - isNew: whether the page has no mentions in the index yet, so that none must be removed.
  package func store(
    _ facts: PageRecord, number: Int, title: TextSlice, summary: TextSlice, text: TextSlice, isNew: Bool
  ) throws {
    if !isNew { try removeMentions(page: number) }
    let row = try statement(Self.storingPage)
    row.bind(Int64(number), Int64(facts.name.rawValue))
    row.bind(title, at: 3)
    row.bind(summary, at: 4)
    row.bind(Int64(bitPattern: facts.titleFingerprint.key), from: 5)
    row.bind(NumberList.text(facts.titleFingerprint.others.map { Int64(bitPattern: $0) }), at: 6)
    row.bind(facts.isLater ? 1 : 0, Int64(facts.titleLength), from: 7)
    row.bind(
      NumberList.text(
        facts.changes.flatMap { [Int64($0.name.rawValue), $0.replaced, $0.isSameText ? 1 : 0] }), at: 9)
    row.bind(NumberList.text(facts.own), at: 10)
    row.bind(NumberList.text(facts.links), at: 11)
    row.bind(NumberList.text(facts.countries), at: 12)
    row.bind(facts.content, at: 13)
    row.bind(NumberList.text(facts.contentFingerprint.numbers), at: 14)
    row.bind(Int64(facts.contentSize.bytes), Int64(facts.contentSize.addresses), from: 15)
    row.bind(facts.postTimes?.published, at: 17)
    row.bind(facts.postTimes?.updated, at: 18)
    row.bind(facts.postTimes?.start, at: 19)
    row.bind(facts.postTimes?.end, at: 20)
    row.bind(number: facts.hasOwnCountries ? 1 : 0, at: 21)
    row.bind(number: Int64(facts.postTimes?.offset ?? 0), at: 22)
    row.bind(number: Int64(facts.leadCountryCount), at: 23)
    try row.run()
    let whole = try statement(Self.storingPageText)
    whole.bind(Int64(number))
    try text.withBytes {
      whole.bind(uncopied: UnsafeRawBufferPointer($0), at: 2)
      try whole.run()
    }
  }

  /// Inserts the spellings from a number on, and sets the bounds of numbers.
  package func insertSpellings(of facts: ArchiveFacts, from first: Int) throws {
    let spelling = try statement(Self.storingSpelling)
    for (number, text) in facts.spellings.enumerated().dropFirst(first) {
      spelling.bind(Int64(number))
      spelling.bind(text, at: 2)
      spelling.bind(number: 0, at: 3)
      try spelling.run()
    }
    set(bounds: IndexBounds(facts))
  }

  /// Inserts the names from a number on, with the ids of their events, and sets the bounds of numbers.
  package func insertNames(of facts: ArchiveFacts, history: EventHistory, from first: Int) throws {
    let name = try statement(Self.storingName)
    for (number, path) in facts.names.enumerated().dropFirst(first) {
      name.bind(Int64(number))
      name.bind(path, at: 2)
      if let id = history.ids[NameNumber(number)] {
        name.bind(Int64(id.rawValue), from: 3)
      } else {
        name.bind(nil as String?, at: 3)
      }
      try name.run()
    }
    set(bounds: IndexBounds(facts))
  }

  /// The spellings that counted as mentions in the last build.
  package func mentionableSpellings() throws -> Set<SpellingNumber> {
    let row = try statement("SELECT id FROM spelling WHERE mentionable = 1")
    var numbers: Set<SpellingNumber> = []
    let bound = try bounds().spellings
    try row.forEachRow { numbers.insert(try row.itemNumber(0, below: bound)) }
    return numbers
  }

  /// Stores whether a spelling counts as a mention.
  package func set(mentionable: Bool, spelling: SpellingNumber) throws {
    let row = try statement("UPDATE spelling SET mentionable = ? WHERE id = ?")
    row.bind(mentionable ? 1 : 0, Int64(spelling.rawValue))
    try row.run()
  }

  /// The event pages whose texts `forEachTextBatch` reads.
  package enum TextScope {
    /// All event pages.
    case all
    /// The pages whose mentions are not known.
    case withoutMentions
  }

  /// Some event pages, with the title of each, and the summary if it is not the same text.
  package typealias TextBatch = [(page: Int, texts: [TextSlice])]

  /// Calls `body` with the texts of event pages, in batches.
  package func forEachTextBatch(of scope: TextScope, size: Int, _ body: (TextBatch) throws -> Void) throws {
    let condition =
      switch scope {
      case .all: ""
      case .withoutMentions: "AND NOT EXISTS (SELECT 1 FROM mention WHERE page = id)"
      }
    let row = try statement(
      "SELECT id, title, summary FROM page WHERE name >= 0 AND id > ? \(condition) ORDER BY id LIMIT \(size)")
    var last: Int64 = -1
    while true {
      var batch: TextBatch = []
      row.bind(last)
      try row.forEachRow {
        last = Int64(try row.index(0, below: IndexBounds.files))
        let (title, summary) = (try row.slice(1), try row.slice(2))
        // Many pages have their title as summary, nearly half of those in an archive of news of 22 years.
        batch.append((Int(last), title == summary ? [title] : [title, summary]))
      }
      if batch.isEmpty { return }
      try body(batch)
    }
  }

  /// The texts of event pages, in batches of `size` pages.
  package func texts(of scope: TextScope, inBatchesOf size: Int) throws -> [TextBatch] {
    var batches: [TextBatch] = []
    try forEachTextBatch(of: scope, size: size) { batches.append($0) }
    return batches
  }

  /// The title and the summary of an event page; empty for any other page.
  package func texts(ofPage number: Int) throws -> [TextSlice] {
    let row = try statement("SELECT title, summary FROM page WHERE name >= 0 AND id = ?")
    row.bind(Int64(number))
    var texts: [TextSlice] = []
    try row.forEachRow { texts = [try row.slice(0), try row.slice(1)] }
    return texts
  }

  /// The titles and summaries of event pages, in the order of the pages; empty for other pages.
  /// - Parameter pages: numbers of pages, in ascending order.
  func texts(ofPages pages: [Int]) throws -> [[TextSlice]] {
    guard let first = pages.first, let last = pages.last, last - first < 4 * pages.count else {
      return try pages.map(texts(ofPage:))
    }
    // One query for pages that lie close together: each query waits for a database that is on another machine.
    let row = try statement(
      "SELECT id, title, summary FROM page WHERE name >= 0 AND id >= ? AND id <= ? ORDER BY id")
    row.bind(Int64(first), Int64(last))
    var texts: [Int: [TextSlice]] = [:]
    let wanted = Set(pages)
    try row.forEachRow {
      let number = try row.index(0, below: IndexBounds.files)
      if wanted.contains(number) { texts[number] = [try row.slice(1), try row.slice(2)] }
    }
    return pages.map { texts[$0] ?? [] }
  }

  /// The size of the story of an event page.
  package func contentSize(ofPage number: Int) throws -> EntryContentSize {
    let row = try statement("SELECT story_bytes, story_addresses FROM page WHERE id = ?")
    row.bind(Int64(number))
    var size = EntryContentSize()
    try row.forEachRow {
      size = EntryContentSize(
        bytes: Int32(try row.number(0, in: 0...Int64(Int32.max))),
        addresses: Int32(try row.number(1, in: 0...Int64(Int32.max))))
    }
    return size
  }

  /// The bytes of the last valid version of a page; `nil` if it has none.
  package func text(ofPage number: Int) throws -> TextSlice? {
    let row = try statement("SELECT bytes FROM page_text WHERE id = ?")
    row.bind(Int64(number))
    var text: TextSlice?
    try row.forEachRow { text = TextSlice(copying: try row.bytes(0)) }
    return text
  }

  /// Whether the mentions of any page are known.
  package func hasMentions() throws -> Bool {
    var isAny = false
    try statement("SELECT 1 FROM mention LIMIT 1").forEachRow { isAny = true }
    return isAny
  }

  /// Stores the mentions of a page.
  package func store(mentions: LeadNumbers<Spelling>, page: Int) throws {
    let row = try statement(Self.storingMention)
    row.bind(Int64(page))
    row.bind(NumberList.text(mentions.all), at: 2)
    row.bind(Int64(mentions.leadCount), from: 3)
    try row.run()
  }

  /// Stores the discovered names of a page.
  package func store(discovered: LeadNumbers<Spelling>, page: Int) throws {
    let row = try statement(Self.storingDiscovery)
    row.bind(Int64(page))
    row.bind(NumberList.text(discovered.all), at: 2)
    row.bind(Int64(discovered.leadCount), from: 3)
    try row.run()
  }

  /// Removes the discovered names of all pages.
  package func removeDiscoveries() throws { try statement("DELETE FROM discovery").run() }

  /// Removes the mentions and the discovered names of a page.
  func removeMentions(page: Int) throws {
    for sql in ["DELETE FROM mention WHERE page = ?", "DELETE FROM discovery WHERE page = ?"] {
      let row = try statement(sql)
      row.bind(Int64(page))
      try row.run()
    }
  }
}

extension IndexTransaction {
  private static let selectingFacts = """
    SELECT id, name, text_key, other_keys, later, title_length, changes, own, links, countries, content, spellings,
      signs, story_bytes, story_addresses, post_published, post_updated, post_start, post_end, own_countries,
      post_offset, discovery.names, lead_countries, mention.lead, discovery.lead
    FROM page LEFT JOIN mention ON mention.page = id LEFT JOIN discovery ON discovery.page = id
    """

  private static func facts(_ row: any SQLStatement, _ bounds: IndexBounds) throws -> PageRecord {
    var facts = PageRecord()
    // -1 for a day page.
    facts.name = NameNumber(rawValue: Int32(try row.number(1, in: -1...Int64(bounds.names) - 1)))
    facts.titleFingerprint = TitleFingerprint(
      key: UInt64(bitPattern: try row.number(2)),
      others: try row.numbers(3).map { UInt64(bitPattern: $0) })
    facts.isLater = try row.flag(4)
    facts.titleLength = Int32(try row.number(5, in: 0...Int64(Int32.max)))
    facts.changes = try changes(in: row, column: 6, bounds)
    facts.content = try row.digest(10)
    facts.contentSize = EntryContentSize(
      bytes: Int32(try row.number(13, in: 0...Int64(Int32.max))),
      addresses: Int32(try row.number(14, in: 0...Int64(Int32.max))))
    facts.setLists(
      own: try row.itemNumbers(7, below: bounds.spellings),
      countries: try leadNumbers(in: row, column: 9, leadCount: 22, below: bounds.countries),
      mentions: row.isNull(11)
        ? [] : try leadNumbers(in: row, column: 11, leadCount: 23, below: bounds.spellings),
      discovered: row.isNull(21)
        ? [] : try leadNumbers(in: row, column: 21, leadCount: 24, below: bounds.spellings),
      links: try links(in: row, column: 8, bounds), contentFingerprint: try row.contentFingerprint(12))
    facts.postTimes = try postTimes(in: row, from: 15)
    facts.hasOwnCountries = try row.flag(19)
    facts.postTimes?.offset = Int(try row.number(20, in: -86_399...86_399))
    return facts
  }

  private static func leadNumbers<Item>(
    in row: any SQLStatement, column: Int32, leadCount: Int32, below bound: Int
  ) throws -> LeadNumbers<Item> {
    let numbers: [ItemNumber<Item>] = try row.itemNumbers(column, below: bound)
    guard let found = LeadNumbers(stored: numbers, leadCount: try row.index(leadCount, below: bound + 1))
    else {
      throw row.damage(leadCount, "is more than the numbers in its list")
    }
    return found
  }

  private static func postTimes(in row: any SQLStatement, from column: Int32) throws -> PostTimes? {
    guard let published = try row.optionalTime(column), let start = try row.optionalTime(column + 2) else {
      return nil
    }
    return PostTimes(
      published: published, updated: try row.optionalTime(column + 1), start: start,
      end: try row.optionalTime(column + 3))
  }

  private static func changes(
    in row: any SQLStatement, column: Int32, _ bounds: IndexBounds
  ) throws -> [PageRecord.Change] {
    let numbers = try row.numbers(column)
    guard numbers.count.isMultiple(of: 3) else {
      throw row.damage(column, "has numbers that belong to no change")
    }
    return try stride(from: 0, to: numbers.count, by: 3).map { index in
      let (name, replaced, isSameText) = (numbers[index], numbers[index + 1], numbers[index + 2])
      guard name >= 0, name < bounds.names, replaced >= 0, isSameText == 0 || isSameText == 1 else {
        throw row.damage(column, "has the change \(name), \(replaced), \(isSameText)")
      }
      return PageRecord.Change(name: NameNumber(Int(name)), replaced: replaced, isSameText: isSameText == 1)
    }
  }

  // Each link is packed as its target, the number of spellings, and the spellings.
  private static func links(
    in row: any SQLStatement, column: Int32, _ bounds: IndexBounds
  ) throws -> [Int32] {
    let numbers = try row.indices(column, below: Int(Int32.max))
    var index = 0
    while index < numbers.count {
      guard numbers[index] < bounds.names, index + 1 < numbers.count,
        Int(numbers[index + 1]) <= numbers.count - index - 2
      else { throw row.damage(column, "has a link to what is no name, or without its spellings") }
      let end = index + 2 + Int(numbers[index + 1])
      for spelling in numbers[(index + 2)..<end] where spelling >= bounds.spellings {
        throw row.damage(column, "has a link with the spelling \(spelling), which there is not")
      }
      index = end
    }
    return numbers
  }
}

extension IndexTransaction {
  private static let storingPage = StoringSQL(
    in: "page", key: ["id"],
    columns: [
      "name", "title", "summary", "text_key", "other_keys", "later", "title_length", "changes", "own",
      "links",
      "countries", "content", "signs", "story_bytes", "story_addresses", "post_published", "post_updated",
      "post_start", "post_end", "own_countries", "post_offset", "lead_countries",
    ])
  private static let storingName = StoringSQL(in: "name", key: ["id"], columns: ["path", "event"])
  private static let storingSpelling = StoringSQL(
    in: "spelling", key: ["id"], columns: ["text", "mentionable"])
  private static let storingPageText = StoringSQL(
    in: "page_text", key: ["id"], columns: ["bytes"])
  private static let storingDiscovery = StoringSQL(
    in: "discovery", key: ["page"], columns: ["names", "lead"])
  private static let storingMention = StoringSQL(
    in: "mention", key: ["page"], columns: ["spellings", "lead"])
}
