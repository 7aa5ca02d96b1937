import EventArchive
import Foundation
import Publishing
import Service
import TestSupport
import Testing
import WorkspaceSupport

@Suite("The pages of topics, events and days")
struct PageTreeTests {
  private static let base = "http://localhost:8080/"

  private func page(
    _ title: String, day: String = "2013/11/14", sharing context: String = "", slug: String? = nil
  ) -> ArchivePage {
    var page = ArchivePage(day: day, title: title, form: .handwritten)
    page.slug = slug
    page.context = context
    return page
  }

  // MARK: Links

  @Test("have no dead link, whatever the archive", arguments: RandomArchive.seeds(6))
  func links(seed: Int) throws {
    var archive = RandomArchive(seed: 70 + seed)
    let workspace = try Workspace()
    workspace.configure(seed: seed)
    workspace.configuration.baseURL = seed.isMultiple(of: 2) ? Self.base : "http://localhost:8080/a/b/"
    try workspace.apply(archive.additions(6))
    for _ in 1...3 {
      try workspace.apply(archive.step())
      try workspace.run()
      #expect(try workspace.output().deadLinks(of: workspace.configuration.baseURL) == [])
    }
  }

  @Test("link to an event as long as it exists")
  func missingEvent() throws {
    let other = page("A choir sings in Sudhaven.", day: "2013/11/13", sharing: "Brynmoor, Sudhaven")
    var first = page("A tram runs to Brynmoor again.", sharing: "Brynmoor")
    first.related = [other.related(sharing: "Brynmoor")]
    let workspace = try Workspace(first)
    let file = "news/2013/11/14/a-tram-runs-to-brynmoor-again.html"
    let link = "<a href=\"/news/2013/11/13/a-choir-sings-in-sudhaven.html\">A choir sings in Sudhaven.</a>"
    for isThere in [false, true, false] {
      if isThere { try workspace.write(other) }
      try workspace.run()
      let output = try workspace.output()
      let html = try #require(output.text(file))
      #expect(html.contains("A choir sings in Sudhaven."))
      #expect(html.contains(link) == isThere)
      let entry = try #require(
        try AtomDocument(output, "entity/brynmoor.atom").entries.first { $0.title.contains("tram") })
      #expect(entry.links.contains { $0.relation == "related" } == isThere)
      #expect(try output.differences(from: workspace.fullOutput()) == [])
      if isThere { try workspace.remove(other) }
    }
  }

  @Test("lead from earlier names to the page")
  func earlierNames() throws {
    var event = page("A tram runs to Brynmoor again.", sharing: "Brynmoor", slug: "new")
    event.changes = [
      .init(title: "A tram runs.", path: "news/2013/11/14/old.md", replaced: "2018-02-06 13:49:25")
    ]
    let workspace = try Workspace(event)
    try workspace.run()
    let output = try workspace.output()
    let moved = try #require(output.text("news/2013/11/14/old.html"))
    #expect(moved.contains("<meta http-equiv=\"refresh\" content=\"0; url=/news/2013/11/14/new.html\">"))
    #expect(moved.contains("<link rel=\"canonical\" href=\"\(Self.base)news/2013/11/14/new.html\">"))
  }

  // MARK: Content

  @Test("of a topic names its own feeds, and nothing else, as alternates")
  func topicPage() throws {
    let workspace = try Workspace(
      page("A tram runs to Egypt again.", day: "2013/11/13", sharing: "Egypt, Brynmoor"),
      page("A choir sings in Egypt.", sharing: "Egypt"))
    try workspace.run()
    let output = try workspace.output()
    let html = try #require(output.text("country/egypt.html"))
    let alternates = html.matches(of: /<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">/)
    #expect(
      alternates.map { "\($0.1) \($0.2)" } == [
        "application/atom+xml \(Self.base)country/egypt.atom",
        "application/rss+xml \(Self.base)country/egypt.rss",
      ])
    #expect(html.contains("<link rel=\"canonical\" href=\"\(Self.base)country/egypt.html\">"))
    #expect(html.contains("Country · 2 events · latest 14 November 2013"))
    #expect(html.contains("<bdi>Arab Republic of Egypt</bdi>"))
    #expect(html.contains("2 events from November 2013 to November 2013, most in November 2013: 2"))
    #expect(html.contains("href=\"/entity/brynmoor.html\""))
    let feed = try AtomDocument(output, "country/egypt.atom")
    #expect(feed.links.contains { $0.relation == "alternate" && $0.href == "\(Self.base)country/egypt.html" })
    #expect(output.text("feeds.opml")?.contains("htmlUrl=\"\(Self.base)country/egypt.html\"") == true)
    #expect(output.text("entity/egypt.html")?.contains("url=/country/egypt.html\"") == true)
  }

  @Test("of an event has what programs read")
  func eventPage() throws {
    var event = page("Fog </script> & \"rises\"", sharing: "Brynmoor")
    event.summary = "It rises *slowly*."
    event.sources = [("Quill Times", "https://quill.example/a?b=1&c=2")]
    event.cover = "https://quill.example/fog.jpg"
    let workspace = try Workspace(event)
    try workspace.run()
    let output = try workspace.output()
    let entry = try #require(try AtomDocument(output, "all.atom").entries.first)
    let address = try #require(entry.links.first { $0.relation == "alternate" }?.href)
    let html = try #require(output.text(String(address.dropFirst(Self.base.count))))
    let json = try #require(html.firstMatch(of: /<script type="application\/ld\+json">(.*?)<\/script>/)?.1)
    let data = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(data["@type"] as? String == "NewsArticle")
    #expect(data["headline"] as? String == "Fog </script> & \"rises\"")
    #expect(data["description"] as? String == "It rises slowly.")
    #expect(data["url"] as? String == address)
    #expect(data["identifier"] as? String == entry.id)
    #expect(data["datePublished"] as? String == entry.published)
    #expect(data["keywords"] as? [String] == ["Brynmoor"])
    #expect(data["image"] as? [String] == ["https://quill.example/fog.jpg"])
    #expect(data["isBasedOn"] as? [String] == ["https://quill.example/a?b=1&c=2"])
    #expect(html.contains("<meta property=\"og:image\" content=\"https://quill.example/fog.jpg\">"))
    #expect(html.contains("<p>It rises <em>slowly</em>.</p>"))
    #expect(html.contains("<a href=\"/news/2013/11/14/\">14 November 2013</a>"))
  }

  @Test("of days lead to the days before and after, and to month and year")
  func dayPages() throws {
    let workspace = try Workspace(
      page("A tram runs.", day: "2013/10/4", sharing: "Brynmoor"),
      page("A choir sings.", sharing: "Brynmoor"), page("Fog rises.", day: "2014/01/1", sharing: "Brynmoor"))
    try workspace.run()
    let output = try workspace.output()
    let day = try #require(output.text("news/2013/11/14/index.html"))
    for link in [
      "/news/2013/10/4/\">← 4 October 2013", "/news/2014/01/1/\">1 January 2014 →", "/news/2013/11/\">",
    ] {
      #expect(day.contains("href=\"\(link)"), "\(link)")
    }
    #expect(output.text("news/2013/index.html")?.contains("href=\"/news/2013/10/\"") == true)
    #expect(output.text("news/index.html")?.contains("href=\"/news/2014/\"") == true)
    try workspace.remove("news/2014/01/1/fog-rises.md")
    try workspace.run()
    let later = try workspace.output()
    #expect(later.text("news/2013/11/14/index.html")?.contains("2014") == false)
    #expect(!later.files.keys.contains { $0.hasPrefix("news/2014") || $0 == "sitemaps/2014.xml" })
  }

  @Test("of archive documents lead to older and newer ones")
  func archivePages() throws {
    let workspace = try Workspace()
    workspace.configuration.archives = true
    workspace.configuration.windowEntries = 2
    workspace.configuration.windowHours = 0
    try workspace.write((1...7).map { page("Tram \($0) runs.", day: "2013/11/\($0)", sharing: "Brynmoor") })
    try workspace.run()
    let output = try workspace.output()
    let topic = try #require(output.text("entity/brynmoor.html"))
    #expect(topic.contains("2 of 7 events."))
    #expect(topic.contains("href=\"/archive/entity/brynmoor/3.html\""))
    let middle = try #require(output.text("archive/entity/brynmoor/2.html"))
    #expect(middle.contains("href=\"/archive/entity/brynmoor/1.html\">← Older"))
    #expect(middle.contains("href=\"/archive/entity/brynmoor/3.html\">Newer"))
    #expect(middle.contains("Tram 4 runs.") && middle.contains("Tram 3 runs."))
    let last = try #require(output.text("archive/entity/brynmoor/3.html"))
    #expect(last.contains("href=\"/entity/brynmoor.html\">Newer"))
    #expect(output.deadLinks(of: Self.base) == [])
  }

  // MARK: Settings

  @Test("are those that the configuration names")
  func settings() throws {
    for (pages, url, hasTopics, hasEvents) in [
      (SitePages.all, nil, true, true), (.all, "https://pages.example", true, false),
      (.topics, nil, true, false), (.none, nil, false, false),
    ] {
      let workspace = try Workspace(page("A tram runs.", sharing: "Brynmoor"))
      workspace.configuration.pages = pages
      workspace.configuration.pagesURL = url
      try workspace.run()
      let output = try workspace.output()
      #expect((output.files["entity/brynmoor.html"] != nil) == hasTopics)
      #expect((output.files["news/2013/11/14/a-tram-runs.html"] != nil) == hasEvents)
      #expect((output.files["sitemap.xml"] != nil) == hasTopics)
      let entry = try #require(try AtomDocument(output, "all.atom").entries.first)
      let site = url ?? "http://localhost:8080"
      #expect(entry.links.first?.href == "\(site)/news/2013/11/14/a-tram-runs.html")
      // Another setting leaves nothing of this one.
      workspace.configuration.pages = .none
      workspace.configuration.pagesURL = nil
      try workspace.run()
      let after = try workspace.output()
      #expect(after.files.keys.filter { $0.hasSuffix(".html") } == ["index.html"])
      #expect(try after.differences(from: workspace.freshOutput()) == [])
    }
  }

  @Test("are not written over files of other programs")
  func foreign() throws {
    let workspace = try Workspace(page("A tram runs.", sharing: "Brynmoor"))
    let own = [
      "news/2013/11/14/a-tram-runs.html", "entity/brynmoor.html", "robots.txt", "favicon.ico", "sitemap.xml",
    ]
    for path in own { try workspace.put("mine", at: path) }
    #expect(try workspace.run().report.left == own.sorted())
    #expect(try workspace.run().report.left == [])
    try workspace.write(page("A choir sings.", sharing: "Brynmoor"))
    try workspace.run(isFull: true)
    for path in own { #expect(try workspace.output().text(path) == "mine", "\(path)") }
    for path in own {
      try FileManager.default.removeItem(atPath: workspace.configuration.output + "/" + path)
    }
    try workspace.run()
    #expect(try workspace.output().differences(from: workspace.freshOutput()) == [])
  }

  @Test("are written again when only their beginning is left", arguments: [0, 1, 20, 80, 400])
  func cut(length: Int) throws {
    let workspace = try Workspace(page("A tram runs.", sharing: "Brynmoor"))
    try workspace.run()
    let wanted = try workspace.output()
    for (path, bytes) in wanted.files where bytes.count > length {
      try workspace.put(bytes.prefix(length), at: path)
    }
    #expect(try workspace.run().report.left == [])
    #expect(try workspace.output().differences(from: wanted) == [])
    // Those of an event that ends are removed.
    let other = page("A choir sings.", sharing: "Brynmoor")
    try workspace.write(other)
    try workspace.run()
    let path = "news/2013/11/14/a-choir-sings.html"
    try workspace.put(try #require(workspace.output().files[path]).prefix(length), at: path)
    try workspace.remove(other)
    try workspace.run()
    #expect(try workspace.output().files[path] == nil)
  }

  @Test("are not written over empty files of other programs")
  func foreignAndEmpty() throws {
    let workspace = try Workspace(page("A tram runs.", sharing: "Brynmoor"))
    let own = ["entity/brynmoor.html", "robots.txt", "favicon.ico", "sitemap.xml"]
    try workspace.put("", at: own[0])
    for path in own.dropFirst() { try workspace.put("mine", at: path) }
    #expect(try workspace.run().report.left == own.sorted())
    for path in own { try workspace.put("", at: path) }
    try workspace.write(page("A choir sings.", sharing: "Brynmoor"))
    try workspace.run(isFull: true)
    for path in own { #expect(try workspace.output().text(path) == "", "\(path)") }
  }

  @Test("that other programs wrote stay when their event ends, or pages are switched off")
  func foreignAtTheEnd() throws {
    let event = page("A tram runs.", sharing: "Brynmoor")
    let workspace = try Workspace(event, page("A choir sings.", sharing: "Sudhaven"))
    let own = ["news/2013/11/14/a-tram-runs.html", "entity/sudhaven.html", "robots.txt", "favicon.ico"]
    for path in own { try workspace.put("mine", at: path) }
    try workspace.run()
    try workspace.remove(event)
    try workspace.run()
    workspace.configuration.pages = .none
    try workspace.run()
    for path in own { #expect(try workspace.output().text(path) == "mine", "\(path)") }
  }

  @Test("leave links, and directories and files in their way, and the rest is published")
  func obstacles() throws {
    let workspace = try Workspace(page("A tram runs.", sharing: "Brynmoor"))
    try workspace.put("theirs", at: "elsewhere.txt")
    let output = workspace.configuration.output
    try FileManager.default.createSymbolicLink(
      atPath: output + "/index.html", withDestinationPath: "elsewhere.txt")
    try FileManager.default.createDirectory(atPath: output + "/robots.txt", withIntermediateDirectories: true)
    try workspace.put("a file", at: "news")
    let left = try workspace.run().report.left
    #expect(left.starts(with: ["index.html", "news/2013/11/14/a-tram-runs.html"]))
    #expect(left.contains("robots.txt"))
    #expect(try workspace.output().text("news") == "a file")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: output + "/index.html") == "elsewhere.txt")
    #expect(try workspace.output().files["catalogue.json"] != nil)
    #expect(try workspace.output().files["entity/brynmoor.html"] != nil)
  }

  @Test("of posts are at addresses that no other document has")
  func postAddresses() throws {
    let workspace = try Workspace()
    workspace.configuration.format = ContentSettings(
      site: PostSite(SiteSettings(kind: .hugo), root: .content))
    func post(_ name: String, _ url: String) throws {
      try workspace.write(
        "---\ntitle: \(name)\ndate: 2024-02-29\nurl: \(url)\ntags: [fog]\n---\nFog.\n", to: "blog/\(name).md")
    }
    let addresses = [
      "/sitemap.xml/", "/all.atom", "/tag/fog.html", "/archive/", "/.git/x/", "/x/y.html/z/", "/same/",
      "/same/",
      "/fine/", "/fine.html", "/v1.2",
    ]
    for (number, url) in addresses.enumerated() { try post("p\(number)", url) }
    for _ in 1...2 {
      try workspace.run()
      let output = try workspace.output()
      #expect(output.deadLinks(of: Self.base) == [])
      #expect(output.files["blog/p0/index.html"] != nil && output.files["same/index.html"] != nil)
      #expect(output.files["v1.2/index.html"] != nil && output.files["fine.html"] != nil)
      let pages = output.text("sitemaps/2024.xml")?.matches(of: /<loc>([^<]+)/).map { String($0.1) } ?? []
      #expect(Set(pages).count == pages.count)
      #expect(try output.differences(from: workspace.freshOutput()) == [])
    }
    try workspace.remove("blog/p6.md")
    try workspace.run()
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
    #expect(try workspace.output().text("same/index.html")?.contains("<h1 dir=\"auto\">p7</h1>") == true)
  }

  @Test("have no character that is invalid in HTML")
  func controls() throws {
    var event = page("Fog\u{FFFE} rises", sharing: "Brynmoor", slug: "fog")
    event.summary = "It \u{1}rises *slowly*\u{FFFF}."
    let workspace = try Workspace(event)
    try workspace.run()
    let html = try #require(try workspace.output().text("news/2013/11/14/fog.html"))
    #expect(
      !html.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || [0xFFFE, 0xFFFF].contains($0.value) })
  }

  @Test("have addresses that file systems and servers accept, however the file is named")
  func names() throws {
    let long = String(repeating: "long-", count: 48) + "end"
    let workspace = try Workspace(
      page("A tram runs.", sharing: "Brynmoor", slug: long),
      page("A choir sings.", sharing: "Brynmoor", slug: "caf\u{E9} & bar"),
      page("Fog rises.", sharing: "Brynmoor", slug: "50%"))
    try workspace.run()
    let output = try workspace.output()
    #expect(output.deadLinks(of: Self.base) == [])
    let entries = try AtomDocument(output, "all.atom").entries
    let addresses = entries.compactMap { $0.links.first?.href }
    #expect(addresses.count == 3)
    #expect(addresses.contains("\(Self.base)news/2013/11/14/caf%C3%A9%20&%20bar.html"))
    #expect(addresses.contains("\(Self.base)news/2013/11/14/50%25.html"))
    #expect(
      output.files.keys.allSatisfy { path in path.split(separator: "/").allSatisfy { $0.utf8.count <= 205 } })
  }

  // MARK: Sitemaps

  @Test("are in sitemaps, each with the time of its last change")
  func sitemaps() throws {
    let workspace = try Workspace(page("A tram runs.", sharing: "Brynmoor"))
    try workspace.run()
    let entry = try #require(try AtomDocument(workspace.output(), "all.atom").entries.first)
    var sitemap = try #require(try workspace.output().text("sitemaps/2013.xml"))
    let url = "\(Self.base)news/2013/11/14/a-tram-runs.html"
    #expect(sitemap.contains("<url><loc>\(url)</loc><lastmod>\(entry.updated)</lastmod></url>"))
    var changed = page("A tram runs.", sharing: "Brynmoor")
    changed.summary = "It is late."
    try workspace.write(changed)
    try workspace.run(now: 2_000_003_600)
    let after = try #require(try AtomDocument(workspace.output(), "all.atom").entries.first)
    #expect(after.updated != entry.updated)
    sitemap = try #require(try workspace.output().text("sitemaps/2013.xml"))
    #expect(sitemap.contains("<lastmod>\(after.updated)</lastmod>"))
    let topics = try #require(try workspace.output().text("sitemaps/topics.xml"))
    #expect(topics.contains("<loc>\(Self.base)entity/brynmoor.html</loc><lastmod>\(after.updated)</lastmod>"))
    let index = try #require(try workspace.output().text("sitemap.xml"))
    #expect(index.contains("<loc>\(Self.base)sitemaps/2013.xml</loc>"))
  }
}

extension Workspace {
  // Writes a file of another program into the output directory.
  fileprivate func put(_ text: String, at path: String) throws { try put(Data(text.utf8), at: path) }

  // Replaces a file of the output directory.
  fileprivate func put(_ bytes: Data, at path: String) throws {
    let file = URL(filePath: configuration.output + "/" + path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try bytes.write(to: file)
  }
}
