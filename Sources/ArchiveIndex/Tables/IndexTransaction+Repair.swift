package import Classification

extension IndexTransaction {
  /// Removes damaged rows that can be built again from the content when every file is read. Names, events and their times stay as
  /// they are.
  /// - Returns: the tables whose rows were removed.
  /// - Throws: `IndexError` when names or events are damaged.
  package func removeDamage(_ gazetteer: Gazetteer) throws -> [String] {
    set(bounds: IndexBounds(names: try names().count, spellings: 0))
    _ = try history()
    var emptied: [String] = []
    func empty(_ tables: String..., ifDamaged check: () throws -> Void) throws {
      do {
        try check()
      } catch let error as IndexError where error.isDamage {
        for table in tables { try statement("DELETE FROM \(table)").run() }
        emptied += tables
      }
    }
    try empty("file", "page", "mention", "discovery", "page_text", "problem") { try checkFiles() }
    try empty("problem") { _ = try problems() }
    try empty("spelling", "page", "mention", "discovery") {
      set(bounds: IndexBounds(names: try names().count, spellings: try spellings().count))
      let row = try statement("SELECT id, mentionable FROM spelling")
      try row.forEachRow { _ = try row.flag(1) }
    }
    if try removeDamagedPages() { emptied.append("page") }
    try empty("document") { _ = try documents() }
    try empty("archive") { _ = try archives() }
    try empty("published", "topic") {
      let topics = Set(try topics().map(\.number))
      try forEachPublished { record in
        guard topics.isSuperset(of: record.topics) else {
          throw damage("published", "has a topic that there is not")
        }
      }
    }
    try empty("learned") { _ = try learned(gazetteer.number(ofCode:)) }
    try empty("word_counts") { _ = try nameStatistics() }
    try empty("variant") { _ = try variants() }
    try empty("former") {
      let row = try statement("SELECT path, successor FROM former")
      try row.forEachRow { _ = (try row.path(0), row.isNull(1) ? nil : try row.path(1)) }
    }
    if try repairSettings() { emptied.append("setting") }
    return emptied
  }

  private func checkFiles() throws {
    _ = try files()
    let row = try statement("SELECT id, digest FROM file")
    try row.forEachRow { _ = try row.optionalDigest(1) }
  }

  // Returns whether any was removed. The files of these pages are read anyway.
  private func removeDamagedPages() throws -> Bool {
    var numbers: [Int64] = []
    let row = try statement("SELECT id FROM page")
    try row.forEachRow { numbers.append(try row.number(0)) }
    let known = Set(try files().numbers.map { Int64($0) })
    let damaged = try numbers.filter { number in
      do {
        guard known.contains(number), let facts = try facts(ofPage: Int(number)) else { return true }
        if facts.isEvent {
          _ = try texts(ofPage: Int(number))
          try withText(ofPage: Int(number)) { _ in }
        }
        return false
      } catch let error as IndexError where error.isDamage {
        return true
      }
    }
    for number in damaged {
      for sql in [
        "DELETE FROM page WHERE id = ?", "DELETE FROM mention WHERE page = ?",
        "DELETE FROM discovery WHERE page = ?",
      ] {
        let row = try statement(sql)
        row.bind(number)
        try row.run()
      }
    }
    for table in ["mention", "discovery"] {
      try statement("DELETE FROM \(table) WHERE page NOT IN (SELECT id FROM page)").run()
    }
    return !damaged.isEmpty
  }

  // Returns whether any setting was damaged.
  private func repairSettings() throws -> Bool {
    do {
      let row = try statement("SELECT key, value FROM setting")
      try row.forEachRow { _ = (try row.text(0), try row.text(1)) }
      _ = try lastRun()
      return false
    } catch let error as IndexError where error.isDamage {
      // Without settings, every file is read and every feed is built again. The newest event has the number of the last build.
      try statement("DELETE FROM setting").run()
      try statement("INSERT INTO setting SELECT 'run', CAST(COALESCE(MAX(first_run), 0) AS TEXT) FROM event")
        .run()
      try renewIdentity()
      return true
    }
  }
}
