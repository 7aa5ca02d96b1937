import Foundation
import Logging
import Syndication
import Testing
import Watching
import WorkspaceSupport

@testable import Service

@Suite("Files that are left out")
struct IgnoredFileTests: WatcherSuite {
  let workspace: Workspace
  var time = firstTime
  private let bridge = ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt")
  private let fog = ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Norland")
  private let draft = ArchivePage(day: "2013/11/14", title: "A draft", form: .handwritten, slug: "a.draft")

  init() throws { workspace = try Self.workspace() }

  @Test func `leftovers of programs are no events`() throws {
    let clean = try workspace.freshOutput()
    for name in ["~$fog.md", "fog.sync-conflict-20240503-101112-ABCDEF7.md", "._fog.md"] {
      try workspace.write(fog.text, to: "news/2013/11/14/" + name)
    }
    let summary = try workspace.run()
    #expect(summary.problems.isEmpty)
    #expect(try workspace.output().differences(from: clean) == [])
  }

  @Test func `a pattern takes events out of the feeds in the next run, and back in when it is gone`() throws {
    try workspace.write(draft)
    try workspace.run()
    let all = try workspace.output()
    #expect(try titles()?.count == 3)
    workspace.configuration.ignore = try IgnoreRules(["*.draft.md"])
    try workspace.run()
    #expect(try titles() == [fog.title, bridge.title])
    #expect(try workspace.output().differences(from: workspace.freshOutput()) == [])
    workspace.configuration.ignore = .standard
    try workspace.run()
    #expect(try workspace.output().files["all.atom"]?.count == all.files["all.atom"]?.count)
  }

  @Test mutating func `a service leaves them out, also when its configuration is read again`() throws {
    try workspace.write(draft)
    let watcher = try watcher()
    try go(watcher)
    #expect(try titles()?.count == 3)
    workspace.configuration.ignore = try IgnoreRules(["*.draft.md"])
    let next = try self.watcher(takingOverFrom: watcher)
    for _ in 1...2 { try go(next) }
    #expect(try titles() == [fog.title, bridge.title])
    try expectCurrent(next)
    try workspace.write(ArchivePage(day: "2013/11/15", title: "Two", form: .handwritten, slug: "two.draft"))
    try workspace.write(fog.text, to: "news/2013/11/14/~$fog.md")
    try go(next)
    try go(next, scan: .allFiles)
    #expect(try titles() == [fog.title, bridge.title])
    #expect(next.status.files == 2)
    try expectCurrent(next)
  }

  @Test mutating func `a file that is renamed to a name that is left out ends, and comes back with its id`()
    throws
  {
    let watcher = try watcher()
    try go(watcher)
    let before = try workspace.output()
    for hidden in ["~$fog.md", ".#fog.md", "fog (conflicted copy 2013-11-15).md"] {
      let away = workspace.content("news/2013/11/14/" + hidden)
      try FileManager.default.moveItem(atPath: workspace.content(fog.path), toPath: away)
      for _ in 1...2 { try go(watcher) }
      #expect(try titles() == [bridge.title])
      try expectCurrent(watcher)
      try FileManager.default.moveItem(atPath: away, toPath: workspace.content(fog.path))
      for _ in 1...2 { try go(watcher) }
      #expect(try workspace.output().differences(from: before) == [])
    }
  }

  @Test func `most events may be left out without force, but not all`() throws {
    for day in 1...15 {
      try workspace.write(ArchivePage(day: "2014/01/\(day)", title: "Day \(day)", form: .handwritten))
    }
    try workspace.run()
    let before = try workspace.output()
    workspace.configuration.ignore = try IgnoreRules(["*.md"])
    let error = #expect(throws: ScanError.self) { try workspace.run() }
    #expect(error?.description.contains("watch.ignore leaves out every file") == true)
    #expect(try workspace.output().differences(from: before) == [])
    workspace.configuration.ignore = try IgnoreRules(["/news/2014/"])
    try workspace.run()
    #expect(try titles() == [fog.title, bridge.title])
  }

  @Test mutating func `a service keeps the feeds when all is left out, and ends most events when most is`()
    throws
  {
    for day in 1...15 {
      try workspace.write(ArchivePage(day: "2014/01/\(day)", title: "Day \(day)", form: .handwritten))
    }
    let watcher = try watcher()
    try go(watcher)
    workspace.configuration.ignore = try IgnoreRules(["*.md"])
    let refused = try self.watcher(takingOverFrom: watcher)
    for _ in 1...2 { try go(refused) }
    #expect(refused.status.errors.first?.contains("watch.ignore leaves out every file") == true)
    #expect(try titles()?.count == 17)
    workspace.configuration.ignore = try IgnoreRules(["/news/2014/"])
    let next = try self.watcher(takingOverFrom: refused)
    for _ in 1...2 { try go(next) }
    #expect(try titles() == [fog.title, bridge.title])
    try expectCurrent(next)
  }

  @Test func `the configuration names patterns, and one that cannot be used is an error that says why`()
    throws
  {
    try workspace.write(draft)
    try configure(["*.draft.md", "!~$kept.md"])
    try workspace.write(ArchivePage(day: "2013/11/15", title: "Kept", form: .handwritten, slug: "~$kept"))
    #expect(try workspace.runBinary("--quiet").status == 0)
    #expect(try Set(titles() ?? []) == ["Kept", fog.title, bridge.title])
    for (patterns, reason) in [(["["], "has no ]"), (["news/"], "every event"), (["# x"], "comment")] {
      try configure(patterns)
      let outcome = try workspace.runBinary()
      #expect(outcome.status == 78)
      #expect(outcome.errors.contains("\"watch.ignore\": the pattern \"\(patterns[0])\""))
      #expect(outcome.errors.contains(reason))
    }
    try Data(#"{"watch": {"ignore": "*.md"}}"#.utf8).write(
      to: URL(filePath: workspace.directory.path("config.json")))
    #expect(try workspace.runBinary().errors.contains("should be a list of patterns as in .gitignore"))
  }

  @Test func `check passes over them, and says how many there are when it is to be verbose`() throws {
    try workspace.write("", to: "news/2013/11/14/~$fog.md")
    try workspace.write("", to: "news/2013/11/14/a.draft.md")
    try configure(["*.draft.md"])
    let outcome = try workspace.runBinary("check")
    #expect((outcome.status, outcome.output, outcome.errors) == (0, "", ""))
    for command in [["check", "--verbose"], ["--verbose"]] {
      let outcome = try FeedgenProcess.run(command + workspace.options, in: workspace.directory.path)
      #expect(outcome.errors.contains("2 Markdown files left out by their names"))
    }
  }

  @Test func `explain says by which pattern a file is left out`() throws {
    try workspace.write(draft)
    try configure(["*.draft.md"])
    let outcome = try workspace.runBinary("explain", workspace.content(draft.path))
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("left out by the pattern \"*.draft.md\""))
  }

  private func configure(_ patterns: [String]) throws {
    let json = try JSONEncoder().encode(["watch": ["ignore": patterns]])
    try json.write(to: URL(filePath: workspace.directory.path("config.json")))
  }

  private func watcher(takingOverFrom other: Watcher) throws -> Watcher {
    let logger = Logger(label: "feedgen.tests") { _ in SwiftLogNoOpLogHandler() }
    let watcher = try Watcher(workspace.configuration, logger: logger, since: time.now)
    watcher.takeOver(from: other)
    return watcher
  }
}
