import TestSupport
import Testing

@testable import EventArchive

@Suite("Names of events")
struct EventNameTests {
  @Test(
    "the link and the file of an event have the same name",
    arguments: [
      "news/2019/07/4/fog.md", "/news/2019/07/4/fog.md", "news/2019/07/4/fog", "/news/2019/07/4/fog",
    ])
  func forms(path: String) {
    #expect(EventName(path: path)?.path == "/news/2019/07/4/fog")
  }

  @Test(
    "bytes that a URI path must not contain are percent-encoded",
    arguments: [
      ("brücke", "br%C3%BCcke"), ("a b", "a%20b"), ("a?b#c", "a%3Fb%23c"), ("100%", "100%25"),
      ("a\"<>b", "a%22%3C%3Eb"),
      ("霧", "%E9%9C%A7"), ("a%20b", "a%20b"), ("a'b(c)!*,;=:@&$+~", "a'b(c)!*,;=:@&$+~"),
      ("a[b]|c", "a%5Bb%5D%7Cc"),
    ])
  func encoding(slug: String, encoded: String) {
    #expect(EventName(path: "news/2019/07/4/\(slug).md")?.path == "/news/2019/07/4/\(encoded)")
  }

  @Test func `an escaped link and its file have the same name, in both cases of the escape`() {
    let file = EventName(path: "news/2019/07/4/brücke.md")
    #expect(EventName(path: "/news/2019/07/4/br%C3%BCcke.md") == file)
    #expect(EventName(path: "/news/2019/07/4/br%c3%bccke.md") == file)
  }

  @Test(
    "the names of files have no escapes",
    arguments: [
      ("brücke", "br%C3%BCcke"), ("br%C3%BCcke", "br%25C3%25BCcke"), ("a b", "a%20b"), ("a%20b", "a%2520b"),
      ("100%", "100%25"), ("100%25", "100%2525"), ("%zz", "%25zz"), ("%", "%25"), ("fog", "fog"),
    ])
  func files(slug: String, encoded: String) throws {
    let name = try #require(EventName(file: "news/2019/07/4/\(slug).md"))
    #expect(name.path == "/news/2019/07/4/\(encoded)")
    #expect(EventName(path: name.path + ".md") == name)
    #expect(ContentPath("news/2019/07/4/\(slug).md") == .event(name))
  }

  @Test(
    "other paths have no name",
    arguments: [
      "news/2019/07/4/index.md", "news/2019/07/4/README.md", "/news/2019/07/4/index", "news/2019/07/4/.md",
      "news/2019/07/4/", "news/2019/07/4", "news/2019/07/fog.md", "news/2019/07/4/a/fog.md",
      "news/19/07/4/fog.md",
      "news/2019/007/4/fog.md", "news/2019/07/400/fog.md", "news/2019//4/fog.md", "news/../../etc/passwd.md",
      "news/2019/07/4/...md", "news/2019/07/4/..", "news/2019/07/../fog.md", "//news/2019/07/4/fog.md",
      "News/2019/07/4/fog.md", "opinion/fog.md", "", "/", ".md", "news/20١9/07/4/fog.md",
      "../news/2019/07/4/fog.md",
    ])
  func refused(path: String) {
    #expect(EventName(path: path) == nil)
  }

  @Test(
    "a name contains its day",
    arguments: [("2019/07/4", "2019-07-04"), ("2019/7/04", "2019-07-04"), ("2020/02/29", "2020-02-29")])
  func day(folder: String, day: String) {
    #expect(EventName(path: "news/\(folder)/fog.md")?.day?.description == day)
  }

  @Test(
    "a folder that is no day of the calendar has no day",
    arguments: ["2019/02/29", "2019/13/1", "2019/0/1", "0999/1/1"])
  func noDay(folder: String) {
    #expect(EventName(path: "news/\(folder)/fog.md").map { $0.day == nil } == true)
  }

  @Test func `every name is ASCII, begins with news, and is its own name`() throws {
    var random = SeededGenerator(seed: 7)
    let alphabet = Array("ab9-.%/ é霧🚢#?\"'\\\u{7F}\u{301}")
    for _ in 0..<2000 {
      let path = "news/2019/07/4/" + random.text(of: alphabet, length: 1...12)
      guard let name = EventName(path: path) else { continue }
      #expect(name.path.utf8.allSatisfy { (0x21...0x7E).contains($0) })
      #expect(name.path.hasPrefix("/news/2019/07/4/"))
      #expect(name.path.split(separator: "/").count == 5)
      if !name.path.hasSuffix(".md") { #expect(EventName(path: name.path) == name) }
    }
  }
}

@Suite("Paths below the content directory")
struct ContentPathTests {
  @Test func `event pages, day pages and other files are distinguished`() throws {
    let event = try #require(EventName(path: "news/2019/07/4/fog.md"))
    #expect(ContentPath("news/2019/07/4/fog.md") == .event(event))
    #expect(ContentPath("news/2019/07/4/index.md") == .day)
    #expect(ContentPath("news/2019/07/4/README.md") == .day)
  }

  @Test(
    "other files are neither event pages nor day pages",
    arguments: [
      "index.md", "README.md", "news/index.md", "news/README.md", "news/2019/07/index.md",
      "news/2019/07/4/a/index.md",
      "news/2019/07/4/fog.html", "news/2019/07/4/fog", "news/2019/07/4/index.html",
      "opinion/2019/07/4/fog.md",
      "/news/2019/07/4/fog.md", "news/x/07/4/index.md", "api/README.md", "",
    ])
  func other(path: String) {
    #expect(ContentPath(path) == .other)
  }
}
