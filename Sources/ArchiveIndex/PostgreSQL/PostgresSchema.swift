#if PostgreSQL
  internal import Foundation

  /// The tables in a schema of PostgreSQL, by version. They have the same migrations as those of SQLite, translated by
  /// `PostgresDialect`.
  struct PostgresSchema: Sendable {
    /// The migrations, in order.
    private let versions: [(name: String, sql: String)]
    // Statements that may be repeated, and follow new migrations.
    private let settings: String

    /// Makes a schema.
    /// - Parameters:
    ///   - versions: the migrations in the form of SQLite.
    ///   - own: migrations in the form of PostgreSQL, which follow them.
    ///   - settings: statements of PostgreSQL that follow new migrations, and may be repeated.
    init(
      _ versions: [(name: String, sql: String)], own: [(name: String, sql: String)] = [],
      settings: String = ""
    ) {
      self.versions = versions.map { ($0.name, PostgresDialect.migration($0.sql)) } + own
      self.settings = settings
    }

    /// SQL that reads the names of the applied migrations, for `check`.
    static let readingVersions = "SELECT name FROM migration"

    /// Applies the missing migrations in one transaction. Other processes that do the same meanwhile wait for it.
    /// - Throws: `IndexError`.
    func migrate(_ connection: PostgresConnection) throws {
      let location = connection.location
      do {
        try connection.transaction(.write) { _, _ in
          try connection.execute("SELECT pg_advisory_xact_lock(\(Self.lock(of: location)))")
          try migrate(connection, in: location)
        }
      } catch let error as IndexError where error.fault == .busy {
        throw IndexError.locked(place: location.place, process: "another process")
      }
    }

    /// Whether the tables were made, by this version or an older one.
    /// - Throws: `IndexError`, also for tables of a newer version.
    func isMade(_ connection: PostgresConnection) throws -> Bool {
      do {
        return try connection.transaction(.read, first: Self.readingVersions) {
          try !check($1, place: connection.location.place).isEmpty
        }
      } catch IndexError.missing {
        return false
      }
    }

    /// Makes the tables in a schema that does not exist yet, within a transaction, and makes it the current schema.
    /// - Throws: `IndexError`.
    func make(in location: PostgresLocation, _ session: PostgresSession) throws {
      try session.connection.execute("SET LOCAL search_path TO \(location.identifier)")
      try migrate(session.connection, in: location)
    }

    private func migrate(_ connection: PostgresConnection, in location: PostgresLocation) throws {
      if try connection.execute("SELECT to_regnamespace('\(location.identifier)')").text(0, 0) == nil {
        try connection.execute("CREATE SCHEMA \(location.identifier)")
      }
      try connection.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY)")
      let applied = try check(connection.execute(Self.readingVersions), place: location.place)
      let missing = versions.filter { !applied.contains($0.name) }
      for (name, sql) in missing {
        try connection.execute(sql)
        try connection.execute("INSERT INTO migration VALUES ('\(name)')")
      }
      if !missing.isEmpty, !settings.isEmpty { try connection.execute(settings) }
    }

    /// Checks the names of the applied migrations.
    /// - Returns: the names.
    /// - Throws: `IndexError.newer`.
    @discardableResult
    func check(_ rows: PostgresResult, place: String) throws -> Set<String> {
      let applied = Set((0..<rows.count).compactMap { rows.text($0, 0) })
      let unknown = applied.subtracting(versions.map(\.name))
      guard unknown.isEmpty else {
        throw IndexError.newer(
          path: place, versions: unknown.sorted(), known: versions.last?.name ?? "")
      }
      return applied
    }

    /// Whether migrations of this version are missing among those that were applied.
    func isOlder(_ applied: Set<String>) -> Bool { applied.count < versions.count }

    // The number of an advisory lock, which differs between programs and schemas.
    private static func lock(of location: PostgresLocation) -> Int64 {
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for byte in "feedgen \(location.schema)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      return Int64(bitPattern: hash)
    }
  }

  extension PostgresSchema {
    /// The tables of the index.
    static let index = PostgresSchema(
      IndexSchema.versions, own: [("postgresql-1", ownVersion1)], settings: indexSettings)

    private static let ownVersion1 = """
      -- Whether a build of this index was ever complete.
      CREATE TABLE progress (id BIGINT PRIMARY KEY, finished BIGINT NOT NULL);
      INSERT INTO progress VALUES (1, 0);
      -- The process that plans and writes: each new one has the next term. backend and started are those of its connection.
      CREATE TABLE leader (
        id BIGINT PRIMARY KEY, term BIGINT NOT NULL, holder TEXT NOT NULL, backend BIGINT NOT NULL,
        started TIMESTAMPTZ, expires TIMESTAMPTZ NOT NULL);
      INSERT INTO leader VALUES (1, 0, '', 0, NULL, '-infinity');
      -- The services that share the index. since is in seconds since 1970.
      CREATE TABLE worker (
        name TEXT PRIMARY KEY, version TEXT NOT NULL, since BIGINT NOT NULL, heartbeat TIMESTAMPTZ NOT NULL);
      -- The build whose tasks are shared: the kind of the tasks, and the data that all of them need.
      CREATE SEQUENCE shared_build_number;
      CREATE TABLE shared_build (
        number BIGINT PRIMARY KEY, kind TEXT NOT NULL, edition TEXT NOT NULL, plan BYTEA NOT NULL,
        made TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp());
      ALTER TABLE shared_build ALTER COLUMN plan SET STORAGE EXTERNAL;
      -- Its tasks. Each claim has the next token; only the last claim can store a result.
      CREATE TABLE task (
        build BIGINT NOT NULL, number BIGINT NOT NULL, body BYTEA NOT NULL, items BIGINT NOT NULL, worker TEXT,
        token BIGINT NOT NULL, lease TIMESTAMPTZ, finished TIMESTAMPTZ, result BYTEA, isTaken BIGINT NOT NULL DEFAULT 0,
        PRIMARY KEY (build, number)) WITH (fillfactor = 70);
      ALTER TABLE task ALTER COLUMN result SET STORAGE EXTERNAL;
      -- Documents that a process has written after its lease had ended.
      CREATE TABLE suspect (path TEXT COLLATE "C" PRIMARY KEY);
      """

    // Texts of pages are not compressed, also in results of tasks: that takes longer than it saves. Rows of documents are updated in place.
    private static let indexSettings = """
      ALTER TABLE page_text ALTER COLUMN bytes SET STORAGE EXTERNAL;
      ALTER TABLE document SET (fillfactor = 70);
      """

    /// The tables that hold the index itself, and are emptied when it is begun again.
    static let indexTables = [
      "setting", "file", "problem", "name", "spelling", "page", "mention", "page_text", "event", "document",
      "learned", "variant", "archive", "topic", "published", "former", "departed", "discovery", "word_counts",
    ]
  }
#endif
