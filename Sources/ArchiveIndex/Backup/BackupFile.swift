internal import Foundation
internal import Primitives

/// The file of a backup: a tar archive of its description and of SQLite databases, whatever the kind of the index is.
struct BackupFile {
  /// The path of the file.
  let path: String
  /// The description.
  let manifest: BackupManifest
  private let file: OpenFile
  // Where the bytes of each database begin.
  private let starts: [Int64]

  private static let manifestName = "feedgen-backup.json"
  // More than the description of a million databases.
  private static let manifestLimit: Int64 = 1 << 28

  /// Opens a backup, and reads its description.
  /// - Throws: `BackupError`.
  init(_ path: String) throws {
    self.path = path
    file = try OpenFile(reading: path)
    let head = try Self.header(at: 0, in: file)
    guard let head, head.name == Self.manifestName, head.size <= Self.manifestLimit else {
      throw BackupError.notBackup(path: path)
    }
    manifest = try Self.manifest(try file.bytes(at: Int64(TarHeader.blockSize), count: Int(head.size)), path)
    var starts: [Int64] = []
    var end = Self.end(of: head, at: 0)
    for database in manifest.databases {
      let header = try Self.header(at: end, in: file)
      guard header == TarHeader(name: database.name, size: database.size) else {
        throw BackupError.damaged(path: path, reason: "\(database.name) is not where it should be")
      }
      starts.append(end + Int64(TarHeader.blockSize))
      end = Self.end(of: TarHeader(name: database.name, size: database.size), at: end)
    }
    self.starts = starts
  }

  /// Copies a database to a new file with permissions, and checks its bytes.
  /// - Throws: `BackupError`.
  func copy(_ database: BackupManifest.Database, to target: String, mode: mode_t) throws {
    let copy = try OpenFile(creating: target, mode: mode)
    try read(database) { try copy.append($0) }
  }

  /// Whether the file at a path begins as a backup does, or is empty.
  /// - Throws: `BackupError`.
  static func mayReplace(_ path: String) throws -> Bool {
    let file = try OpenFile(reading: path)
    return try file.size() == 0 || header(at: 0, in: file)?.name == manifestName
  }

  /// Checks the bytes of all databases.
  /// - Throws: `BackupError`.
  func check() throws { for database in manifest.databases { try read(database) { _ in } } }

  private func read(_ database: BackupManifest.Database, _ body: (UnsafeRawBufferPointer) throws -> Void)
    throws
  {
    guard let index = manifest.databases.firstIndex(of: database) else {
      throw BackupError.lacks(path: path, database: database.name)
    }
    let digest = SHA256Stream()
    let isWhole = try file.forEachPart(at: starts[index], count: database.size) {
      digest.add($0)
      try body($0)
    }
    guard isWhole else { throw BackupError.damaged(path: path, reason: "it ends within \(database.name)") }
    guard digest.hexadecimal() == database.sha256 else {
      throw BackupError.damaged(path: path, reason: "\(database.name) has other bytes than were written")
    }
  }

  private static func header(at offset: Int64, in file: OpenFile) throws -> TarHeader? {
    TarHeader(try file.bytes(at: offset, count: TarHeader.blockSize))
  }

  private static func end(of header: TarHeader, at offset: Int64) -> Int64 {
    offset + Int64(TarHeader.blockSize) + header.size + Int64(TarHeader.padding(after: header.size))
  }

  private static func manifest(_ bytes: [UInt8], _ path: String) throws -> BackupManifest {
    let decoder = JSONDecoder()
    do {
      let head = try decoder.decode(BackupManifest.Head.self, from: Data(bytes))
      guard head.format <= BackupManifest.currentFormat else {
        throw BackupError.newer(path: path, feedgen: head.feedgen)
      }
      let manifest = try decoder.decode(BackupManifest.self, from: Data(bytes))
      guard manifest.isPossible else {
        throw BackupError.damaged(
          path: path, reason: "its description has values that feedgen does not write")
      }
      return manifest
    } catch is DecodingError {
      throw BackupError.damaged(path: path, reason: "its description cannot be read")
    }
  }
}

extension BackupFile {
  /// Writes a backup to a new file, which only its owner can read: it has the secrets of subscriptions.
  /// - Parameter directory: the directory that has the databases.
  /// - Throws: `BackupError`.
  static func write(_ manifest: BackupManifest, of directory: String, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let description = [UInt8](try encoder.encode(manifest))
    let file = try OpenFile(creating: path, mode: 0o600)
    let time = UnixTime(manifest.made)
    let head = TarHeader(name: manifestName, size: Int64(description.count))
    try file.append(head.block(time: time) + description + zeros(TarHeader.padding(after: head.size)))
    for database in manifest.databases {
      try file.append(TarHeader(name: database.name, size: database.size).block(time: time))
      let source = try OpenFile(reading: directory + "/" + database.name)
      let isWhole = try source.forEachPart(at: 0, count: database.size) { try file.append($0) }
      guard isWhole else { throw BackupError.damaged(path: path, reason: "\(database.name) became shorter") }
      try file.append(zeros(TarHeader.padding(after: database.size)))
    }
    // Two blocks of zeros end a tar archive.
    try file.append(zeros(2 * TarHeader.blockSize))
    try file.synchronize()
  }

  /// The SHA-256 digest and the size of a file.
  /// - Throws: `BackupError`.
  static func digest(ofFile path: String) throws -> (sha256: String, size: Int64) {
    let file = try OpenFile(reading: path)
    let size = try file.size()
    let digest = SHA256Stream()
    _ = try file.forEachPart(at: 0, count: size) { digest.add($0) }
    return (digest.hexadecimal(), size)
  }

  private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}
