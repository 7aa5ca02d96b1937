internal import Primitives

/// The description of a backup, which is its first file: `feedgen-backup.json`.
package struct BackupManifest: Codable, Hashable, Sendable {
  /// A database of the backup.
  package struct Database: Codable, Hashable, Sendable {
    /// The name of its file, as in the state directory: `index.sqlite`, `languages/de/index.sqlite`.
    package var name: String
    /// The size of the file in bytes.
    package var size: Int64
    /// The SHA-256 digest of the file, in hexadecimal digits.
    package var sha256: String
    /// The number of rows of the tables whose content is found nowhere else.
    package var rows: [String: Int]
  }

  /// The version of the form of backups.
  package var format = Self.currentFormat
  /// The version of feedgen that made the backup.
  package var feedgen: String
  /// The time at which it was made, in seconds since 1970.
  package var made: Int64
  /// The databases, in the order of their files.
  package var databases: [Database]

  static let currentFormat = 1

  // The year 9999, and a pebibyte: more is a damage.
  private static let latest: Int64 = 253_402_300_799
  private static let largest: Int64 = 1 << 50

  /// Whether all values are such as feedgen writes.
  var isPossible: Bool {
    format >= 1 && (0...Self.latest).contains(made) && !databases.isEmpty
      && databases.allSatisfy { (0...Self.largest).contains($0.size) }
      && databases.reduce(0.0) { $0 + Double($1.size) } <= Double(Self.largest)
      && databases.allSatisfy { $0.rows.values.allSatisfy { (0...Int(Int32.max)).contains($0) } }
      && Set(databases.map(\.name)).count == databases.count
  }

  // The part that every version of the form has.
  struct Head: Decodable {
    let format: Int
    let feedgen: String
  }

  /// Makes a description of databases.
  init(feedgen: String, made: UnixTime, databases: [Database]) {
    self.feedgen = feedgen
    self.made = made.seconds
    self.databases = databases
  }

  /// The number of rows of a table in all databases.
  package func rows(_ table: String) -> Int { databases.reduce(0) { $0 + ($1.rows[table] ?? 0) } }

  /// The size of all databases in bytes.
  package var size: Int64 { databases.reduce(0) { $0 + $1.size } }
}
