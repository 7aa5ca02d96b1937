import Foundation
import GRDB
import TestSupport

/// Damage to a database of a state directory, the same for the same seed: values that feedgen does not write, rows that are missing
/// or twice, and bytes of the file that are others.
struct DatabaseDamage {
  /// What was done.
  private(set) var description = "nothing"
  /// The table that it was done to; `nil` for the file as a whole.
  private(set) var table: String?

  private static let values = [
    "NULL", "-1", "0", "1", "2", "99999", "99999999", "2147483647", "2147483648", "4294967296",
    "9223372036854775807", "-9223372036854775808", "1e300", "0.5", "''", "'x'", "'[-1]'", "'[0]'",
    "'[99999]'",
    "'[1,'", "'[1,,2]'", "'[99999999999999999999]'", "'[0,99]'", "'[0,-5,1]'", "'[]'", "'[[1]]'",
    "'{\"a\":1}'",
    "'null'", "'../../x'", "'/news/2013/11/14/elsewhere'", "'a' || char(0) || 'b'", "CAST(x'fffe00' AS TEXT)",
    "x''",
    "x'00'", "zeroblob(15)", "zeroblob(16)", "zeroblob(100000)", "printf('%.100000c', 'x')",
    "printf('[%.50000c]', '1')",
  ]

  /// Damages a database in a state directory.
  init(_ path: String, _ random: inout SeededGenerator) throws {
    guard !random.chance(12) else {
      try damageBytes(path, &random)
      return
    }
    // In the file itself, and not in a journal beside it.
    let database = try DatabaseQueue(path: path)
    try database.writeWithoutTransaction { database in
      let tables = try String.fetchAll(
        database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
      for _ in 1...20 {
        let table = random.pick(tables)
        let columns = try String.fetchAll(
          database, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table])
        guard !columns.isEmpty else { continue }
        let sql = Self.statement(table, columns, &random)
        do {
          try database.execute(sql: sql)
        } catch { continue }  // SQLite does not let everything be done
        guard database.changesCount > 0 || sql.hasPrefix("DROP") || sql.hasPrefix("ALTER") else { continue }
        (self.table, description) = (table, sql)
        return
      }
    }
  }

  private static func statement(
    _ table: String, _ columns: [String], _ random: inout SeededGenerator
  ) -> String {
    let (column, value) = (random.pick(columns), random.pick(values))
    let one = "(\(column)) IN (SELECT \(column) FROM \(table) ORDER BY random() LIMIT 1)"
    switch Int.random(in: 0..<20, using: &random) {
    case 0: return "DELETE FROM \(table)"
    case 1, 2: return "DELETE FROM \(table) WHERE \(one)"
    case 3: return "DROP TABLE \(table)"
    case 4: return "ALTER TABLE \(table) RENAME COLUMN \(column) TO other"
    case 5: return "INSERT INTO \(table) SELECT * FROM \(table) LIMIT 1"
    case 6, 7:
      let row = columns.map { _ in random.pick(values) }.joined(separator: ", ")
      return "INSERT OR REPLACE INTO \(table) VALUES (\(row))"
    case 8..<12: return "UPDATE OR REPLACE \(table) SET \(column) = \(value)"
    default: return "UPDATE OR REPLACE \(table) SET \(column) = \(value) WHERE \(one)"
    }
  }

  private mutating func damageBytes(_ path: String, _ random: inout SeededGenerator) throws {
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    if random.chance(20) {
      bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
    } else {
      for _ in 1...Int.random(in: 1...40, using: &random) where !bytes.isEmpty {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
    }
    try Data(bytes).write(to: URL(filePath: path))
    description = "bytes of the file"
  }
}
