import Foundation
import Primitives
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

@testable import Service

@Suite("An incremental run leaves the very tree that a full run leaves")
struct IncrementalTreeTests {
  @Test("after random additions, edits, renames, deletions and damage", arguments: RandomArchive.cases(18))
  func anyChanges(seed: Int, index: TestIndex) throws {
    // Of some archives, stories are dated ahead, and their days come.
    let isAhead = seed % 4 > 1
    var archive = RandomArchive(
      seed: seed, days: RandomArchive.days + (isAhead ? RandomArchive.daysAhead : []))
    let workspace = try Workspace(index: index)
    var random = SeededGenerator(seed: 500 + seed)
    workspace.configure(seed: seed)
    // Seeds differ in whether files are older than the present, or as new as what has yet to settle.
    var now: UnixTime = seed.isMultiple(of: 2) ? Workspace.now : 1_740_000_000
    try workspace.apply(archive.additions(seed % 8))
    try workspace.run(now: now)
    var times: [String: AtomDocument.Entry] = [:]
    for step in 1...4 {
      now += isAhead ? Int64.random(in: 3_600...120_000, using: &random) : 3_600
      try workspace.apply(archive.step())
      if archive.chance(10) { workspace.configuration.mentions.toggle() }
      if archive.chance(10) { workspace.configuration.countryFeeds = archive.chance(50) ? .about : .all }
      let output = try outputEqualToFull(workspace, now: now, seed: seed, step: step)
      try expectStable(output, &times)
      try workspace.expectSame(workspace.onDemand(), 4, &random)
    }
  }

  // The output of a run, which must be that of a full run from the same state.
  private func outputEqualToFull(_ workspace: Workspace, now: UnixTime, seed: Int, step: Int) throws
    -> FileTree
  {
    let earlierState = try workspace.copyOfState()
    try workspace.run(now: now)
    let output = try workspace.output()
    let differences1 = try output.differences(from: workspace.output(ofState: earlierState, now: now))
    #expect(differences1 == [], "step \(step)")
    // A full run after it changes nothing either: tested at every fourth step, because it takes as long as the first.
    if (seed + step).isMultiple(of: 4) {
      let differences2 = try output.differences(from: workspace.fullOutput(now: now))
      #expect(differences2 == [], "step \(step)")
    }
    return output
  }

  @Test(
    "and no date in the future, when the clock jumps ahead and back", arguments: RandomArchive.cases(6))
  func clockJumps(seed: Int, index: TestIndex) throws {
    var archive = RandomArchive(seed: 6000 + seed, days: RandomArchive.days + RandomArchive.daysAhead)
    let workspace = try Workspace(index: index)
    var random = SeededGenerator(seed: 6500 + seed)
    workspace.configure(seed: seed)
    try workspace.apply(archive.additions(8))
    var now = Workspace.now
    try workspace.run(now: now)
    for step in 1...5 {
      now += Int64.random(in: -200_000...200_000, using: &random)
      if archive.chance(70) { try workspace.apply(archive.step()) }
      let output = try outputEqualToFull(workspace, now: now, seed: seed, step: step)
      let present = now.description
      for entry in try AtomDocument(output, "all.atom").entries {
        #expect(entry.published <= present && entry.updated <= present, "step \(step)")
      }
    }
  }

  @Test(
    "and the tree of a run that knows nothing, when events only came, in whatever order", arguments: 1...8)
  func additionsInAnyOrder(seed: Int) throws {
    var archive = RandomArchive(seed: 1000 + seed)
    let workspace = try Workspace()
    workspace.configure(seed: seed)
    // Which event is in which archive depends on when they came.
    workspace.configuration.archives = false
    var coming = archive.additions(14)
    while !coming.isEmpty {
      let count = min(coming.count, 1 + (seed + coming.count) % 5)
      try workspace.apply(Array(coming.prefix(count)))
      coming.removeFirst(count)
      try workspace.run()
    }
    let differences3 = try workspace.output().differences(from: workspace.freshOutput())
    #expect(differences3 == [])
  }

  @Test("and what cannot be looked at for a while stays in the feeds", arguments: 1...4)
  func hiddenDirectories(seed: Int) throws {
    var archive = RandomArchive(seed: 9000 + seed)
    let workspace = try Workspace()
    workspace.configure(seed: seed)
    (workspace.configuration.windowEntries, workspace.configuration.windowBytes) = (50, 4_000_000)
    try workspace.apply(archive.additions(9))
    try workspace.run()
    for step in 1...3 {
      let before = try AtomDocument(workspace.output(), "all.atom").entries.map(\.id)
      let days = Set(archive.pages.keys.map(\.parent)).sorted()
      let hidden = workspace.content(days[(seed + step) % days.count].text)
      try workspace.giveToNobody()
      #expect(chmod(hidden, seed.isMultiple(of: 2) ? 0o444 : 0) == 0)
      try Unprivileged.run { () throws -> Void in try workspace.run() }
      #expect(chmod(hidden, 0o755) == 0)
      let after = try AtomDocument(workspace.output(), "all.atom").entries.map(\.id)
      #expect(Set(after) == Set(before), "step \(step)")
      try workspace.apply(archive.step())
      try workspace.run()
      let differences4 = try workspace.output().differences(from: workspace.fullOutput())
      #expect(differences4 == [], "step \(step)")
    }
  }

  @Test("and nothing is written when nothing has changed", arguments: [Workspace.now, 1_740_000_000])
  func nothingToDo(now: UnixTime) throws {
    var archive = RandomArchive(seed: 7)
    let workspace = try Workspace()
    try workspace.apply(archive.additions(12))
    try workspace.run(now: now)
    let before = FileTree.stamps(workspace.configuration.output)
    for isFull in [false, true, false] {
      let summary = try workspace.run(now: now + 3_600, isFull: isFull)
      #expect(summary.report.written == 0)
      #expect(summary.report.removed == 0)
      #expect(FileTree.stamps(workspace.configuration.output) == before)
    }
  }

  @Test("and a file whose time alone has changed changes nothing")
  func sameBytes() throws {
    var archive = RandomArchive(seed: 8)
    let operations = archive.additions(6)
    let workspace = try Workspace()
    try workspace.apply(operations)
    try workspace.run()
    let before = FileTree.stamps(workspace.configuration.output)
    try workspace.apply(operations)
    let summary = try workspace.run(now: Workspace.now + 3_600)
    #expect(summary.parsed > 0)
    #expect(FileTree.stamps(workspace.configuration.output) == before)
  }

  @Test("and a changed configuration reaches every feed, as a run that knows nothing would")
  func changedConfiguration() throws {
    var archive = RandomArchive(seed: 9)
    let workspace = try Workspace()
    try workspace.apply(archive.additions(12))
    try workspace.run()
    for change: (inout Configuration) -> Void in [
      { $0.title = "Other news" }, { $0.windowEntries = 3 }, { $0.minimumEvents = 3 },
      { $0.mentions = false },
      { $0.aliases = ["Norland": "The Norlands", "C#": "C sharp language"] },
      { $0.authority = "other.example" },
      { $0.baseURL = "https://other.example/feeds/" }, { $0.language = "de" },
      { $0.author = "Somebody else" },
      { $0.pagesURL = "https://pages.example" }, { $0.pageExtension = "" },
      { $0.formats = [.json] }, { $0.formats = FeedFormat.allCases }, { $0.windowHours = 100_000 },
      { $0.windowHours = 0 }, { $0.topics = [workspace.topic("Egypt", "country:egypt")].compactMap { $0 } },
      { $0.topics = [workspace.topic("Egypt", "NOT country:egypt")].compactMap { $0 } }, { $0.topics = [] },
      { $0.countryFeeds = .about }, { $0.topics = [workspace.topic("E", "about:egypt")].compactMap { $0 } },
      { $0.countryFeeds = .all },
      { $0.aliases["A name that nobody uses"] = "Egypt" }, { $0.archives = true }, { $0.archives = false },
    ] {
      change(&workspace.configuration)
      try workspace.run()
      let differences5 = try workspace.output().differences(from: workspace.freshOutput())
      #expect(differences5 == [])
    }
  }

  // Ids are unique; what was published once was published then for ever, and is never updated backwards.
  private func expectStable(_ output: FileTree, _ known: inout [String: AtomDocument.Entry]) throws {
    let entries = try AtomDocument(output, "all.atom").entries
    #expect(Set(entries.map(\.id)).count == entries.count)
    for entry in entries {
      let before = known.updateValue(entry, forKey: entry.id) ?? entry
      #expect(entry.published == before.published)
      #expect(entry.updated >= before.updated)
      #expect(entry.updated == before.updated || entry.title + entry.content != before.title + before.content)
    }
  }
}
