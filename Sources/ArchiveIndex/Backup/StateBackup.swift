internal import Foundation
package import Primitives

/// The backup of the databases of a state: the index, the indexes of other languages, and the tables of other modules.
package struct StateBackup: Sendable {
  // The location of the index.
  private let location: String
  private let database: any IndexDatabase
  private let tables: [TableDefinition]

  /// Makes the backup of the index at a location, with those in other languages.
  /// - Parameter tables: the tables of other modules.
  /// - Throws: `IndexError.unsupported`.
  package init(index location: String, tables: [TableDefinition]) throws {
    self.location = location
    self.tables = tables
    database = try IndexKind.database(at: location)
  }

  /// A database to restore.
  package enum Part: String, CaseIterable, Sendable {
    /// The index, in all languages.
    case index
    /// The subscriptions of WebSub.
    case websub
  }

  private static let editions = "languages"

  // The name of a database in the backup; `edition` is the tag of another language.
  private static func name(_ database: String, ofEdition edition: String? = nil) -> String {
    (edition.map { "\(editions)/\($0)/" } ?? "") + database + ".sqlite"
  }

  private func database(ofEdition edition: String?) throws -> any IndexDatabase {
    guard let edition else { return database }
    return try IndexKind.database(at: IndexKind.location(ofEdition: edition, beside: location))
  }
}

// MARK: Writing

extension StateBackup {
  /// Writes a backup, beside a service. It has its name only when it is complete, checked and on the disk.
  /// - Parameters:
  ///   - replaces: whether an existing file is replaced.
  ///   - version: the version of feedgen.
  ///   - time: the time that the backup records.
  /// - Returns: the description of the backup.
  /// - Throws: `BackupError`, `IndexError`.
  package func write(
    to path: String, replaces: Bool, version: String, time: UnixTime
  ) throws -> BackupManifest {
    try requireFree(path, replaces: replaces)
    let work = try BackupDirectory(beside: path)
    let databases = try copyDatabases(to: work.path)
    let manifest = BackupManifest(feedgen: version, made: time, databases: databases)
    let new = work.path + "/backup"
    try BackupFile.write(manifest, of: work.path, to: new)
    try BackupFile(new).check()
    try requireFree(path, replaces: replaces)
    try work.move("backup", to: path)
    return manifest
  }

  private func requireFree(_ path: String, replaces: Bool) throws {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG else { throw BackupError.notRegular(path: path) }
    let isBackup = try BackupFile.mayReplace(path)
    if !replaces || !isBackup { throw BackupError.exists(path: path, isBackup: isBackup) }
  }

  // The tables of other modules come last: what is due in them is of events that the index has, or of later ones.
  private func copyDatabases(to directory: String) throws -> [BackupManifest.Database] {
    var databases: [BackupManifest.Database] = []
    for edition in [nil] + (try database.editions()) {
      let copied = try copy(Self.name("index", ofEdition: edition), to: directory, as: .index) {
        try database(ofEdition: edition).copyIndex(to: $0)
        return true
      }
      if let copied { databases.append(copied) }
    }
    for definition in tables {
      let copied = try copy(Self.name(definition.name), to: directory, as: .tables(definition)) {
        try database.copyTables(definition, to: $0)
      }
      if let copied { databases.append(copied) }
    }
    return databases
  }

  private func copy(
    _ name: String, to directory: String, as form: SQLiteCopy.Form, _ make: (String) throws -> Bool
  ) throws -> BackupManifest.Database? {
    let path = directory + "/" + name
    let folder = (path as NSString).deletingLastPathComponent
    if let code = Directories.create(folder) { throw BackupError.unwritable(path: folder, code: code) }
    guard try make(path) else { return nil }
    let rows: [String: Int]
    do {
      rows = try SQLiteCopy.check(path, form)
    } catch let error as IndexError where error.isDamage {
      // The copy has the damage of the database.
      throw IndexKind.isURL(location) ? error : error.inFile(location + "/" + name)
    }
    let (sha256, size) = try BackupFile.digest(ofFile: path)
    return BackupManifest.Database(name: name, size: size, sha256: sha256, rows: rows)
  }
}

// MARK: Restoring

extension StateBackup {
  /// The result of a restoration.
  package struct Restored: Sendable {
    /// The description of what was restored.
    package var manifest: BackupManifest
    /// The paths under which the replaced databases are kept.
    package var kept: [String]
  }

  /// Restores a backup. Everything is checked first; then all databases are replaced, or none, also when the process is killed.
  /// - Parameters:
  ///   - part: the databases to restore; `nil` for all.
  ///   - replaces: whether existing databases are replaced.
  /// - Throws: `BackupError`, `IndexError`.
  package func restore(from path: String, only part: Part? = nil, replaces: Bool) throws -> Restored {
    let backup = try BackupFile(path)
    var manifest = backup.manifest
    if let part {
      manifest.databases.removeAll { !$0.name.hasSuffix(Self.name(part.rawValue)) }
      if manifest.databases.isEmpty {
        throw BackupError.lacks(path: path, database: Self.name(part.rawValue))
      }
    }
    let forms = try manifest.databases.map { try form(of: $0, in: path) }
    let restoration = try database.restoration(editions: Self.editions(in: manifest), tables: tables)
    do {
      let existing = try restoration.existing(manifest.databases.map(\.name))
      if !existing.isEmpty, !replaces { throw BackupError.replaces(paths: existing) }
      for (database, form) in zip(manifest.databases, forms) {
        try write(database, of: backup, to: restoration.directory, as: form)
      }
    } catch {
      try restoration.cancel()
      throw error
    }
    return Restored(manifest: manifest, kept: try restoration.commit())
  }

  // The form of a database by its name; a name that no backup has is damage, for example one that leads elsewhere.
  private func form(of database: BackupManifest.Database, in path: String) throws -> SQLiteCopy.Form {
    let parts = database.name.split(separator: "/", omittingEmptySubsequences: false)
    let isEdition =
      parts.count == 3 && parts[0] == Self.editions
      && !parts[1].isEmpty && parts[1].utf8.allSatisfy(Self.isLetterOfTag)
    if parts.last == "index.sqlite", parts.count == 1 || isEdition { return .index }
    if let table = tables.first(where: { Self.name($0.name) == database.name }) {
      return .tables(table)
    }
    throw BackupError.damaged(path: path, reason: "it has a file \"\(database.name)\"")
  }

  private static func isLetterOfTag(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == 0x2D
  }

  private static func editions(in manifest: BackupManifest) -> [String] {
    manifest.databases.map { $0.name.split(separator: "/") }.filter { $0.count == 3 }.map { String($0[1]) }
  }

  private func write(
    _ database: BackupManifest.Database, of backup: BackupFile, to directory: String, as form: SQLiteCopy.Form
  ) throws {
    let path = directory + "/" + database.name
    let folder = (path as NSString).deletingLastPathComponent
    if let code = Directories.create(folder) { throw IndexError.unwritable(directory: folder, code: code) }
    // Tables of other modules may have secrets.
    try backup.copy(database, to: path, mode: form.isIndex ? 0o644 : 0o600)
    do {
      guard try SQLiteCopy.check(path, form) == database.rows else {
        throw BackupError.damaged(
          path: backup.path, reason: "\(database.name) has other rows than were counted")
      }
    } catch IndexError.newer {
      throw BackupError.newer(path: backup.path, feedgen: backup.manifest.feedgen)
    } catch let error as IndexError where error.isDamage {
      throw BackupError.damaged(path: backup.path, reason: error.reason)
    }
    try SQLiteCopy.bringUpToDate(path, form)
  }
}
