internal import Foundation
internal import GRDB

/// The index of the archive as an SQLite database in a state directory.
// Unchecked: `isNew`, `database` and `identity` change in `finish` alone, before other threads see the index.
final class SQLiteEventIndex: EventIndex, @unchecked Sendable {
  private(set) var isNew: Bool
  private let directory: String
  private let lock: StateLock
  private var database: any DatabaseWriter
  // The identity of the file at its path; `nil` for a new index.
  private var identity: StateFile.Identity?

  /// Opens the index of a state directory, which is created if it is missing, and locks the directory.
  /// - Throws: `IndexError`.
  init(directory: String) throws {
    if let code = Directories.create(directory) {
      throw IndexError.unwritable(directory: directory, code: code)
    }
    self.directory = directory
    lock = try StateLock(directory: directory)
    _ = try RestoredFiles.complete(in: directory)
    isNew = try StateFile.identity(of: Self.path(in: directory)) == nil
    database = try SQLite.convertingErrors(Self.path(in: directory)) { [isNew] in
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

  func write<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
    try SQLite.convertingErrors(Self.path(in: directory)) {
      try database.write { try body(IndexTransaction($0)) }
    }
  }

  // A new index is at its path only now.
  func finish() throws {
    guard isNew else { return }
    try SQLite.convertingErrors(Self.path(in: directory)) {
      try database.close()
      try Self.replace(Self.buildingPath(in: directory), Self.path(in: directory))
      database = try Self.openExisting(in: directory)
    }
    (isNew, identity) = (false, try StateFile.identity(of: Self.path(in: directory)))
  }

  var isInPlace: Bool {
    guard lock.isInPlace else { return false }
    do {
      return try isNew || identity == StateFile.identity(of: Self.path(in: directory))
    } catch {
      // Opening the index again reports the reason.
      return false
    }
  }

  // No other process can have taken over, as long as this one holds the lock.
  var mayWrite: Bool { true }

  var sharedWork: (any SharedWork)? { nil }

  var loss: String { "the index was taken away, and is built again" }

  var place: String { Self.path(in: directory) }

  func releaseMemory() { (database as? DatabasePool)?.releaseMemory() }

  func read<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
    try SQLite.convertingErrors(place) {
      try database.read { try body(IndexTransaction($0)) }
    }
  }
}

extension SQLiteEventIndex {
  private static let name = "index.sqlite"

  /// The path of the index of a state directory.
  static func path(in directory: String) -> String { directory + "/" + name }
  private static func buildingPath(in directory: String) -> String { directory + "/" + name + ".building" }

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
          PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -16000;
          """)
    }
    let database = try DatabaseQueue(path: path, configuration: configuration)
    try IndexSchema.schema.migrate(database)
    return database
  }

  private static func openExisting(in directory: String) throws -> any DatabaseWriter {
    var configuration = SQLite.configuration()
    configuration.maximumReaderCount = 8
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA cache_size = -8000; PRAGMA synchronous = NORMAL")
    }
    try StateFile.checkCompanions(of: path(in: directory))
    // The schema is checked before anything of the file is changed, even the mode of its journal.
    try IndexSchema.schema.check(file: path(in: directory))
    let database = try DatabasePool(path: path(in: directory), configuration: configuration)
    try IndexSchema.schema.migrate(database)
    return database
  }

  private static func replace(_ source: String, _ target: String) throws {
    guard rename(source, target) == 0 else {
      throw IndexError.unwritable(directory: target, code: errno)
    }
  }
}
