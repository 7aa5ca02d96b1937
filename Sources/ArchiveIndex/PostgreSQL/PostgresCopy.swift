#if PostgreSQL
  /// Copies of schemas of PostgreSQL to SQLite files, for backups, and back.
  enum PostgresCopy {
    /// Copies the tables of a schema, as they are at one moment, to a new SQLite file.
    /// - Returns: whether there are such tables; otherwise nothing is made.
    /// - Throws: `IndexError`.
    static func make(of location: PostgresLocation, to path: String, _ schema: SQLiteSchema) throws -> Bool {
      let isIndex = schema === IndexSchema.schema
      let source = isIndex ? PostgresSchema.index : PostgresSchema(schema.versions)
      // An index that was never finished counts as none.
      let finished = isIndex ? "(SELECT finished FROM progress)" : "1"
      do {
        return try PostgresConnection(location).transaction(
          .read, first: "SELECT name, \(finished) FROM migration"
        ) { session, versions in
          guard try !source.isOlder(source.check(versions, place: location.place)) else {
            throw IndexError.older(path: location.place)
          }
          guard versions.text(0, 1) == "1" else { return false }
          try SQLiteCopy.make(at: path, schema) {
            try copyRows(from: SQLTransaction(session), to: $0, schema)
          }
          return true
        }
      } catch IndexError.missing {
        return false
      }
    }

    /// Fills the tables of a schema that was just made with the rows of an SQLite file of this version.
    /// - Throws: `IndexError`.
    static func fill(_ session: PostgresSession, from path: String, _ schema: SQLiteSchema) throws {
      try SQLiteCopy.read(path) { try copyRows(from: $0, to: SQLTransaction(session), schema) }
    }

    private static func copyRows(
      from source: SQLTransaction, to target: SQLTransaction, _ schema: SQLiteSchema
    ) throws {
      for (table, columns) in try schema.tables() {
        try target.statement("DELETE FROM \(table)").run()
        let row = try source.statement("SELECT \(columns.joined(separator: ", ")) FROM \(table)")
        let copy = try target.statement(StoringSQL(in: table, key: [], columns: columns))
        try row.forEachRow {
          for index in columns.indices {
            let (column, parameter) = (Int32(index), Int32(index + 1))
            switch row.type(column) {
            case .null: copy.bindNull(at: parameter)
            case .number: copy.bind(number: row.storedNumber(column), at: parameter)
            case .text: copy.bind(text: row.storedBytes(column).bindMemory(to: UInt8.self), at: parameter)
            case .bytes: copy.bind(bytes: row.storedBytes(column), at: parameter)
            case .other: throw row.damage(column, "has a type that no column has")
            }
          }
          try copy.run()
        }
      }
    }
  }
#endif
