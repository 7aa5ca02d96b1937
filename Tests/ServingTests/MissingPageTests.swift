import ArchiveIndex
import Foundation
import Primitives
import Publishing
import Syndication
import Testing
import WorkspaceSupport

@testable import Serving

@Suite("Pages without a file")
struct MissingPageTests {
  private let workspace: Workspace
  private let page = ArchivePage(
    day: "2013/11/14", title: "Ministers meet in Cairo", form: .handwritten, context: "Sergei Shoigu, Egypt")

  init() throws {
    workspace = try Workspace(page, ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt"))
    workspace.configuration.formats = [.atom, .rss]
    try workspace.run()
  }

  // Changes the index, as a build does.
  private func write(_ body: (IndexTransaction) throws -> Void) throws {
    let index = try IndexKind.database(at: workspace.configuration.state).open()
    try index.write(body)
    try index.finish()
  }

  // Records pages.
  private func publish(_ paths: String...) throws {
    try write { transaction in
      for path in paths {
        try transaction.store(
          DocumentRecord(path: path, kind: .list, slug: "", name: path, wanted: ContentDigest(path)))
      }
    }
  }

  private func location(_ path: String) async throws -> String? {
    let reply = try await SiteRoutes(workspace).ask("/" + path)
    #expect(reply.status == .movedPermanently, "\(path)")
    #expect(reply.text.hasPrefix("this page is now at "))
    return reply["Location"]
  }

  private func status(_ path: String) async throws -> Int {
    Int(try await SiteRoutes(workspace).ask("/" + path).status.code)
  }

  @Test("lead to the page of the topic under its present name")
  func moved() async throws {
    workspace.configuration.aliases = ["Sergei Shoigu": "Sergey Shoygu"]
    try workspace.run()
    #expect(try await location("entity/sergei-shoigu.html") == "../entity/sergey-shoygu.html")
    #expect(try await location("entity/egypt.html") == "../country/egypt.html")
    #expect(try await status("entity/nobody.html") == 404)
    // A rename of the feed that is two steps away.
    workspace.configuration.aliases = ["Sergei Shoigu": "General Shoygu", "Sergey Shoygu": "General Shoygu"]
    try workspace.run()
    #expect(try await location("entity/sergei-shoigu.html") == "../entity/general-shoygu.html")
    try FileManager.default.removeItem(
      atPath: workspace.configuration.output + "/entity/general-shoygu.html")
    #expect(try await status("entity/general-shoygu.html") == 503)
  }

  @Test("lead to the page of a renamed topic of the configuration, and have ended with the topic")
  func ended() async throws {
    workspace.configuration.topics = [try #require(workspace.topic("Bridges", "text:bridge"))]
    try workspace.run()
    workspace.configuration.topics = [try #require(workspace.topic("Crossings", "text:bridge"))]
    try workspace.run()
    #expect(try await location("topic/bridges.html") == "../topic/crossings.html")
    workspace.configuration.topics = []
    try workspace.remove(page)
    try workspace.run()
    #expect(try await status("topic/bridges.html") == 410)
    #expect(try await status("entity/sergei-shoigu.html") == 410)
    #expect(try await status("news/2013/11/14/ministers-meet-in-cairo.html") == 410)
    #expect(
      try await SiteRoutes(workspace).ask("/entity/sergei-shoigu.html").text.hasPrefix("this page has ended"))
  }

  @Test("lead to the feed when the site has no pages any more")
  func noPages() async throws {
    workspace.configuration.pages = .none
    try workspace.run()
    #expect(
      try await SiteRoutes(workspace).ask("/entity/sergei-shoigu.html")["Location"]
        == "../entity/sergei-shoigu.atom")
  }

  @Test("follow records of their own")
  func ownRecords() async throws {
    try write { transaction in
      try transaction.store(former: "news/2013/11/14/old.html", successor: "news/2013/11/14/new.html")
      try transaction.store(former: "entity/old.html", successor: "entity/sergei-shoigu.atom")
      try transaction.store(former: "news/2013/11/14/gone.html", successor: nil)
    }
    try publish("news/2013/11/14/new.html", "entity/sergei-shoigu.html")
    #expect(try await location("news/2013/11/14/old.html") == "../../../../news/2013/11/14/new.html")
    #expect(try await location("entity/old.html") == "../entity/sergei-shoigu.html")
    #expect(try await status("news/2013/11/14/gone.html") == 410)
  }
}
