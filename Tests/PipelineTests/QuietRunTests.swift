import Foundation
import GRDB
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

@Suite("A run touches only the feeds that change")
struct QuietRunTests {
  @Test("a new event touches its own feeds, all, and the lists of feeds")
  func newEvent() throws {
    let workspace = try Workspace(
      withFeedsOfWords: page("A tram runs to Norport again.", sharing: "Norport"),
      page("A whale is seen off Sudhaven by three fishermen.", sharing: "Sudhaven"),
      page("A choir sings in Norport and is heard in Egypt.", sharing: "choir"))
    try workspace.run()
    let before = FileTree.stamps(workspace.configuration.output)
    try workspace.write(page("A second whale comes to see the first one.", sharing: "Sudhaven, whale"))
    let summary = try workspace.run()
    let after = FileTree.stamps(workspace.configuration.output)
    let touched = Set(after.keys.filter { before[$0] != after[$0] })
    #expect(
      touched == [
        "all.atom", "all.rss", "all.html", "entity/sudhaven.atom", "entity/sudhaven.rss",
        "entity/sudhaven.html", "entity/whale.atom", "entity/whale.rss", "entity/whale.html",
        "news/2013/11/14/a-second-whale-comes-to-see-the-first-one.html", "news/2013/11/14/index.html",
        "news/2013/11/index.html", "news/2013/index.html", "news/index.html", "index.html", "catalogue.json",
        "assets/topics.json", "feeds.opml", "feeds.rss.opml", "entity/feeds.opml", "entity/other.opml",
        "sitemaps/2013.xml", "sitemaps/topics.xml",
      ])
    // "whale" is no proper name, so the first whale does not mention it.
    #expect(summary.report.written == 6)
  }

  @Test("an event that others come to mention touches the feeds of these, whose entries say so")
  func newEvidence() throws {
    let old = page("A tram runs to Norport again.", sharing: "Norport")
    let workspace = try Workspace(withFeedsOfWords: old, page("A choir sings to the fish.", sharing: "choir"))
    try workspace.run()
    let before = FileTree.stamps(workspace.configuration.output)
    var new = page("Rails are laid by night.", sharing: "rails")
    new.related = [old.related(sharing: "trams")]
    try workspace.write(new)
    try workspace.run()
    let after = FileTree.stamps(workspace.configuration.output)
    let untouched = Set(
      before.keys.filter { before[$0] == after[$0] })
    #expect(
      untouched == [
        "entity/choir.atom", "entity/choir.rss", "entity/choir.html", "entity/organisation.opml",
        "news/2013/11/14/a-choir-sings-to-the-fish.html", "icon.png", "favicon.ico", "robots.txt",
        "opensearch.xml", "sitemap.xml", ".well-known/feeds", "assets/feed.css", "assets/page.css",
        "assets/page.js", "assets/topic.js",
      ])
    let entry = try #require(try AtomDocument(workspace.output(), "entity/norport.atom").entries.first)
    #expect(entry.categories.contains("http://localhost:8080/entity/trams"))
  }

  @Test("a feed that somebody deleted or changed is written again, and no other")
  func damagedOutput() throws {
    let workspace = try Workspace(
      withFeedsOfWords: page("A tram runs to Norport again.", sharing: "Norport, trams"))
    try workspace.run()
    let wanted = try workspace.output()
    let before = FileTree.stamps(workspace.configuration.output)
    let output = workspace.configuration.output
    try FileManager.default.removeItem(atPath: output + "/entity/trams.atom")
    try Data("?".utf8).write(to: URL(filePath: output + "/all.atom"))
    let summary = try workspace.run()
    #expect(summary.report.written == 2)
    #expect(try workspace.output() == wanted)
    let after = FileTree.stamps(output)
    #expect(Set(after.keys.filter { before[$0] != after[$0] }) == ["entity/trams.atom", "all.atom"])
  }

  @Test("what another build of the same version has written of its own is written again, and no feed")
  func otherAssets() throws {
    let workspace = try Workspace(
      withFeedsOfWords: page("A tram runs to Norport again.", sharing: "Norport, trams"))
    try workspace.run()
    let wanted = try workspace.output()
    let before = FileTree.stamps(workspace.configuration.output)
    let paths = ["assets/feed.css", "assets/page.css", "assets/page.js", "icon.png", "index.html"]
    let database = try DatabaseQueue(path: workspace.configuration.state + "/index.sqlite")
    for path in paths {
      let file = workspace.configuration.output + "/" + path
      let other = try Data(contentsOf: URL(filePath: file)) + Data("\n".utf8)
      try other.write(to: URL(filePath: file))
      var status = stat()
      try #require(stat(file, &status) == 0)
      let modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
      try database.write { database in
        try database.execute(
          sql: "UPDATE document SET wanted = ?1, published = ?1, size = ?2, modified = ?3 WHERE path = ?4",
          arguments: [Data(repeating: 1, count: 16), status.st_size, modified, path])
      }
    }
    try database.close()
    let summary = try workspace.run()
    #expect(summary.report.written == 0)
    #expect(try workspace.output() == wanted)
    let after = FileTree.stamps(workspace.configuration.output)
    #expect(Set(after.keys.filter { before[$0] != after[$0] }) == Set(paths))
  }

  @Test("files in the output that are none of ours stay as they are")
  func foreignFiles() throws {
    let workspace = try Workspace(withFeedsOfWords: page("A tram runs to Norport again.", sharing: "Norport"))
    try workspace.run()
    let foreign = ["robots.txt", "entity/other.atom", "entity/notes.txt", "country/.keep"]
    for path in foreign {
      try Data("mine".utf8).write(to: URL(filePath: workspace.configuration.output + "/" + path))
    }
    try workspace.write(page("A choir sings to the fish.", sharing: "choir"))
    try workspace.run(isFull: true)
    let output = try workspace.output()
    for path in foreign { #expect(output.text(path) == "mine", "\(path)") }
  }

  @Test("files that runs broken off left in the output are taken away")
  func leftovers() throws {
    let workspace = try Workspace(withFeedsOfWords: page("A tram runs to Norport again.", sharing: "Norport"))
    try workspace.run()
    let wanted = try workspace.output()
    let path = workspace.configuration.output + "/entity/.trams.atom.feedgen-new"
    try Data("half".utf8).write(to: URL(filePath: path))
    try workspace.write("# not an event", to: "about.md")
    try workspace.run(isFull: true)
    #expect(try workspace.output() == wanted)
  }

  @Test("a page of one's own is not replaced, and all else is published")
  func foreignPage() throws {
    let workspace = try Workspace(withFeedsOfWords: page("A tram runs to Norport again.", sharing: "Norport"))
    try FileManager.default.createDirectory(
      atPath: workspace.configuration.output, withIntermediateDirectories: true)
    let place = workspace.configuration.output + "/index.html"
    try Data("<p>mine</p>".utf8).write(to: URL(filePath: place))
    #expect(try workspace.run().report.left == ["index.html"])
    #expect(try workspace.run().report.left == [])
    #expect(try workspace.output().text("index.html") == "<p>mine</p>")
    #expect(try workspace.output().files["catalogue.json"] != nil)
    try FileManager.default.removeItem(atPath: place)
    try workspace.run()
    #expect(try workspace.output().differences(from: workspace.freshOutput()) == [])
  }

  @Test("what an index that was deleted knew of is removed, also from the top of the output")
  func forgottenIndex() throws {
    let workspace = try Workspace(withFeedsOfWords: page("A tram runs to Norport again.", sharing: "Norport"))
    (workspace.configuration.formats, workspace.configuration.windowEntries) = (FeedFormat.allCases, 1)
    workspace.configuration.archives = true
    try workspace.write(page("A choir sings to the fish of Norport.", sharing: "choir, Norport"))
    try workspace.run()
    try FileManager.default.removeItem(atPath: workspace.configuration.state)
    (workspace.configuration.formats, workspace.configuration.archives) = ([.atom], false)
    try workspace.run()
    #expect(try workspace.output().differences(from: workspace.freshOutput()) == [])
  }

  private func page(_ title: String, sharing context: String) -> ArchivePage {
    ArchivePage(day: "2013/11/14", title: title, form: .handwritten, context: context)
  }
}
