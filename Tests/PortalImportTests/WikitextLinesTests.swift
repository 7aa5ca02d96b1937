import Testing

@testable import PortalImport

@Suite("The lines of wikitext")
struct WikitextLinesTests {
  private static func split(_ text: String) -> WikitextLines {
    Array(text.utf8).withUnsafeBufferPointer { WikitextLines.split($0) }
  }

  @Test(arguments: [
    ("a\nb", ["1 a", "2 b"]), ("a\r\nb\r", ["1 a", "2 b", "3 "]), ("\u{FEFF}a", ["1 a"]),
    ("a<!-- b -->c", ["1 ac"]), ("a<!-- b\nc\n-->d\ne", ["1 ad", "4 e"]), ("a<ref name=\"x\" />b", ["1 ab"]),
    ("a<ref>b\n{{cite}}</ref>c\nd", ["1 ac", "3 d"]), ("a<references />", ["1 a<references />"]),
    ("a<ref>b\n*c</ref>d", ["1 a", "2 *c</ref>d"]), ("a<ref>b\n*c", ["1 a", "2 *c"]),
  ])
  func `have no comments and footnotes, and keep their numbers`(text: String, lines: [String]) {
    #expect(Self.split(text).lines.map { "\($0.number) \($0.text)" } == lines)
  }

  @Test func `end a comment that has no end`() {
    let lines = Self.split("a<!-- b\n*c\n*d<!-- e")
    #expect(lines.lines.map(\.text) == ["a", "*c", "*d"])
    #expect(lines.unclosedComments == [1, 3])
  }

  @Test(arguments: ["<!--", "<ref>", "<ref ", "<ref>\n*"])
  func `are split in time in proportion to the text`(mark: String) {
    #expect(Self.split(String(repeating: mark, count: 50_000)).lines.count <= 50_001)
  }
}
