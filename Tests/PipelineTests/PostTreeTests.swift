import EventArchive
import Foundation
import Primitives
import TestSupport
import Testing
import WorkspaceSupport

@Suite("An incremental run over posts leaves the tree of a full run")
struct PostTreeTests {
  private func workspace(_ kind: SiteKind, seed: Int, index: TestIndex = .sqlite) throws -> Workspace {
    let workspace = try Workspace(index: index)
    workspace.configure(seed: seed)
    workspace.configuration.format = ContentSettings(
      site: PostSite(SiteSettings(kind: kind), root: .content))
    return workspace
  }

  @Test(
    "after random additions, edits, renames, deletions and damage, and as time passes",
    arguments: RandomArchive.cases(12))
  func anyChanges(seed: Int, index: TestIndex) throws {
    let workspace = try workspace([.hugo, .jekyll, .zola][(seed + seed / 3) % 3], seed: seed, index: index)
    var posts = RandomPosts(seed: seed)
    var pages = RandomArchive(seed: 300 + seed)
    var random = SeededGenerator(seed: 900 + seed)
    // Of some archives, posts and event pages are mixed.
    let isMixed = seed.isMultiple(of: 2)
    try workspace.apply(posts.additions(6) + (isMixed ? pages.additions(4) : []))
    var now = Workspace.now
    try workspace.run(now: now)
    for step in 1...5 {
      now += Int64.random(in: 3_600...90_000, using: &random)
      if step != 3 { try workspace.apply(posts.step() + (isMixed ? pages.step() : [])) }
      let earlierState = try workspace.copyOfState()
      try workspace.run(now: now)
      let output = try workspace.output()
      let differences1 = try output.differences(from: workspace.output(ofState: earlierState, now: now))
      #expect(differences1 == [], "step \(step)")
      let differences2 = try output.differences(from: workspace.fullOutput(now: now))
      #expect(differences2 == [], "step \(step)")
      let entries = try AtomDocument(output, "all.atom").entries
      #expect(Set(entries.map(\.id)).count == entries.count)
      let times = try entries.map { try Date($0.published, strategy: .iso8601) }
      #expect(times.allSatisfy { $0.timeIntervalSince1970 <= Double(now.seconds) })
    }
  }

  @Test("and posts that only came are published as a run that knows nothing would", arguments: 1...6)
  func additionsInAnyOrder(seed: Int) throws {
    let workspace = try workspace(.hugo, seed: seed)
    workspace.configuration.archives = false
    var posts = RandomPosts(seed: 50 + seed)
    var coming = posts.additions(12)
    while !coming.isEmpty {
      let count = min(coming.count, 1 + (seed + coming.count) % 5)
      try workspace.apply(Array(coming.prefix(count)))
      coming.removeFirst(count)
      try workspace.run()
    }
    let differences3 = try workspace.output().differences(from: workspace.freshOutput())
    #expect(differences3 == [])
  }
}
