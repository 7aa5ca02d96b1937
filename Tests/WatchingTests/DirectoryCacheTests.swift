import Foundation
import Primitives
import TestSupport
import Testing
import Watching

@Suite("The cache of a content directory")
struct DirectoryCacheTests {
  private let content: TemporaryDirectory
  // In the far future no directory counts as recently modified; in the present every changed one does.
  private static let future: Int64 = 4_000_000_000 * 1_000_000_000
  private static var present: Int64 { Int64(Date().timeIntervalSince1970 * 1e9) }

  init() throws {
    content = try TemporaryDirectory()
    try content.write("one", to: "news/2019/07/4/fog.md")
    try content.write("two", to: "news/2019/07/4/rain.md")
    try content.write("three", to: "news/2019/07/5/snow.md")
  }

  private func cache(now: Int64 = future) throws -> DirectoryCache {
    var cache = DirectoryCache(root: content.path)
    _ = try cache.statAllFiles(now: now)
    return cache
  }

  private func move(_ path: String, to target: String) throws {
    try FileManager.default.moveItem(atPath: content.path(path), toPath: content.path(target))
  }

  private func remove(_ path: String) throws {
    try FileManager.default.removeItem(atPath: content.path(path))
  }

  @Test func `the first stat pass finds every file, the next nothing`() throws {
    var cache = DirectoryCache(root: content.path)
    let first = try cache.statAllFiles(now: Self.future)
    #expect(
      first.sorted() == ["news/2019/07/4/fog.md", "news/2019/07/4/rain.md", "news/2019/07/5/snow.md"])
    #expect(cache.count == 3)
    #expect(cache.stamp(of: "news/2019/07/5/snow.md")?.size == 5)
    #expect(try cache.statAllFiles(now: Self.future) == [])
    #expect(try cache.pollDirectories(now: Self.future) == [])
  }

  @Test func `a poll finds files that are added, removed and replaced`() throws {
    var cache = try cache(now: Self.present)
    try content.write("new", to: "news/2019/07/4/hail.md")
    try remove("news/2019/07/4/rain.md")
    try content.write("other", to: ".x")
    try remove("news/2019/07/5/snow.md")
    try move(".x", to: "news/2019/07/5/snow.md")
    #expect(
      try cache.pollDirectories(now: Self.present).sorted() == [
        "news/2019/07/4/hail.md", "news/2019/07/4/rain.md", "news/2019/07/5/snow.md",
      ])
    #expect(cache.count == 3)
    #expect(cache.stamp(of: "news/2019/07/4/rain.md") == nil)
  }

  @Test func `a poll does not find an edit in place, a stat pass does`() throws {
    var cache = try cache()
    try content.overwrite("ONE", "news/2019/07/4/fog.md")
    #expect(try cache.pollDirectories(now: Self.future) == [])
    #expect(try cache.statAllFiles(now: Self.future) == ["news/2019/07/4/fog.md"])
  }

  @Test(arguments: ["news", "news/2019/07", "news/2019/07/4"], [0o444, 0o111, 0o000] as [mode_t])
  func `files that cannot be read are unknown and not removed, in every kind of scan`(
    directory: String, mode: mode_t
  ) throws {
    let fog: BytePath = "news/2019/07/4/fog.md"
    var cache = try cache(now: Self.present)
    #expect(chmod(content.path(directory), mode) == 0)
    defer { chmod(content.path(directory), 0o755) }
    try Unprivileged.run { () throws -> Void in
      #expect(try cache.pollDirectories(now: Self.present) == [])
      #expect(cache.restat(fog) != nil)
      #expect(try cache.statAllFiles(now: Self.present) == [])
      #expect(try cache.pollDirectories(now: Self.present) == [])
      let pathErrors = cache.scanErrors.pathErrors
      if mode & 0o111 == 0 || mode & 0o444 == 0 { #expect(!pathErrors.isEmpty) }
      // Each path has one error, whatever could not be read.
      #expect(Set(pathErrors.map(\.path)).count == pathErrors.count)
      #expect(cache.count == 3)
    }
    #expect(chmod(content.path(directory), 0o755) == 0)
    #expect(try cache.statAllFiles(now: Self.present) == [])
    #expect(cache.scanErrors.pathErrors == [])
    try remove("news/2019/07/4")
    #expect(try cache.pollDirectories(now: Self.present) == [fog, "news/2019/07/4/rain.md"])
    #expect(cache.count == 1)
  }

  @Test func `names that differ only in normalization are two files`() throws {
    let (composed, decomposed) = ("news/2019/07/4/m\u{E1}.md", "news/2019/07/4/ma\u{301}.md")
    var cache = try cache(now: Self.present)
    try content.write("new", to: composed)
    try content.write("new one", to: decomposed)
    #expect(
      try cache.pollDirectories(now: Self.present) == [BytePath(composed), BytePath(decomposed)])
    #expect(cache.stamp(of: BytePath(composed))?.size == 3)
    #expect(cache.stamp(of: BytePath(decomposed))?.size == 7)
    try remove(decomposed)
    #expect(cache.restat(BytePath(decomposed)) == nil)
    #expect(cache.restat(BytePath(composed)) != nil)
    #expect(cache.count == 4)
  }

  @Test func `replacing a directory changes the revision, so that it is watched again`() throws {
    var cache = try cache()
    let revision = cache.revision
    try move("news/2019/07/4", to: "old")
    try content.write("one", to: "news/2019/07/4/fog.md")
    #expect(try cache.pollDirectories(now: Self.future).contains("news/2019/07/4/fog.md"))
    #expect(cache.revision > revision)
  }

  @Test func `a stat pass in parts returns its changes at the end, with other scans between the parts`()
    throws
  {
    try content.write("one", to: "news/2019/07/5/rain.md")
    var cache = try cache()
    let edited: Set<BytePath> = ["news/2019/07/4/fog.md", "news/2019/07/5/rain.md"]
    for path in edited { try content.overwrite("two, and longer", path.text) }
    #expect(try cache.beginStatPass(now: Self.future) == [])
    var (parts, found): (Int, Set<BytePath>) = (0, [])
    while cache.isInStatPass {
      #expect(found.isEmpty)
      parts += 1
      try content.write("new", to: "news/2019/07/6/\(parts).md")
      #expect(
        try cache.relist(["news/2019/07", "news/2019/07/6"], now: Self.future).isDisjoint(with: edited))
      found.formUnion(cache.continueStatPass(maxFiles: 1))
    }
    #expect(parts > 1)
    #expect(found == edited)
    #expect(cache.continueStatPass(maxFiles: 1) == [])
  }

  @Test func `an edit of the same size with its time reset is found by a stat pass`() throws {
    var cache = try cache()
    let path = content.path("news/2019/07/4/fog.md")
    let date = try #require(
      try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date)
    try content.overwrite("ONE", "news/2019/07/4/fog.md")
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
    #expect(try cache.statAllFiles(now: Self.future) == ["news/2019/07/4/fog.md"])
  }

  @Test func `trees that are added, removed and renamed are found by a poll`() throws {
    var cache = try cache(now: Self.present)
    let revision = cache.revision
    for day in 1...5 { try content.write("x", to: "news/2020/01/\(day)/x.md") }
    #expect(try cache.pollDirectories(now: Self.present).count == 5)
    #expect(cache.revision > revision)
    try move("news/2020/01", to: "news/2020/02")
    let moved = try cache.pollDirectories(now: Self.present)
    #expect(moved.count == 10)
    #expect(moved.filter { cache.stamp(of: $0) != nil }.allSatisfy { $0.isBelow("news/2020/02") })
    try remove("news/2020")
    #expect(try cache.pollDirectories(now: Self.present).count == 5)
    #expect(cache.count == 3)
  }

  @Test(arguments: 1...12)
  func `polls after random changes find what a stat pass finds`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var cache = try cache(now: Self.present)
    var (days, number) = (["news/2019/07/4", "news/2019/07/5"], 0)
    for _ in 1...25 {
      for _ in 0...Int.random(in: 0...3, using: &random) {
        number += 1
        switch Int.random(in: 0...5, using: &random) {
        case 0...2:
          let day = days.randomElement(using: &random) ?? "news/2019/07/4"
          try content.write("\(number)", to: "\(day)/\(number).md")
        case 3:
          days.append("news/2019/0\(Int.random(in: 1...9, using: &random))/\(number)")
          try content.write("\(number)", to: "\(days[days.count - 1])/\(number).md")
        case 4 where days.count > 1:
          let day = days.remove(at: Int.random(in: 0..<days.count, using: &random))
          try remove(day)
        default:
          let old = days.remove(at: Int.random(in: 0..<days.count, using: &random))
          try move(old, to: "\(old)-\(number)")
          days.append("\(old)-\(number)")
        }
      }
      let known = cache
      let changed = try cache.pollDirectories(now: Self.present)
      var fresh = DirectoryCache(root: content.path)
      let files = try fresh.statAllFiles(now: Self.present)
      #expect(cache.count == fresh.count)
      #expect(files.allSatisfy { cache.stamp(of: $0) == fresh.stamp(of: $0) })
      #expect(files.filter { known.stamp(of: $0) != fresh.stamp(of: $0) }.allSatisfy(changed.contains))
    }
  }

  @Test func `a missing archive is an error, and the cache is unchanged`() throws {
    var cache = try cache()
    try move("news", to: "away")
    #expect(throws: ScanError.self) { try cache.pollDirectories(now: Self.future) }
    #expect(throws: ScanError.self) { try cache.statAllFiles(now: Self.future) }
    #expect(cache.count == 3)
    try move("away", to: "news")
    #expect(try cache.statAllFiles(now: Self.future) == [])
  }

  @Test func `another object in place of a file does not remove the file`() throws {
    var cache = try cache(now: Self.present)
    try remove("news/2019/07/4/fog.md")
    #expect(symlink("fog.md", content.path("news/2019/07/4/fog.md")) == 0)
    _ = try cache.pollDirectories(now: Self.present)
    #expect(cache.scanErrors.mayContain("news/2019/07/4/fog.md"))
    #expect(!cache.scanErrors.mayContain("news/2019/07/4/rain.md"))
    #expect(cache.scanErrors.pathErrors.map(\.path) == ["news/2019/07/4/fog.md"])
    try remove("news/2019/07/4/fog.md")
    _ = try cache.pollDirectories(now: Self.present)
    #expect(cache.scanErrors.pathErrors == [])
    #expect(!cache.scanErrors.mayContain("news/2019/07/4/fog.md"))
  }

  @Test func `one file can be checked alone`() throws {
    var cache = try cache()
    try content.write("longer", to: "news/2019/07/4/fog.md")
    #expect(cache.restat("news/2019/07/4/fog.md")?.size == 6)
    #expect(cache.stamp(of: "news/2019/07/4/fog.md")?.size == 6)
    try remove("news/2019/07/4/fog.md")
    #expect(cache.restat("news/2019/07/4/fog.md") == nil)
    #expect(cache.count == 2)
  }
}

extension TemporaryDirectory {
  /// Writes over the beginning of a file, in place.
  fileprivate func overwrite(_ text: String, _ path: String) throws {
    let file = try #require(FileHandle(forWritingAtPath: self.path(path)))
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }
}
