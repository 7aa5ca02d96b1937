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
}
