import ArchiveIndex
import Primitives
import TestSupport
import Testing

@Suite("The records of files by path")
struct FileRecordsTests {
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `equal a dictionary, and keep the order of their insertion`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var files = FileRecords()
    var expected: [BytePath: FileRecord] = [:]
    var order: [BytePath] = []
    #expect(files.isEmpty)
    for number in 0..<200 {
      // The letters are equal as strings, but not as bytes.
      let letter = Bool.random(using: &random) ? "\u{E9}" : "e\u{301}"
      let path = BytePath("news/\(letter)/\(Int.random(in: 0..<60, using: &random)).md")
      let stamp = FileStamp(size: Int64(number), modified: 1, changed: 2, inode: 3)
      let record = FileRecord(number: number, stamp: stamp)
      let isNew = path.withBytes { files.insert(record, path: $0) }
      #expect(isNew == (expected[path] == nil))
      if isNew {
        expected[path] = record
        order.append(path)
      }
    }
    #expect(files.map(\.path) == order)
    #expect(files.map(\.record) == order.map { expected[$0] })
    #expect(Array(files.numbers) == files.map(\.record.number))
    #expect(files.count == expected.count)
    for (path, record) in expected { #expect(files[path] == record) }
    #expect(files["news/e/1.md"] == nil)
  }
}
