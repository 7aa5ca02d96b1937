import ArchiveIndex
import Primitives
import Testing
import Watching

@testable import Service

@Suite("Files that take each other's names")
struct FilesTakingNamesTests {
  private static func stamp(_ file: Int64) -> FileStamp {
    FileStamp(size: 100 + file, modified: 1_000 + file, changed: 0, inode: file)
  }

  // The deferred and the released files. The numbers identify contents: `known` before, `stable` and `unstable` now; -1 for a removed
  // file, a number plus 100 for a copy of a different size.
  private static func found(
    known: [String: Int64], stable: [String: Int64], unstable: [String: Int64]
  ) -> (deferred: [String], released: [String]) {
    func files(_ numbers: [String: Int64]) -> [BytePath: FileStamp?] {
      var files: [BytePath: FileStamp?] = [:]
      for (path, number) in numbers {
        var stamp: FileStamp? = number < 0 ? nil : stamp(number)
        if number >= 100 { stamp?.size -= 100 }
        files[BytePath(path)] = .some(stamp)
      }
      return files
    }
    var records = FileRecords()
    for (path, number) in known {
      records.insert(FileRecord(number: Int(number), stamp: stamp(number)), path: BytePath(path))
    }
    var renames = RenamedFiles(stable: files(stable), unstable: files(unstable), records: records)
    renames.find()
    return (renames.deferred.keys.map(\.text).sorted(), renames.released.map(\.text).sorted())
  }

  @Test func `wait for each other when they are swapped`() {
    let known: [String: Int64] = ["a": 1, "b": 2, "c": 3]
    let found = Self.found(known: known, stable: ["a": 2, "c": 4], unstable: ["b": 1])
    #expect(found.deferred == ["a"])
    #expect(found.released == [])
    #expect(Self.found(known: known, stable: ["b": 1], unstable: ["a": 2]).deferred == ["b"])
  }

  @Test func `wait for the last of a chain or a circle`() {
    let known: [String: Int64] = ["a": 1, "b": 2, "c": 3, "x": 9]
    let circle = Self.found(known: known, stable: ["a": 3, "b": 1, "x": 8], unstable: ["c": 2])
    #expect(circle.deferred == ["a", "b"])
    let chain = Self.found(known: known, stable: ["a": -1, "b": 1], unstable: ["c": 2, "d": 3])
    #expect(chain.deferred == ["a", "b"])
  }

  @Test func `do not wait for one that is gone for certain`() {
    let found = Self.found(known: ["a": 1, "b": 2], stable: ["b": 1], unstable: ["a": -1])
    #expect(found.deferred == [])
    #expect(found.released == ["a"])
  }

  @Test func `wait when they are copies of one that may be gone`() {
    let known: [String: Int64] = ["a": 1, "b": 2]
    let found = Self.found(known: known, stable: ["b": 101, "c": 102, "d": 150], unstable: ["a": -1])
    #expect(found.deferred == ["b", "c"])
    #expect(found.released == [])
  }

  @Test func `do not wait for others`() {
    let known: [String: Int64] = ["a": 1, "b": 2]
    let found = Self.found(known: known, stable: ["a": 5, "c": 7], unstable: ["b": 6, "d": 8])
    #expect(found.deferred == [])
    #expect(found.released == [])
  }
}
