import EventArchive
import Foundation
import Primitives
import TestSupport
import Testing
import WorkspaceSupport

@testable import Service

@Suite("A watcher of a site")
struct PostWatcherTests: WatcherSuite {
  let workspace: Workspace
  var time = firstTime

  init() throws {
    workspace = try Self.workspace()
    workspace.configuration.format = ContentSettings(
      site: PostSite(SiteSettings(kind: .hugo), root: .content))
  }

  private func post(_ title: String, date: String, _ more: String...) -> String {
    (["---", "title: \(title)", "date: \(date)"] + more + ["---", "", "Words.", ""]).joined(separator: "\n")
  }

  @Test(
    "leaves the tree of a full run after random changes of posts and event pages, and as time passes",
    arguments: RandomArchive.seeds(6))
  mutating func randomChanges(seed: Int) throws {
    var posts = RandomPosts(seed: 200 + seed)
    var pages = RandomArchive(seed: 5000 + seed)
    var random = SeededGenerator(seed: 5500 + seed)
    workspace.configure(seed: seed)
    let onDemand = try workspace.onDemand()
    var current: Watcher? = try watcher()
    for step in 1...8 {
      let isQuiet = step > 1 && random.chance(20)
      if !isQuiet {
        try workspace.apply(
          step == 1 ? posts.additions(8) : posts.step() + (random.chance(50) ? pages.step() : []))
      }
      if random.chance(20) {
        current = nil
        current = try watcher()
      }
      let watcher = try #require(current)
      time.now += Int64.random(in: 0...30, using: &random) * 3_600 * Self.second
      try go(watcher, scan: .allFiles)
      for _ in 1...2 { try go(watcher) }
      try expectCurrent(watcher, "step \(step)")
      try workspace.expectSame(onDemand, 4, &random)
    }
  }

  @Test mutating func `publishes a post when its time comes, and withdraws it when it expires`() throws {
    // The tests begin at 2033-05-18T03:33:20Z.
    try workspace.write(
      post("Later", date: "2033-05-18T04:00:00Z", "expiryDate: 2033-05-18T05:00:00Z", "tags: [Soon]"),
      to: "posts/later.md")
    let watcher = try watcher()
    try go(watcher)
    #expect(try titles()?.contains("Later") == false)
    #expect(try titles("tag/soon.atom") == nil)
    time.now += 1_600 * Self.second
    try go(watcher)
    #expect(try titles()?.first == "Later")
    #expect(try titles("tag/soon.atom") == ["Later"])
    time.now += 3_600 * Self.second
    try go(watcher)
    #expect(try titles()?.contains("Later") == false)
    #expect(try titles("tag/soon.atom") == nil)
    try expectCurrent(watcher)
  }

  @Test mutating func `notices posts in any directory, also at the top, and new directories`() throws {
    let watcher = try watcher()
    try go(watcher)
    try workspace.write(post("Top", date: "2014-01-01"), to: "top.md")
    try workspace.write(post("Deep", date: "2014-01-02"), to: "a/b/c/index.md")
    try workspace.write(post("Not read", date: "2014-01-02"), to: "node_modules/x/y.md")
    for _ in 1...2 { try go(watcher) }
    #expect(try titles()?.prefix(2) == ["Deep", "Top"])
    try workspace.remove("top.md")
    for _ in 1...2 { try go(watcher) }
    #expect(try titles()?.first == "Deep")
    #expect(try titles()?.contains("Not read") == false)
    try expectCurrent(watcher)
  }

  @Test mutating func `withdraws all posts of a site that become drafts, which is no loss`() throws {
    for number in 1...12 {
      try workspace.write(post("Post \(number)", date: "2014-01-02"), to: "posts/\(number).md")
    }
    let watcher = try watcher()
    try go(watcher)
    #expect(try titles()?.count == 14)
    for number in 1...12 {
      try workspace.write(post("Post \(number)", date: "2014-01-02", "draft: true"), to: "posts/\(number).md")
    }
    for _ in 1...2 { try go(watcher, scan: .allFiles) }
    #expect(try titles()?.count == 2)
    try expectCurrent(watcher)
  }
}
