package import Classification
package import EventArchive

extension IndexTransaction {
  /// The facts of all pages, with all names and spellings.
  package func facts() throws -> ArchiveFacts {
    var facts = ArchiveFacts(
      names: try texts("SELECT path FROM name ORDER BY id"),
      spellings: try texts("SELECT text FROM spelling ORDER BY id"))
    try load(&facts)
    return facts
  }

  /// Sets the facts of all pages, in the numbers of names and spellings that were put here.
  package func load(_ facts: inout ArchiveFacts) throws {
    let row = try statement("\(Self.selectingFacts) ORDER BY id")
    try row.forEachRow {
      facts.pages[Int(row.number(0))] = Self.facts(row)
    }
  }

  /// The facts of a page, `nil` when there is none.
  package func facts(ofPage number: Int) throws -> PageFacts? {
    let row = try statement("\(Self.selectingFacts) WHERE id = ?")
    row.bind(Int64(number))
    var facts: PageFacts?
    try row.forEachRow { facts = Self.facts(row) }
    return facts
  }

  private func texts(_ sql: String) throws -> TextTable {
    var texts = TextTable()
    let row = try statement(sql)
    try row.forEachRow { row.withText(0) { _ = texts.insert($0) } }
    return texts
  }

  /// Keeps the last good version of a page, `text` as it stands in its file; what it mentions is not known then.
  package func put(
    _ facts: PageFacts, number: Int, title: TextSlice, summary: TextSlice, text: TextSlice, isNew: Bool
  ) throws {
    if !isNew { try removeMentions(page: number) }
    let row = try statement(
      """
      INSERT OR REPLACE INTO page (
        id, name, title, summary, text_key, other_keys, later, title_length, changes, own, links, countries, content,
        signs, story_bytes, story_addresses)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    row.bind(Int64(number), Int64(facts.name))
    row.bind(title, at: 3)
    row.bind(summary, at: 4)
    row.bind(Int64(bitPattern: facts.sameText.key), from: 5)
    row.bind(NumberList.text(facts.sameText.others.map { Int64(bitPattern: $0) }), at: 6)
    row.bind(facts.isLater ? 1 : 0, Int64(facts.titleLength), from: 7)
    row.bind(
      NumberList.text(facts.changes.flatMap { [Int64($0.name), $0.replaced, $0.isSameText ? 1 : 0] }), at: 9)
    row.bind(NumberList.text(facts.own), at: 10)
    row.bind(NumberList.text(facts.links), at: 11)
    row.bind(NumberList.text(facts.countries), at: 12)
    row.bind(facts.content, at: 13)
    row.bind(NumberList.text(facts.signs.numbers), at: 14)
    row.bind(Int64(facts.story.bytes), Int64(facts.story.addresses), from: 15)
    try row.run()
    let whole = try statement("INSERT OR REPLACE INTO page_text VALUES (?, ?)")
    whole.bind(Int64(number))
    try text.withBytes {
      whole.bind(uncopied: UnsafeRawBufferPointer($0), at: 2)
      try whole.run()
    }
  }

  /// Keeps names and spellings from the given counts on: those that were added since.
  package func putTexts(
    of facts: ArchiveFacts, history: EventHistory = EventHistory(), namesFrom: Int, spellingsFrom: Int
  ) throws {
    let name = try statement("INSERT INTO name VALUES (?, ?, ?)")
    for (number, path) in facts.names.enumerated().dropFirst(namesFrom) {
      name.bind(Int64(number))
      name.bind(path, at: 2)
      if let id = history.ids[NameNumber(number)] {
        name.bind(Int64(id), from: 3)
      } else {
        name.bind(nil as String?, at: 3)
      }
      try name.run()
    }
    let spelling = try statement("INSERT INTO spelling VALUES (?, ?, 0)")
    for (number, text) in facts.spellings.enumerated().dropFirst(spellingsFrom) {
      spelling.bind(Int64(number))
      spelling.bind(text, at: 2)
      try spelling.run()
    }
  }

  /// The spellings that counted as mentions when pages were looked through last.
  package func mentionableSpellings() throws -> Set<SpellingNumber> {
    let row = try statement("SELECT id FROM spelling WHERE mentionable = 1")
    var numbers: Set<SpellingNumber> = []
    try row.forEachRow { numbers.insert(SpellingNumber(row.number(0))) }
    return numbers
  }

  /// Keeps whether a spelling counts as a mention.
  package func set(mentionable: Bool, spelling: SpellingNumber) throws {
    let row = try statement("UPDATE spelling SET mentionable = ? WHERE id = ?")
    row.bind(mentionable ? 1 : 0, Int64(spelling))
    try row.run()
  }

  /// Calls `body` with the titles and summaries of event pages, in batches; `unknownOnly` for the pages alone of
  /// which it is not known what they mention.
  package func forEachTextBatch(
    unknownOnly: Bool, size: Int, _ body: ([(page: Int, texts: [TextSlice])]) throws -> Void
  ) throws {
    let unknown = unknownOnly ? "AND NOT EXISTS (SELECT 1 FROM mention WHERE page = id)" : ""
    let row = try statement(
      "SELECT id, title, summary FROM page WHERE name >= 0 AND id > ? \(unknown) ORDER BY id LIMIT \(size)")
    var last: Int64 = -1
    while true {
      var batch: [(page: Int, texts: [TextSlice])] = []
      row.bind(last)
      try row.forEachRow {
        last = row.number(0)
        batch.append(
          (
            Int(last),
            [row.withText(1) { TextSlice(copying: $0) }, row.withText(2) { TextSlice(copying: $0) }]
          ))
      }
      if batch.isEmpty { return }
      try body(batch)
    }
  }

  /// The title and the summary of an event's page; empty for what is none.
  package func texts(ofPage number: Int) throws -> [TextSlice] {
    let row = try statement("SELECT title, summary FROM page WHERE name >= 0 AND id = ?")
    row.bind(Int64(number))
    var texts: [TextSlice] = []
    try row.forEachRow {
      texts = [0, 1].map { row.withText($0) { TextSlice(copying: $0) } }
    }
    return texts
  }

  /// How large the story of an event's page is.
  package func storySize(ofPage number: Int) throws -> StorySize {
    let row = try statement("SELECT story_bytes, story_addresses FROM page WHERE id = ?")
    row.bind(Int64(number))
    var size = StorySize()
    try row.forEachRow {
      size = StorySize(bytes: Int32(clamping: row.number(0)), addresses: Int32(clamping: row.number(1)))
    }
    return size
  }

  /// The last good version of a page, as it stood in its file; `nil` for one that has none.
  package func text(ofPage number: Int) throws -> TextSlice? {
    let row = try statement("SELECT bytes FROM page_text WHERE id = ?")
    row.bind(Int64(number))
    var text: TextSlice?
    try row.forEachRow { text = row.withText(0) { TextSlice(copying: $0) } }
    return text
  }

  /// Whether any page was looked through for mentions.
  package func hasMentions() throws -> Bool {
    var isAny = false
    try statement("SELECT 1 FROM mention LIMIT 1").forEachRow { isAny = true }
    return isAny
  }

  /// Keeps what a page mentions.
  package func put(mentions: [SpellingNumber], page: Int) throws {
    let row = try statement("INSERT OR REPLACE INTO mention VALUES (?, ?)")
    row.bind(Int64(page))
    row.bind(NumberList.text(mentions), at: 2)
    try row.run()
  }

  /// Forgets what a page mentions.
  func removeMentions(page: Int) throws {
    let row = try statement("DELETE FROM mention WHERE page = ?")
    row.bind(Int64(page))
    try row.run()
  }
}

extension IndexTransaction {
  private static let selectingFacts = """
    SELECT id, name, text_key, other_keys, later, title_length, changes, own, links, countries, content, spellings,
      signs, story_bytes, story_addresses
    FROM page LEFT JOIN mention ON page = id
    """

  private static func facts(_ row: RawStatement) -> PageFacts {
    var facts = PageFacts()
    facts.name = NameNumber(row.number(1))
    facts.sameText = SameText(
      key: UInt64(bitPattern: row.number(2)),
      others: NumberList.numbers(row.bytes(3)).map { UInt64(bitPattern: $0) })
    facts.isLater = row.number(4) != 0
    facts.titleLength = Int32(row.number(5))
    let changes = NumberList.numbers(row.bytes(6))
    facts.changes = stride(from: 0, to: changes.count - 2, by: 3).map {
      PageFacts.Change(
        name: NameNumber(changes[$0]), replaced: changes[$0 + 1], isSameText: changes[$0 + 2] != 0)
    }
    facts.content = row.digest(10) ?? facts.content
    facts.story = StorySize(
      bytes: Int32(clamping: row.number(13)), addresses: Int32(clamping: row.number(14)))
    facts.setLists(
      own: NumberList.numbers(row.bytes(7)).map(SpellingNumber.init),
      countries: NumberList.numbers(row.bytes(9)).map(Gazetteer.CountryNumber.init),
      mentions: NumberList.numbers(row.bytes(11)).map(SpellingNumber.init),
      links: NumberList.numbers(row.bytes(8)).map(Int32.init),
      signs: StorySigns(numbers: NumberList.numbers(row.bytes(12))))
    return facts
  }
}
