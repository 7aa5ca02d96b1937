package import EventArchive
internal import Foundation
package import GRDB

/// What is known of the archive from one run to the next, in SQLite: the one writer of a state directory.
// Unchecked: `isNew`, `database` and `identity` change in `finish` alone, before other threads see the index.
package final class EventIndex: @unchecked Sendable {
  /// Whether the index is being built from nothing; it stands in its place only after `finish`.
  package private(set) var isNew: Bool
  private let directory: String
  private let lock: StateLock
  private var database: any DatabaseWriter
  // The file's, once it stands in its place.
  private var identity: StateFile.Identity?

  /// Opens the index of a state directory, which is made if it is missing.
  /// - Throws: `IndexError`.
  package init(directory: String) throws {
    if let code = Directories.make(directory) {
      throw IndexError.unwritable(directory: directory, code: code)
    }
    self.directory = directory
    lock = try StateLock(directory: directory)
    isNew = try StateFile.identity(of: Self.path(in: directory)) == nil
    database = try Self.guarding(Self.path(in: directory)) { [isNew] in
      isNew ? try Self.building(in: directory) : try Self.standing(in: directory)
    }
    identity = try StateFile.identity(of: Self.path(in: directory))
  }

  // Before the directory is let go: left alone, readers are closed some time later, on other threads.
  deinit { try? database.close() }

  /// Makes changes that become lasting together, or not at all.
  /// - Throws: `IndexError`, or what `body` throws.
  package func write<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
    try Self.guarding(Self.path(in: directory)) {
      try database.write { try body(IndexTransaction($0)) }
    }
  }

  /// Puts an index built from nothing in its place, where the next run finds it.
  package func finish() throws {
    guard isNew else { return }
    try Self.guarding(Self.path(in: directory)) {
      try database.close()
      try Self.replace(Self.buildingPath(in: directory), Self.path(in: directory))
      database = try Self.standing(in: directory)
    }
    (isNew, identity) = (false, try StateFile.identity(of: Self.path(in: directory)))
  }

  /// Whether the index is still the one that was opened, and not gone or another in its place.
  package var isInPlace: Bool {
    guard lock.isInPlace else { return false }
    do {
      return try isNew || identity == StateFile.identity(of: Self.path(in: directory))
    } catch {
      // Opening it again says why.
      return false
    }
  }

  /// The error of a page's text that is none.
  package func damage(ofText name: EventName) -> IndexError {
    .damaged(
      .init(path: Self.path(in: directory), table: "page_text", row: name.path, what: "is no event's page"))
  }

  /// Gives back memory that only makes the next use faster.
  package func releaseMemory() { (database as? DatabasePool)?.releaseMemory() }

  /// Calls `body` with the name and the last good bytes of each of `pages`, in that order. May be called from
  /// several threads at once, after `finish`.
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

  /// Where the index of a state directory is.
  static func path(in directory: String) -> String { directory + "/" + name }
  private static func buildingPath(in directory: String) -> String { directory + "/" + name + ".building" }

  /// Whether a process has the index of a state directory open to change it.
  /// - Throws: `IndexError` when that cannot be found out.
  package static func isInUse(directory: String) throws -> Bool { try StateLock.isHeld(directory: directory) }

  /// Opens the index of a state directory to look at it, beside a writer.
  /// - Throws: `IndexError.missing` when there is none.
  package static func look<Result>(in directory: String, _ body: (IndexTransaction) throws -> Result) throws
    -> Result
  {
    try IndexReader(directory: directory).read(body)
  }

  // From nothing: without a journal, for what is lost with the process is begun again.
  private static func building(in directory: String) throws -> any DatabaseWriter {
    let path = buildingPath(in: directory)
    // A journal without its database would be played into the new one.
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

  /// How a database is opened that others may have open: whoever has it to themselves for a moment, when it is opened or
  /// closed, is waited for.
  package static var patient: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    return configuration
  }

  private static func standing(in directory: String) throws -> any DatabaseWriter {
    var configuration = patient
    configuration.maximumReaderCount = 8
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA cache_size = -8000; PRAGMA synchronous = NORMAL")
    }
    try StateFile.checkCompanions(of: path(in: directory))
    // Looked at before anything of it is changed, be it the journal's mode.
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

  /// Says of a database's refusal which file it was, and of what kind it is.
  package static func guarding<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw IndexError(error, path: path)
    }
  }
}
