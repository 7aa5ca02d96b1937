import EventArchive
import Foundation
import Pipeline
import TestSupport
import Testing
import WorkspaceSupport

@Suite("Discovered names")
struct DiscoveryTreeTests {
  private static let sentences = [
    "Fog stops the ferries of Brynmoor", "Ada Quill opens a bridge in Kestrel",
    "Kestrel Front attacks Brynmoor",
    "Overnight rain floods Kestrel", "Egypt buys grain from Norland", "Quill resigns",
    "The Kestrel Front meets Ada Quill",
    "Talks between Norland and Brynmoor fail", "Norland and Kestrel sign",
    "Voters choose in Brynmoor and Norland",
  ]

  private func hasFeed(_ entity: String, _ workspace: Workspace) -> Bool {
    FileManager.default.fileExists(atPath: workspace.configuration.output + "/entity/\(entity).atom")
  }

  private func write(_ count: Int, to workspace: Workspace, _ random: inout SeededGenerator) throws {
    for _ in 0..<count {
      let number = Int.random(in: 1...40, using: &random)
      try workspace.write(
        ArchivePage(
          day: "2014/02/\(1 + number % 20)", title: "\(Self.sentences[number % 10]), day \(number)",
          summary: random.pick(Self.sentences) + "."))
    }
  }

  @Test(
    "of an incremental run are those of a build of everything by the same counts",
    arguments: RandomArchive.seeds(10))
  func incremental(seed: Int) throws {
    var random = SeededGenerator(seed: 700 + seed)
    let workspace = try Workspace()
    // Half of the archives are large enough for counts of their own.
    workspace.configuration.leastEventsForCounts = seed.isMultiple(of: 2) ? 5 : 10_000
    try write(8, to: workspace, &random)
    try workspace.run()
    for step in 1...4 {
      try write(Int.random(in: 1...3, using: &random), to: workspace, &random)
      if random.chance(40), let path = try workspace.contentFiles().randomElement(using: &random) {
        try workspace.remove(path)
      }
      workspace.isForced = true
      try workspace.run()
      #expect(try workspace.output().differences(from: workspace.rebuiltOutput()) == [], "step \(step)")
      if !seed.isMultiple(of: 2) {
        #expect(try workspace.output().differences(from: workspace.fullOutput()) == [], "step \(step)")
      }
    }
  }

  @Test("are topics from the second event on, where words were counted, and from the first in small archives")
  func leastEvents() throws {
    for (least, expected) in [(1, false), (10_000, true)] {
      let workspace = try Workspace(
        ArchivePage(day: "2014/02/13", title: "Ferries wait in Brynmoor"),
        ArchivePage(day: "2014/02/14", title: "Rain falls in Kestrel"))
      workspace.configuration.leastEventsForCounts = least
      try workspace.run()
      #expect(hasFeed("brynmoor", workspace) == expected)
      try workspace.write(ArchivePage(day: "2014/02/15", title: "Ships return to Brynmoor"))
      try workspace.run()
      #expect(try AtomDocument(workspace.output(), "entity/brynmoor.atom").entries.count == 2)
      #expect(hasFeed("kestrel", workspace) == expected)
    }
  }

  @Test("are left out by the configuration")
  func configuration() throws {
    let workspace = try Workspace(ArchivePage(day: "2014/02/13", title: "Ferries wait in Brynmoor"))
    for isOn in [true, false, true] {
      workspace.configuration.discoversNames = isOn
      try workspace.run()
      #expect(hasFeed("brynmoor", workspace) == isOn)
    }
  }
}

/// Posts, whose terms are searched for words, but not for names.
@Suite("Names in posts")
struct PostDiscoveryTests {
  @Test("are not made of terms")
  func terms() throws {
    let workspace = try Workspace()
    try workspace.write(
      "---\ntitle: A quiet walk in Brynmoor\ndate: 2024-01-01\ntags: [Fog, NASA, Swift]\nauthor: Jane Doe\n---\nNothing.\n",
      to: "posts/a.md")
    workspace.configuration.format = ContentSettings(site: PostSite(SiteSettings(), root: .content))
    try workspace.run()
    let entities = try CatalogueDocument(workspace.output()).feeds.filter { $0.kind == "entity" }.map(\.slug)
    #expect(entities == ["brynmoor"])
  }
}
