internal import Primitives

/// Updates a full-text index to what the index has published, for every database.
struct SearchIndexUpdate {
  private let removing: String
  private let inserting: StoringSQL

  /// Makes an update.
  /// - Parameters:
  ///   - removing: the SQL that removes the entry of a page.
  ///   - inserting: the SQL that stores the entry of a page: its number, title and summary.
  init(removing: String, inserting: StoringSQL) {
    self.removing = removing
    self.inserting = inserting
  }

  // The number of pages that are folded together.
  private static let batch = 2048
  private static let storingVersion = StoringSQL(in: "taken", key: ["page"], columns: ["content"])

  /// Removes the entries of pages that are not published any more, or in another version, and stores those that are missing.
  /// - Parameter fold: folds the titles and summaries of pages to the words to search.
  /// - Throws: `IndexError`, or what `fold` throws.
  func run(
    _ transaction: SQLTransaction, from archive: IndexTransaction,
    _ fold: ([[TextSlice]]) throws -> [[String]]
  ) throws {
    var published: [Int: ContentDigest] = [:]
    try archive.forEachPublishedPage { published[$0] = $1 }
    try removeOutdated(&published, transaction)
    let entry = try transaction.statement(inserting)
    let version = try transaction.statement(Self.storingVersion)
    let new = published.sorted { $0.key < $1.key }
    for start in stride(from: 0, to: new.count, by: Self.batch) {
      let pages = new[start..<min(start + Self.batch, new.count)]
      for ((page, digest), folded) in zip(pages, try fold(archive.texts(ofPages: pages.map(\.key))))
      where folded.count == 2 {
        entry.bind(Int64(page))
        entry.bind(folded[0], at: 2)
        entry.bind(folded[1], at: 3)
        try entry.run()
        version.bind(Int64(page))
        version.bind(digest, at: 2)
        try version.run()
      }
    }
  }

  // Leaves in `published` the pages that lack an entry.
  private func removeOutdated(
    _ published: inout [Int: ContentDigest], _ transaction: SQLTransaction
  ) throws {
    var outdated: [Int] = []
    let row = try transaction.statement("SELECT page, content FROM taken")
    try row.forEachRow {
      let page = Int(try row.number(0))
      if let digest = published[page], digest == (try row.digest(1)) {
        published[page] = nil
      } else {
        outdated.append(page)
      }
    }
    for sql in [removing, "DELETE FROM taken WHERE page = ?"] {
      let statement = try transaction.statement(sql)
      for page in outdated {
        statement.bind(Int64(page))
        try statement.run()
      }
    }
  }
}
