#if PostgreSQL
  internal import Foundation

  extension IndexKind {
    /// PostgreSQL: a location is a connection URI of libpq.
    static let postgreSQL = IndexKind(
      recognises: PostgresLocation.recognises,
      database: { location in
        do throws(PostgresLocation.Invalid) {
          return PostgresIndexDatabase(location: try PostgresLocation(location))
        } catch {
          // The location may have a password.
          throw IndexError.unsupported(place: "the location of the index", reason: error.reason)
        }
      },
      edition: { location, tag in
        let isNamed = location.contains("#")
        return location + (isNamed ? "" : "#" + PostgresLocation.defaultSchema)
          + PostgresIndexDatabase.edition + tag
      })
  }

  /// The schemas of an index in a database of PostgreSQL.
  struct PostgresIndexDatabase: IndexDatabase {
    /// The location.
    let location: PostgresLocation

    // What the schemas of indexes in other languages have between the name of the main schema and the language.
    fileprivate static let edition = "_language_"

    func open() throws -> any EventIndex { try PostgresEventIndex(location) }
    func reader() -> any IndexReader { PostgresIndexReader(location) }
    func searchIndex() -> any SearchIndex { PostgresSearchIndex(location) }

    func isInUse() throws -> Bool {
      do {
        return try PostgresConnection(location).transaction(.read, first: PostgresSchema.readingVersions) {
          _ = try PostgresSchema.index.check($1, place: location.place)
          return try PostgresLeadership.isHeld($0.connection)
        }
      } catch IndexError.missing {
        return false
      }
    }

    func tables(_ definition: TableDefinition) -> any TableStore { PostgresTableStore(location, definition) }

    func copyIndex(to path: String) throws {
      guard try PostgresCopy.make(of: location, to: path, IndexSchema.schema) else {
        throw IndexError.missing(directory: location.place)
      }
    }

    func copyTables(_ definition: TableDefinition, to path: String) throws -> Bool {
      try PostgresCopy.make(
        of: location.with(suffix: definition.name), to: path, SQLiteSchema(definition.versions))
    }

    func membership() -> (any IndexMembership)? { PostgresMembership(location) }

    func sharedWork() -> (any SharedWork)? { PostgresSharedWork(location) }

    func hints(
      wake: @escaping @Sendable () -> Void, report: @escaping @Sendable (String) -> Void
    ) -> (any IndexHints)? {
      PostgresHints(location, wake: wake, report: report)
    }

    func texts() -> (any PageTexts)? { PostgresReaders(location) }

    func editions() throws -> [String] {
      let prefix = location.schema + Self.edition
      let rows = try PostgresConnection(location).execute(
        """
        SELECT nspname FROM pg_namespace JOIN pg_class ON relnamespace = pg_namespace.oid
        WHERE starts_with(nspname, '\(prefix)') AND relname = 'progress' ORDER BY nspname
        """)
      return (0..<rows.count).compactMap { rows.text($0, 0).map { String($0.dropFirst(prefix.count)) } }
    }

    func restoration(editions: [String], tables: [TableDefinition]) throws -> any IndexRestoration {
      try PostgresRestoration(self, editions: editions, tables: tables)
    }

    /// The database of an edition.
    func edition(_ tag: String) -> PostgresIndexDatabase {
      PostgresIndexDatabase(location: location.with(suffix: Self.edition.dropFirst() + tag))
    }
  }
#endif
