internal import EventArchive
internal import Foundation
internal import GRDB
internal import Primitives

/// The full-text index of the titles and summaries of published events (SQLite's FTS5). It is a file of its own in the state
/// directory, and can be deleted: `refresh` builds it again from the index.
final class SQLiteSearchIndex: SearchIndex {
  var place: String { file.path }

  private let file: DatabaseFile
  // Serializes all uses, so that one thread alone replaces a damaged file.
  private let lock = NSLock()

  /// Makes the full-text index of a state directory; the file is opened, or created, when it is used first.
  init(directory: String) { file = DatabaseFile(directory + Self.name, Self.open) }

  func pages(_ query: SearchQuery) throws -> [Int]? {
    try rows("SELECT rowid FROM entry WHERE entry MATCH ?", query)
  }

  func rankedPages(_ query: SearchQuery, limit: Int) throws -> [Int]? {
    try rows(
      "SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY bm25(entry, 4.0, 1.0), rowid DESC LIMIT \(limit)",
      query)
  }

  func check() throws {
    if try StateFile.identity(of: place) != nil { try StateFile.checkCompanions(of: place) }
  }

  func indexRevision() throws -> String? {
    try use { database in try database.read { try SQLTransaction($0).setting("indexRevision") } }
  }

  func refresh(
    to revision: String, from archive: IndexTransaction, _ fold: ([[TextSlice]]) throws -> [[String]]
  ) throws {
    try use { database in
      try database.write { database in
        let transaction = SQLTransaction(database)
        try SearchIndexUpdate(
          removing: "DELETE FROM entry WHERE rowid = ?",
          inserting: StoringSQL(in: "entry", key: [], columns: ["rowid", "title", "summary"])
        ).run(transaction, from: archive, fold)
        try transaction.set("indexRevision", to: revision)
      }
    }
  }
}

extension SQLiteSearchIndex {
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

  private static let schema = SQLiteSchema([("1", version1), ("2", version2)])

  private func rows(_ sql: String, _ query: SearchQuery) throws -> [Int]? {
    try use { database in
      try database.read { database in
        // The file may have been removed by a user.
        guard try SQLTransaction(database).setting("indexRevision") != nil else { return nil }
        let row = try SQLiteStatement(database, sql)
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
          return try SQLite.convertingErrors(file.path) { try body(file.database()) }
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
    case .notRegular(let path): path.contains(name)
    case .locked, .unwritable, .unreadable, .missing, .newer, .older, .restoring, .unsupported, .superseded:
      false
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
    } catch IndexError.newer {
      // The file stays for the newer version.
      return try openFile("")
    } catch let error as DatabaseError {
      let fault = StorageFault(error.extendedResultCode, path: path)
      // A process that may write the file replaces it. Others use a temporary database, which has no name.
      guard fault == .notPermitted || fault == .readOnly, !isWritable(path) else { throw error }
      return try openFile("")
    }
  }

  private static func openFile(_ path: String) throws -> DatabaseQueue {
    if !path.isEmpty, try StateFile.identity(of: path) != nil {
      try schema.check(file: path, mayBeEmpty: true)
    }
    let database = try DatabaseQueue(path: path, configuration: SQLite.configuration())
    try schema.migrate(database)
    try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = OFF") }
    return database
  }
}

extension SearchQuery {
  /// The query in the language of FTS5.
  fileprivate var expression: String {
    let all = wanted.map(\.expression).joined(separator: " AND ")
    return unwanted.isEmpty
      ? all : "(\(all)) NOT (\(unwanted.map(\.expression).joined(separator: " OR ")))"
  }
}

extension SearchQuery.Phrase {
  fileprivate var expression: String { "\"\(words)\"" + (isPrefix ? "*" : "") }
}
