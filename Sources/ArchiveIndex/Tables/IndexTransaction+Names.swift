package import Classification
internal import Foundation
internal import Primitives

extension IndexTransaction {
  /// What was counted of the words of the archive; `nil` when nothing was.
  package func nameStatistics() throws -> NameStatistics? {
    guard try hasTable("word_counts") else { return nil }
    let row = try statement("SELECT bytes FROM word_counts WHERE id = 1")
    var statistics: NameStatistics?
    try row.forEachRow {
      guard let read = NameStatistics(stored: try row.bytes(0)) else { throw row.damage(0, "is cut short") }
      statistics = read
    }
    return statistics
  }

  /// What was learned about the names of the archive; `nil` when nothing was.
  package func learnedNames() throws -> LearnedNames? {
    guard try hasTable("word_counts") else { return nil }
    let row = try statement("SELECT bytes FROM word_counts WHERE id = 2")
    var learned: LearnedNames?
    try row.forEachRow { learned = try row.json(0, as: LearnedNames.self) }
    return learned
  }

  /// Stores what was learned about the names of the archive.
  package func store(_ learned: LearnedNames) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    try store([UInt8](try encoder.encode(learned)), number: 2)
  }

  /// Replaces what was counted of the words of the archive, and removes what was learned about its names.
  package func store(_ statistics: NameStatistics?) throws {
    try statement("DELETE FROM word_counts").run()
    if let statistics { try store(statistics.stored, number: 1) }
  }

  private func store(_ bytes: [UInt8], number: Int64) throws {
    let row = try statement(Self.storingCounts)
    row.bind(number: number, at: 1)
    try bytes.withUnsafeBytes {
      row.bind(uncopied: $0, at: 2)
      try row.run()
    }
  }

  private static let storingCounts = StoringSQL(in: "word_counts", key: ["id"], columns: ["bytes"])
}
