extension IndexTransaction {
  /// All documents, by path.
  package func documents() throws -> [DocumentRecord] {
    let row = try statement("SELECT * FROM document ORDER BY path")
    var records: [DocumentRecord] = []
    try row.forEachRow { records.append(try Self.document(row)) }
    return records
  }

  /// The documents with some paths. Unknown paths are skipped.
  package func documents(at paths: some Sequence<String>) throws -> [DocumentRecord] {
    let row = try statement("SELECT * FROM document WHERE path = ?")
    var records: [DocumentRecord] = []
    for path in paths {
      row.bind(path, at: 1)
      try row.forEachRow { records.append(try Self.document(row)) }
    }
    return records
  }

  private static func document(_ row: any SQLStatement) throws -> DocumentRecord {
    var record = DocumentRecord(
      path: try row.path(0), kind: try row.choice(1), slug: try row.text(2), name: try row.text(3),
      code: try row.optionalText(4), events: Int(try row.number(5, in: 0...Int64(Int32.max))),
      updated: try row.time(6), wanted: try row.optionalDigest(7))
    record.published = try row.optionalDigest(8)
    record.stamp =
      row.isNull(9) ? nil : .init(size: try row.number(9, in: 0...Int64.max), modified: try row.number(10))
    return record
  }

  /// The number of documents, those to remove included.
  package func documentCount() throws -> Int {
    let row = try statement("SELECT COUNT(*) FROM document")
    var count = 0
    try row.forEachRow { count = try row.index(0, below: .max) }
    return count
  }

  /// Stores a document.
  package func store(_ record: DocumentRecord) throws {
    let row = try statement(Self.storingDocument)
    row.bind(record.path, at: 1)
    row.bind(record.kind.rawValue, at: 2)
    row.bind(record.slug, at: 3)
    row.bind(record.name, at: 4)
    row.bind(record.code, at: 5)
    row.bind(Int64(record.events), record.updated.seconds, from: 6)
    row.bind(record.wanted, at: 8)
    row.bind(record.published, at: 9)
    if let stamp = record.stamp {
      row.bind(stamp.size, stamp.modified, from: 10)
    } else {
      row.bind(nil as String?, at: 10)
      row.bind(nil as String?, at: 11)
    }
    try row.run()
  }

  /// Removes a document whose file was removed.
  package func removeDocument(_ path: String) throws {
    let row = try statement("DELETE FROM document WHERE path = ?")
    row.bind(path, at: 1)
    try row.run()
  }
}

extension IndexTransaction {
  private static let storingDocument = StoringSQL(
    in: "document", key: ["path"],
    columns: ["kind", "slug", "name", "code", "events", "updated", "wanted", "published", "size", "modified"])
}
