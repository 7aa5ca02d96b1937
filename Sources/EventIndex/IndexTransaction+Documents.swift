extension IndexTransaction {
  /// All documents, by path.
  package func documents() throws -> [DocumentRecord] {
    let row = try statement("SELECT * FROM document ORDER BY path")
    var records: [DocumentRecord] = []
    try row.forEachRow { records.append(Self.document(row)) }
    return records
  }

  /// The documents of some paths; none for a path that is not known.
  package func documents(at paths: some Sequence<String>) throws -> [DocumentRecord] {
    let row = try statement("SELECT * FROM document WHERE path = ?")
    var records: [DocumentRecord] = []
    for path in paths {
      row.bind(path, at: 1)
      try row.forEachRow { records.append(Self.document(row)) }
    }
    return records
  }

  private static func document(_ row: RawStatement) -> DocumentRecord {
    var record = DocumentRecord(
      path: row.text(0), kind: DocumentRecord.Kind(rawValue: row.text(1)) ?? .list, slug: row.text(2),
      name: row.text(3), code: row.isNull(4) ? nil : row.text(4), events: Int(row.number(5)),
      updated: row.number(6), wanted: row.digest(7))
    record.published = row.digest(8)
    record.stamp = row.isNull(9) ? nil : .init(size: row.number(9), modified: row.number(10))
    return record
  }

  /// Keeps a document.
  package func put(_ record: DocumentRecord) throws {
    let row = try statement("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    row.bind(record.path, at: 1)
    row.bind(record.kind.rawValue, at: 2)
    row.bind(record.slug, at: 3)
    row.bind(record.name, at: 4)
    row.bind(record.code, at: 5)
    row.bind(Int64(record.events), record.updated, from: 6)
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

  /// Forgets a document whose file is gone.
  package func removeDocument(_ path: String) throws {
    let row = try statement("DELETE FROM document WHERE path = ?")
    row.bind(path, at: 1)
    try row.run()
  }
}
