#if PostgreSQL
  internal import Foundation
  internal import Synchronization

  /// The right of one process to write an index: a term that ends unless it is renewed. A thread renews it.
  ///
  /// Every transaction that writes confirms the term before its end, so that a process that was stopped and has lost its term writes
  /// nothing. All times are those of the database.
  // Unchecked: the renewing thread alone uses its connection; `state` has a lock.
  final class PostgresLeadership: @unchecked Sendable {
    private let location: PostgresLocation
    private let term: Int64
    private let lease: Int
    private let state: Mutex<State>
    private let stopped = DispatchSemaphore(value: 0)
    private let wake = DispatchSemaphore(value: 0)

    private struct State {
      // The end of the term by the clock of this process.
      var end: ContinuousClock.Instant
      var isLost = false
      var isEnding = false
    }

    /// The length of a term, in seconds.
    static let standardLease = 30

    /// Begins a term, if no other process has one.
    /// - Parameters:
    ///   - connection: the connection that will write.
    ///   - lease: the length of the term, in seconds.
    /// - Throws: `IndexError.locked` when another process has a term.
    init(_ connection: PostgresConnection, lease: Int = standardLease) throws {
      location = connection.location
      self.lease = lease
      let begin = ContinuousClock.now
      term = try Self.acquire(connection, lease: lease)
      state = Mutex(State(end: begin + .seconds(lease)))
      let thread = Thread { [self] in renew() }
      thread.name = "feedgen-lease"
      thread.start()
    }

    /// Whether the term has not ended, as far as this process knows.
    var isHeld: Bool { state.withLock { !$0.isLost && ContinuousClock.now < $0.end } }

    /// Confirms the term within a transaction that writes, and lengthens it.
    /// - Throws: `IndexError.superseded` when another process has a later term.
    func confirm(_ connection: PostgresConnection) throws {
      let begin = ContinuousClock.now
      guard try connection.execute(Self.renewal(of: term, lease: lease)).changedRows == 1 else {
        state.withLock { $0.isLost = true }
        throw IndexError.superseded(place: location.place)
      }
      lengthen(from: begin)
    }

    /// Ends the term, so that another process can begin one at once.
    func end() {
      state.withLock { $0.isEnding = true }
      wake.signal()
      stopped.wait()
    }

    private func lengthen(from begin: ContinuousClock.Instant) {
      state.withLock { $0.end = max($0.end, begin + .seconds(lease)) }
    }
  }

  extension PostgresLeadership {
    private static func renewal(of term: Int64, lease: Int) -> String {
      "UPDATE leader SET expires = clock_timestamp() + interval '\(lease) seconds' WHERE id = 1 AND term = \(term)"
    }

    /// The condition in SQL that the term in the table `leader` has ended: its time is over, or the connection of its process is
    /// gone. The start of a connection of another role may be hidden (NULL); then the connection counts as that of the process.
    static let isOver = """
      (expires < clock_timestamp() OR NOT EXISTS (SELECT FROM pg_stat_activity
        WHERE pid = backend AND (backend_start IS NULL OR backend_start IS NOT DISTINCT FROM started)))
      """

    private static func acquire(_ connection: PostgresConnection, lease: Int) throws -> Int64 {
      try connection.transaction(.write) { session, _ in
        let row = try connection.execute(
          "SELECT term, holder, \(isOver), backend, started FROM leader WHERE id = 1")
        guard let term = row.text(0, 0), row.text(0, 2) == "t" else {
          throw IndexError.locked(
            place: connection.location.place, process: row.text(0, 1) ?? "")
        }
        // A process that was stopped within a transaction would keep its locks.
        try connection.execute(
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity JOIN leader
          ON pid = backend AND backend_start = started WHERE id = 1 AND term = \(term) AND pid <> pg_backend_pid()
          """)
        try connection.execute("SET LOCAL lock_timeout = '5s'")
        let statement = try session.prepare(
          """
          UPDATE leader SET term = term + 1, holder = ?, backend = pg_backend_pid(),
          started = (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()),
          expires = clock_timestamp() + interval '\(lease) seconds'
          WHERE id = 1 AND term = \(term) AND \(isOver) RETURNING term
          """)
        statement.bind(IndexCluster.thisProcess, at: 1)
        var new: Int64?
        try statement.forEachRow { new = try statement.number(0) }
        guard let new else {
          throw IndexError.locked(place: connection.location.place, process: "another process")
        }
        return new
      }
    }

    /// Whether a process has a term.
    /// - Throws: `IndexError`.
    static func isHeld(_ connection: PostgresConnection) throws -> Bool {
      try connection.execute("SELECT \(isOver) FROM leader WHERE id = 1").text(0, 0) == "f"
    }

    // Renews the term each third of it, until it ends or is lost.
    private func renew() {
      var connection: PostgresConnection?
      var isEnding = false
      while !isEnding, !state.withLock({ $0.isLost }) {
        _ = wake.wait(timeout: .now() + .milliseconds(lease * 1000 / 3))
        isEnding = state.withLock { $0.isEnding }
        do {
          let open = try connection ?? PostgresConnection(location)
          connection = open
          try isEnding ? release(open) : renew(open)
        } catch {
          // The term ends by itself; what writes meanwhile reports that the database cannot be reached.
          connection = nil
        }
      }
      // The end of a lost term is not waited for.
      while !isEnding {
        wake.wait()
        isEnding = state.withLock { $0.isEnding }
      }
      stopped.signal()
    }

    private func renew(_ connection: PostgresConnection) throws {
      let begin = ContinuousClock.now
      let isRenewed = try connection.transaction(.write) { _, _ in
        try connection.execute(Self.renewal(of: term, lease: lease)).changedRows == 1
      }
      if isRenewed { lengthen(from: begin) } else { state.withLock { $0.isLost = true } }
    }

    private func release(_ connection: PostgresConnection) throws {
      _ = try connection.transaction(.write) { _, _ in
        try connection.execute(
          "UPDATE leader SET holder = '', expires = '-infinity' WHERE id = 1 AND term = \(term); \(PostgresHints.notification(location))"
        )
      }
    }
  }
#endif
