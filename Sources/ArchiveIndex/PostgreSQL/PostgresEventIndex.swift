#if PostgreSQL
  internal import Foundation

  /// The index of the archive in PostgreSQL, open to be written.
  // Unchecked: `writeLock` protects the writing connection, `isNew` changes in `finish` alone, before other threads see the index.
  final class PostgresEventIndex: EventIndex, @unchecked Sendable {
    private(set) var isNew: Bool
    private let location: PostgresLocation
    private let writer: PostgresConnection
    private let writeLock = NSLock()
    private let leadership: PostgresLeadership
    private let readers: PostgresReaders
    let sharedWork: (any SharedWork)?

    /// Opens the index, which is created if it is missing, and becomes its only writer.
    /// - Throws: `IndexError`.
    init(_ location: PostgresLocation) throws {
      self.location = location
      writer = try PostgresConnection(location)
      // The process that has the term alone changes an index that exists.
      if try !PostgresSchema.index.isMade(writer) { try PostgresSchema.index.migrate(writer) }
      let leadership = try PostgresLeadership(writer)
      self.leadership = leadership
      readers = PostgresReaders(location)
      sharedWork = PostgresSharedWork(location, leadership: leadership)
      do {
        try PostgresSchema.index.migrate(writer)
        isNew = try writer.transaction(.read, first: "SELECT finished FROM progress") { $1.text(0, 0) != "1" }
        if isNew { try Self.empty(writer, leadership) }
      } catch {
        leadership.end()
        throw error
      }
    }

    deinit { leadership.end() }

    var place: String { location.place }

    var mayWrite: Bool { leadership.isHeld }

    var loss: String {
      leadership.isHeld ? "the connection was lost" : "another feedgen may have taken over the index"
    }

    var isInPlace: Bool { !writeLock.withLock { writer.isBroken } && leadership.isHeld }

    func write<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
      try writeLock.withLock {
        try writer.transaction(.write) { session, _ in
          try body(IndexTransaction(session))
        } last: { connection in
          if connection.hasWritten { try leadership.confirm(connection) }
        }
      }
    }

    func finish() throws {
      guard isNew else { return }
      _ = try writeLock.withLock {
        try writer.transaction(.write) { _, _ in
          try writer.execute(
            "UPDATE progress SET finished = 1; ANALYZE \(PostgresSchema.indexTables.joined(separator: ", "))")
        } last: {
          try leadership.confirm($0)
        }
      }
      isNew = false
    }

    func read<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
      try readers.read(body)
    }

    func releaseMemory() { readers.closeIdle() }

    // A build that did not end is begun again.
    private static func empty(_ connection: PostgresConnection, _ leadership: PostgresLeadership) throws {
      try connection.transaction(.write) { session, _ in
        try connection.execute("TRUNCATE \(PostgresSchema.indexTables.joined(separator: ", "))")
        try IndexTransaction(session).renewIdentity()
      } last: {
        try leadership.confirm($0)
      }
    }
  }
#endif
