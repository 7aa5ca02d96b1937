/// A connection to a database that has begun a transaction.
package protocol SQLConnection: AnyObject {
  /// The place of the database in messages: the path of a file.
  var place: String { get }

  /// Prepares SQL.
  /// - Throws: `IndexError`.
  func prepare(_ sql: String) throws -> any SQLStatement

  /// Prepares the storing of rows. The database may gather rows and store them later in the transaction, but before any other
  /// statement.
  /// - Throws: `IndexError`.
  func prepare(_ row: StoringSQL) throws -> any SQLStatement

  /// Whether the database has a table.
  /// - Throws: `IndexError`.
  func hasTable(_ name: String) throws -> Bool

  /// Whether a table has a column.
  /// - Throws: `IndexError`.
  func hasColumn(_ name: String, ofTable table: String) throws -> Bool
}

/// Reads and writes tables within one transaction. It must not be used after the transaction.
///
/// The SQL is the part that SQLite and PostgreSQL share.
package class SQLTransaction {
  private let connection: any SQLConnection
  // Statements are prepared once in a transaction.
  private var statements: [String: any SQLStatement] = [:]
  // The statements of `StoringSQL`, by table: a short name is found faster than the whole SQL.
  private var storing: [String: any SQLStatement] = [:]

  /// Makes the interface of the transaction that a connection has begun.
  package init(_ connection: any SQLConnection) { self.connection = connection }

  /// The place of the database in messages.
  final var place: String { connection.place }

  /// The statement of some SQL, prepared at its first use.
  /// - Throws: `IndexError`.
  package final func statement(_ sql: String) throws -> any SQLStatement {
    if let known = statements[sql] { return known }
    let statement = try connection.prepare(sql)
    statements[sql] = statement
    return statement
  }

  /// The statement that stores a row of a table, prepared at its first use.
  /// - Throws: `IndexError`.
  package final func statement(_ row: StoringSQL) throws -> any SQLStatement {
    if let known = storing[row.table] { return known }
    let statement = try connection.prepare(row)
    storing[row.table] = statement
    return statement
  }

  /// Whether the database has a table.
  /// - Throws: `IndexError`.
  final func hasTable(_ name: String) throws -> Bool { try connection.hasTable(name) }

  /// Whether a table has a column.
  /// - Throws: `IndexError`.
  final func hasColumn(_ name: String, ofTable table: String) throws -> Bool {
    try connection.hasColumn(name, ofTable: table)
  }

  /// The error of damaged rows.
  package final func damage(_ table: String, row: Int? = nil, _ what: String) -> IndexError {
    .damaged(IndexError.Damage(path: place, table: table, row: row.map { "\($0)" }, what: what))
  }

  /// The error of a damaged schema.
  final func damage(ofTable table: String, _ what: String) -> IndexError {
    var damage = IndexError.Damage(path: place, table: table, what: what)
    damage.isOfTables = true
    return .damaged(damage)
  }

  /// The value of a setting; `nil` if it is not set.
  /// - Throws: `IndexError`.
  package final func setting(_ key: String) throws -> String? {
    let row = try statement("SELECT value FROM setting WHERE key = ?")
    row.bind(key, at: 1)
    var value: String?
    try row.forEachRow { value = try row.text(0) }
    return value
  }

  /// Sets a setting.
  /// - Throws: `IndexError`.
  package final func set(_ key: String, to value: String) throws {
    let row = try statement(Self.storingSetting)
    row.bind(key, at: 1)
    row.bind(value, at: 2)
    try row.run()
  }

  private static let storingSetting = StoringSQL(in: "setting", key: ["key"], columns: ["value"])
}

/// The SQL that stores a row of a table: it inserts the row, or replaces the row with the same key. A table has one.
package struct StoringSQL: Sendable {
  /// The table.
  let table: String
  /// The columns of the key.
  let key: [String]
  /// The other columns.
  let columns: [String]
  /// The SQL, with a parameter for each column.
  let sql: String

  /// Makes the SQL.
  /// - Parameters:
  ///   - key: the columns of the key, which come first; empty for a table whose rows are only inserted.
  ///   - columns: the other columns of the row.
  package init(in table: String, key: [String], columns: [String]) {
    (self.table, self.key, self.columns) = (table, key, columns)
    let values = repeatElement("?", count: key.count + columns.count).joined(separator: ", ")
    sql = Self.insertion(in: table, key: key, columns: columns, rows: "VALUES (\(values))")
  }

  /// All columns, in the order of the parameters.
  var allColumns: [String] { key + columns }

  /// The SQL that stores the rows of a query.
  func sql(selecting query: String) -> String {
    Self.insertion(in: table, key: key, columns: columns, rows: query)
  }

  private static func insertion(in table: String, key: [String], columns: [String], rows: String) -> String {
    let insertion = "INSERT INTO \(table) (\((key + columns).joined(separator: ", "))) \(rows)"
    if key.isEmpty { return insertion }
    let changes = columns.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    let change = columns.isEmpty ? "NOTHING" : "UPDATE SET \(changes)"
    return "\(insertion) ON CONFLICT (\(key.joined(separator: ", "))) DO \(change)"
  }
}
