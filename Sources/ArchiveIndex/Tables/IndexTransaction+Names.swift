package import Classification
internal import Primitives

extension IndexTransaction {
  /// What was counted of the words of the archive; `nil` when nothing was.
  package func nameStatistics() throws -> NameStatistics? {
    guard try hasTable("word_counts") else { return nil }
    let row = try statement("SELECT bytes FROM word_counts")
    var statistics: NameStatistics?
    try row.forEachRow {
      guard let read = NameStatistics(stored: try row.bytes(0)) else { throw row.damage(0, "is cut short") }
      statistics = read
    }
    return statistics
  }

  /// Replaces what was counted of the words of the archive.
  package func store(_ statistics: NameStatistics?) throws {
    try statement("DELETE FROM word_counts").run()
    guard let statistics else { return }
    let row = try statement("INSERT INTO word_counts VALUES (1, ?)")
    let bytes = statistics.stored
    try bytes.withUnsafeBytes {
      row.bind(uncopied: $0, at: 1)
      try row.run()
    }
  }
}
