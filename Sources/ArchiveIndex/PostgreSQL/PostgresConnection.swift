#if PostgreSQL
  internal import CLibpq
  internal import Foundation

  /// A connection to PostgreSQL. One thread at a time may use it.
  ///
  /// Statements that return no rows are sent without waiting for their results (libpq's pipeline mode); the first error of them is
  /// thrown by the next `drain`.
  final class PostgresConnection {
    /// The location that it is connected to.
    let location: PostgresLocation
    private let handle: OpaquePointer
    // The names of prepared statements, by their SQL.
    private var prepared: [String: String] = [:]
    // The statements whose results were not read yet.
    private var unread = 0
    // Whether libpq has reported an error of the connection.
    private var isLost = false
    // The code (`SQLSTATE`) of the last error of a statement.
    private var lastCode: String?
    /// Whether the last transaction has begun.
    private(set) var hasBegun = false
    /// Whether the transaction has sent statements that return no rows.
    private(set) var hasWritten = false

    /// The oldest version of the server, as `PQserverVersion` returns it.
    static let leastServerVersion: Int32 = 150_000
    // The encodings of databases that store every text.
    private static let encodings = ["UTF8", "SQL_ASCII"]
    // More results could fill the buffers between server and client, so that both would wait.
    private static let mostUnread = 256

    /// Connects.
    /// - Throws: `IndexError`, also for a server that is too old.
    init(_ location: PostgresLocation) throws(IndexError) {
      self.location = location
      guard let handle = Self.connect(location) else {
        throw .refused(path: location.place, fault: .outOfMemory, reason: "out of memory")
      }
      // From here on, an error ends this object, which closes the connection.
      self.handle = handle
      guard PQstatus(handle) == CONNECTION_OK else {
        throw IndexError(connecting: String(cString: PQerrorMessage(handle)), place: location.place)
      }
      let version = PQserverVersion(handle)
      guard version >= Self.leastServerVersion else {
        throw .unsupported(
          place: location.place,
          reason:
            "the server is PostgreSQL \(version / 10_000), and feedgen needs \(Self.leastServerVersion / 10_000) or later"
        )
      }
      let encoding = PQparameterStatus(handle, "server_encoding").map { String(cString: $0) } ?? ""
      guard Self.encodings.contains(encoding) else {
        throw .unsupported(
          place: location.place,
          reason:
            "the database stores texts in \(encoding), and feedgen needs UTF8; make one with CREATE DATABASE … ENCODING 'UTF8'"
        )
      }
      // Notices, as that a table exists, would be printed.
      PQsetNoticeProcessor(handle, { _, _ in }, nil)
    }

    deinit { PQfinish(handle) }

    // Values before `dbname` are defaults, those after it replace what the URI has. Keepalives end a connection over a network that
    // was cut: otherwise a wait for a result would never end.
    private static func connect(_ location: PostgresLocation) -> OpaquePointer? {
      let options = [
        ("connect_timeout", "10"), ("fallback_application_name", "feedgen"), ("keepalives_idle", "10"),
        ("keepalives_interval", "5"), ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
        ("dbname", location.uri), ("client_encoding", "UTF8"),
      ]
      let texts = options.flatMap { [strdup($0.0), strdup($0.1)] }
      defer { for text in texts { free(text) } }
      let keywords = stride(from: 0, to: texts.count, by: 2).map { UnsafePointer(texts[$0]) } + [nil]
      let values = stride(from: 1, to: texts.count, by: 2).map { UnsafePointer(texts[$0]) } + [nil]
      return PQconnectdbParams(keywords, values, 1)
    }

    /// Whether the connection was lost.
    var isBroken: Bool { isLost || PQstatus(handle) != CONNECTION_OK }

    /// The number of the server's process, by which another connection can end this one.
    var backend: Int64 { Int64(PQbackendPID(handle)) }

    /// The descriptor of the connection.
    var socket: Int32 { PQsocket(handle) }

    /// Reads what has arrived, without waiting.
    /// - Returns: whether notifications are among it, which are then forgotten.
    /// - Throws: `IndexError` when the connection is lost.
    func takeNotifications() throws -> Bool {
      guard PQconsumeInput(handle) == 1 else { throw lostConnection() }
      var isNotified = false
      while let notification = PQnotifies(handle) {
        PQfreemem(notification)
        isNotified = true
      }
      return isNotified
    }
  }

  // MARK: Statements

  extension PostgresConnection {
    /// Runs SQL without parameters, one statement or several, after all that was sent before.
    /// - Returns: the result of the last statement, as text.
    /// - Throws: `IndexError`.
    @discardableResult
    func execute(_ sql: String) throws -> PostgresResult {
      try drain()
      guard let result = PQexec(handle, sql) else { throw lostConnection() }
      let owned = PostgresResult(result)
      try check(owned)
      return owned
    }

    /// Begins to run a statement that returns rows, after all that was sent before. `nextRow` reads them; all must be read before
    /// anything else is run.
    /// - Throws: `IndexError`.
    func beginRows(_ sql: String, _ parameters: PostgresParameters) throws {
      let name = try name(of: sql)
      try drain()
      guard send(name, parameters), PQsetSingleRowMode(handle) == 1 else { throw lostConnection() }
    }

    /// The next row; `nil` after the last one.
    /// - Throws: `IndexError`.
    func nextRow() throws -> PostgresResult? {
      while let next = PQgetResult(handle) {
        let result = PostgresResult(next)
        if PQresultStatus(next) == PGRES_SINGLE_TUPLE { return result }
        do {
          try check(result)
        } catch {
          skipResults()
          throw error
        }
      }
      return nil
    }

    /// Sends a statement that returns no rows. `drain` reads its result.
    /// - Throws: `IndexError`.
    func send(_ sql: String, _ parameters: PostgresParameters) throws {
      let name = try name(of: sql)
      if PQpipelineStatus(handle) == PQ_PIPELINE_OFF, PQenterPipelineMode(handle) != 1 {
        throw lostConnection()
      }
      guard send(name, parameters) else { throw lostConnection() }
      hasWritten = true
      unread += 1
      if unread >= Self.mostUnread { try drain() }
    }

    /// Waits for the results of all statements that were sent.
    /// - Throws: `IndexError`: the first error of them.
    func drain() throws {
      guard PQpipelineStatus(handle) != PQ_PIPELINE_OFF else { return }
      defer { unread = 0 }
      guard PQpipelineSync(handle) == 1 else { throw lostConnection() }
      let first = firstError()
      guard !isBroken, PQexitPipelineMode(handle) == 1 else { throw first ?? lostConnection() }
      if let first { throw first }
    }

    // Reads the results of all statements that were sent; returns the first error. What follows an error was not run.
    private func firstError() -> (any Error)? {
      var first: (any Error)?
      while !isBroken {
        // A null result ends those of one statement.
        guard let next = PQgetResult(handle) else { continue }
        let result = PostgresResult(next)
        if PQresultStatus(next) == PGRES_PIPELINE_SYNC { break }
        guard first == nil, PQresultStatus(next) != PGRES_PIPELINE_ABORTED else { continue }
        do {
          try check(result)
        } catch {
          first = error
        }
      }
      return first
    }

    /// The error of a lost connection.
    func lostConnection() -> IndexError {
      isLost = true
      return IndexError(connecting: String(cString: PQerrorMessage(handle)), place: location.place)
    }

    private func send(_ name: String, _ parameters: PostgresParameters) -> Bool {
      parameters.withValues { values, lengths, formats in
        PQsendQueryPrepared(handle, name, Int32(lengths.count), values, lengths, formats, 1) == 1
      }
    }

    // The name of a prepared statement, which is prepared at its first use.
    private func name(of sql: String) throws -> String {
      if let known = prepared[sql] { return known }
      try drain()
      let name = "s\(prepared.count)"
      guard let result = PQprepare(handle, name, sql, 0, nil) else { throw lostConnection() }
      try check(PostgresResult(result))
      prepared[sql] = name
      return name
    }

    private func skipResults() {
      while let rest = PQgetResult(handle) { PQclear(rest) }
    }

    private func check(_ result: PostgresResult) throws {
      let status = PQresultStatus(result.handle)
      if [PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE].contains(status) { return }
      lastCode = result.code
      // An error without a code is not from the server, but of libpq.
      isLost = isLost || lastCode == nil
      throw isBroken ? lostConnection() : IndexError(result, place: location.place)
    }
  }

  // MARK: Transactions

  extension PostgresConnection {
    /// A kind of transaction.
    enum Mode: String {
      /// All statements see the database as it is at the first.
      case read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
      /// Each statement sees what other transactions have committed before it.
      case write = "BEGIN ISOLATION LEVEL READ COMMITTED"
    }

    /// Runs a transaction. Tables are those of the schema of the location.
    /// - Parameters:
    ///   - first: SQL that begins the transaction; its result is passed to `body`.
    ///   - last: called before the end of a transaction that succeeds.
    /// - Throws: `IndexError`, or what `body` or `last` throws.
    func transaction<Result>(
      _ mode: Mode, first: String = "", _ body: (PostgresSession, PostgresResult) throws -> Result,
      last: (PostgresConnection) throws -> Void = { _ in }
    ) throws -> Result {
      do {
        let begun = try begin(mode, first)
        let session = PostgresSession(self)
        let result = try body(session, begun)
        try session.flush()
        try drain()
        try last(self)
        guard try execute("COMMIT").command == "COMMIT" else {
          throw IndexError.refused(
            path: location.place, fault: .other, reason: "the transaction was rolled back")
        }
        return result
      } catch {
        rollBack()
        throw error
      }
    }

    // The limit of waits for locks: one connection of a process may wait for another program, which waits for another connection of the
    // same process. The database does not detect such a deadlock. Statements have no limit, because those of a large build take long.
    private static let limits = "SET LOCAL lock_timeout = '10s'; SET LOCAL statement_timeout = 0"

    // Pools of connections may give each transaction another connection, so that the schema is set in each.
    private func begin(_ mode: Mode, _ first: String) throws -> PostgresResult {
      (hasBegun, hasWritten, lastCode) = (false, false, nil)
      do {
        let begun = try execute(
          "\(mode.rawValue); \(Self.limits); SET LOCAL search_path TO \(location.identifier); \(first)")
        hasBegun = true
        return begun
      } catch {
        // undefined_table: the schema was never made.
        if lastCode == "42P01" { throw IndexError.missing(directory: location.place) }
        throw error
      }
    }

    private func rollBack() {
      // In a pipeline, the server returns no results before `drain` asks for them.
      if PQpipelineStatus(handle) == PQ_PIPELINE_OFF { skipResults() }
      do {
        // An error of what was sent is that of the transaction.
        try drain()
      } catch {}
      guard !isBroken, PQtransactionStatus(handle) != PQTRANS_IDLE else { return }
      // A connection that cannot even roll back is broken, and not used again.
      PQclear(PQexec(handle, "ROLLBACK"))
    }
  }
#endif
