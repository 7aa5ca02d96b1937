import Testing

@testable import ArchiveIndex

@Suite("Stored texts")
struct SQLTextTests {
  private func isPath(_ text: String) -> Bool { Array(text.utf8).withUnsafeBufferPointer(SQLText.isPath) }

  @Test(
    "that are paths below a directory",
    arguments: ["a", "all.atom", "entity/a.rss", ".well-known/x", "a/..b", "é/…", "a/\u{301}b"])
  func paths(text: String) { #expect(isPath(text)) }

  @Test(
    "that lead elsewhere, or are no paths",
    arguments: [
      "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/..", "./a", "a/.", "a\u{0}b", "../\u{301}",
    ])
  func noPaths(text: String) { #expect(!isPath(text)) }
}
