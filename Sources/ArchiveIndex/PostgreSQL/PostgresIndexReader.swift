#if PostgreSQL
  /// Reads an index in PostgreSQL, beside its writer.
  final class PostgresIndexReader: IndexReader {
    private let client: PostgresClient

    /// Makes a reader; the index need not exist yet.
    init(_ location: PostgresLocation) { client = PostgresClient(location) }

    func read<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
      try client.use { connection in
        let place = client.location.place
        return try connection.transaction(
          .read, first: "SELECT name, (SELECT finished FROM progress) FROM migration"
        ) { session, versions in
          let applied = try PostgresSchema.index.check(versions, place: place)
          guard versions.count > 0, versions.text(0, 1) == "1" else {
            throw IndexError.missing(directory: place)
          }
          do {
            return try body(IndexTransaction(session))
          } catch let error as IndexError where error.isDamage {
            // A table or a column that a newer version has added may be missing.
            if PostgresSchema.index.isOlder(applied) { throw IndexError.older(path: place) }
            throw error
          }
        }
      }
    }
  }
#endif
