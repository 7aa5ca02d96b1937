import Foundation
import Primitives
import TestSupport
import Testing

@testable import Watching

@Suite("Ignored files and directories")
struct IgnoredContentTests {
  private let content: TemporaryDirectory
  private static let future: Int64 = 4_000_000_000 * 1_000_000_000

  init() throws {
    content = try TemporaryDirectory()
    try content.write("one", to: "news/2019/07/4/fog.md")
  }

  private func snapshot(_ patterns: [String] = []) throws -> ContentSnapshot {
    try ContentScanner(root: content.path, rules: IgnoreRules(patterns)).scan()
  }

  @Test(
    "include the leftovers of editors and synchronization programs",
    arguments: [
      ".fog.md", ".#fog.md", "._fog.md", ".~lock.fog.md#", ".fog.md.swp", ".fog.md.AbC123",
      ".syncthing.fog.md.tmp",
      "~$fog.md", "#fog.md#", "fog.md~", "fog.md.orig", "fog.md.bak", "fog.md.rej", "fog.md.swp",
      "fog.md___jb_tmp___",
      ".fog.md.icloud", "fog.md~HEAD", "fog.sync-conflict-20240503-101112-ABCDEF7.md",
      "fog.sync-conflict-20240503-101112.md", "fog (Ann's conflicted copy 2024-05-03).md",
      "fog (conflicted copy 2024-05-03 101112).md", "fog (Conflicted copy Laptop 202405031011).md",
      "fog (Case Conflict 1).md", "fog (case clash from Ann).md", "fog_conflict-20240503-101112.md",
      "fog (SFConflict ann@host.example 2024-May-3-10-11-12).md",
      "fog_DiskStation_May-03-1011-2024_Conflict.md",
      "fog.Conflict.md", "fog.Conflict2.md", "fog_BACKUP_4711.md", "fog_BASE_4711.md", "fog_LOCAL_4711.md",
      "fog_REMOTE_4711.md", "fog_LOCAL_123456.md", "~WRL0001.md", "~WRD1234.md",
      "fog (Konflikt-Kopie von Ann 2024-05-03).md", "fog (In Konflikt stehende Kopie von Ann 2024-05-03).md",
      "fog (copie en conflit de Ann 2024-05-03).md", "fog (Copia en conflicto de Ann 2024-05-03).md",
      "fog (copia in conflitto di Ann 2024-05-03).md", "fog (Cópia em conflito de Ann 2024-05-03).md",
      "fog (conflicterende kopie van Ann 2024-05-03).md", "fog (kopia powodująca konflikt Ann 2024-05-03).md",
      "fog (Anns motstridiga kopia 2024-05-03).md", "fog (конфликтующая копия с ноутбука 2024-05-03).md",
      "fog (Ann の競合コピー 2024-05-03).md", "fog (Ann 的冲突副本 2024-05-03).md",
    ])
  func leftovers(name: String) throws {
    try content.write("x", to: "news/2019/07/4/" + name)
    let snapshot = try snapshot()
    #expect(snapshot.files.map(\.path) == ["news/2019/07/4/fog.md"])
    #expect(snapshot.pathErrors == [])
    #expect(snapshot.ignored == (name.hasSuffix(".md") ? 1 : 0))
  }

  @Test(
    "do not include names that authors choose",
    arguments: [
      "fog (1).md", "fog 2.md", "fog - Copy.md", "Copy of fog.md", "fog-LAPTOP-7.md", "conflict.md",
      "the-conflict-2024.md", "fog-conflicted-copy.md", "conflict-resolution (part 2).md",
      "local_news_2024.md",
      "win_LOCAL_2024.md", "turnout_BASE_1998.md", "fog_LOCAL_3rd-vote.md", "fog (copie).md",
      "konflikt (teil 2).md", "~WRITERS.md", "#metoo.md", "~fog.md", "$fog.md", "database_BASE.md", "fog~.md",
      "sync-conflict.md", "Conflict.md",
    ])
  func ordinary(name: String) throws {
    try content.write("x", to: "news/2019/07/5/" + name)
    #expect(try snapshot().files.map(\.path).contains("news/2019/07/5/\(name)"))
  }

  @Test("include directories of programs, which are not listed")
  func directories() throws {
    for name in [
      ".git", ".stversions", "node_modules", "@eaDir", "#recycle", "$RECYCLE.BIN", "__MACOSX", "lost+found",
      "System Volume Information",
    ] {
      try content.write("x", to: "news/\(name)/07/4/x.md")
    }
    let snapshot = try snapshot()
    #expect(snapshot.files.map(\.path) == ["news/2019/07/4/fog.md"])
    #expect(snapshot.directories.map(\.path) == ["news", "news/2019", "news/2019/07", "news/2019/07/4"])
  }

  @Test("include dangling links of editors, and FIFOs")
  func oddThings() throws {
    #expect(symlink("ann@host.example.4711:1", content.path("news/2019/07/4/.#fog.md")) == 0)
    #expect(mkfifo(content.path("news/2019/07/4/~$fog.md"), 0o600) == 0)
    let snapshot = try snapshot()
    #expect(snapshot.pathErrors == [])
    #expect(snapshot.unreadable == [])
  }

  @Test("match the patterns, except for those that a pattern with ! includes again")
  func patterns() throws {
    for path in ["drafts/4/a.md", "07/4/b.draft.md", "07/4/~$c.md", "07/4/d.md"] {
      try content.write("x", to: "news/2019/" + path)
    }
    let paths = try snapshot(["drafts/", "*.draft.md", "!~$*", "/d.md", "!drafts/4/a.md"]).files.map(\.path)
    #expect(paths == ["d", "fog", "~$c"].map { BytePath("news/2019/07/4/\($0).md") })
  }

  @Test("are ignored by stat passes, polls, and listings of a directory and of a file")
  func cache() throws {
    try content.write("x", to: "news/2019/07/4/~$fog.md")
    try content.write("x", to: "news/2019/08/1/a.draft.md")
    var cache = DirectoryCache(root: content.path, rules: try IgnoreRules(["*.draft.md", "/news/2020/"]))
    #expect(try cache.statAllFiles(now: Self.future) == ["news/2019/07/4/fog.md"])
    try content.write("x", to: "news/2019/07/4/b.draft.md")
    try content.write("x", to: "news/2020/07/4/c.md")
    #expect(try cache.pollDirectories(now: Self.future) == [])
    #expect(try cache.relist(["news/2019/07/4", "news/2019/08/1", "news"], now: Self.future) == [])
    #expect(try cache.statAllFiles(now: Self.future) == [])
    #expect(cache.restat("news/2019/07/4/b.draft.md") == nil)
    #expect(cache.restat("news/2019/07/4/~$fog.md") == nil)
    #expect(cache.count == 1)
    #expect(!cache.directoryInodes.contains { $0.path == "news/2020" })
  }
}
