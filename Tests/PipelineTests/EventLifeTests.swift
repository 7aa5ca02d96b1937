import Foundation
import Primitives
import TestSupport
import Testing
import WorkspaceSupport

@Suite("An event that is edited or deleted")
struct EventLifeTests {
  private let first = ArchivePage(
    day: "2013/11/14", title: "A ferry sinks off Norport.", form: .handwritten, context: "Norport, ferries")
  private let second = ArchivePage(
    day: "2013/11/15", title: "Norport mourns in silence.", form: .handwritten, context: "Norport, mourning")

  @Test("leaves its feeds when its file goes, and a feed without events is removed from everything")
  func deletion() throws {
    let workspace = try Workspace(withFeedsOfWords: first, second)
    try workspace.run()
    #expect(try AtomDocument(workspace.output(), "entity/norport.atom").names == [second.name, first.name])
    try workspace.remove(first)
    let summary = try workspace.run()
    let output = try workspace.output()
    #expect(summary.report.removed == 2)
    #expect(output.files["entity/ferries.atom"] == nil)
    #expect(try AtomDocument(output, "entity/norport.atom").names == [second.name])
    #expect(try AtomDocument(output, "all.atom").names == [second.name])
    for list in ["catalogue.json", "feeds.opml"] { #expect(output.text(list)?.contains("ferries") == false) }
  }

  @Test("leaves an empty feed of all events when it was the only one")
  func lastDeletion() throws {
    let workspace = try Workspace(withFeedsOfWords: first)
    workspace.isForced = true
    try workspace.run()
    try workspace.remove(first)
    let summary = try workspace.run()
    #expect(summary.events == 0)
    let files = try workspace.output().files.keys.filter { !$0.hasPrefix("assets/") }
    #expect(
      files.sorted() == [
        ".well-known/feeds", "all.atom", "all.html", "all.rss", "catalogue.json", "favicon.ico", "feeds.opml",
        "feeds.rss.opml", "icon.png", "index.html", "news/index.html", "opensearch.xml", "robots.txt",
        "sitemap.xml", "sitemaps/topics.xml",
      ])
    #expect(try AtomDocument(workspace.output(), "all.atom").entries == [])
  }

  @Test("stands in every feed as it is now, and in no feed it no longer belongs to")
  func edit() throws {
    let workspace = try Workspace(withFeedsOfWords: first, second)
    try workspace.run()
    var edited = first
    edited.slug = ArchivePage.slug(first.title)
    (edited.title, edited.context, edited.summary) = (
      "A ferry is saved off Norport!", "Norport, rescue", "All are well."
    )
    try workspace.write(edited)
    try workspace.run()
    let output = try workspace.output()
    #expect(output.files["entity/ferries.atom"] == nil)
    for path in ["all.atom", "entity/norport.atom", "entity/rescue.atom"] {
      let entry = try #require(
        try AtomDocument(output, path).entries.first { $0.id.hasSuffix(first.name) }, "\(path)")
      #expect(entry.title == "A ferry is saved off Norport!")
      #expect(entry.content.contains("All are well."))
    }
  }

  @Test("keeps when it was published, and says that it was updated, but only when its own content was")
  func updated() throws {
    let workspace = try Workspace(withFeedsOfWords: first)
    try workspace.run()
    var edited = first
    edited.summary = "All are well."
    try workspace.write(edited)
    let later: UnixTime = 2_000_003_600
    try workspace.run(now: later)
    var entry = try #require(try AtomDocument(workspace.output(), "all.atom").entries.first)
    #expect((entry.published, entry.updated) == ("2013-11-14T00:00:00Z", "2033-05-18T04:33:20Z"))

    var link = second
    link.related = [first.related(sharing: "shipwrecks")]
    try workspace.write(link)
    try workspace.run(now: later + 3_600)
    entry = try #require(try AtomDocument(workspace.output(), "entity/shipwrecks.atom").entries.last)
    #expect(entry.id.hasSuffix(first.name))
    #expect((entry.published, entry.updated) == ("2013-11-14T00:00:00Z", "2033-05-18T04:33:20Z"))
  }

  @Test("is what it was when its file comes back")
  func restored() throws {
    let workspace = try Workspace(withFeedsOfWords: first, second)
    try workspace.run()
    let before = try workspace.output()
    try workspace.remove(first)
    try workspace.run(now: Workspace.now + 3_600)
    try workspace.write(first)
    try workspace.run(now: Workspace.now + 7_200)
    #expect(try workspace.output().differences(from: before) == [])
  }

  @Test("does not appear updated when an edit is taken back before any run")
  func editTakenBack() throws {
    let workspace = try Workspace(withFeedsOfWords: first)
    try workspace.run()
    let before = try workspace.output()
    try workspace.write("### [2013-11-14](/x)\n# Other\n", to: first.path)
    try workspace.write(first)
    try workspace.run(now: Workspace.now + 3_600)
    #expect(try workspace.output().differences(from: before) == [])
  }

  @Test("moves a feed's updated to the newest of its entries'")
  func feedUpdated() throws {
    let workspace = try Workspace(withFeedsOfWords: first, second)
    try workspace.run()
    #expect(try AtomDocument(workspace.output(), "all.atom").texts["updated"] == "2013-11-15T00:00:00Z")
    var edited = first
    edited.summary = "All are well."
    try workspace.write(edited)
    try workspace.run()
    #expect(
      try AtomDocument(workspace.output(), "entity/ferries.atom").texts["updated"] == "2033-05-18T03:33:20Z")
    #expect(
      try AtomDocument(workspace.output(), "entity/mourning.atom").texts["updated"] == "2013-11-15T00:00:00Z")
  }
}
