internal import Foundation

extension IndexKind {
  /// SQLite: any location that is no URL is the path of a state directory, which has the databases.
  static let sqlite = IndexKind(
    recognises: { !isURL($0) },
    database: { SQLiteIndexDatabase(directory: $0) },
    edition: { "\($0)/\(SQLiteIndexDatabase.editions)/\($1)" })
}

/// The databases in a state directory.
struct SQLiteIndexDatabase: IndexDatabase {
  /// The path of the state directory.
  let directory: String

  /// The folder of the indexes in other languages, below the state directory.
  static let editions = "languages"

  func open() throws -> any EventIndex { try SQLiteEventIndex(directory: directory) }
  func reader() -> any IndexReader { SQLiteIndexReader(directory: directory) }
  func isInUse() throws -> Bool { try StateLock.isHeld(directory: directory) }
  func searchIndex() -> any SearchIndex { SQLiteSearchIndex(directory: directory) }

  func tables(_ definition: TableDefinition) -> any TableStore {
    SQLiteTableStore(directory: directory, definition)
  }

  func copyIndex(to path: String) throws {
    let source = SQLiteEventIndex.path(in: directory)
    guard try StateFile.identity(of: source) != nil else { throw IndexError.missing(directory: directory) }
    try SQLiteCopy.make(of: source, to: path, IndexSchema.schema)
  }

  func copyTables(_ definition: TableDefinition, to path: String) throws -> Bool {
    let source = "\(directory)/\(definition.name).sqlite"
    guard try StateFile.identity(of: source) != nil else { return false }
    try SQLiteCopy.make(of: source, to: path, SQLiteSchema(definition.versions))
    return true
  }

  func membership() -> (any IndexMembership)? { nil }

  func sharedWork() -> (any SharedWork)? { nil }
  func hints(wake: @Sendable () -> Void, report: @Sendable (String) -> Void) -> (any IndexHints)? { nil }

  func texts() -> (any PageTexts)? { nil }

  // All that there are, whatever languages the present configuration names.
  func editions() throws -> [String] {
    let folder = "\(directory)/\(Self.editions)"
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        .filter { FileManager.default.fileExists(atPath: SQLiteEventIndex.path(in: "\(folder)/\($0)")) }
    } catch {
      throw IndexError.unreadable(path: folder, code: EACCES)
    }
  }

  func restoration(editions: [String], tables: [TableDefinition]) throws -> any IndexRestoration {
    try SQLiteRestoration(directory, editions: editions.map { "\(Self.editions)/\($0)" })
  }
}
