package import Primitives

/// One record for each file, by path. All paths are in one array of bytes: as the keys of a dictionary, those of 122,572 files take
/// 60 ms more to compare with the content, and to free.
package struct FileRecords: Sendable {
  private var paths = StringInterner()
  // By the number of the path.
  private var records: [FileRecord] = []

  /// Makes an empty collection.
  package init() {}

  /// The number of files.
  package var count: Int { records.count }

  /// Whether there are no files.
  package var isEmpty: Bool { records.isEmpty }

  /// The record of a file; `nil` when it has none.
  package subscript(path: BytePath) -> FileRecord? {
    path.withBytes { paths.number(of: $0) }.map { records[Int($0)] }
  }

  /// The numbers of the files.
  package var numbers: some Sequence<Int> { records.lazy.map(\.number) }

  /// Inserts the record of a file.
  /// - Returns: whether the file had none; otherwise it keeps the one it had.
  package mutating func insert(_ record: FileRecord, path: UnsafeBufferPointer<UInt8>) -> Bool {
    let isNew = paths.insert(path).isNew
    if isNew { records.append(record) }
    return isNew
  }

  /// Inserts the record of a file, unless it has one.
  package mutating func insert(_ record: FileRecord, path: BytePath) {
    path.withBytes { _ = insert(record, path: $0) }
  }
}

extension FileRecords: Sequence {
  /// Iterates over the files in the order of their insertion.
  package struct Iterator: IteratorProtocol {
    fileprivate let files: FileRecords
    fileprivate var index = 0

    /// The next file.
    package mutating func next() -> (path: BytePath, record: FileRecord)? {
      guard index < files.count else { return nil }
      defer { index += 1 }
      return (BytePath(files.paths[index]), files.records[index])
    }
  }

  /// An iterator before the first file.
  package func makeIterator() -> Iterator { Iterator(files: self) }
}
