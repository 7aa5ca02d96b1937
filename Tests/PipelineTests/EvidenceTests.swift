import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@Suite("An event belongs to the topics that there is evidence for")
struct EvidenceTests {
  private let harbour = ArchivePage(day: "2013/11/14", title: "A harbour is opened at last.")
  private let lighthouse = ArchivePage(day: "2016/04/8", title: "The lamp is lit above the cliffs.")

  @Test("what its own links and links to it say they share", arguments: [false, true])
  func links(targetComesLater: Bool) throws {
    var linking = lighthouse
    linking.related = [harbour.related(sharing: "Ada Quill, Washington, D.C., Bramble, Inc.")]
    let workspace = try Workspace()
    workspace.configuration.hidesWords = false
    for page in targetComesLater ? [linking, harbour] : [harbour, linking] {
      try workspace.write(page)
      try workspace.run()
    }
    for slug in ["ada-quill", "washington-dc", "bramble-inc"] {
      #expect(try names(workspace, "entity/\(slug).atom") == [lighthouse.name, harbour.name], "\(slug)")
    }
    #expect(try workspace.output().files["entity/inc.atom"] == nil)
  }

  @Test(
    "what a day's page says, whether it comes before or after", arguments: ["index", "README"], [false, true])
  func dayPage(file: String, comesFirst: Bool) throws {
    let day =
      "## [2013-11-14](/news/2013/11/14/index.md)\n\n### [\(harbour.title) ](\(harbour.name).md)\n_Context: Ada Quill, docks_\n\n"
    let workspace = try Workspace()
    workspace.configuration.hidesWords = false
    if !comesFirst { try workspace.write(harbour) }
    try workspace.write(day, to: "news/2013/11/14/\(file).md")
    try workspace.run()
    if comesFirst { try workspace.write(harbour) }
    try workspace.run()
    #expect(try names(workspace, "entity/docks.atom") == [harbour.name])
    try workspace.remove("news/2013/11/14/\(file).md")
    try workspace.run()
    #expect(try workspace.output().files["entity/docks.atom"] == nil)
  }

  @Test("what its own body says, and its topic")
  func ownBody() throws {
    let written = ArchivePage(
      day: "2013/11/14", title: "Boats race.", form: .handwritten, context: "regatta, 日本")
    let later = ArchivePage(day: "2018/03/1", title: "Rowers rest.", form: .later, topic: "Regatta")
    let workspace = try Workspace(withFeedsOfWords: written, later)
    try workspace.run()
    #expect(try names(workspace, "entity/regatta.atom") == [later.name, written.name])
    let slugs = try CatalogueDocument(workspace.output()).feeds.filter { $0.name == "日本" }.map(\.slug)
    #expect(slugs.count == 1)
    #expect(slugs.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } })
  }

  @Test("a name in title or summary that is known, or becomes known later, or is forgotten again")
  func mentions() throws {
    let titled = ArchivePage(day: "2013/11/14", title: "Crowds greet Ada Quill on the pier.")
    let summed = ArchivePage(day: "2013/11/15", title: "It rains.", summary: "Said Ada Quill, who was there.")
    let unrelated = ArchivePage(
      day: "2013/11/16", title: "Ada is a name, and Quill a pen.", form: .later, topic: "Pens")
    let workspace = try Workspace(withFeedsOfWords: titled, unrelated)
    workspace.configuration.discoversNames = false
    try workspace.run()
    #expect(try workspace.output().files["entity/ada-quill.atom"] == nil)
    let naming = ArchivePage(
      day: "2014/02/13", title: "Prizes are given.", form: .handwritten, context: "Ada Quill")
    try workspace.write(naming)
    try workspace.run()
    #expect(try names(workspace, "entity/ada-quill.atom") == [naming.name, titled.name])
    try workspace.write(summed)
    try workspace.run()
    #expect(try names(workspace, "entity/ada-quill.atom") == [naming.name, summed.name, titled.name])
    try workspace.remove(naming)
    try workspace.run()
    #expect(try workspace.output().files["entity/ada-quill.atom"] == nil)
  }

  @Test("a name in an older event also when it is the first name that is known at all")
  func firstNameOfAll() throws {
    let titled = ArchivePage(day: "2013/11/14", title: "Crowds greet Ada Quill on the pier.")
    let workspace = try Workspace(withFeedsOfWords: titled)
    try workspace.run()
    let naming = ArchivePage(
      day: "2014/02/13", title: "Prizes are given.", form: .handwritten, context: "Ada Quill")
    try workspace.write(naming)
    try workspace.run()
    let found = try names(workspace, "entity/ada-quill.atom")
    #expect(found == [naming.name, titled.name])
  }

  @Test("no mention counts when the configuration says so")
  func withoutMentions() throws {
    let workspace = try Workspace(
      withFeedsOfWords: ArchivePage(day: "2013/11/14", title: "Crowds greet Ada Quill."),
      ArchivePage(day: "2014/02/13", title: "Prizes are given.", form: .handwritten, context: "Ada Quill"))
    workspace.configuration.mentions = false
    workspace.configuration.discoversNames = false
    try workspace.run()
    #expect(try names(workspace, "entity/ada-quill.atom").count == 1)
    workspace.configuration.mentions = true
    try workspace.run()
    #expect(try names(workspace, "entity/ada-quill.atom").count == 2)
  }

  @Test("names that differ in case, accents and marks are one; C, C++ and C# are three")
  func spellings() throws {
    let workspace = try Workspace(
      withFeedsOfWords: ArchivePage(
        day: "2013/11/14", title: "One.", form: .handwritten, context: "Bülent Orhan, C, C++"),
      ArchivePage(day: "2013/11/15", title: "Two.", form: .handwritten, context: "bulent  orhan, C#, C++"),
      ArchivePage(day: "2013/11/16", title: "Three.", form: .handwritten, context: "Bülent Orhan"))
    try workspace.run()
    let feeds = try CatalogueDocument(workspace.output()).feeds.filter { $0.kind == "entity" }
    #expect(Set(feeds.map(\.name)) == ["Bülent Orhan", "C", "C++", "C#"])
    #expect(Set(feeds.map(\.slug)).count == 4)
    #expect(feeds.first { $0.name == "Bülent Orhan" }?.events == 3)
  }

  @Test("a country that it names, or that one of its entities is")
  func countries() throws {
    let workspace = try Workspace(
      withFeedsOfWords: ArchivePage(day: "2013/11/14", title: "Farmers in Egypt plant early."),
      ArchivePage(day: "2013/11/15", title: "Pots are found.", form: .handwritten, context: "Egyptian"))
    try workspace.run()
    #expect(try names(workspace, "country/egypt.atom").count == 2)
    let feed = try #require(try CatalogueDocument(workspace.output()).feeds.first { $0.kind == "country" })
    #expect((feed.name, feed.code, feed.slug) == ("Egypt", "EG", "egypt"))
  }

  private func names(_ workspace: Workspace, _ path: String) throws -> [String] {
    try AtomDocument(workspace.output(), path).names
  }
}
