import Foundation
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

@Suite("Archives of feeds")
struct ArchiveDocumentTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    workspace.configuration.archives = true
    workspace.configuration.windowHours = 0
  }

  // A feed's documents, as a client finds them that follows `prev-archive` from the one it subscribes to.
  private func chain(_ path: String, _ output: FileTree, _ comment: Comment) throws -> [AtomDocument] {
    let base = workspace.configuration.baseURL
    func link(_ relation: String, _ document: AtomDocument) -> String? {
      document.links.first { $0.relation == relation }.map { String($0.href.dropFirst(base.count)) }
    }
    var documents = [try AtomDocument(output, path)]
    var paths = [path]
    #expect(documents[0].texts["fh:archive"] == nil, comment)
    while let previous = link("prev-archive", documents[documents.count - 1]) {
      try #require(output.files[previous] != nil, "\(previous)")
      try #require(!paths.contains(previous), "\(previous)")
      let document = try AtomDocument(output, previous)
      #expect(document.texts["fh:archive"] == "", comment)
      #expect(link("self", document) == previous, comment)
      #expect(link("current", document) == path, comment)
      #expect(link("next-archive", document) == (paths.count > 1 ? paths.last : nil), comment)
      #expect(document.texts["id"] == documents[0].texts["id"], comment)
      #expect(document.entries.map(\.published) == document.entries.map(\.published).sorted(by: >), comment)
      documents.append(document)
      paths.append(previous)
    }
    return documents
  }

  // Expects that each event of each topic is seen exactly once; returns the archive documents that were seen.
  private func expectWhole(_ comment: Comment) throws {
    let output = try workspace.output()
    var seen = 0
    for feed in try CatalogueDocument(output).feeds {
      let path = try #require(feed.formats["atom"])
      let documents = try chain(path, output, comment)
      let ids = documents.flatMap { $0.entries.map(\.id) }
      #expect(Set(ids).count == ids.count, comment)
      #expect(ids.count == feed.events, comment)
      #expect(documents.dropFirst().allSatisfy { !$0.entries.isEmpty }, comment)
      let newest = try AtomDocument(output, "all.atom").entries
      if feed.kind == "all" { #expect(documents[0].entries == newest, comment) }
      seen += documents.count - 1
    }
    #expect(output.files.keys.count { $0.hasPrefix("archive/") && $0.hasSuffix(".atom") } == seen, comment)
  }

  @Test("a client that follows the links sees every event exactly once, whatever happens", arguments: 1...10)
  func wholeness(seed: Int) throws {
    var archive = RandomArchive(seed: 5000 + seed)
    workspace.configuration.windowEntries = 1 + seed % 4
    workspace.configuration.windowHours = seed % 3 == 0 ? 24 * 12 : 0
    try workspace.apply(archive.additions(10))
    for step in 1...6 {
      try workspace.run()
      try expectWhole("step \(step)")
      try workspace.apply(archive.step())
    }
  }

  @Test(
    "no document, in any format, has a link to one that is not there, whatever becomes of topics",
    arguments: 1...6)
  func links(seed: Int) throws {
    var archive = RandomArchive(seed: 7000 + seed)
    workspace.configuration.windowEntries = 1 + seed % 3
    workspace.configuration.formats = FeedFormat.allCases
    try workspace.apply(archive.additions(10))
    var alone = 0
    for step in 1...5 {
      if step == 3 {
        workspace.configuration.aliases = ["Norland": "Northland", "Lake Vorra": "Ada Quill"]
        workspace.configuration.topics = [try #require(workspace.topic("Bridges", "text:bridge"))]
      }
      if step == 4 {
        workspace.configuration.topics = [try #require(workspace.topic("Crossings", "text:bridge"))]
      }
      try workspace.run()
      let output = try workspace.output()
      for path in output.files.keys where Self.isFeed(path) {
        let text = try #require(output.text(path))
        let links = addresses(in: text[...])
        for link in links { #expect(output.files[link] != nil, "step \(step): \(path) leads to \(link)") }
        let next = text.components(separatedBy: "\"next-archive\"").dropFirst().map {
          addresses(in: $0[...])[0]
        }
        for link in next {
          #expect(link.hasPrefix("archive/") && path.hasPrefix("archive/"), "step \(step): \(path), \(link)")
        }
        if path.hasPrefix("archive/"),
          links.allSatisfy({ Self.stem($0) == Self.stem(path[...]) || !$0.hasPrefix("archive/") })
        {
          alone += 1
        }
      }
      try workspace.apply(archive.step())
    }
    #expect(alone > 0)
  }

  private static func stem(_ path: some StringProtocol) -> Substring {
    let text = Substring(path)
    return text[..<(text.utf8.firstIndex(of: UInt8(ascii: ".")) ?? text.endIndex)]
  }

  private static let extensions = FeedFormat.allCases.map { "." + $0.pathExtension }
  // The bytes that end an address.
  private static let ends = Set("\"<>& \n".utf8)

  private static func isFeed(_ path: String) -> Bool {
    extensions.contains { path.hasSuffix($0) } && path != "catalogue.json" && !path.hasPrefix("assets/")
  }

  // The paths of the feeds' documents whose addresses a text holds.
  private func addresses(in text: Substring) -> [String] {
    text.components(separatedBy: workspace.configuration.baseURL).dropFirst().map { rest in
      String(Substring(rest.utf8.prefix { !Self.ends.contains($0) }))
    }.filter(Self.isFeed)
  }

  @Test(
    "a document that has a next one is never touched again when events come, old or new", arguments: 1...8)
  func permanence(seed: Int) throws {
    var archive = RandomArchive(seed: 6000 + seed)
    workspace.configuration.windowEntries = 1 + seed % 3
    // Evidence for events that are there would change their entries.
    workspace.configuration.mentions = false
    var pages: [ArchivePage] = []
    for _ in 0..<12 {
      pages.append(
        ArchivePage(
          day: "2013/\(archive.chance(50) ? "02" : "11")/\(pages.count + 1)",
          title: "Event \(pages.count) opens a bridge.", form: .handwritten, context: "Norland"))
    }
    var full: [String: [Int64]] = [:]
    for page in pages {
      try workspace.write(page)
      try workspace.run()
      try expectWhole("\(page.path)")
      let stamps = FileTree.stamps(workspace.configuration.output)
      for (path, stamp) in full { #expect(stamps[path] == stamp, "\(path)") }
      let output = try workspace.output()
      for path in output.files.keys where path.hasPrefix("archive/") && path.hasSuffix(".atom") {
        let document = try AtomDocument(output, path)
        if document.links.contains(where: { $0.relation == "next-archive" && $0.href.contains("/archive/") })
        {
          #expect(document.entries.count == workspace.configuration.windowEntries)
          full[path] = stamps[path]
        }
      }
    }
    #expect(full.count > 4)
  }

  @Test("are numbered from the oldest, and hold what the feed has no room for")
  func numbers() throws {
    workspace.configuration.windowEntries = 2
    for day in 1...7 {
      try workspace.write(
        ArchivePage(
          day: "2013/11/\(day)", title: "Day \(day) passes.", form: .handwritten, context: "Norland"))
    }
    try workspace.run()
    let output = try workspace.output()
    #expect(try AtomDocument(output, "entity/norland.atom").titles == ["Day 7 passes.", "Day 6 passes."])
    let titles = try (1...3).map { try AtomDocument(output, "archive/entity/norland/\($0).atom").titles }
    #expect(
      titles == [["Day 2 passes.", "Day 1 passes."], ["Day 4 passes.", "Day 3 passes."], ["Day 5 passes."]])
    for format in ["rss", "json"] {
      #expect((output.files["archive/entity/norland/3." + format] != nil) == (format == "rss"))
    }
  }

  @Test("are in every format, by the format's own links")
  func formats() throws {
    workspace.configuration.windowEntries = 2
    workspace.configuration.formats = FeedFormat.allCases
    for day in 1...7 {
      try workspace.write(ArchivePage(day: "2013/11/\(day)", title: "Day \(day) passes."))
    }
    try workspace.run()
    let output = try workspace.output()
    let base = workspace.configuration.baseURL
    var ids: [String: [String]] = [:]
    var next: String? = "all.json"
    while let path = next {
      let document = try JSONFeedDocument(#require(output.files[path]))
      ids["json", default: []] += document.items.map(\.id)
      next = document.nextUrl.map { String($0.dropFirst(base.count)) }
    }
    next = "all.rss"
    while let path = next {
      let document = try RSSDocument(#require(output.files[path]))
      ids["rss", default: []] += document.items.compactMap { $0["guid"] }
      next = document.channel["link prev-archive"].map { String($0.dropFirst(base.count)) }
    }
    let atom = try chain("all.atom", output, "Atom").flatMap { $0.entries.map(\.id) }
    #expect(atom.count == 7)
    #expect(ids == ["json": atom, "rss": atom])
  }

  @Test("an event that ends, or comes back to the feed because others end, leaves its document alone")
  func endings() throws {
    workspace.configuration.windowEntries = 2
    let pages = (1...7).map { ArchivePage(day: "2013/11/\($0)", title: "Day \($0) passes.") }
    try workspace.write(pages)
    try workspace.run()
    try workspace.remove(pages[2])
    try workspace.run()
    try expectWhole("an archived event is gone")
    var output = try workspace.output()
    #expect(try AtomDocument(output, "archive/all/1.atom").titles == ["Day 2 passes.", "Day 1 passes."])
    #expect(try AtomDocument(output, "archive/all/2.atom").titles == ["Day 4 passes."])
    try workspace.remove(pages[6])
    try workspace.run()
    try expectWhole("the newest event is gone")
    output = try workspace.output()
    #expect(try AtomDocument(output, "all.atom").titles == ["Day 6 passes.", "Day 5 passes."])
    #expect(output.files["archive/all/3.atom"] == nil)
  }

  @Test(
    "documents are no larger than readers take, whatever the entries hold",
    arguments: [
      "A long report is read \"slowly\". ", "*a* ", "`&` ", "See [it](http://a.example/?a=1&b=2). ",
    ])
  func size(text: String) throws {
    workspace.configuration.windowEntries = 40
    workspace.configuration.formats = FeedFormat.allCases
    for day in 1...80 {
      try workspace.write(
        ArchivePage(
          day: "2013/\(10 + day / 29)/\(day % 29 + 1)", title: "Report \(day) is read.",
          summary: String(repeating: text, count: 9_000 / text.utf8.count)))
    }
    try workspace.run()
    try expectWhole("long reports")
    try expectSmall()
  }

  @Test("documents whose entries have grown, or have many topics and links, are no larger either")
  func growth() throws {
    workspace.configuration.windowEntries = 40
    let names = (1...60).map { "Harbour Board \($0)" }.joined(separator: ", ")
    let first = ArchivePage(day: "2012/01/1", title: "The first report is read.")
    var pages = (1...100).map { day in
      var page = ArchivePage(
        day: "2013/\(10 + day / 51)/\(day % 51 / 2 + 1)", title: "Report \(day) is read.", form: .handwritten,
        context: names)
      page.related = [first.related(sharing: "reports")]
      return page
    }
    try workspace.write([first] + pages)
    try workspace.run()
    try expectSmall()
    for index in pages.indices { pages[index].summary = String(repeating: "It is long. ", count: 1_000) }
    try workspace.write(pages)
    try workspace.run()
    try expectWhole("grown")
    try expectSmall()
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }

  private func expectSmall() throws {
    let sizes = try workspace.output().files.filter { $0.key.hasPrefix("archive/all/") }.mapValues(\.count)
    #expect(sizes.count > 2)
    #expect(sizes.filter { $0.value > 512 * 1024 } == [:])
  }
}

@Suite("Windows of feeds")
struct WindowTests {
  @Test("hold the newest entries, and all that are not further behind the newest than the window's hours")
  func hours() throws {
    let workspace = try Workspace()
    workspace.configuration.windowEntries = 2
    for (day, count) in [(1, 1), (2, 2), (3, 1), (4, 2), (5, 1)] {
      for number in 1...count {
        try workspace.write(ArchivePage(day: "2013/11/\(day)", title: "Event \(number) of day \(day)."))
      }
    }
    // The newest is of day 5, and 48 hours behind it is day 3.
    for (hours, days) in [
      (0, [5, 4]), (23, [5, 4]), (24, [5, 4, 4]), (48, [5, 4, 4, 3]), (1_000, [5, 4, 4, 3, 2, 2, 1]),
    ] {
      workspace.configuration.windowHours = hours
      try workspace.run()
      let published = try AtomDocument(workspace.output(), "all.atom").entries.map(\.published)
      #expect(published == days.map { "2013-11-0\($0)T00:00:00Z" }, "\(hours) hours")
    }
  }
}
