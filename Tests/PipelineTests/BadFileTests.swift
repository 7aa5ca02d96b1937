import Foundation
import Primitives
import TestSupport
import Testing
import WorkspaceSupport

@Suite("A file that cannot be used is reported, and everything else goes on")
struct BadFileTests {
  /// Bytes that are no event page, with the line of the problem and a word of the report.
  struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: Data
    let line: Int
    let word: String

    init(_ what: String, _ text: String, line: Int, _ word: String) {
      self.init(what, Data(text.utf8), line: line, word)
    }

    init(_ what: String, _ bytes: Data, line: Int, _ word: String) {
      (testDescription, self.bytes, self.line, self.word) = (what, bytes, line, word)
    }
  }

  private static let start = "### [2013-11-14](/news/2013/11/14/index.md)\n\n"

  private static let damages = [
    Damage("invalid UTF-8", Data((start + "# A t").utf8) + Data([0xC3, 0x28, 0x0A]), line: 3, "UTF-8"),
    Damage("UTF-16", "# Title".data(using: .utf16LittleEndian) ?? Data(), line: 1, "NUL"),
    Damage("a surrogate", Data((start + "# A ").utf8) + Data([0xED, 0xA0, 0x80, 0x0A]), line: 3, "UTF-8"),
    Damage("a NUL byte", start + "# A title\n\nSome\u{0}thing\n", line: 5, "NUL"),
    Damage("an empty file", "", line: 1, "empty"),
    Damage("blanks alone", " \n\t\n\r\n", line: 1, "empty"),
    Damage("a file that stops before the title", "### [2013-11-14](/news/20", line: 1, "title"),
    Damage("a file that stops in the title's mark", start + "#", line: 3, "title"),
    Damage("a title of nothing", start + "#   \n", line: 3, "title"),
    Damage("a title of control characters", start + "# \u{1}\u{2}\n", line: 3, "title"),
    Damage("something else", "<html><body>404</body></html>", line: 1, "title"),
    Damage("noise", Data((0..<4096).map { 0x80 | UInt8(truncatingIfNeeded: $0 &* 167) }), line: 1, "UTF-8"),
  ]

  @Test("whether new or known: what was good stays published", arguments: damages)
  func damage(_ damage: Damage) throws {
    let workspace = try Workspace(good, other)
    try workspace.run()
    let before = try workspace.output()
    try workspace.write(damage.bytes, to: good.path)
    try workspace.write(damage.bytes, to: "news/2013/11/14/new.md")
    for isFull in [false, false, true] {
      let summary = try workspace.run(now: Workspace.now + 3_600, isFull: isFull)
      #expect(try workspace.output().differences(from: before) == [])
      #expect(Set(summary.problems.map(\.path)) == [good.path, "news/2013/11/14/new.md"])
      #expect(summary.problems.contains { $0.line == damage.line && $0.message.contains(damage.word) })
    }
    try workspace.write(good)
    try workspace.remove("news/2013/11/14/new.md")
    #expect(try workspace.run().problems.isEmpty)
    #expect(try workspace.output().differences(from: before) == [])
  }

  @Test("a huge file is not read, and what was good stays published")
  func hugeFile() throws {
    let workspace = try Workspace(good, other)
    try workspace.run()
    let before = try workspace.output()
    for path in [good.path, "news/2013/11/14/new.md", "news/2013/11/14/index.md"] {
      if !FileManager.default.fileExists(atPath: workspace.content(path)) {
        try workspace.write("", to: path)
      }
      try #require(truncate(workspace.content(path), 100_000_000) == 0)
    }
    let summary = try workspace.run()
    #expect(summary.problems.count == 3)
    #expect(summary.problems.allSatisfy { $0.message.contains("too large") })
    #expect(try workspace.output().differences(from: before) == [])
  }

  @Test(
    "control characters, a byte order mark, CRLF and a missing last line end do not spoil a page",
    arguments: [
      "\u{FEFF}### [2013-11-14](/x)\n\n# A ship comes in.\n",
      "### [2013-11-14](/x)\r\n\r\n# A ship comes in. \r\n",
      "### [2013-11-14](/x)\n\n# A ship\u{1} comes\u{7F} in.\n", "### [2013-11-14](/x)\n# A ship comes in.",
      "\u{FEFF}\r\nFormats: [HTML](/x)\r\n\r\n### [2013-11-14](/x)\r\n##### Ships\r\n# A ship comes in.\r\n",
      "### [2013-11-14](/x)\n\n#  A  ship comes\u{A0}in.\u{8}\n",
    ])
  func repairable(text: String) throws {
    let workspace = try Workspace()
    try workspace.write(text, to: "news/2013/11/14/a-ship-comes-in.md")
    let summary = try workspace.run()
    #expect(summary.events == 1)
    #expect(summary.problems.allSatisfy { $0.message.contains("control character") })
    #expect(try AtomDocument(workspace.output(), "all.atom").titles == ["A ship comes in."])
  }

  @Test("characters that XML forbids, or readers stumble on, stand in no document")
  func forbiddenCharacters() throws {
    let bad = "\u{1}\u{8}\u{B}\u{C}\u{E}\u{1F}\u{7F}\u{FFFE}\u{FFFF}"
    var page = ArchivePage(day: "2013/11/14", title: "Ahoy\(bad) there.", form: .handwritten, slug: "ahoy")
    (page.summary, page.context) = ("Wind\(bad) and rain.", "Sailing\(bad) boats")
    page.sources = [("The\(bad) Log", "http://log.example/a\(bad)b")]
    page.related = [.init(title: "O\(bad)ther", path: "news/2013/11/14/other.md", context: "Knots\(bad)")]
    let workspace = try Workspace(page)
    try workspace.run()
    for (path, data) in try workspace.output().files where path.hasSuffix(".atom") || path.hasSuffix(".opml")
    {
      let text = String(decoding: data, as: UTF8.self)
      #expect(!text.unicodeScalars.contains { bad.unicodeScalars.contains($0) }, "\(path)")
      if path.hasSuffix(".atom") { #expect(try !AtomDocument(data).entries.isEmpty) }
    }
  }

  @Test("a day's page that turns bad keeps what it said")
  func dayPage() throws {
    let workspace = try Workspace(good)
    let path = "news/2013/11/14/index.md"
    try workspace.write("## x\n\n### [x](\(good.name).md)\n_Context: docks_\n", to: path)
    try workspace.run()
    let before = try workspace.output()
    try workspace.write(Data([0xFF, 0xFE, 0x00]), to: path)
    let summary = try workspace.run()
    #expect(summary.problems.map(\.path) == [path])
    #expect(try workspace.output().differences(from: before) == [])
  }

  private let good = ArchivePage(
    day: "2013/11/14", title: "A ship comes in.", form: .handwritten, summary: "Loaded with salt.",
    context: "Sudhaven")
  private let other = ArchivePage(day: "2013/11/15", title: "A ship goes out.", form: .later, topic: "Ships")
}
