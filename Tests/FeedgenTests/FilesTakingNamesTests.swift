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

  // What waits and what leaves, when the files were the numbers in `known`, and are those in `quiet` and `settling`: -1 for one that
  // is gone, numbers of a hundred more for a copy.
  private static func found(
    known: [String: Int64], quiet: [String: Int64], settling: [String: Int64]
  ) -> (waiting: [String], leaving: [String]) {
    func files(_ numbers: [String: Int64]) -> [BytePath: FileStamp?] {
      var files: [BytePath: FileStamp?] = [:]
      for (path, number) in numbers {
        var stamp: FileStamp? = number < 0 ? nil : stamp(number)
        if number >= 100 { stamp?.size -= 100 }
        files[BytePath(path)] = .some(stamp)
      }
      return files
    }
    var records: [BytePath: FileRecord] = [:]
    for (path, number) in known {
      records[BytePath(path)] = FileRecord(number: Int(number), stamp: stamp(number))
    }
    var renames = RenamedFiles(quiet: files(quiet), settling: files(settling), records: records)
    renames.find()
    return (renames.waiting.keys.map(\.text).sorted(), renames.leaving.map(\.text).sorted())
  }

  @Test func `wait for each other when they are swapped`() {
    let known: [String: Int64] = ["a": 1, "b": 2, "c": 3]
    let found = Self.found(known: known, quiet: ["a": 2, "c": 4], settling: ["b": 1])
    #expect(found.waiting == ["a"])
    #expect(found.leaving == [])
    #expect(Self.found(known: known, quiet: ["b": 1], settling: ["a": 2]).waiting == ["b"])
  }

  @Test func `wait for the last of a chain or a circle`() {
    let known: [String: Int64] = ["a": 1, "b": 2, "c": 3, "x": 9]
    let circle = Self.found(known: known, quiet: ["a": 3, "b": 1, "x": 8], settling: ["c": 2])
    #expect(circle.waiting == ["a", "b"])
    let chain = Self.found(known: known, quiet: ["a": -1, "b": 1], settling: ["c": 2, "d": 3])
    #expect(chain.waiting == ["a", "b"])
  }

  @Test func `do not wait for one that is gone for certain`() {
    let found = Self.found(known: ["a": 1, "b": 2], quiet: ["b": 1], settling: ["a": -1])
    #expect(found.waiting == [])
    #expect(found.leaving == ["a"])
  }

  @Test func `wait when they are copies of one that may be gone`() {
    let known: [String: Int64] = ["a": 1, "b": 2]
    let found = Self.found(known: known, quiet: ["b": 101, "c": 102, "d": 150], settling: ["a": -1])
    #expect(found.waiting == ["b", "c"])
    #expect(found.leaving == [])
  }

  @Test func `do not wait for others`() {
    let known: [String: Int64] = ["a": 1, "b": 2]
    let found = Self.found(known: known, quiet: ["a": 5, "c": 7], settling: ["b": 6, "d": 8])
    #expect(found.waiting == [])
    #expect(found.leaving == [])
  }
}
