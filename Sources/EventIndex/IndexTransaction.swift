internal import GRDB

/// Looks at the index and changes it, within one transaction. Not to be kept.
package final class IndexTransaction {
  /// A table's statements are prepared once a transaction.
  let database: Database
  private var statements: [String: RawStatement] = [:]

  init(_ database: Database) { self.database = database }

  /// The statement for SQL, prepared at its first use.
  func statement(_ sql: String) throws -> RawStatement {
    if let known = statements[sql] { return known }
    let statement = try RawStatement(database, sql)
    statements[sql] = statement
    return statement
  }

  /// The value of a setting, or `nil` when it was never set.
  package func setting(_ key: String) throws -> String? {
    let row = try statement("SELECT value FROM setting WHERE key = ?")
    row.bind(key, at: 1)
    var value: String?
    try row.forEachRow { value = row.text(0) }
    return value
  }

  /// Sets a setting.
  package func set(_ key: String, to value: String) throws {
    let row = try statement("INSERT OR REPLACE INTO setting VALUES (?, ?)")
    row.bind(key, at: 1)
    row.bind(value, at: 2)
    try row.run()
  }
}
