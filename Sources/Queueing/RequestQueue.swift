package import ArchiveIndex
package import Primitives

/// A queue of requests in a table, which several processes may share. A request that is claimed is due again at the end of its lease,
/// so that another process sends it if the first one ends.
///
/// The table has the columns `kind`, `target`, that of the subject, `attempts`, `due`, `serial` and those of the request itself; the
/// first three are its key. Another table has `target` and `until`, the time until which a target gets no request.
package struct RequestQueue<Request: QueuedRequest>: Sendable {
  private let table: String
  private let subject: String
  private let holds: String

  /// Makes the queue in a table.
  /// - Parameters:
  ///   - subject: the column of the subject.
  ///   - holds: the table of targets that get no request for some time.
  package init(table: String, subject: String, holds: String) {
    self.table = table
    self.subject = subject
    self.holds = holds
  }

  /// A selection of requests.
  package struct Selection {
    /// The limit of their number.
    package var limit: Int
    /// The kinds, in the order in which they are claimed.
    package var kinds: [Request.Kind]
    /// The target; `nil` for any.
    package var target: String?
    /// The latest due time.
    package var due: UnixTime

    /// Makes a selection.
    package init(limit: Int, kinds: [Request.Kind], target: String? = nil, due: UnixTime) {
      self.limit = limit
      self.kinds = kinds
      self.target = target
      self.due = due
    }
  }

  /// Queues a request in place of one of the same kind, target and subject. It is due at once, or at the end of a hold on its target.
  /// - Throws: `IndexError`.
  package func enqueue(_ request: Request, _ transaction: SQLTransaction) throws {
    let row = try transaction.statement(insertion)
    let head = request.head
    row.bind(head.kind.rawValue, at: 1)
    row.bind(head.target, at: 2)
    row.bind(head.subject, at: 3)
    row.bind(head.target, at: 4)
    try request.bindOwnColumns(to: row, from: 5)
    try row.run()
  }

  private var insertion: String {
    let names = ["kind", "target", subject, "attempts", "serial", "due"] + Request.ownColumns
    let own = Request.ownColumns.map { _ in ", ?" }.joined()
    let changes = Request.ownColumns.map { "\($0) = excluded.\($0), " }.joined()
    return """
      INSERT INTO \(table) (\(names.joined(separator: ", ")))
      VALUES (?, ?, ?, 0, 0, coalesce((SELECT until FROM \(holds) WHERE target = ?), 0)\(own))
      ON CONFLICT (kind, target, \(subject)) DO UPDATE SET
      \(changes)attempts = 0, due = excluded.due, serial = \(table).serial + 1
      """
  }

  /// Claims requests that are due, the oldest first: no other process claims them before the lease ends.
  /// - Parameters:
  ///   - end: the end of the lease.
  ///   - isFree: whether a request can be sent now; others stay in the queue.
  ///   - damaged: called with the error of each value that cannot be read; the request goes without the value if possible.
  /// - Throws: `IndexError`.
  package func claim(
    _ selection: Selection, until end: UnixTime, where isFree: (Request) -> Bool = { _ in true },
    damaged: (any Error) -> Void, _ transaction: SQLTransaction
  ) throws -> [Request] {
    var requests: [Request] = []
    for kind in selection.kinds where requests.count < selection.limit {
      let target = selection.target
      let row = try transaction.statement(
        """
        SELECT target, \(subject), attempts, serial\(Request.ownColumns.map { ", " + $0 }.joined())
        FROM \(table) WHERE kind = ? AND due <= ?\(target == nil ? "" : " AND target = ?") ORDER BY due
        """)
      row.bind(kind.rawValue, at: 1)
      row.bind(selection.due.seconds, from: 2)
      if let target { row.bind(target, at: 3) }
      try row.forRows(while: {
        guard let request = Self.request(of: kind, in: row, damaged: damaged) else { return true }
        if isFree(request) { requests.append(request) }
        return requests.count < selection.limit
      })
    }
    // Another process may have claimed a request since it was read.
    return try requests.filter { try lease($0.head, due: selection.due, until: end, transaction) }
  }

  private func lease(
    _ head: RequestHead<Request.Kind>, due: UnixTime, until end: UnixTime, _ transaction: SQLTransaction
  ) throws -> Bool {
    let row = try transaction.statement(
      """
      UPDATE \(table) SET due = ? WHERE kind = ? AND target = ? AND \(subject) = ? AND due <= ? RETURNING due
      """)
    row.bind(end.seconds, from: 1)
    row.bind(head.kind.rawValue, at: 2)
    row.bind(head.target, at: 3)
    row.bind(head.subject, at: 4)
    row.bind(due.seconds, from: 5)
    var isLeased = false
    try row.forEachRow { isLeased = true }
    return isLeased
  }

  // Reads a request, without values that are damaged; `nil` when target or subject is damaged.
  private static func request(
    of kind: Request.Kind, in row: any SQLStatement, damaged: (any Error) -> Void
  ) -> Request? {
    guard let target = DamagedValue.read(damaged, { try row.text(0) }),
      let subject = DamagedValue.read(damaged, { try row.text(1) })
    else { return nil }
    let attempts = Int(min(max(DamagedValue.read(damaged) { try row.number(2) } ?? 0, 0), 1000))
    let serial = DamagedValue.read(damaged) { try row.number(3) } ?? 0
    let head = RequestHead(kind, to: target, about: subject, attempts: attempts, serial: serial)
    return Request(head, row, from: 4, damaged: damaged)
  }

  /// The time at which the next request is due; `nil` when the queue is empty.
  /// - Parameters:
  ///   - target: the target; `nil` for any.
  ///   - damaged: called with the error of a time that cannot be read; such a request is due at once.
  /// - Throws: `IndexError`.
  package func nextDue(
    target: String? = nil, damaged: (any Error) -> Void, _ transaction: SQLTransaction
  ) throws -> UnixTime? {
    var next: UnixTime?
    // Kinds that another version has written are ignored.
    for kind in Request.Kind.allCases {
      let row = try transaction.statement(
        """
        SELECT due FROM \(table) WHERE kind = ?\(target == nil ? "" : " AND target = ?") ORDER BY due LIMIT 1
        """)
      row.bind(kind.rawValue, at: 1)
      if let target { row.bind(target, at: 2) }
      try row.forEachRow {
        let due = DamagedValue.read(damaged) { try row.number(0) } ?? 0
        next = min(next ?? .distantFuture, UnixTime(max(0, due)))
      }
    }
    return next
  }
}

// MARK: Outcomes

extension RequestQueue {
  /// Removes requests that were sent or given up, unless they were queued again since they were claimed.
  /// - Throws: `IndexError`.
  package func remove(_ requests: [Request], _ transaction: SQLTransaction) throws {
    for request in requests {
      let row = try transaction.statement(
        "DELETE FROM \(table) WHERE kind = ? AND target = ? AND \(subject) = ? AND serial = ?")
      bind(request.head, to: row, from: 1)
      try row.run()
    }
  }

  /// Removes the request of a kind, target and subject, if there is one.
  /// - Throws: `IndexError`.
  package func remove(_ head: RequestHead<Request.Kind>, _ transaction: SQLTransaction) throws {
    let row = try transaction.statement(
      "DELETE FROM \(table) WHERE kind = ? AND target = ? AND \(subject) = ?")
    row.bind(head.kind.rawValue, at: 1)
    row.bind(head.target, at: 2)
    row.bind(head.subject, at: 3)
    try row.run()
  }

  /// Counts a failed attempt of a request and makes it due at a time, unless it was queued again since it was claimed.
  /// - Throws: `IndexError`.
  package func retry(_ request: Request, at time: UnixTime, _ transaction: SQLTransaction) throws {
    try postpone(request, to: time, attempts: 1, transaction)
  }

  /// Returns a claimed request that was not tried to the queue, due at a time.
  /// - Throws: `IndexError`.
  package func unclaim(_ request: Request, due time: UnixTime, _ transaction: SQLTransaction) throws {
    try postpone(request, to: time, attempts: 0, transaction)
  }

  /// Postpones all requests to a target until a time, later ones too (Retry-After: RFC 9110, section 10.2.3).
  /// - Throws: `IndexError`.
  package func hold(
    _ target: String, until time: UnixTime, now: UnixTime, _ transaction: SQLTransaction
  ) throws {
    try transaction.statement("DELETE FROM \(holds) WHERE until <= \(now.seconds)").run()
    let hold = try transaction.statement(StoringSQL(in: holds, key: ["target"], columns: ["until"]))
    hold.bind(target, at: 1)
    hold.bind(time.seconds, from: 2)
    try hold.run()
    for kind in Request.Kind.allCases {
      let row = try transaction.statement(
        "UPDATE \(table) SET due = ? WHERE kind = ? AND target = ? AND due < ?")
      row.bind(time.seconds, from: 1)
      row.bind(kind.rawValue, at: 2)
      row.bind(target, at: 3)
      row.bind(time.seconds, from: 4)
      try row.run()
    }
  }

  private func postpone(
    _ request: Request, to time: UnixTime, attempts: Int, _ transaction: SQLTransaction
  ) throws {
    let row = try transaction.statement(
      """
      UPDATE \(table) SET attempts = attempts + ?, due = ?
      WHERE kind = ? AND target = ? AND \(subject) = ? AND serial = ?
      """)
    row.bind(Int64(attempts), time.seconds, from: 1)
    bind(request.head, to: row, from: 3)
    try row.run()
  }

  private func bind(_ head: RequestHead<Request.Kind>, to row: any SQLStatement, from first: Int32) {
    row.bind(head.kind.rawValue, at: first)
    row.bind(head.target, at: first + 1)
    row.bind(head.subject, at: first + 2)
    row.bind(head.serial, from: first + 3)
  }
}
