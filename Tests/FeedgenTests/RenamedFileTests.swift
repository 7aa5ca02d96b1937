import Foundation
import Primitives
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

/// The ways in which a file can get another name, as runs see it.
private enum Renaming: CaseIterable {
  case inOneRun, removedFirst, copiedFirst
}

@Suite("A file that gets another name")
struct RenamedFileTests {
  private static let title = "Egypt and NATO meet at length in the old town of Cairo."
  private let page = ArchivePage(
    day: "2013/11/14", title: title, form: .handwritten, slug: "old", summary: "A summary.",
    context: "Egypt, NATO")
  private let other = ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Norland")

  private func entries(_ workspace: Workspace) throws -> [AtomDocument.Entry] {
    try AtomDocument(workspace.output(), "all.atom").entries
  }

  private func move(
    _ workspace: Workspace, _ path: String, to target: String, as renaming: Renaming, now: UnixTime
  ) throws {
    let text = try String(contentsOfFile: workspace.content(path), encoding: .utf8)
    switch renaming {
    case .inOneRun:
      try workspace.remove(path)
      try workspace.write(text, to: target)
    case .removedFirst:
      try workspace.remove(path)
      try workspace.run(now: now)
      try workspace.write(text, to: target)
    case .copiedFirst:
      try workspace.write(text, to: target)
      try workspace.run(now: now)
      try workspace.remove(path)
    }
    try workspace.run(now: now)
  }

  @Test(arguments: Renaming.allCases)
  fileprivate func `keeps the id and the dates of its event however the change falls into runs`(
    renaming: Renaming
  ) throws {
    let workspace = try Workspace(page, other)
    try workspace.run()
    let before = try entries(workspace)
    var path = page.path
    for (step, name) in ["new", "newer", "old"].enumerated() {
      let target = "news/2013/11/14/\(name).md"
      try move(workspace, path, to: target, as: renaming, now: Workspace.now + 3_600 * Int64(step + 1))
      path = target
      let after = try entries(workspace)
      #expect(Set(after.map(\.id)) == Set(before.map(\.id)), "\(name)")
      #expect(Set(after.map(\.updated)) == Set(before.map(\.updated)), "\(name)")
      #expect(try workspace.output().differences(from: workspace.fullOutput()) == [], "\(name)")
    }
  }

  @Test func `keeps the id of its event when it is moved to another day`() throws {
    let workspace = try Workspace(page, other)
    try workspace.run()
    let before = try entries(workspace)
    try move(workspace, page.path, to: "news/2013/11/15/old.md", as: .inOneRun, now: Workspace.now)
    #expect(try Set(entries(workspace).map(\.id)) == Set(before.map(\.id)))
  }

  @Test(arguments: Renaming.allCases)
  fileprivate func `keeps the id of its event on another day when what is published of it says enough`(
    renaming: Renaming
  ) throws {
    guard renaming != .copiedFirst else { return }  // both were published for a while
    let workspace = try Workspace(page, other)
    try workspace.run()
    let before = try entries(workspace)
    try move(workspace, page.path, to: "news/2013/11/15/old.md", as: renaming, now: Workspace.now)
    #expect(try Set(entries(workspace).map(\.id)) == Set(before.map(\.id)))
  }

  @Test func `with all of its day keeps the ids, also of those that say the same`() throws {
    let workspace = try Workspace()
    for day in ["1", "2"] {
      for name in ["a", "b"] {
        try workspace.write("# Live updates\n", to: "news/2014/05/\(day)/\(name)\(day).md")
      }
    }
    try workspace.run()
    let before = try entries(workspace).map(\.id)
    for day in ["1", "2"] {
      for name in ["a", "b"] {
        try workspace.remove("news/2014/05/\(day)/\(name)\(day).md")
        try workspace.write("# Live updates\n", to: "news/2014/06/\(day)/\(name)\(day).md")
      }
    }
    try workspace.run()
    let after = try entries(workspace).map(\.id)
    #expect(Set(after) == Set(before))
  }

  @Test func `is another event when another story has taken its title`() throws {
    var second = page
    (second.slug, second.summary, second.sources) = (
      "new", "Another meeting, on grain.", [("Paper", "http://paper.example/grain")]
    )
    let workspace = try Workspace(page, other)
    try workspace.run()
    try workspace.remove(page)
    try workspace.write(second)
    try workspace.run()
    #expect(try entries(workspace).map(\.id).contains { $0.hasSuffix(second.name) })
  }

  @Test(arguments: 1...6)
  fileprivate func `or many of them, lead to the same ids in one run, in many, and under a watcher`(seed: Int)
    throws
  {
    var archive = RandomArchive(seed: 3000 + seed)
    let additions = archive.additions(10)
    let moves = archive.moves(6)
    var outcomes: [Set<[String]>] = []
    for renaming in Renaming.allCases {
      let workspace = try Workspace()
      try workspace.apply(additions)
      try workspace.run()
      if renaming == .inOneRun {
        for move in moves { try workspace.apply(move.reversed()) }
        try workspace.run()
      } else {
        for move in moves {
          for operation in renaming == .removedFirst ? move.reversed() : move {
            try workspace.apply([operation])
            try workspace.run()
          }
        }
      }
      #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
      outcomes.append(Set(try entries(workspace).map { [$0.title, $0.id] }))
    }
    #expect(outcomes[0] == outcomes[1])
    #expect(outcomes[0] == outcomes[2])
  }

  @Test(arguments: RandomArchive.seeds(8))
  fileprivate func `or whose name goes to another, or to news, keeps the id of its event`(seed: Int) throws {
    var archive = RandomArchive(seed: 4000 + seed)
    let workspace = try Workspace()
    workspace.isForced = true
    try workspace.apply(archive.additions(9))
    try workspace.run()
    for step in 1...6 {
      let before = try entries(workspace)
      let earlierState = try workspace.copyOfState()
      try workspace.apply(archive.passNames())
      try workspace.run()
      try expectSameIDs(before, entries(workspace), archive, "step \(step)")
      let output = try workspace.output()
      #expect(try output.differences(from: workspace.fullOutput()) == [], "step \(step)")
      #expect(
        try output.differences(from: workspace.output(ofState: earlierState, now: Workspace.now)) == [],
        "step \(step)")
    }
  }

  @Test func `to which another story comes later is the event that it was`() throws {
    let workspace = try Workspace(page, other)
    try workspace.run()
    let before = try entries(workspace)
    try move(workspace, page.path, to: "news/2013/11/14/new.md", as: .inOneRun, now: Workspace.now)
    var story = ArchivePage(day: "2013/11/14", title: "Grain is sold in Cairo.", summary: "All of it.")
    story.slug = "old"
    try workspace.write(story)
    try workspace.run()
    let after = try entries(workspace)
    #expect(Set(after.map(\.id)).isSuperset(of: before.map(\.id)))
    #expect(after.first { $0.title == Self.title }?.id.hasSuffix("/old") == true)
    let made = after.first { $0.title == story.title }
    #expect(made?.id.hasSuffix("/old~2") == true)
    #expect(made?.content.isEmpty == false)
    for isFull in [false, true] {
      try workspace.run(isFull: isFull)
      #expect(try entries(workspace).map(\.id) == after.map(\.id))
    }
    let outcome = try workspace.runBinary("explain", workspace.content(story.path))
    #expect(outcome.output.contains("/news/2013/11/14/old~2"))
  }
}

// Expects that every story that the archive still has is published under the id that it had.
private func expectSameIDs(
  _ before: [AtomDocument.Entry], _ after: [AtomDocument.Entry], _ archive: RandomArchive, _ comment: Comment
) {
  let ids = Dictionary(after.map { ($0.title, $0.id) }) { first, _ in first }
  for entry in before where ids[entry.title] != nil {
    #expect(ids[entry.title] == entry.id, comment)
  }
  #expect(after.count == archive.pages.count, comment)
}

@Suite("A file that gets another name under a watcher")
struct RenamedFileWatcherTests: WatcherSuite {
  let workspace: Workspace
  var time = firstTime

  init() throws { workspace = try Self.workspace() }

  @Test(arguments: ["2013/11/4/bridge.md", "2013/11/5/bridge.md", "2014/02/13/bridge.md"])
  mutating func `keeps the id of its event, on its day or another`(target: String) throws {
    let page = ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt")
    let watcher = try watcher()
    try go(watcher)
    let before = try AtomDocument(workspace.output(), "all.atom").entries.map(\.id)
    let path = workspace.content("news/" + target)
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: workspace.content(page.path), toPath: path)
    for _ in 1...4 { try go(watcher, seconds: 0.2, scan: .allFiles) }
    for _ in 1...2 { try go(watcher) }
    #expect(try Set(AtomDocument(workspace.output(), "all.atom").entries.map(\.id)) == Set(before))
    #expect(watcher.status.files == 2)
    try expectCurrent(watcher)
  }

  @Test(arguments: RandomArchive.seeds(5))
  mutating func `or whose name goes to another, or to news, keeps the id of its event`(seed: Int) throws {
    var archive = RandomArchive(seed: 4500 + seed)
    workspace.isForced = true
    for name in try FileManager.default.contentsOfDirectory(atPath: workspace.content("news")) {
      try workspace.remove("news/" + name)
    }
    try workspace.apply(archive.additions(9))
    let watcher = try watcher()
    try go(watcher)
    for step in 1...6 {
      let before = try AtomDocument(workspace.output(), "all.atom").entries
      try workspace.apply(archive.passNames())
      try go(watcher, scan: .allFiles)
      try go(watcher)
      try expectSameIDs(
        before, AtomDocument(workspace.output(), "all.atom").entries, archive, "step \(step)")
      try expectCurrent(watcher, "step \(step)")
    }
  }
}
