#if PostgreSQL
  /// The tables of another module, in a schema of their own in PostgreSQL.
  final class PostgresTableStore: TableStore {
    private let client: PostgresClient

    /// Makes the store beside the index at a location. The schema is made when it is used first.
    init(_ location: PostgresLocation, _ definition: TableDefinition) {
      let schema = PostgresSchema(definition.versions)
      client = PostgresClient(location.with(suffix: definition.name)) { try schema.migrate($0) }
    }

    func read<Result>(_ body: (SQLTransaction) throws -> Result) throws -> Result {
      try client.use { connection in
        try connection.transaction(.read) { session, _ in try body(SQLTransaction(session)) }
      }
    }

    func write<Result>(_ body: (SQLTransaction) throws -> Result) throws -> Result {
      try client.use { connection in
        try connection.transaction(.write) { session, _ in try body(SQLTransaction(session)) }
      }
    }
  }
#endif
