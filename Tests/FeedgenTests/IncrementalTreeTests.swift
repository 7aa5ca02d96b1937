import Foundation
import Testing

@testable import feedgen

@Suite("An incremental run leaves the very tree that a full run leaves")
struct IncrementalTreeTests {
  // FEEDGEN_TEST_SEEDS asks for more than there is time for in every run of the tests.
  private static let seeds =
    1...(ProcessInfo.processInfo.environment["FEEDGEN_TEST_SEEDS"].flatMap(Int.init) ?? 36)

  @Test("after random additions, edits, renames, deletions and damage", arguments: seeds)
  func anyChanges(seed: Int) throws {
    var archive = RandomArchive(seed: seed)
    let workspace = try Workspace()
    configure(workspace, seed)
    // Seeds differ in whether files are older than the present, or as new as what has yet to settle.
    var now: Int64 = seed.isMultiple(of: 2) ? Workspace.now : 1_740_000_000
    try apply(archive.additions(seed % 8), workspace)
    try workspace.run(now: now)
    var times: [String: AtomDocument.Entry] = [:]
    for step in 1...4 {
      now += 3_600
      try apply(archive.step(), workspace)
      if archive.chance(10) { workspace.configuration.mentions.toggle() }
      let earlierState = try workspace.copyOfState()
      try workspace.run(now: now)
      let output = try workspace.output()
      #expect(try output.differences(from: workspace.fullOutput(now: now)) == [], "step \(step)")
      #expect(
        try output.differences(from: workspace.output(ofState: earlierState, now: now)) == [], "step \(step)")
      try expectStable(output, &times)
    }
  }

  @Test(
    "and the tree of a run that knows nothing, when events only came, in whatever order", arguments: 1...12)
  func additionsInAnyOrder(seed: Int) throws {
    var archive = RandomArchive(seed: 1000 + seed)
    let workspace = try Workspace()
    configure(workspace, seed)
    var coming = archive.additions(14)
    while !coming.isEmpty {
      let count = min(coming.count, 1 + (seed + coming.count) % 5)
      try apply(Array(coming.prefix(count)), workspace)
      coming.removeFirst(count)
      try workspace.run()
    }
    #expect(try workspace.output().differences(from: workspace.freshOutput()) == [])
  }

  @Test("and nothing is written when nothing has changed", arguments: [Workspace.now, 1_740_000_000])
  func nothingToDo(now: Int64) throws {
    var archive = RandomArchive(seed: 7)
    let workspace = try Workspace()
    try apply(archive.additions(12), workspace)
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
    try apply(operations, workspace)
    try workspace.run()
    let before = FileTree.stamps(workspace.configuration.output)
    try apply(operations, workspace)
    let summary = try workspace.run(now: Workspace.now + 3_600)
    #expect(summary.parsed > 0)
    #expect(FileTree.stamps(workspace.configuration.output) == before)
  }

  @Test("and a changed configuration reaches every feed, as a run that knows nothing would")
  func changedConfiguration() throws {
    var archive = RandomArchive(seed: 9)
    let workspace = try Workspace()
    try apply(archive.additions(12), workspace)
    try workspace.run()
    for change: (inout Configuration) -> Void in [
      { $0.title = "Other news" }, { $0.windowEntries = 3 }, { $0.minimumEvents = 3 },
      { $0.mentions = false },
      { $0.aliases = ["Norland": "The Norlands", "C#": "C sharp language"] },
      { $0.authority = "other.example" },
      { $0.baseURL = "https://other.example/feeds/" }, { $0.language = "de" },
      { $0.author = "Somebody else" },
      { $0.pagesURL = "https://pages.example" }, { $0.pageExtension = "" },
    ] {
      change(&workspace.configuration)
      try workspace.run()
      #expect(try workspace.output().differences(from: workspace.freshOutput()) == [])
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

  private func configure(_ workspace: Workspace, _ seed: Int) {
    workspace.configuration.windowEntries = seed % 3 == 0 ? 4 : 50
    workspace.configuration.minimumEvents = seed % 5 == 0 ? 2 : 1
    workspace.configuration.mentions = seed % 7 != 0
    if seed % 4 == 0 { workspace.configuration.aliases = ["Ada Quíll": "Ada Quill Senior", "C": "C++"] }
  }

  private func apply(_ operations: [RandomArchive.Operation], _ workspace: Workspace) throws {
    for operation in operations {
      switch operation {
      case .write(let path, let text): try workspace.write(text, to: path)
      case .remove(let path): try workspace.remove(path)
      }
    }
  }
}
