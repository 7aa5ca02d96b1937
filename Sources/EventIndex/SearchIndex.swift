package import EventArchive
internal import Foundation
internal import GRDB

/// Finds words in the titles and summaries of published events: full text in SQLite (FTS5), in a file of its own in the state
/// directory, which can be deleted. It follows the index when it is told to.
// Unchecked: every access to the mutable state holds the lock; the database serializes its users.
package final class SearchIndex: @unchecked Sendable {
  /// What is looked for: phrases, each a list of words that stand side by side, as `EntityKey` has them.
  package struct Query: Sendable, Hashable {
    /// Words side by side, of which the last may be the beginning of a word.
    package struct Phrase: Sendable, Hashable {
      /// The words, joined by blanks.
      package var words: String
      /// Whether the last word may go on.
      package var isPrefix: Bool

      /// Makes a phrase.
      package init(words: String, isPrefix: Bool = false) { (self.words, self.isPrefix) = (words, isPrefix) }

      fileprivate var expression: String { "\"\(words)\"" + (isPrefix ? "*" : "") }
    }

    /// What must be there.
    package var wanted: [Phrase]
    /// What must not be there.
    package var unwanted: [Phrase]

    /// Makes a query.
    package init(wanted: [Phrase], unwanted: [Phrase] = []) {
      (self.wanted, self.unwanted) = (wanted, unwanted)
    }

    fileprivate var expression: String {
      let all = wanted.map(\.expression).joined(separator: " AND ")
      return unwanted.isEmpty
        ? all : "(\(all)) NOT (\(unwanted.map(\.expression).joined(separator: " OR ")))"
    }
  }

  private let directory: String
  private let lock = NSLock()
  private var database: DatabaseQueue?
  private var inode: ino_t?

  /// Makes an index of the published events of a state directory; nothing is read or written yet.
  package init(directory: String) { self.directory = directory }

  deinit { try? database?.close() }

  /// The pages that hold what is looked for, in no order.
  /// - Throws: `IndexError`.
  package func pages(_ query: Query) throws -> [Int] {
    try rows("SELECT rowid FROM entry WHERE entry MATCH ?", query)
  }

  /// The pages that hold what is looked for, the best match first; a match in a title counts for more.
  /// - Throws: `IndexError`.
  package func rankedPages(_ query: Query, limit: Int) throws -> [Int] {
    try rows(
      "SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY bm25(entry, 4.0, 1.0), rowid DESC LIMIT \(limit)",
      query)
  }

  /// Takes in what the index has published since the last time.
  /// - Parameter fold: makes what is searched of the titles and summaries of some pages.
  /// - Throws: `IndexError`.
  package func refresh(_ fold: ([[TextSlice]]) throws -> [[String]]) throws {
    try use { database in
      try database.writeWithoutTransaction { database in
        try database.execute(
          sql: "ATTACH DATABASE ? AS archive", arguments: [EventIndex.path(in: directory)])
        defer { try? database.execute(sql: "DETACH DATABASE archive") }
        try database.inTransaction {
          try Self.refresh(IndexTransaction(database), fold)
          return .commit
        }
      }
    }
  }
}

extension SearchIndex {
  private static let schema = """
    -- What is searched, and of which version of its page it was made.
    CREATE VIRTUAL TABLE entry USING fts5(title, summary, tokenize = 'porter unicode61');
    CREATE TABLE taken (page INTEGER PRIMARY KEY, content BLOB NOT NULL);
    """

  // So many pages are folded at a time.
  private static let batch = 2048

  private static func path(in directory: String) -> String { directory + "/search.sqlite" }

  private static func refresh(
    _ transaction: IndexTransaction, _ fold: ([[TextSlice]]) throws -> [[String]]
  ) throws {
    let remove = try transaction.statement("DELETE FROM entry WHERE rowid = ?")
    let forget = try transaction.statement("DELETE FROM taken WHERE page = ?")
    let insert = try transaction.statement("INSERT INTO entry (rowid, title, summary) VALUES (?, ?, ?)")
    let take = try transaction.statement("INSERT INTO taken VALUES (?, ?)")
    var gone: [Int64] = []
    let stale = try transaction.statement(
      """
      SELECT page FROM taken WHERE NOT EXISTS (
        SELECT 1 FROM archive.page AS now WHERE now.id = taken.page AND now.content = taken.content)
      OR page NOT IN (SELECT page FROM archive.published)
      """)
    try stale.forEachRow { gone.append(stale.number(0)) }
    for page in gone {
      remove.bind(page)
      try remove.run()
      forget.bind(page)
      try forget.run()
    }
    var new: [Int64] = []
    let missing = try transaction.statement(
      """
      SELECT page FROM archive.published WHERE page NOT IN (SELECT page FROM taken)
      AND EXISTS (SELECT 1 FROM archive.page AS now WHERE now.id = published.page)
      """)
    try missing.forEachRow { new.append(missing.number(0)) }
    let page = try transaction.statement("SELECT title, summary, content FROM archive.page WHERE id = ?")
    for start in stride(from: 0, to: new.count, by: batch) {
      var texts: [[TextSlice]] = []
      for number in new[start..<min(start + batch, new.count)] {
        page.bind(number)
        try page.forEachRow {
          texts.append([0, 1].map { page.withText($0) { TextSlice(copying: $0) } })
          take.bind(number)
          take.bind(page.digest(2), at: 2)
        }
        try take.run()
      }
      for (number, folded) in zip(new[start...], try fold(texts)) {
        insert.bind(number)
        insert.bind(folded[0], at: 2)
        insert.bind(folded[1], at: 3)
        try insert.run()
      }
    }
  }

  private func rows(_ sql: String, _ query: Query) throws -> [Int] {
    try use { database in
      try database.read { database in
        let row = try RawStatement(database, sql)
        row.bind(query.expression, at: 1)
        var pages: [Int] = []
        try row.forEachRow { pages.append(Int(row.number(0))) }
        return pages
      }
    }
  }

  private func use<Result>(_ body: (DatabaseQueue) throws -> Result) throws -> Result {
    try lock.withLock {
      let path = Self.path(in: directory)
      return try EventIndex.guarding(path) {
        if let database, inode == EventIndex.inode(of: path) { return try body(database) }
        let new = try DatabaseQueue(path: path)
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: Self.schema) }
        try migrator.migrate(new)
        // What is lost is made again.
        try new.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        (database, inode) = (new, EventIndex.inode(of: path))
        return try body(new)
      }
    }
  }
}
