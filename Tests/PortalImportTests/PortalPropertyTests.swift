import Foundation
import Primitives
import TestSupport
import Testing

@testable import PortalImport

@Suite("Day pages, damaged at random")
struct PortalPropertyTests {
  private static func damaged(_ text: String, _ random: inout SeededGenerator) -> [UInt8] {
    let marks = Array("[]{}|*'<>&;=#:\n\r! \"()_\\".utf8) + [0, 0x7F, 0xC3, 0xFF]
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...25, using: &random) where !bytes.isEmpty {
      let index = Int.random(in: bytes.indices, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes.remove(at: index)
      case 1: bytes.insert(marks.randomElement(using: &random) ?? 0, at: index)
      case 2: bytes[index] = marks.randomElement(using: &random) ?? 0
      case 3: bytes.removeSubrange(index..<min(bytes.count, index + 12))
      default: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 40)], at: index)
      }
    }
    return bytes
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `are read or rejected, and an import of what is read changes nothing when it is repeated`(seed: UInt64)
    throws
  {
    var random = SeededGenerator(seed: seed)
    let directory = try TemporaryDirectory()
    for number in 0..<25 {
      let bytes = Self.damaged(DayPageSamples.content, &random)
      let reading = PortalInput(name: "2031-04-07", bytes: bytes).read()
      let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
      #expect(reading.problems.allSatisfy { (1...lines).contains($0.line) })
      let content = directory.path("\(number)")
      var first = PortalImporter(content: content, now: 1_933_410_030)
      for page in reading.pages { try first.add(page) }
      #expect(first.summary.added == first.summary.events)
      let stamps = FileTree.stamps(content)
      var second = PortalImporter(content: content, now: 1_933_420_030)
      for page in reading.pages { try second.add(page) }
      #expect(second.summary.unchanged == first.summary.events, "\(String(decoding: bytes, as: UTF8.self))")
      #expect(FileTree.stamps(content) == stamps)
    }
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `keep the names of the files through any edits`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let directory = try TemporaryDirectory()
    var text = DayPageSamples.content
    var known: Set<String> = []
    for _ in 0..<15 {
      var importer = PortalImporter(content: directory.path, now: 1_933_410_030)
      for page in DayPageSamples.read(text).pages { try importer.add(page) }
      let files = Set(try FileTree(directory.path).files.keys)
      #expect(files.isSuperset(of: known))
      #expect(files.count - known.count == importer.summary.added)
      known = files
      let words = text.split(separator: " ", omittingEmptySubsequences: false)
      let index = Int.random(in: words.indices, using: &random)
      text = (words[..<index] + (random.chance(50) ? ["word"] : []) + words[(index + 1)...]).joined(
        separator: " ")
    }
  }
}

@Suite("Day pages that are made to be slow")
struct SlowPageTests {
  private static let head = "{{Current events header|2031|04|7}}"
  private static let source = "[https://a.example/ (X)]"

  // Pages whose cost would grow with the square of their size without limits.
  private static let pages: [String: String] = [
    "items": String(repeating: "*\n", count: 200_000),
    "lines": "*a\n" + String(repeating: "b\n", count: 200_000),
    "templates": "*a {{b\n" + String(repeating: "{{\n", count: 100_000),
    "text": String(repeating: "text\n\n", count: 60_000),
    "heads": String(repeating: head, count: 8_000),
    "days": (1...20_000).map {
      "{{Current events header|\(1000 + $0 / 300)|\($0 / 28 % 12 + 1)|\($0 % 28 + 1)}}\n"
    }.joined(),
    "open heads": String(repeating: "{{Current events\n", count: 50_000),
    "links": "*" + (0..<8_000).map { "[[A\($0)]]" }.joined(),
    "sources": "*a " + String(repeating: source, count: 2_500),
    "sentences": "*" + String(repeating: "A. ", count: 20_000),
    "brackets": "*" + String(repeating: "(", count: 60_000) + ".",
    "depth": (1...700).map { String(repeating: "*", count: $0) + "[[A\($0)]]\n" }.joined(),
  ]

  @Test(arguments: pages.keys.sorted())
  func `are read in time`(name: String) throws {
    let reading = DayPageSamples.read(try #require(Self.pages[name]), name: "2031-04-07")
    #expect(reading.problems.count <= PortalLimits.problems + 1)
    #expect(reading.pages.allSatisfy { $0.events.count <= PortalLimits.events })
  }
}
