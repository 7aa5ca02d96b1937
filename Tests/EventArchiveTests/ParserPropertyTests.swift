import TestSupport
import Testing

@testable import EventArchive

@Suite("Event and day pages, damaged at random")
struct ParserPropertyTests {
  private static let samples = [PageSamples.generationA, PageSamples.generationB, PageSamples.generationC]

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `every damaged page is parsed or rejected, and every problem has a line of the file`(seed: UInt64)
    throws
  {
    var random = SeededGenerator(seed: seed)
    for sample in Self.samples {
      for _ in 0..<150 {
        let bytes = Self.damaged(Array(sample.utf8), &random)
        let result = try parse(bytes)
        let end: UInt8 = bytes.contains(0x0A) ? 0x0A : 0x0D
        let lines = max(1, bytes.split(separator: end, omittingEmptySubsequences: false).count)
        #expect(result.problems.allSatisfy { (1...lines).contains($0.line) && $0.path == PageSamples.path })
        #expect((result.page == nil) == result.problems.contains { $0.severity == .rejected })
        if let page = result.page {
          #expect(!page.title.isEmpty)
          #expect(
            page.sources.allSatisfy { !$0.name.isEmpty && $0.address.string.lowercased().hasPrefix("http") })
        }
        let day = bytes.withUnsafeBufferPointer { DayPageParser.parse($0, path: "d") }
        #expect((day.page == nil) == !day.problems.isEmpty)
      }
    }
  }

  @Test func `a truncated page is the beginning of the page, or is rejected`() throws {
    for sample in Self.samples {
      let whole = try #require(try parse(sample).page)
      let bytes = Array(sample.utf8)
      for end in bytes.indices {
        guard let page = try parse(Array(bytes[..<end])).page else { continue }
        #expect(whole.title.string.hasPrefix(page.title.string))
        #expect(page.sources.count <= whole.sources.count)
        #expect(page.related.count <= whole.related.count)
        #expect(page.changes.count <= whole.changes.count)
      }
    }
  }

  @Test func `equal bytes make equal pages and digests`() throws {
    for sample in Self.samples {
      let (one, two) = (try #require(try parse(sample).page), try #require(try parse(sample).page))
      #expect(one == two)
      #expect(one.contentDigest == two.contentDigest)
    }
  }

  private static func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    let marks = Array("[]()#_:\n\r ''&;.*%\u{FEFF}".utf8) + [0, 1, 0x7F, 0x80, 0xC2, 0xFF]
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
      let index = Int.random(in: bytes.indices, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes.remove(at: index)
      case 1: bytes.insert(marks.randomElement(using: &random) ?? 0, at: index)
      case 2: bytes[index] = marks.randomElement(using: &random) ?? 0
      case 3: bytes.removeSubrange(index...)
      case 4: bytes.removeSubrange(index..<min(bytes.count, index + 40))
      default: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 60)], at: 0)
      }
    }
    return bytes
  }
}
