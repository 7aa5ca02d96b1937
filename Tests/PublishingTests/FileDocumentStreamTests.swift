import ArchiveIndex
import Foundation
import TestSupport
import Testing

@testable import Publishing

@Suite("A document written in pieces")
struct FileDocumentStreamTests {
  private let directory: TemporaryDirectory
  private let feeds: DirectoryOutput

  init() throws {
    directory = try TemporaryDirectory()
    feeds = try DirectoryOutput(root: directory.path("feeds"))
  }

  private func write(_ pieces: [[UInt8]], to path: String = "list.json") throws -> WrittenDocument {
    let stream = FileDocumentStream(feeds, path: path)
    for piece in pieces { try piece.withUnsafeBytes(stream.append) }
    return try stream.finish()
  }

  private func content(_ path: String = "list.json") throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: feeds.root + "/" + path)))
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: feeds.root).sorted()
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `is what its pieces are, whatever was in its place, and is written if that was anything else`(
    seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed)
    var old: [UInt8]?
    for _ in 0..<6 {
      var bytes = old ?? []
      switch Int.random(in: 0..<5, using: &random) {
      case 0: break
      case 1: bytes += Array(repeating: 1, count: Int.random(in: 1...200_000, using: &random))
      case 2: bytes.removeLast(min(bytes.count, Int.random(in: 1...70_000, using: &random)))
      case 3: if let index = bytes.indices.randomElement(using: &random) { bytes[index] &+= 1 }
      default: bytes = []
      }
      var pieces: [[UInt8]] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 1...80_000, using: &random))
        pieces.append(Array(piece))
        rest = rest.dropFirst(piece.count)
      }
      let written = try write(pieces)
      #expect(written.isChanged == (old != bytes))
      #expect(try content() == bytes)
      #expect(written.stamp == feeds.stamp(of: "list.json"))
      #expect(try names() == ["country", "entity", "list.json"])
      old = bytes
    }
  }

  @Test func `leaves what was in its place, and nothing beside it, when it does not end`() throws {
    _ = try write([Array("old".utf8)])
    for pieces in [["old"], ["o", "ther"], ["new"]] {
      let stream = FileDocumentStream(feeds, path: "list.json")
      for piece in pieces { try Array(piece.utf8).withUnsafeBytes(stream.append) }
    }
    #expect(try content() == Array("old".utf8))
    #expect(try names() == ["country", "entity", "list.json"])
  }

  @Test func `replaces a link, and makes the directory that it lies in`() throws {
    try FileManager.default.createSymbolicLink(
      atPath: feeds.root + "/list.json", withDestinationPath: "elsewhere")
    #expect(try write([[1], [2]]).isChanged)
    #expect(try content() == [1, 2])
    #expect(try names() == ["country", "entity", "list.json"])
    #expect(try write([[3]], to: "a/b/list.json").isChanged)
    #expect(try content("a/b/list.json") == [3])
  }
}
