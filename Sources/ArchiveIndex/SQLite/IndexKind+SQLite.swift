extension IndexKind {
  /// SQLite: any location is the path of a state directory, which has the databases.
  static let sqlite = IndexKind(
    recognises: { _ in true },
    database: { SQLiteIndexDatabase(directory: $0) })
}

/// The databases in a state directory.
struct SQLiteIndexDatabase: IndexDatabase {
  /// The path of the state directory.
  let directory: String

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

  func restoration(editions: [String]) throws -> any IndexRestoration {
    try SQLiteRestoration(directory, editions: editions)
  }
}
