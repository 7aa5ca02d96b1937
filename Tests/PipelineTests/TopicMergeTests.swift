import ArchiveIndex
import Foundation
import Primitives
import TestSupport
import Testing
import WorkspaceSupport

@Suite("Entities that are one with another topic, or are no names")
struct TopicMergeTests {
  private func feeds(_ workspace: Workspace) throws -> [String: Int] {
    try CatalogueDocument(workspace.output()).events
  }

  private func page(_ day: Int, _ title: String, context: String) -> ArchivePage {
    ArchivePage(day: "2014/02/\(day)", title: title, form: .handwritten, context: context)
  }

  @Test("an entity that is a country has its feed, whatever name it has, and copies of it at its own paths")
  func country() throws {
    let workspace = try Workspace(
      page(13, "Bread gets dear.", context: "Egypt"), page(14, "Rain falls.", context: "Burma, Brynmoor"))
    try workspace.run()
    #expect(
      try feeds(workspace) == [
        "all.atom": 2, "country/egypt.atom": 1, "country/myanmar.atom": 1, "entity/brynmoor.atom": 1,
      ])
    for format in ["atom", "rss"] {
      let files = try workspace.output().files
      #expect(files["entity/egypt.\(format)"] == files["country/egypt.\(format)"])
      #expect(files["entity/burma.\(format)"] == files["country/myanmar.\(format)"])
    }
    try workspace.write(page(15, "A tram runs.", context: "Arab Republic of Egypt"))
    try workspace.run()
    for path in ["entity/egypt.atom", "entity/arab-republic-of-egypt.atom"] {
      #expect(try AtomDocument(workspace.output(), path).entries.count == 2, "\(path)")
    }
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
    try workspace.remove(page(13, "Bread gets dear.", context: "Egypt"))
    try workspace.run()
    #expect(try workspace.output().files["entity/egypt.atom"] == nil)
    #expect(try feeds(workspace)["country/egypt.atom"] == 1)
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }

  @Test("an entity that the configuration sets apart from its country keeps a feed of its own")
  func apart() throws {
    let workspace = try Workspace(page(13, "Bread gets dear.", context: "Egypt, UN"))
    for isApart in [true, false, true] {
      workspace.configuration.apart = isApart ? ["Egypt", "UN"] : []
      try workspace.run()
      let feeds = try feeds(workspace)
      #expect(feeds["entity/egypt.atom"] == (isApart ? 1 : nil))
      #expect(feeds["entity/un.atom"] == (isApart ? 1 : nil))
      #expect(feeds["entity/united-nations.atom"] == (isApart ? nil : 1))
      #expect(feeds["country/egypt.atom"] == 1)
      #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
    }
  }

  @Test(
    "a plain word has no feed and is no category, and has when a spelling of it is a name, or by the configuration"
  )
  func words() throws {
    let workspace = try Workspace(page(13, "Bread gets dear.", context: "overnight, Brynmoor"))
    try workspace.run()
    #expect(try feeds(workspace) == ["all.atom": 1, "entity/brynmoor.atom": 1])
    #expect(try workspace.output().text("all.atom")?.contains("vernight") == false)
    try workspace.write(page(14, "Rain falls.", context: "OVERN, Overnight"))
    try workspace.run()
    #expect(try feeds(workspace)["entity/overnight.atom"] == nil)
    workspace.configuration.hidesWords = false
    try workspace.run()
    #expect(try feeds(workspace)["entity/overnight.atom"] == 2)
    #expect(try workspace.output().text("all.atom")?.contains("vernight") == true)
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }

  @Test("a list of two names gives both, and no feed of the pair")
  func compound() throws {
    let workspace = try Workspace(page(13, "They met.", context: "Ada Quill and Bryn Orrin"))
    try workspace.run()
    #expect(
      try feeds(workspace) == ["all.atom": 1, "entity/ada-quill.atom": 1, "entity/bryn-orrin.atom": 1])
  }

  @Test("a body that many countries have is told apart by the only country of its event")
  func bodies() throws {
    let workspace = try Workspace(
      page(13, "The Supreme Court of Brazil frees a man.", context: "Supreme Court"),
      page(14, "Judges of Brazil and Peru meet.", context: "Supreme Court"),
      page(15, "A judge in Lima resigns.", context: "Peruvian Supreme Court"))
    try workspace.run()
    let feeds = try feeds(workspace)
    #expect(feeds["entity/supreme-court-brazil.atom"] == 1)
    #expect(feeds["entity/supreme-court-peru.atom"] == 1)
    #expect(feeds["entity/supreme-court.atom"] == nil)
  }

  @Test("a feed whose topic is united with another moves there, and no entry changes because of it")
  func moved() throws {
    let workspace = try Workspace(
      page(13, "Bread gets dear.", context: "Egypt, UN, hiking"), page(14, "Rain falls.", context: "Brynmoor")
    )
    workspace.configuration.apart = ["Egypt", "UN"]
    workspace.configuration.hidesWords = false
    try workspace.run()
    let before = try AtomDocument(workspace.output(), "all.atom").entries
    workspace.configuration.apart = []
    workspace.configuration.hidesWords = true
    try workspace.run(now: Workspace.now + 86_400)
    let after = try AtomDocument(workspace.output(), "all.atom").entries
    #expect(before.map(\.id) == after.map(\.id))
    #expect(before.map(\.updated) == after.map(\.updated))
    let files = try workspace.output().files
    #expect(files["entity/un.atom"] == nil && files["entity/hiking.atom"] == nil)
    #expect(files["entity/egypt.atom"] == files["country/egypt.atom"])
    try IndexKind.database(at: workspace.configuration.state).read { transaction in
      let moved = try transaction.successor(ofFormer: "entity/un.atom")
      let ended = try transaction.successor(ofFormer: "entity/hiking.atom")
      #expect(moved == .some("entity/united-nations.atom") && ended == .some(nil))
    }
  }
}
