import ArchiveIndex
import Foundation
import TestSupport
import Testing

@testable import Publishing

@Suite("The output directory")
struct DirectoryOutputTests {
  private let directory: TemporaryDirectory
  private let feeds: DirectoryOutput
  private var root: String { feeds.root }

  init() throws {
    directory = try TemporaryDirectory()
    feeds = try DirectoryOutput(root: directory.path("feeds"))
  }

  @Test("writes a file whole, and leaves nothing beside it")
  func write() throws {
    let bytes = Array("hello".utf8)
    let written = try feeds.write(bytes, to: "entity/a.atom", known: nil)
    #expect(written.isChanged)
    #expect(written.stamp.size == 5)
    #expect(try Data(contentsOf: URL(filePath: root + "/entity/a.atom")) == Data(bytes))
    #expect(try names("entity") == ["a.atom"])
  }

  @Test(
    "does not touch a file that holds these very bytes, and replaces any other",
    arguments: [0, 1, 65_536, 65_537, 200_000])
  func unchanged(size: Int) throws {
    var bytes = [UInt8](repeating: 0x41, count: size)
    let first = try feeds.write(bytes, to: "all.atom", known: nil)
    let inode = try inode("all.atom")
    let second = try feeds.write(bytes, to: "all.atom", known: nil)
    #expect((second.isChanged, second.stamp) == (false, first.stamp))
    #expect(try self.inode("all.atom") == inode)
    bytes.append(0x42)
    #expect(try feeds.write(bytes, to: "all.atom", known: nil).isChanged)
    bytes[size] = 0x43
    #expect(try feeds.write(bytes, to: "all.atom", known: nil).isChanged)
    #expect(try Data(contentsOf: URL(filePath: root + "/all.atom")) == Data(bytes))
  }

  @Test("replaces a link by a file, and writes nothing where the link leads")
  func link() throws {
    try Data("mine".utf8).write(to: URL(filePath: root + "/elsewhere"))
    for name in ["all.atom", ".all.atom.feedgen-new"] {
      try FileManager.default.createSymbolicLink(atPath: root + "/" + name, withDestinationPath: "elsewhere")
    }
    try feeds.removeUnwanted(wanted: [])
    #expect(try feeds.write(Array("ours".utf8), to: "all.atom", known: nil).isChanged)
    #expect(try String(contentsOfFile: root + "/elsewhere", encoding: .utf8) == "mine")
    #expect(
      try FileManager.default.attributesOfItem(atPath: root + "/all.atom")[.type] as? FileAttributeType
        == .typeRegular)
  }

  @Test("keeps the file that was there when the new one cannot be put in its place")
  func failure() throws {
    try FileManager.default.createDirectory(
      atPath: root + "/entity/a.atom/x", withIntermediateDirectories: true)
    #expect(throws: PublishingError.self) { try feeds.write([1], to: "entity/a.atom", known: nil) }
    #expect(try names("entity") == ["a.atom"])
    _ = try feeds.write([1], to: "b.atom", known: nil)
    #expect(throws: PublishingError.self) { try feeds.write([1], to: "b.atom/a.atom", known: nil) }
  }

  @Test("makes the directories of archives, and removes them when they are empty")
  func directories() throws {
    for number in 1...2 { _ = try feeds.write([1], to: "archive/entity/a/\(number).atom", known: nil) }
    try feeds.remove(["archive/entity/a/2.atom"])
    #expect(try names("archive/entity/a") == ["1.atom"])
    try feeds.remove(["archive/entity/a/1.atom"])
    #expect(try names("") == ["country", "entity"])
  }

  @Test("notices that somebody else has changed, replaced or removed a file")
  func intact() throws {
    var record = DocumentRecord(path: "all.atom", kind: .feed(.all), slug: "", name: "All", wanted: nil)
    #expect(!feeds.isIntact(record))
    record.stamp = try feeds.write([1, 2, 3], to: "all.atom", known: nil).stamp
    #expect(feeds.isIntact(record))
    try Data([1, 2]).write(to: URL(filePath: root + "/all.atom"))
    #expect(!feeds.isIntact(record))
    try feeds.remove(["all.atom"])
    #expect(!feeds.isIntact(record))
    try feeds.remove(["all.atom"])
  }

  @Test("sweeps away what killed runs left and feeds of its own that nobody wants, and nothing else")
  func sweep() throws {
    let own = Array(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed>\n<generator version=\"0\">feedgen</generator>\n"
        .utf8)
    for path in [
      "entity/wanted.atom", "entity/unwanted.atom", "country/unwanted.atom", "archive/entity/a/1.atom",
      "all.atom",
    ] {
      _ = try feeds.write(own, to: path, known: nil)
    }
    _ = try feeds.write(
      Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss>\n<generator>feedgen 0</generator>\n".utf8),
      to: "entity/unwanted.rss", known: nil)
    _ = try feeds.write(Array(Self.json.utf8), to: "topic/unwanted.json", known: nil)
    _ = try feeds.write(
      Array("{\n\"entity/a\":[[201311,1]]\n}".utf8), to: "assets/months/0a.json", known: nil)
    for path in [
      "entity/.a.atom.feedgen-new", ".all.atom.feedgen-new", "entity/foreign.atom", "entity/a.txt", "x.atom",
    ] {
      try Data("?".utf8).write(to: URL(filePath: root + "/" + path))
    }
    try feeds.removeUnwanted(wanted: ["entity/wanted.atom"])
    #expect(try names("entity") == ["a.txt", "foreign.atom", "wanted.atom"])
    #expect(try names("country") == [])
    #expect(try names("assets/months") == [])
    #expect(try names("") == ["assets", "country", "entity", "x.atom"])
  }

  @Test("waits for no pipe, and follows no link out of the output")
  func oddFiles() throws {
    let outside = try TemporaryDirectory()
    try Data(Self.json.utf8).write(to: URL(filePath: outside.path("a.json")))
    #expect(mkfifo(root + "/entity/a.atom", 0o600) == 0)
    #expect(mkfifo(root + "/all.atom", 0o600) == 0)
    for path in ["archive", "entity/loop"] {
      try FileManager.default.createSymbolicLink(
        atPath: root + "/" + path, withDestinationPath: path == "archive" ? outside.path : ".")
    }
    try feeds.removeUnwanted(wanted: [])
    #expect(FileManager.default.fileExists(atPath: outside.path("a.json")))
    #expect(try feeds.write([1], to: "all.atom", known: nil).isChanged)
    #expect(try Data(contentsOf: URL(filePath: root + "/all.atom")) == Data([1]))
  }

  @Test("corrects the time of a file that was written by a clock that was ahead")
  func future() throws {
    let bytes = Array("hello".utf8)
    _ = try feeds.write(bytes, to: "all.atom", known: nil)
    let file = root + "/all.atom"
    let inode = try inode("all.atom")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: 86_400)], ofItemAtPath: file)
    var record = DocumentRecord(path: "all.atom", kind: .feed(.all), slug: "", name: "", wanted: nil)
    record.stamp = feeds.stamp(of: "all.atom")
    #expect(!feeds.isIntact(record))
    let written = try feeds.write(bytes, to: "all.atom", known: nil)
    #expect(!written.isChanged && written.stamp == feeds.stamp(of: "all.atom"))
    #expect(try self.inode("all.atom") == inode)
    record.stamp = written.stamp
    #expect(feeds.isIntact(record))
    let modified = try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
    #expect(try #require(modified) <= Date())
  }

  private static let json =
    "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"T\",\"user_comment\":\"A feed by feedgen. Put\"}"

  private func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root + "/" + path).sorted()
  }

  private func inode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: root + "/" + path)[.systemFileNumber] as? Int
  }
}
