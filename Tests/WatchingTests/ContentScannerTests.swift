import Foundation
import Primitives
import TestSupport
import Testing
import Watching

@Suite("Scanning a content directory")
struct ContentScannerTests {
  private let content: TemporaryDirectory

  init() throws {
    content = try TemporaryDirectory()
    try content.write("one", to: "news/2019/07/4/fog.md")
  }

  private func scan() throws -> ContentSnapshot { try ContentScanner(root: content.path).scan() }

  private func link(_ path: String, to target: String) {
    #expect(symlink(target, content.path(path)) == 0)
  }

  @Test func `every Markdown file below news is found, in order, with its size`() throws {
    try content.write("two 2", to: "news/2019/07/4/index.md")
    try content.write("", to: "news/2019/07/4/empty.md")
    try content.write("deep", to: "news/a/b/c/d/e/f.md")
    for other in [
      "news/2019/07/4/fog.txt", "news/2019/07/4/.hidden.md", "news/2019/.git/x.md", "opinion/x.md", "x.md",
    ] {
      try content.write("other", to: other)
    }
    let snapshot = try scan()
    #expect(
      snapshot.files.map(\.path) == [
        "news/2019/07/4/empty.md", "news/2019/07/4/fog.md", "news/2019/07/4/index.md", "news/a/b/c/d/e/f.md",
      ])
    #expect(snapshot.files.map(\.stamp.size) == [0, 3, 5, 4])
    #expect(snapshot.pathErrors == [])
    #expect(snapshot.unreadable == [])
  }

  @Test func `names with any characters are found`() throws {
    let names = [
      "霧.md", "a b.md", "a'\"\\b.md", "ünï.md", "-.md", "a\nb.md", "\u{301}x.md", "m\u{E1}.md",
      "ma\u{301}.md",
    ]
    for name in names { try content.write("x", to: "news/2019/07/5/\(name)") }
    let found = try scan().files.map(\.path).filter { $0.isBelow("news/2019/07/5") }
    #expect(Set(found) == Set(names.map { "news/2019/07/5/\($0)" as BytePath }))
  }

  @Test func `many directories are all scanned, in the same order each time`() throws {
    for day in 1...200 { try content.write("x", to: "news/2018/\(day % 12)/\(day)/x.md") }
    let paths = try scan().files.map(\.path)
    #expect(paths.count == 201)
    #expect(paths == (try scan().files.map(\.path)))
  }

  @Test func `a FIFO with the name of an event file is an error, and does not block`() throws {
    #expect(mkfifo(content.path("news/2019/07/4/pipe.md"), 0o600) == 0)
    #expect(mkfifo(content.path("news/2019/07/4/pipe"), 0o600) == 0)
    let snapshot = try scan()
    #expect(snapshot.files.map(\.path) == ["news/2019/07/4/fog.md"])
    #expect(snapshot.pathErrors.map(\.path) == ["news/2019/07/4/pipe.md"])
  }

  @Test func `the files in a cycle of links are found once`() throws {
    link("news/2019/07/4/up", to: "../../..")
    link("news/2019/07/4/self", to: "self")
    let snapshot = try scan()
    #expect(snapshot.files.map(\.path) == ["news/2019/07/4/fog.md"])
    #expect(snapshot.pathErrors.map(\.path) == ["news/2019/07/4/self", "news/2019/07/4/up"])
  }

  @Test func `a link to a directory elsewhere is followed`() throws {
    let other = try TemporaryDirectory()
    try other.write("x", to: "5/rain.md")
    link("news/2019/08", to: other.path)
    let snapshot = try scan()
    #expect(snapshot.files.map(\.path) == ["news/2019/07/4/fog.md", "news/2019/08/5/rain.md"])
    #expect(snapshot.pathErrors == [])
  }

  @Test func `a link to a directory of the archive does not hide that directory`() throws {
    link("news/latest", to: "2019/07/4")
    let snapshot = try scan()
    #expect(snapshot.files.map(\.path).contains("news/2019/07/4/fog.md"))
    #expect(snapshot.pathErrors.map(\.path) == ["news/latest"])
  }

  @Test func `a link to a file is a file`() throws {
    try content.write("outside", to: "elsewhere.txt")
    link("news/2019/07/4/link.md", to: content.path("elsewhere.txt"))
    #expect(try scan().files.map(\.path) == ["news/2019/07/4/fog.md", "news/2019/07/4/link.md"])
  }

  @Test func `a dangling link is an error, and files below it are not removed`() throws {
    link("news/2019/07/4/gone.md", to: "nowhere")
    link("news/2019/07/5", to: "nowhere")
    let snapshot = try scan()
    #expect(snapshot.files.map(\.path) == ["news/2019/07/4/fog.md"])
    #expect(snapshot.pathErrors.map(\.path).sorted() == ["news/2019/07/4/gone.md", "news/2019/07/5"])
    #expect(snapshot.mayContain("news/2019/07/5/rain.md"))
    #expect(!snapshot.mayContain("news/2019/07/50/rain.md"))
  }

  @Test(.enabled("the file system takes names that are not UTF-8") { try TemporaryDirectory().takesAnyName })
  func `a name that is not UTF-8 is an error, and the rest is found`() throws {
    let path = Array(content.path("news/2019/07/4/bad").utf8CString.dropLast()) + [CChar(bitPattern: 0xFF)]
    let file = open(path + Array(".md".utf8CString), O_CREAT | O_WRONLY, 0o600)
    #expect(file >= 0)
    close(file)
    let snapshot = try scan()
    #expect(snapshot.files.map(\.path) == ["news/2019/07/4/fog.md"])
    #expect(snapshot.pathErrors.map(\.path) == ["news/2019/07/4/bad\u{FFFD}.md"])
  }

  @Test(.enabled("root reads everything") { geteuid() != 0 })
  func `a directory that cannot be read may contain its files`() throws {
    try content.write("x", to: "news/2019/08/1/rain.md")
    #expect(chmod(content.path("news/2019/08"), 0) == 0)
    defer { chmod(content.path("news/2019/08"), 0o700) }
    let snapshot = try scan()
    #expect(snapshot.files.map(\.path) == ["news/2019/07/4/fog.md"])
    #expect(snapshot.unreadable == ["news/2019/08"])
    #expect(snapshot.mayContain("news/2019/08/1/rain.md"))
    #expect(!snapshot.mayContain("news/2019/07/4/fog.md"))
  }

  @Test(arguments: [0o444, 0o000] as [mode_t])
  func `a directory whose entries have no status may contain its files`(mode: mode_t) throws {
    try content.write("x", to: "news/2019/08/1/rain.md")
    #expect(chmod(content.path("news/2019/08"), mode) == 0)
    defer { chmod(content.path("news/2019/08"), 0o755) }
    let snapshot = try Unprivileged.run { try scan() }
    #expect(snapshot.files.map(\.path) == ["news/2019/07/4/fog.md"])
    #expect(snapshot.unreadable == ["news/2019/08"])
    #expect(snapshot.pathErrors.map(\.path) == ["news/2019/08"])
    #expect(snapshot.pathErrors.first?.message.contains("stays published") == true)
    #expect(snapshot.mayContain("news/2019/08/1/rain.md"))
    #expect(!snapshot.mayContain("news/2019/07/4/fog.md"))
  }

  @Test func `a file in place of news is an error with the reason`() throws {
    let other = try TemporaryDirectory()
    try other.write("x", to: "news")
    #expect {
      try ContentScanner(root: other.path).scan()
    } throws: {
      "\($0)".contains("\(other.path)/news") && "\($0)".contains("not a directory")
    }
  }

  @Test(arguments: ["\u{200B}", "\u{FE0F}", " ", "\u{301}", "\u{202C}\u{200E}"])
  func `a name with invisible characters behind its .md is an error`(ending: String) throws {
    try content.write("x", to: "news/2019/07/4/hail.md" + ending)
    try content.write("x", to: "news/2019/07/4/hail.mdown")
    let snapshot = try scan()
    #expect(snapshot.files.map(\.path) == ["news/2019/07/4/fog.md"])
    #expect(snapshot.pathErrors.map(\.path.text) == ["news/2019/07/4/hail.md" + ending])
    let code = try #require(ending.unicodeScalars.first).value
    #expect(snapshot.pathErrors.first?.message.contains(String(code, radix: 16, uppercase: true)) == true)
  }

  @Test(arguments: ["UP.MD", "x.Md", "u.m\u{200D}d", "v.md.", "q.\u{FF4D}\u{FF44}"])
  func `a name that looks like an event file's is an error`(name: String) throws {
    try content.write("x", to: "news/2019/07/4/" + name)
    for other in ["x.cmd", "x.md5", "readme", "x.mdx"] {
      try content.write("x", to: "news/2019/07/4/" + other)
    }
    let snapshot = try scan()
    #expect(snapshot.files.map(\.path) == ["news/2019/07/4/fog.md"])
    #expect(snapshot.pathErrors.map(\.path.text) == ["news/2019/07/4/" + name])
  }

  @Test func `only files below an unreadable directory may exist`() {
    var snapshot = ContentSnapshot()
    snapshot.unreadable = ["news/2019/07"]
    #expect(snapshot.mayContain("news/2019/07/4/fog.md"))
    #expect(!snapshot.mayContain("news/2019/070/4/fog.md"))
    #expect(!snapshot.mayContain("news/2019/07"))
  }

  @Test func `a content directory without news is an empty archive`() throws {
    let empty = try TemporaryDirectory()
    #expect(try ContentScanner(root: empty.path).scan().files == [])
  }

  @Test func `a missing content directory is an error with its path`() {
    let path = content.path("missing")
    #expect { try ContentScanner(root: path).scan() } throws: {
      "\($0)".hasPrefix(path + ":") && "\($0)".contains("No such file")
    }
  }

  @Test func `a file in place of the content directory is not a directory`() throws {
    let path = content.path("news/2019/07/4/fog.md")
    errno = EACCES
    let error = #expect(throws: ScanError.self) { try ContentScanner(root: path).scan() }
    #expect(error?.description.contains("not a directory") == true)
  }

  @Test func `the stamp of a file changes with the file`() throws {
    let before = try scan().files
    #expect(try scan().files == before)
    try content.write("two", to: "news/2019/07/4/fog.md")
    #expect(try scan().files != before)
  }
}

extension TemporaryDirectory {
  /// Whether a file may have a name that is not UTF-8 here.
  fileprivate var takesAnyName: Bool {
    let file = open(
      path.utf8CString.dropLast() + [0x2F, CChar(bitPattern: 0xFF), 0], O_CREAT | O_WRONLY, 0o600)
    if file >= 0 { close(file) }
    return file >= 0
  }
}
