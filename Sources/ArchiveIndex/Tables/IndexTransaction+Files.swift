package import EventArchive
package import Primitives

extension IndexTransaction {
  /// The records of all known files.
  package func files() throws -> FileRecords {
    var files = FileRecords()
    var isUsed: [Bool] = []
    let row = try statement("SELECT path, id, size, modified, changed, inode FROM file")
    try row.forEachRow {
      let record = FileRecord(
        number: try row.index(1, below: IndexBounds.files), stamp: try Self.stamp(row, from: 2))
      let missing = record.number + 1 - isUsed.count
      if missing > 0 { isUsed += repeatElement(false, count: missing) }
      if isUsed[record.number] { throw row.damage(1, "is there twice") }
      isUsed[record.number] = true
      if try !row.withText(0, { files.insert(record, path: $0) }) { throw row.damage(0, "is there twice") }
    }
    return files
  }

  static func stamp(_ row: any SQLStatement, from column: Int32) throws -> FileStamp {
    FileStamp(
      size: try row.number(column), modified: try row.number(column + 1), changed: try row.number(column + 2),
      inode: try row.number(column + 3))
  }

  /// Calls `body` with the path and number of each file.
  package func forEachFile(_ body: (BytePath, Int) throws -> Void) throws {
    let row = try statement("SELECT path, id FROM file")
    try row.forEachRow { try body(BytePath(row.text(0)), row.index(1, below: IndexBounds.files)) }
  }

  /// The number of the next new file.
  package func nextFile() throws -> Int {
    let row = try statement("SELECT COALESCE(MAX(id), -1) + 1 FROM file")
    var next = 0
    try row.forEachRow { next = try row.index(0, below: IndexBounds.files) }
    return next
  }

  /// The record of a file; `nil` if it is not known.
  package func file(_ number: Int) throws -> FileRecord? {
    let row = try statement("SELECT size, modified, changed, inode FROM file WHERE id = ?")
    row.bind(Int64(number))
    var file: FileRecord?
    try row.forEachRow {
      file = FileRecord(number: number, stamp: try Self.stamp(row, from: 0))
    }
    return file
  }

  /// The digest of the bytes of a file when it was read last.
  package func digest(ofFile number: Int) throws -> ContentDigest? {
    let row = try statement("SELECT digest FROM file WHERE id = ?")
    row.bind(Int64(number))
    var digest: ContentDigest?
    try row.forEachRow { digest = try row.optionalDigest(0) }
    return digest
  }

  /// Stores the record of a file.
  package func store(_ file: FileRecord, path: BytePath, digest: ContentDigest?) throws {
    guard file.number < IndexBounds.files else {
      throw damage("file", "has numbered more than \(IndexBounds.files) files, which is the limit")
    }
    let row = try statement(Self.storingFile)
    row.bind(Int64(file.number))
    row.bind(path.text, at: 2)
    row.bind(file.stamp.size, file.stamp.modified, file.stamp.changed, file.stamp.inode, from: 3)
    row.bind(digest, at: 7)
    try row.run()
  }

  /// Removes a file, its page and its problems.
  package func removeFile(_ number: Int, path: BytePath) throws {
    for sql in [
      "DELETE FROM file WHERE id = ?", "DELETE FROM page WHERE id = ?", "DELETE FROM page_text WHERE id = ?",
    ] {
      let row = try statement(sql)
      row.bind(Int64(number))
      try row.run()
    }
    try removeMentions(page: number)
    try store([], of: path, isNew: false)
  }

  /// Replaces the problems of a file.
  /// - Parameter isNew: whether the file has no problems in the index yet, so that none must be removed.
  package func store(_ problems: [ArchiveProblem], of path: BytePath, isNew: Bool) throws {
    if !isNew {
      let row = try statement("DELETE FROM problem WHERE path = ?")
      row.bind(path.text, at: 1)
      try row.run()
    }
    for problem in problems {
      let row = try statement(Self.storingProblem)
      row.bind(problem.path, at: 1)
      row.bind(Int64(problem.line), from: 2)
      row.bind(problem.message, at: 3)
      row.bind(Int64(problem.severity.rawValue), from: 4)
      try row.run()
    }
  }

  /// The problems of all files, by path and line.
  package func problems() throws -> [ArchiveProblem] {
    let row = try statement("SELECT path, line, what, severity FROM problem ORDER BY path, line, what")
    var problems: [ArchiveProblem] = []
    try row.forEachRow {
      guard let severity = ArchiveProblem.Severity(rawValue: Int(try row.number(3))) else {
        throw row.damage(3, "is no severity")
      }
      problems.append(
        ArchiveProblem(
          path: try row.text(0), line: Int(try row.number(1, in: 0...Int64(Int32.max))),
          message: try row.text(2),
          severity: severity))
    }
    return problems
  }
}

extension IndexTransaction {
  private static let storingProblem = StoringSQL(
    in: "problem", key: [], columns: ["path", "line", "what", "severity"])
  private static let storingFile = StoringSQL(
    in: "file", key: ["id"], columns: ["path", "size", "modified", "changed", "inode", "digest"])
}
