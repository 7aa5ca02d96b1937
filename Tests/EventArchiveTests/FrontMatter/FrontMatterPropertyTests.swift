import Primitives
import TestSupport
import Testing

@testable import EventArchive

@Suite("Front matter of random bytes")
struct FrontMatterPropertyTests {
  private static let samples = [
    "---\ntitle: \"Tea: a history\"\ndate: 2024-01-05 10:00 -5\ntags: &t [a, 'b', #c\n  {name: d}]\nx: *t\n---\n# Tea\n\nText",
    "+++\ntitle = \"\"\"Tea\"\"\"\n[[a.b]]\nc = [1, { d = 2024-01-05 }]\n[taxonomies]\ntags = ['a']\n+++\nText `#a` #b",
    "{\"title\": \"Tea \\ud83c\\udf89\", \"date\": 1704448800, \"a\": [{\"b\": null}]}\nText <!-- more --> more",
    "Title: Tea\nDate: Fri, 05 Jan 2024 10:00:00 +0100\nTags: a; b\n\n![x](y.png)\n\nText",
  ]
  private static let marks =
    Array("---\n+++{}[]():,\"'&*!|>#%@`~\\=.- \t\r\n0123456789éT<".utf8) + [0, 0x7F, 0x80, 0xFF]

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `is read, repaired or rejected, and every problem has a line of the file`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let kinds: [SiteKind?] = [nil] + SiteKind.allCases
    for index in 0..<400 {
      let bytes = Self.damaged(Array(Self.samples[index % Self.samples.count].utf8), &random)
      let file = bytes.withUnsafeBufferPointer { TextSlice(copying: $0) }
      var site = SiteSettings(kind: kinds[index % kinds.count])
      site.permalinks[""] = ["/:year/:month/:slug/", "/:sections[1:]/:title", "/{date:%Y}/{slug}"][index % 3]
      let result = PostFile.read(file, path: "2024/post-\(index).fr.md", site: site)
      let lines = bytes.count { $0 == 0x0A } + 1
      #expect(result.problems.allSatisfy { (1...lines + 1).contains($0.line) })
      if case .post(let post) = result.content {
        #expect(!post.title.isEmpty && post.bodyLine <= lines + 1)
        #expect(post.terms.values.allSatisfy { $0.allSatisfy { !$0.key.slug.isEmpty } })
        #expect(post.address?.hasPrefix("/") ?? true)
        #expect(EventDay.timeRange.contains(post.date.time))
      }
    }
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `between delimiters ends in bounded time`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for delimiter in ["---", "+++"] {
      // Runs of one mark are the worst input of most parsers.
      let parts = (0..<40).map { _ in
        String(
          repeating: ["[", "{", "- ", "? ", "&a ", "*a ", "a: ", "\"", "[[a]]\n", "a.", "'", "\n  "]
            .randomElement(using: &random) ?? "", count: Int.random(in: 1...400, using: &random))
      }
      let result = frontMatter("\(delimiter)\n\(parts.joined())\n\(delimiter)\n")
      #expect(result.frontMatter != nil || result.problems.count <= 1)
    }
  }

  @Test func `of one repeated mark ends in bounded time`() {
    for mark in [
      "[", "{", "- ", "? ", "a: ", "&a ", "[a,", "{a: ", "*a ", "\"", "'", "|\n", "%", "!a ", "a\n", "a: b\n",
    ] {
      let text = String(repeating: mark, count: 60_000 / mark.utf8.count)
      for delimiter in ["---", "+++"] { _ = frontMatter("\(delimiter)\n\(text)\n\(delimiter)\n") }
      _ = frontMatter("{" + text + "}")
    }
  }

  private static func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 0...8, using: &random) where !bytes.isEmpty {
      let index = Int.random(in: bytes.indices, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes.remove(at: index)
      case 1, 2: bytes.insert(marks.randomElement(using: &random) ?? 0, at: index)
      case 3: bytes[index] = marks.randomElement(using: &random) ?? 0
      case 4: bytes.removeSubrange(index..<min(bytes.count, index + 10))
      default:
        bytes.insert(
          contentsOf: bytes[index..<min(bytes.count, index + 30)],
          at: Int.random(in: bytes.indices, using: &random))
      }
    }
    return bytes
  }
}
