internal import Foundation

/// The restoration of the databases of a state directory. It holds the locks of the directory until its end.
final class SQLiteRestoration: IndexRestoration {
  let directory: String
  private let state: String
  private let locks: [StateLock]

  /// Locks a state directory, which is created if it is missing, and those of its editions.
  /// - Throws: `IndexError`.
  init(_ state: String, editions: [String]) throws {
    if let code = Directories.create(state) { throw IndexError.unwritable(directory: state, code: code) }
    self.state = state
    let folders = editions.map { state + "/" + $0 }
    locks = try ([state] + folders.filter(FileManager.default.fileExists)).map { folder in
      let lock = try StateLock(directory: folder)
      try RestoredFiles.giveToOwner(of: state, folder + "/lock")
      return lock
    }
    _ = try RestoredFiles.complete(in: state)
    directory = try RestoredFiles.begin(in: state)
  }

  func existing(_ names: [String]) throws -> [String] {
    try names.map { state + "/" + $0 }.filter { try StateFile.identity(of: $0) != nil }
  }

  func commit() throws -> [String] {
    try RestoredFiles.decide(in: state)
    return try RestoredFiles.complete(in: state)
  }

  func cancel() throws { try RestoredFiles.abandon(in: state) }
}
