package import EventArchive
internal import Foundation
package import GRDB

/// The index of the archive, an SQLite database: what a build keeps for the next one. A state directory has one writer.
// Unchecked: `isNew`, `database` and `identity` change in `finish` alone, before other threads see the index.
package final class EventIndex: @unchecked Sendable {
  /// Whether the index is new. It is at its path only after `finish`.
  package private(set) var isNew: Bool
  private let directory: String
  private let lock: StateLock
  private var database: any DatabaseWriter
  // The identity of the file at its path; `nil` for a new index.
  private var identity: StateFile.Identity?

  /// Opens the index of a state directory, which is created if it is missing, and locks the directory.
  /// - Throws: `IndexError`.
  package init(directory: String) throws {
    if let code = Directories.create(directory) {
      throw IndexError.unwritable(directory: directory, code: code)
    }
    self.directory = directory
    lock = try StateLock(directory: directory)
    isNew = try StateFile.identity(of: Self.path(in: directory)) == nil
    database = try Self.guarding(Self.path(in: directory)) { [isNew] in
      isNew ? try Self.createNew(in: directory) : try Self.openExisting(in: directory)
    }
    identity = try StateFile.identity(of: Self.path(in: directory))
  }

  // Closes the connections before the lock is released; otherwise readers are closed later, on other threads. The readers are
  // closed first: the last connection removes the write-ahead log, and it must be the writer. An error of closing loses nothing:
  // all transactions are complete.
  deinit {
    releaseMemory()
    try? database.close()
  }

  /// Runs a write transaction, which is atomic.
  /// - Throws: `IndexError`, or what `body` throws.
  package func write<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
    try Self.guarding(Self.path(in: directory)) {
      try database.write { try body(IndexTransaction($0)) }
    }
  }

  /// Moves a new index to its path, where the next run finds it.
  package func finish() throws {
    guard isNew else { return }
    try Self.guarding(Self.path(in: directory)) {
      try database.close()
      try Self.replace(Self.buildingPath(in: directory), Self.path(in: directory))
      database = try Self.openExisting(in: directory)
    }
    (isNew, identity) = (false, try StateFile.identity(of: Self.path(in: directory)))
  }

  /// Whether the file at the path of the index, and the lock, are those that were opened.
  package var isInPlace: Bool {
    guard lock.isInPlace else { return false }
    do {
      return try isNew || identity == StateFile.identity(of: Self.path(in: directory))
    } catch {
      // Opening the index again reports the reason.
      return false
    }
  }

  /// The error of a stored text that is no event page.
  package func damage(ofText name: EventName) -> IndexError {
    .damaged(
      .init(path: Self.path(in: directory), table: "page_text", row: name.path, what: "is no event's page"))
  }

  /// Releases the memory of caches, and closes the readers.
  package func releaseMemory() { (database as? DatabasePool)?.releaseMemory() }

  /// Calls `body` with the name and the last valid bytes of each of `pages`, in that order. Several threads may call it at once,
  /// after `finish`.
  package func readTexts(
    _ pages: some Sequence<Int>, _ body: (EventName, UnsafeBufferPointer<UInt8>) throws -> Void
  ) throws {
    try Self.guarding(Self.path(in: directory)) {
      try database.read { database in
        let transaction = IndexTransaction(database)
        for page in pages {
          try transaction.withText(ofPage: page, body)
        }
      }
    }
  }
}

extension EventIndex {
  private static let name = "index.sqlite"

  /// The path of the index of a state directory.
  static func path(in directory: String) -> String { directory + "/" + name }
  private static func buildingPath(in directory: String) -> String { directory + "/" + name + ".building" }

  /// Whether a process has locked a state directory to write its index.
  /// - Throws: `IndexError` when that is unknown.
  package static func isInUse(directory: String) throws -> Bool { try StateLock.isHeld(directory: directory) }

  /// Reads the index of a state directory, beside a writer.
  /// - Throws: `IndexError`, as `.missing` when there is none, or what `body` throws.
  package static func read<Result>(in directory: String, _ body: (IndexTransaction) throws -> Result) throws
    -> Result
  {
    try IndexReader(directory: directory).read(body)
  }

  // Creates an index at a temporary path. It has no journal: after a crash it is built again.
  private static func createNew(in directory: String) throws -> any DatabaseWriter {
    let path = buildingPath(in: directory)
    // SQLite would apply a journal of another database to the new one.
    for leftover in [path, Self.path(in: directory) + "-wal", Self.path(in: directory) + "-shm"] {
      guard unlink(leftover) == 0 || errno == ENOENT else {
        let code = errno
        _ = try StateFile.identity(of: leftover)
        throw IndexError.unwritable(directory: directory, code: code)
      }
    }
    var configuration = Configuration()
    configuration.prepareDatabase { database in
      try database.execute(
        sql: """
          PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
          PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -32000;
          """)
    }
    let database = try DatabaseQueue(path: path, configuration: configuration)
    try IndexSchema.schema.migrate(database)
    return database
  }

  /// The configuration of a database that other processes may have open: it waits for locks, which they hold shortly when they
  /// open or close it.
  package static var patient: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    return configuration
  }

  private static func openExisting(in directory: String) throws -> any DatabaseWriter {
    var configuration = patient
    configuration.maximumReaderCount = 8
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA cache_size = -8000; PRAGMA synchronous = NORMAL")
    }
    try StateFile.checkCompanions(of: path(in: directory))
    // The schema is checked before anything of the file is changed, even the mode of its journal.
    let reader = try DatabaseQueue(path: path(in: directory), configuration: patient)
    try reader.writeWithoutTransaction { try IndexSchema.schema.check($0) }
    try reader.close()
    let database = try DatabasePool(path: path(in: directory), configuration: configuration)
    try IndexSchema.schema.migrate(database)
    return database
  }

  private static func replace(_ source: String, _ target: String) throws {
    guard rename(source, target) == 0 else {
      throw IndexError.unwritable(directory: target, code: errno)
    }
  }

  /// Runs `body`, and converts an error of SQLite to an `IndexError` with a path.
  /// - Throws: `IndexError`, or what `body` throws.
  package static func guarding<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw IndexError(error, path: path)
    }
  }
}
