package import ArchiveIndex
internal import Primitives
package import Publishing
internal import Queueing

/// The queue of addresses that caches are to be told of. It has tables of its own beside the index, which several processes may use at
/// once. Times are in seconds since 1970.
package final class PurgeStore: Sendable {
  private let tables: any TableStore
  private let targets: [String]
  private static let queue = RequestQueue<PurgeRequest>(
    table: "purge_request", subject: "address", holds: "purge_hold")

  // The number of documents of one transaction, so that other processes need not wait for long.
  private static let documentsInTransaction = 4096

  /// Makes the store beside the index at a location. It is opened, or created, when it is used first.
  /// - Throws: `IndexError.unsupported` when there can be no index.
  package init(index location: String, targets: [PurgeTarget]) throws {
    tables = try IndexKind.database(at: location).tables(Self.definition)
    self.targets = targets.map(\.id)
  }

  /// The tables.
  package static var definition: TableDefinition {
    TableDefinition(name: "purge", versions: [("1", version1)])
  }

  private static let version1 = """
    -- Documents that are being written or removed, by the folder of the feeds in their language.
    CREATE TABLE purge_writing (
      folder TEXT NOT NULL, path TEXT NOT NULL, removed INTEGER NOT NULL, PRIMARY KEY (folder, path)) WITHOUT ROWID;
    -- Queued requests, with the time at which each is due and that at which it was queued.
    CREATE TABLE purge_request (
      kind TEXT NOT NULL, target TEXT NOT NULL, address TEXT NOT NULL, attempts INTEGER NOT NULL,
      due INTEGER NOT NULL, serial INTEGER NOT NULL, queued INTEGER NOT NULL,
      PRIMARY KEY (kind, target, address));
    CREATE INDEX purge_request_due ON purge_request (kind, target, due);
    -- Targets to which nothing is sent until a time.
    CREATE TABLE purge_hold (target TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
    -- Targets whose last request has failed, with the time of the first failure and the number of failures.
    CREATE TABLE purge_failure (
      target TEXT PRIMARY KEY, since INTEGER NOT NULL, failures INTEGER NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
    """
}

// MARK: Publishing

extension PurgeStore: PublicationListener {
  package var consequenceOfFailure: String { "caches are not purged of the changes" }

  /// Records that documents are about to be written or removed, so that this is not lost if the process is killed.
  /// - Throws: `IndexError`.
  package func willPublish(_ documents: [PublishedDocument], of site: Site) throws {
    for documents in documents.chunks(of: Self.documentsInTransaction) {
      try tables.write { transaction in
        let row = try transaction.statement(Self.storingWriting)
        for document in documents {
          row.bind(site.languageFolder, at: 1)
          row.bind(document.path, at: 2)
          row.bind(document.isRemoved ? 1 : 0, from: 3)
          try row.run()
        }
      }
    }
  }

  private static let storingWriting = StoringSQL(
    in: "purge_writing", key: ["folder", "path"], columns: ["removed"])

  /// Queues a request per target and address of each changed document.
  /// - Throws: `IndexError`.
  package func didPublish(_ changes: PublishedChanges, of site: Site) throws {
    let documents = changes.written + changes.removed
    if try documents.isEmpty && writing(of: site, limit: 1).isEmpty { return }
    try enqueue(documents, of: site, now: UnixTime.now)
    try forgetWriting(of: site)
  }

  /// Queues requests for documents that were being written or removed when a process was killed.
  /// - Throws: `IndexError`.
  package func recover(_ site: Site) throws {
    let documents = try writing(of: site, limit: .max)
    guard !documents.isEmpty else { return }
    try enqueue(documents, of: site, now: UnixTime.now)
    try forgetWriting(of: site)
  }

  private func writing(of site: Site, limit: Int64) throws -> [PublishedDocument] {
    try tables.read { transaction in
      let row = try transaction.statement(
        "SELECT path, removed FROM purge_writing WHERE folder = ? ORDER BY path LIMIT ?")
      row.bind(site.languageFolder, at: 1)
      row.bind(limit, from: 2)
      var documents: [PublishedDocument] = []
      try row.forEachRow {
        documents.append(PublishedDocument(path: try row.path(0), isRemoved: try row.flag(1)))
      }
      return documents
    }
  }

  private func forgetWriting(of site: Site) throws {
    try tables.write { transaction in
      let row = try transaction.statement("DELETE FROM purge_writing WHERE folder = ?")
      row.bind(site.languageFolder, at: 1)
      try row.run()
    }
  }

  /// Queues a request per target and address of each document.
  /// - Throws: `IndexError`.
  func enqueue(_ documents: [PublishedDocument], of site: Site, now: UnixTime) throws {
    for documents in documents.chunks(of: Self.documentsInTransaction) {
      try tables.write { transaction in
        for document in documents {
          let kind: PurgeRequest.Kind = document.isRemoved ? .removed : .changed
          for address in site.addresses(ofPath: document.path) {
            for target in targets {
              try Self.enqueue(PurgeRequest(kind, of: address, to: target, queued: now), transaction)
            }
          }
        }
      }
    }
  }

  // Queues a request in place of any other for the same target and address.
  private static func enqueue(_ request: PurgeRequest, _ transaction: SQLTransaction) throws {
    var other = request.head
    other.kind = request.kind == .changed ? .removed : .changed
    try queue.remove(other, transaction)
    try queue.enqueue(request, transaction)
  }
}

// MARK: The queue

extension PurgeStore {
  /// Claims requests to a target that are due, the oldest first: no other process claims them before the lease ends.
  /// - Parameters:
  ///   - limit: the limit of their number.
  ///   - lease: the lease in seconds.
  ///   - damaged: called with the error of each value that cannot be read.
  /// - Throws: `IndexError`.
  func claim(
    for target: PurgeTarget, limit: Int, due: UnixTime, lease: Int64, damaged: (any Error) -> Void = { _ in }
  ) throws -> [PurgeRequest] {
    let kinds = PurgeRequest.Kind.allCases
    let selection = RequestQueue<PurgeRequest>.Selection(
      limit: limit, kinds: kinds, target: target.id, due: due)
    // Nothing is written when nothing is due.
    guard let first = try nextDue(of: [target], damaged: damaged), first <= due else { return [] }
    let end = UnixTime.now + lease
    return try tables.write { try Self.queue.claim(selection, until: end, damaged: damaged, $0) }
  }

  /// The time at which the next request to one of some targets is due; `nil` when there is none.
  /// - Throws: `IndexError`.
  func nextDue(
    of targets: [PurgeTarget], damaged: (any Error) -> Void = { _ in }
  ) throws -> UnixTime? {
    try tables.read { transaction in
      try targets.compactMap { try Self.queue.nextDue(target: $0.id, damaged: damaged, transaction) }.min()
    }
  }

  /// Removes requests that were sent, unless they were queued again since they were claimed.
  /// - Throws: `IndexError`.
  func remove(_ requests: [PurgeRequest]) throws {
    guard !requests.isEmpty else { return }
    try tables.write { try Self.queue.remove(requests, $0) }
  }

  /// Returns claimed requests that were not sent to the queue.
  /// - Throws: `IndexError`.
  func unclaim(_ requests: [PurgeRequest], due: UnixTime) throws {
    guard !requests.isEmpty else { return }
    try tables.write { transaction in
      for request in requests { try Self.queue.unclaim(request, due: due, transaction) }
    }
  }

  /// Postpones requests that failed, and all others to the target.
  /// - Throws: `IndexError`.
  func postpone(
    _ failed: [PurgeRequest], to target: PurgeTarget, until time: UnixTime, now: UnixTime
  ) throws {
    try tables.write { transaction in
      for request in failed { try Self.queue.retry(request, at: time, transaction) }
      try Self.queue.hold(target.id, until: time, now: now, transaction)
    }
  }

  /// Removes the requests to a target that were queued before a time.
  /// - Returns: their number, and the first of their addresses.
  /// - Throws: `IndexError`.
  func removeRequests(
    to target: PurgeTarget, queuedBefore time: UnixTime, named limit: Int
  ) throws -> (count: Int, addresses: [String]) {
    let condition = "WHERE target = ? AND queued < ?"
    return try tables.write { transaction in
      let expired = try transaction.statement(
        "SELECT address FROM purge_request \(condition) ORDER BY queued, address")
      var (count, addresses) = (0, [String]())
      Self.bind(target.id, time, to: expired)
      try expired.forEachRow {
        count += 1
        if addresses.count < limit { addresses.append(try expired.text(0)) }
      }
      guard count > 0 else { return (0, []) }
      let deletion = try transaction.statement("DELETE FROM purge_request \(condition)")
      Self.bind(target.id, time, to: deletion)
      try deletion.run()
      return (count, addresses)
    }
  }

  /// Removes the requests to other targets than some that were queued before a time: the configuration does not have them any more.
  /// - Throws: `IndexError`.
  func removeRequests(exceptTo targets: [PurgeTarget], queuedBefore time: UnixTime) throws {
    var others: Set<String> = []
    try tables.read { transaction in
      for table in ["purge_request", "purge_failure"] {
        let row = try transaction.statement("SELECT DISTINCT target FROM \(table)")
        try row.forEachRow { others.insert(try row.text(0)) }
      }
    }
    others.subtract(targets.map(\.id))
    guard !others.isEmpty else { return }
    try tables.write { transaction in
      for target in others {
        for condition in [
          "purge_request WHERE target = ? AND queued < ?", "purge_failure WHERE target = ? AND since < ?",
        ] {
          let row = try transaction.statement("DELETE FROM \(condition)")
          Self.bind(target, time, to: row)
          try row.run()
        }
      }
    }
  }

  private static func bind(_ target: String, _ time: UnixTime, to row: any SQLStatement) {
    row.bind(target, at: 1)
    row.bind(time.seconds, from: 2)
  }
}

// MARK: Failures

extension PurgeStore {
  /// The failure of a target since its last success; `nil` when that was the last.
  /// - Throws: `IndexError`.
  func failure(of target: PurgeTarget) throws -> PurgeStatus.Failure? {
    try tables.read { try Self.failure(of: target, $0) }
  }

  /// Records a failure of a target.
  /// - Throws: `IndexError`.
  func record(_ failure: PurgeStatus.Failure, of target: PurgeTarget) throws {
    try tables.write { transaction in
      let row = try transaction.statement(Self.storingFailure)
      row.bind(target.id, at: 1)
      row.bind(failure.since.seconds, Int64(failure.count), from: 2)
      row.bind(failure.reason, at: 4)
      try row.run()
    }
  }

  private static let storingFailure = StoringSQL(
    in: "purge_failure", key: ["target"], columns: ["since", "failures", "reason"])

  /// Records that a target has succeeded.
  /// - Returns: the failures before; `nil` when there were none.
  /// - Throws: `IndexError`.
  func recordSuccess(of target: PurgeTarget) throws -> PurgeStatus.Failure? {
    guard let failure = try failure(of: target) else { return nil }
    try tables.write { transaction in
      let row = try transaction.statement("DELETE FROM purge_failure WHERE target = ?")
      row.bind(target.id, at: 1)
      try row.run()
    }
    return failure
  }

  private static func failure(
    of target: PurgeTarget, _ transaction: SQLTransaction
  ) throws -> PurgeStatus.Failure? {
    let row = try transaction.statement("SELECT since, failures, reason FROM purge_failure WHERE target = ?")
    row.bind(target.id, at: 1)
    var failure: PurgeStatus.Failure?
    try row.forEachRow {
      failure = .init(
        since: try row.time(0), count: Int(try row.number(1, in: 0...1_000_000_000)), reason: try row.text(2))
    }
    return failure
  }

  /// The state of the requests to some targets.
  /// - Throws: `IndexError`.
  package func status(of targets: [PurgeTarget]) throws -> [PurgeStatus] {
    try tables.read { transaction in
      try targets.map { target in
        var status = PurgeStatus(target: target.name)
        for kind in PurgeRequest.Kind.allCases {
          let row = try transaction.statement(
            "SELECT count(*), min(queued) FROM purge_request WHERE kind = ? AND target = ?")
          row.bind(kind.rawValue, at: 1)
          row.bind(target.id, at: 2)
          try row.forEachRow {
            status.waiting += Int(try row.number(0))
            guard let queued = try row.optionalTime(1) else { return }
            status.oldest = min(status.oldest ?? queued, queued)
          }
        }
        status.failure = try Self.failure(of: target, transaction)
        return status
      }
    }
  }
}
