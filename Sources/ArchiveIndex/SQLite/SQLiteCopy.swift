internal import Foundation
internal import GRDB

/// Copies of databases for backups, each an SQLite file without files beside it.
enum SQLiteCopy {
  /// Copies a database as it is at one moment, beside its writer, by SQLite's online backup. All pages are copied in one step,
  /// within one read transaction: a writer goes on, and the copy never begins again.
  /// - Throws: `IndexError`.
  static func make(of source: String, to target: String, _ schema: SQLiteSchema) throws {
    try RestoredFiles.requireNone(beside: source)
    try StateFile.checkCompanions(of: source)
    let database = try SQLite.convertingErrors(source) {
      try schema.check(file: source)
      return try SQLite.reader(of: source).database
    }
    try SQLite.convertingErrors(target) {
      let copy = try DatabaseQueue(path: target)
      try database.backup(to: copy)
      // Otherwise the copy would need files beside it.
      try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try copy.close()
      try database.close()
    }
  }

  /// Makes a new database with the tables of a schema, and runs a transaction that fills them.
  /// - Throws: `IndexError`, or what `body` throws.
  static func make(at path: String, _ schema: SQLiteSchema, _ body: (SQLTransaction) throws -> Void) throws {
    try SQLite.convertingErrors(path) {
      let database = try DatabaseQueue(path: path)
      try schema.migrate(database)
      try database.write { try body(SQLTransaction($0)) }
      try database.close()
    }
  }

  /// Runs a transaction that reads a copy.
  /// - Throws: `IndexError`, or what `body` throws.
  static func read(_ path: String, _ body: (SQLTransaction) throws -> Void) throws {
    try SQLite.convertingErrors(path) {
      let database = try DatabaseQueue(path: path, configuration: SQLite.configuration())
      try database.read { try body(SQLTransaction($0)) }
      try database.close()
    }
  }

  /// Checks a copy: its pages, its tables, and what cannot be built again.
  /// - Returns: the number of rows of the tables that a backup counts.
  /// - Throws: `IndexError`.
  static func check(_ path: String, _ form: Form) throws -> [String: Int] {
    try SQLite.convertingErrors(path) {
      let database = try DatabaseQueue(path: path)
      defer { try? database.close() }
      return try database.read { database in
        try form.schema.check(database)
        let transaction = IndexTransaction(database)
        try checkPages(transaction)
        try requireNoPrograms(transaction)
        // Other tables of the index are built again when they are damaged.
        if form.isIndex { _ = try transaction.history() }
        return try counts(form.counted, transaction)
      }
    }
  }

  /// Brings a copy to the schema of this version. A copy of an index gets an identity of its own, so that nothing that was made
  /// of another index is taken for its own.
  /// - Throws: `IndexError`.
  static func bringUpToDate(_ path: String, _ form: Form) throws {
    try SQLite.convertingErrors(path) {
      let database = try DatabaseQueue(path: path)
      try form.schema.migrate(database)
      if form.isIndex { try database.write { try IndexTransaction($0).renewIdentity() } }
      try database.close()
    }
  }

  /// The form of a database in a backup, by the name of its file.
  static func form(ofFile path: String, _ tables: [TableDefinition]) -> Form {
    tables.first { path.hasSuffix("/\($0.name).sqlite") }.map(Form.tables) ?? .index
  }

  /// The form of a database: that of the index, or of tables of another module.
  struct Form {
    let schema: SQLiteSchema
    let isIndex: Bool
    /// The tables whose rows a backup counts.
    let counted: [String]

    /// The form of the index.
    static let index = Form(
      schema: IndexSchema.schema, isIndex: true, counted: ["event", "departed", "name", "former"])

    /// The form of tables of another module.
    static func tables(_ definition: TableDefinition) -> Form {
      Form(schema: SQLiteSchema(definition.versions), isIndex: false, counted: definition.counted)
    }
  }

  // Triggers and views, which feedgen does not make, would be run by later statements.
  private static func requireNoPrograms(_ transaction: SQLTransaction) throws {
    let row = try transaction.statement("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')")
    var name: String?
    try row.forEachRow { name = try row.text(0) }
    if let name {
      throw transaction.damage(ofTable: "sqlite_master", "has \"\(name)\", which feedgen does not make")
    }
  }

  private static func checkPages(_ transaction: SQLTransaction) throws {
    let row = try transaction.statement("PRAGMA quick_check(1)")
    var result = "ok"
    try row.forEachRow { result = try row.text(0) }
    guard result == "ok" else {
      throw IndexError.refused(path: transaction.place, fault: .damaged, reason: result)
    }
  }

  // A database of an older version may lack a table.
  private static func counts(_ tables: [String], _ transaction: SQLTransaction) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for table in tables where try transaction.hasTable(table) {
      let row = try transaction.statement("SELECT count(*) FROM \(table)")
      try row.forEachRow { counts[table] = Int(try row.number(0)) }
    }
    return counts
  }
}
