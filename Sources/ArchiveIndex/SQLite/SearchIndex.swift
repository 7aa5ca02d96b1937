internal import EventArchive
internal import Foundation
internal import GRDB
package import Primitives

/// The full-text index of the titles and summaries of published events (SQLite's FTS5). It is a file of its own in the state
/// directory, and can be deleted: `refresh` builds it again from the index.
package final class SearchIndex: Sendable {
  /// A query for phrases, whose words have the form of `EntityKey`.
  package struct Query: Sendable, Hashable {
    /// Adjacent words, of which the last may be the beginning of a word.
    package struct Phrase: Sendable, Hashable {
      /// The words, joined by spaces.
      package var words: String
      /// Whether the last word is a prefix.
      package var isPrefix: Bool

      /// Makes a phrase.
      package init(words: String, isPrefix: Bool = false) {
        self.words = words
        self.isPrefix = isPrefix
      }

      fileprivate var expression: String { "\"\(words)\"" + (isPrefix ? "*" : "") }
    }

    /// The phrases that a match has.
    package var wanted: [Phrase]
    /// The phrases that a match has not.
    package var unwanted: [Phrase]

    /// Makes a query.
    package init(wanted: [Phrase], unwanted: [Phrase] = []) {
      self.wanted = wanted
      self.unwanted = unwanted
    }

    fileprivate var expression: String {
      let all = wanted.map(\.expression).joined(separator: " AND ")
      return unwanted.isEmpty
        ? all : "(\(all)) NOT (\(unwanted.map(\.expression).joined(separator: " OR ")))"
    }
  }

  /// The path of the file.
  package var path: String { file.path }

  private let file: DatabaseFile
  // Serializes all uses, so that one thread alone replaces a damaged file.
  private let lock = NSLock()

  /// Makes the full-text index of a state directory; the file is opened, or created, when it is used first.
  package init(directory: String) { file = DatabaseFile(directory + Self.name, Self.open) }

  /// The pages that match a query, in no order; `nil` before the first `refresh`.
  /// - Throws: `IndexError`.
  package func pages(_ query: Query) throws -> [Int]? {
    try rows("SELECT rowid FROM entry WHERE entry MATCH ?", query)
  }

  /// The pages that match a query, by relevance, the best first; a match in a title counts for more. `nil` before the first
  /// `refresh`.
  /// - Throws: `IndexError`.
  package func rankedPages(_ query: Query, limit: Int) throws -> [Int]? {
    try rows(
      "SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY bm25(entry, 4.0, 1.0), rowid DESC LIMIT \(limit)",
      query)
  }

  /// Checks that the path is free, or a regular file.
  /// - Throws: `IndexError`.
  package func check() throws {
    if try StateFile.identity(of: path) != nil { try StateFile.checkCompanions(of: path) }
  }

  /// The revision of the index at the last `refresh`; `nil` before the first.
  /// - Throws: `IndexError`.
  package func indexRevision() throws -> String? {
    try use { database in try database.read { try IndexTransaction($0).setting("indexRevision") } }
  }

  /// Updates the full-text index to a revision of the index.
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
    -- The words of titles and summaries, and the version of the page that each row was made of.
    CREATE VIRTUAL TABLE entry USING fts5(title, summary, tokenize = 'porter unicode61');
    CREATE TABLE taken (page INTEGER PRIMARY KEY, content BLOB NOT NULL);
    """

  private static let version2 = """
    -- The revision of the index that was read.
    CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    """

  private static let schema = Schema([("1", version1), ("2", version2)])

  // The number of pages that are folded together.
  private static let batch = 2048

  private static func refresh(
    _ transaction: IndexTransaction, from archive: IndexTransaction,
    _ fold: ([[TextSlice]]) throws -> [[String]]
  ) throws {
    var published: [Int: ContentDigest] = [:]
    try archive.forEachPublishedPage { published[$0] = $1 }
    try removeOutdated(&published, transaction)
    let insertEntry = try transaction.statement("INSERT INTO entry (rowid, title, summary) VALUES (?, ?, ?)")
    let insertVersion = try transaction.statement("INSERT INTO taken VALUES (?, ?)")
    let new = published.sorted { $0.key < $1.key }
    for start in stride(from: 0, to: new.count, by: batch) {
      let pages = new[start..<min(start + batch, new.count)]
      for ((page, digest), folded) in zip(pages, try fold(pages.map { try archive.texts(ofPage: $0.key) }))
      where folded.count == 2 {
        insertEntry.bind(Int64(page))
        insertEntry.bind(folded[0], at: 2)
        insertEntry.bind(folded[1], at: 3)
        try insertEntry.run()
        insertVersion.bind(Int64(page))
        insertVersion.bind(digest, at: 2)
        try insertVersion.run()
      }
    }
  }

  // Removes the entries of pages that are not published any more, or in another version; leaves in `published` the pages that lack
  // an entry.
  private static func removeOutdated(
    _ published: inout [Int: ContentDigest], _ transaction: IndexTransaction
  ) throws {
    var outdated: [Int] = []
    let row = try transaction.statement("SELECT page, content FROM taken")
    try row.forEachRow {
      let page = Int(try row.number(0))
      if let digest = published[page], digest == (try row.digest(1)) {
        published[page] = nil
      } else {
        outdated.append(page)
      }
    }
    for sql in ["DELETE FROM entry WHERE rowid = ?", "DELETE FROM taken WHERE page = ?"] {
      let statement = try transaction.statement(sql)
      for page in outdated {
        statement.bind(Int64(page))
        try statement.run()
      }
    }
  }

  private func rows(_ sql: String, _ query: Query) throws -> [Int]? {
    try use { database in
      try database.read { database in
        // The file may have been removed by a user.
        guard try IndexTransaction(database).setting("indexRevision") != nil else { return nil }
        let row = try RawStatement(database, sql)
        row.bind(query.expression, at: 1)
        var pages: [Int] = []
        try row.forEachRow { pages.append(try row.index(0, below: IndexBounds.files)) }
        return pages
      }
    }
  }

  // The limit of attempts to open the file: another process may replace it meanwhile.
  private static let attempts = 3

  private func use<Result>(_ body: (DatabaseQueue) throws -> Result) throws -> Result {
    try lock.withLock {
      var attempt = 1
      while true {
        do {
          return try EventIndex.guarding(file.path) { try body(file.database()) }
        } catch let error as IndexError where attempt < Self.attempts {
          guard try Self.concernsThisFile(error) else { throw error }
          file.close()
          // All of its content can be built again from the index.
          if !(try Self.isReplaced(error)) { StateFile.remove(database: file.path) }
          attempt += 1
        }
      }
    }
  }

  // Whether this file, and not the index, is damaged, of another version, or replaced by another file.
  private static func concernsThisFile(_ error: IndexError) throws -> Bool {
    switch error {
    case .refused(let path, let fault, _): try isName(path) && (fault == .damaged || isReplaced(error))
    case .damaged(let damage): isName(damage.path)
    case .newer(let path, _, _): isName(path)
    case .notRegular(let path): path.contains(name)
    case .locked, .unwritable, .unreadable, .missing: false
    }
  }

  private static func isName(_ path: String) -> Bool { path.hasSuffix(name) }

  // Whether another process has just replaced the file.
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
      // A process that may write the file replaces it. Others use a temporary database, which has no name.
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
