#if PostgreSQL
  /// A transaction of a connection to PostgreSQL.
  ///
  /// Rows of `StoringSQL` are gathered and stored many at a time: before any other statement, and at the end.
  final class PostgresSession: SQLConnection {
    /// The connection.
    let connection: PostgresConnection
    private var batches: [PostgresBatch] = []
    // The statement whose rows are being read.
    private weak var reading: PostgresStatement?
    // The types of columns, by table and column.
    private var tables: [String: [String: String]]?

    /// Makes the session of a transaction that has begun.
    init(_ connection: PostgresConnection) { self.connection = connection }

    var place: String { connection.location.place }

    func prepare(_ sql: String) throws -> any SQLStatement {
      PostgresStatement(self, PostgresDialect.statement(sql))
    }

    func prepare(_ row: StoringSQL) throws -> any SQLStatement {
      let columns = try row.allColumns.map { (name: $0, type: try type(ofColumn: $0, in: row.table)) }
      let batch = PostgresBatch(self, row, columns: columns)
      batches.append(batch)
      return batch
    }

    func hasTable(_ name: String) throws -> Bool { try columns()[name] != nil }

    func hasColumn(_ name: String, ofTable table: String) throws -> Bool {
      try columns()[table]?[name] != nil
    }

    /// Stores the gathered rows.
    /// - Throws: `IndexError`.
    func flush() throws {
      for batch in batches { try batch.flush() }
    }

    /// Prepares the connection for another statement: stores the gathered rows, and reads the rest of rows that are being read.
    /// - Throws: `IndexError`.
    func makeReady() throws {
      try reading?.readRest()
      reading = nil
      try flush()
    }

    /// Notes that the rows of a statement are being read.
    func setReading(_ statement: PostgresStatement) { reading = statement }

    /// Sends SQL of this database that returns no rows, with its own parameters.
    /// - Throws: `IndexError`.
    func send(_ sql: String, _ parameters: PostgresParameters) throws {
      try reading?.readRest()
      reading = nil
      try connection.send(sql, parameters)
    }

    private func type(ofColumn column: String, in table: String) throws -> String {
      guard let type = try columns()[table]?[column] else {
        var damage = IndexError.Damage(path: place, table: table, column: column, what: "is missing")
        damage.isOfTables = true
        throw IndexError.damaged(damage)
      }
      return type
    }

    private func columns() throws -> [String: [String: String]] {
      if let tables { return tables }
      try makeReady()
      let rows = try connection.execute(
        """
        SELECT relname, attname, format_type(atttypid, NULL) FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE nspname = current_schema() AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
        """)
      var found: [String: [String: String]] = [:]
      for row in 0..<rows.count {
        guard let table = rows.text(row, 0), let column = rows.text(row, 1) else { continue }
        found[table, default: [:]][column] = rows.text(row, 2)
      }
      tables = found
      return found
    }
  }
#endif
