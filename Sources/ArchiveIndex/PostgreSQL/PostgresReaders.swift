#if PostgreSQL
  internal import Synchronization

  /// Connections that read an index in PostgreSQL, one for each thread that reads at the same time.
  final class PostgresReaders: PageTexts {
    private let location: PostgresLocation
    private let idle = Mutex<[ReadingConnection]>([])

    // A connection on its way between threads, of which one at a time uses it.
    private struct ReadingConnection: @unchecked Sendable { let connection: PostgresConnection }

    private static let mostIdle = 8

    /// Makes readers of the index at a location; nothing is connected yet.
    init(_ location: PostgresLocation) { self.location = location }

    var place: String { location.place }

    func read<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
      let known = idle.withLock { $0.popLast()?.connection }
      let connection = try known ?? PostgresConnection(location)
      defer {
        let reader = ReadingConnection(connection: connection)
        idle.withLock { idle in
          guard idle.count < Self.mostIdle, !reader.connection.isBroken else { return }
          idle.append(reader)
        }
      }
      return try connection.transaction(.read) { session, _ in try body(IndexTransaction(session)) }
    }

    /// Closes the connections that no thread uses.
    func closeIdle() {
      let closed = idle.withLock { idle in
        defer { idle = [] }
        return idle
      }
      // They are closed here, without the lock.
      withExtendedLifetime(closed) {}
    }
  }
#endif
