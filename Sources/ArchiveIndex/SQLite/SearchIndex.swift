internal import EventArchive
internal import Foundation
internal import GRDB
package import Primitives

/// Finds words in the titles and summaries of published events: full text in SQLite (FTS5), in a file of its own in the state
/// directory, which can be deleted. It follows the index when it is told to.
package final class SearchIndex: Sendable {
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

  /// Where it is.
  package var path: String { file.path }

  private let file: DatabaseFile
  // Who finds the file damaged is alone with it.
  private let lock = NSLock()

  /// Makes an index of the published events of a state directory; nothing is read or written yet.
  package init(directory: String) { file = DatabaseFile(directory + Self.name, Self.open) }

  /// The pages that hold what is looked for, in no order; `nil` when nothing was taken in yet.
  /// - Throws: `IndexError`.
  package func pages(_ query: Query) throws -> [Int]? {
    try rows("SELECT rowid FROM entry WHERE entry MATCH ?", query)
  }

  /// The pages that hold what is looked for, the best match first; a match in a title counts for more. `nil` when nothing was
  /// taken in yet.
  /// - Throws: `IndexError`.
  package func rankedPages(_ query: Query, limit: Int) throws -> [Int]? {
    try rows(
      "SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY bm25(entry, 4.0, 1.0), rowid DESC LIMIT \(limit)",
      query)
  }

  /// Makes sure that nothing is in its place that keeps it from being made; it need not be there.
  /// - Throws: `IndexError`.
  package func check() throws {
    if try StateFile.identity(of: path) != nil { try StateFile.checkCompanions(of: path) }
  }

  /// The revision of the index that was read last; `nil` when none was.
  /// - Throws: `IndexError`.
  package func indexRevision() throws -> String? {
    try use { database in try database.read { try IndexTransaction($0).setting("indexRevision") } }
  }

  /// Updates the words to a revision of the index.
  /// - Parameter fold: folds the titles and summaries of pages to the words to search.
  /// - Throws: `IndexError`, or what `fold` throws.
  package func refresh(
    to revision: String, from archive: IndexTransaction, _ fold: ([[TextSlice]]) throws -> [[String]]
  ) throws {
    try use { database in
      try database.write { database in
        let transaction = IndexTransaction(database)
        try Self.refresh(transaction, from: archive, fold)
        try transaction.set("indexRevision", to: revision)
      }
    }
  }
}

extension SearchIndex {
  private static let name = "/search.sqlite"

  private static let version1 = """
    -- What is searched, and of which version of its page it was made.
    CREATE VIRTUAL TABLE entry USING fts5(title, summary, tokenize = 'porter unicode61');
    CREATE TABLE taken (page INTEGER PRIMARY KEY, content BLOB NOT NULL);
    """

  private static let version2 = """
    -- The revision of the index that was read.
    CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    """

  private static let schema = Schema([("1", version1), ("2", version2)])

  // So many pages are folded at a time.
  private static let batch = 2048

  private static func refresh(
    _ transaction: IndexTransaction, from archive: IndexTransaction,
    _ fold: ([[TextSlice]]) throws -> [[String]]
  ) throws {
    let remove = try transaction.statement("DELETE FROM entry WHERE rowid = ?")
    let forget = try transaction.statement("DELETE FROM taken WHERE page = ?")
    let insert = try transaction.statement("INSERT INTO entry (rowid, title, summary) VALUES (?, ?, ?)")
    let take = try transaction.statement("INSERT INTO taken VALUES (?, ?)")
    var wanted: [Int: ContentDigest] = [:]
    try archive.forEachPublishedPage { wanted[$0] = $1 }
    var gone: [Int] = []
    let taken = try transaction.statement("SELECT page, content FROM taken")
    try taken.forEachRow {
      let page = Int(try taken.number(0))
      if let digest = wanted[page], digest == (try taken.digest(1)) {
        wanted[page] = nil
      } else {
        gone.append(page)
      }
    }
    for page in gone {
      for statement in [remove, forget] {
        statement.bind(Int64(page))
        try statement.run()
      }
    }
    let new = wanted.sorted { $0.key < $1.key }
    for start in stride(from: 0, to: new.count, by: batch) {
      let pages = new[start..<min(start + batch, new.count)]
      for ((page, digest), folded) in zip(pages, try fold(pages.map { try archive.texts(ofPage: $0.key) }))
      where folded.count == 2 {
        insert.bind(Int64(page))
        insert.bind(folded[0], at: 2)
        insert.bind(folded[1], at: 3)
        try insert.run()
        take.bind(Int64(page))
        take.bind(digest, at: 2)
        try take.run()
      }
    }
  }

  private func rows(_ sql: String, _ query: Query) throws -> [Int]? {
    try use { database in
      try database.read { database in
        // Somebody may have removed the file.
        guard try IndexTransaction(database).setting("indexRevision") != nil else { return nil }
        let row = try RawStatement(database, sql)
        row.bind(query.expression, at: 1)
        var pages: [Int] = []
        try row.forEachRow { pages.append(try row.index(0, below: IndexBounds.files)) }
        return pages
      }
    }
  }

  // How often the file is opened before it is given up: it may be replaced by another process, and be made anew here.
  private static let attempts = 3

  private func use<Result>(_ body: (DatabaseQueue) throws -> Result) throws -> Result {
    try lock.withLock {
      var attempt = 1
      while true {
        do {
          return try EventIndex.guarding(file.path) { try body(file.database()) }
        } catch let error as IndexError where attempt < Self.attempts {
          guard try Self.isOwn(error) else { throw error }
          file.close()
          // It holds nothing that cannot be made again.
          if !(try Self.isReplaced(error)) {
            StateFile.remove(database: file.path)
          }
          attempt += 1
        }
      }
    }
  }

  // Whether this file is damaged, of another version, or another is in its place; not the index that is read for it.
  private static func isOwn(_ error: IndexError) throws -> Bool {
    switch error {
    case .refused(let path, let fault, _): try isName(path) && (fault == .damaged || isReplaced(error))
    case .damaged(let damage): isName(damage.path)
    case .newer(let path, _, _): isName(path)
    case .notRegular(let path): path.contains(name)
    case .locked, .unwritable, .unreadable, .missing: false
    }
  }

  private static func isName(_ path: String) -> Bool { path.hasSuffix(name) }

  // Whether another process has just put another file in its place.
  private static func isReplaced(_ error: IndexError) throws -> Bool {
    if case .refused(let path, .readOnly, _) = error {
      return try StateFile.identity(of: path) == nil || isWritable(path)
    }
    return false
  }

  private static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

  private static func open(_ path: String) throws -> DatabaseQueue {
    do {
      return try openFile(path)
    } catch let error as DatabaseError {
      let fault = StorageFault(error.extendedResultCode, path: path)
      // A process that may write in its place replaces it; others search in a temporary file of their own, without a name.
      guard fault == .notPermitted || fault == .readOnly, !isWritable(path) else { throw error }
      return try openFile("")
    }
  }

  private static func openFile(_ path: String) throws -> DatabaseQueue {
    let database = try DatabaseQueue(path: path, configuration: EventIndex.patient)
    try schema.migrate(database)
    try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = OFF") }
    return database
  }
}
