#if PostgreSQL
  internal import Foundation

  /// The restoration of the databases of an index in PostgreSQL. The schemas are replaced in one transaction; those that were there
  /// are kept under other names.
  final class PostgresRestoration: IndexRestoration {
    let directory: String
    private let main: PostgresIndexDatabase
    private let tables: [TableDefinition]
    private let connection: PostgresConnection

    /// Begins the restoration.
    /// - Throws: `IndexError`, as `.locked` while a process writes the index or one of its editions.
    init(_ main: PostgresIndexDatabase, editions: [String], tables: [TableDefinition]) throws {
      self.main = main
      self.tables = tables
      connection = try PostgresConnection(main.location)
      for database in [main] + editions.map(main.edition) where try database.isInUse() {
        throw IndexError.locked(place: database.location.place, process: "")
      }
      directory = NSTemporaryDirectory() + "feedgen-restoration-\(UUID().uuidString)"
      guard mkdir(directory, 0o700) == 0 else {
        throw IndexError.unwritable(directory: directory, code: errno)
      }
    }

    func existing(_ names: [String]) throws -> [String] {
      try names.map(location).filter { try isThere($0) }.map(\.place)
    }

    func commit() throws -> [String] {
      defer { removeDirectory() }
      return try connection.transaction(.write) { session, _ in
        try files().compactMap { try replace(location(of: $0), by: directory + "/" + $0, session) }
      }
    }

    func cancel() throws { removeDirectory() }
  }

  extension PostgresRestoration {
    // The files of the backup that were written, by their names.
    private func files() throws -> [String] {
      do {
        return try FileManager.default.subpathsOfDirectory(atPath: directory).filter {
          $0.hasSuffix(".sqlite")
        }
        .sorted()
      } catch {
        throw IndexError.unreadable(path: directory, code: EIO)
      }
    }

    // The location of a database by its name in a backup: `index.sqlite`, `languages/TAG/index.sqlite` or `TABLES.sqlite`.
    private func location(of name: String) -> PostgresLocation {
      let parts = name.split(separator: "/").map(String.init)
      let table = (parts.last ?? name).replacing(".sqlite", with: "")
      let database = parts.count == 3 ? main.edition(parts[1]) : main
      return table == "index" ? database.location : database.location.with(suffix: table)
    }

    private func isThere(_ location: PostgresLocation) throws -> Bool {
      try connection.execute("SELECT to_regclass('\(location.identifier).migration')").text(0, 0) != nil
    }

    // Makes a schema of the tables in a file. Returns the schema that is kept under another name.
    private func replace(
      _ location: PostgresLocation, by path: String, _ session: PostgresSession
    ) throws -> String? {
      let kept = try isThere(location) ? freeName(for: location) : nil
      let term = try kept == nil ? nil : term(of: location)
      if let kept { try connection.execute("ALTER SCHEMA \(location.identifier) RENAME TO \"\(kept)\"") }
      let form = SQLiteCopy.form(ofFile: path, tables)
      try form.isIndex
        ? PostgresSchema.index.make(in: location, session)
        : PostgresSchema(form.schema.versions).make(in: location, session)
      // The columns are those of this schema.
      try PostgresCopy.fill(PostgresSession(connection), from: path, form.schema)
      if form.isIndex {
        // A process that wrote the index before has lost its term.
        try connection.drain()
        try connection.execute("UPDATE progress SET finished = 1; UPDATE leader SET term = \(term ?? 0) + 1")
      }
      return kept.map { "\(main.location.place): schema \($0)" }
    }

    private func term(of location: PostgresLocation) throws -> Int64? {
      guard try connection.execute("SELECT to_regclass('\(location.identifier).leader')").text(0, 0) != nil
      else { return nil }
      return try connection.execute("SELECT term FROM \(location.identifier).leader").text(0, 0).flatMap {
        Int64($0)
      }
    }

    // A name that no schema has.
    private func freeName(for location: PostgresLocation) throws -> String {
      var number = 1
      func name() -> String { "\(location.schema)_replaced_\(number)" }
      while try connection.execute("SELECT to_regnamespace('\"\(name())\"')").text(0, 0) != nil {
        number += 1
      }
      return name()
    }

    // The files are copies; the system removes those that cannot be removed here.
    private func removeDirectory() { try? FileManager.default.removeItem(atPath: directory) }
  }
#endif
