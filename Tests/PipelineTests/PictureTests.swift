import EventArchive
import Foundation
import Publishing
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

@Suite("The picture of an entry")
struct PictureTests {
  private static let cover = "https://pictures.example/harbour.jpg?a=1&b=2"

  // An entry as the formats have it.
  private struct Entry: Equatable {
    // The addresses in elements of Media RSS, in Atom and RSS, and in the member `image`.
    var atom: [String]
    var rss: [String]
    var image: String?
    var content: String
  }

  private static func workspace() throws -> Workspace {
    let workspace = try Workspace()
    workspace.configuration.formats = FeedFormat.allCases
    return workspace
  }

  private static func posts(showsSummaries: Bool = false) throws -> Workspace {
    let workspace = try Self.workspace()
    workspace.configuration.format = ContentSettings(
      site: PostSite(SiteSettings(kind: .hugo), root: .content))
    workspace.configuration.posts.showsSummaries = showsSummaries
    return workspace
  }

  private static func page(summary: String = "Ferries wait.", cover: String = cover) -> ArchivePage {
    var page = ArchivePage(day: "2013/11/14", title: "Fog \"rises\"", form: .later, slug: "fog")
    (page.summary, page.cover) = (summary, cover)
    return page
  }

  // The only entry of the feed of all events. Its content is the same in every format.
  private static func entry(_ workspace: Workspace) throws -> Entry {
    try workspace.run()
    let tree = try workspace.output()
    func elements(_ path: String, _ name: String) throws -> XMLElementNode {
      let root = try XMLElementNode(parsing: try #require(tree.files[path]))
      let entry = try #require((root.all("channel").first ?? root).all(name).first)
      #expect(entry.all("enclosure") == [])
      return entry
    }
    let (atom, rss) = (try elements("all.atom", "entry"), try elements("all.rss", "item"))
    let document = try JSONFeedDocument(try #require(tree.files["all.json"]))
    let json = try #require(document.items.first)
    let content = atom.all("content").first { $0.attributes["type"] == "html" }?.text
    #expect(content == json.contentHtml)
    #expect(content == rss["encoded"] ?? rss["description"])
    func media(_ entry: XMLElementNode) -> [String] {
      entry.children.filter { $0.qualifiedName.hasPrefix("media:") }.compactMap { $0.attributes["url"] }
    }
    return Entry(atom: media(atom), rss: media(rss), image: json.image, content: content ?? "")
  }

  @Test(
    "is in elements, at the beginning of the content, in both or in neither",
    arguments: PicturePlacement.allCases)
  func places(places: PicturePlacement) throws {
    let events = try Self.workspace()
    try events.write(Self.page())
    let posts = try Self.posts()
    try posts.write(
      "---\ntitle: 'Fog \"rises\"'\ndate: 2024-05-01\ncover: {image: '\(Self.cover)', width: 12, height: 6}\n---\nFerries wait.\n",
      to: "posts/fog.md")
    for workspace in [events, posts] {
      workspace.configuration.pictures = places
      let entry = try Self.entry(workspace)
      let isInElements = [.all, .media].contains(places)
      let elements = isInElements ? [Self.cover, Self.cover] : []
      #expect(entry.atom == elements)
      #expect(entry.rss == elements)
      #expect(entry.image == (isInElements ? Self.cover : nil))
      let picture =
        "<p><img src=\"https://pictures.example/harbour.jpg?a=1&amp;b=2\" alt=\"Fog &quot;rises&quot;\"></p>\n"
      #expect(
        entry.content == ([.all, .content].contains(places) ? picture : "") + "<p>Ferries wait.</p>\n")
    }
  }

  @Test(
    "is not in the content a second time when the text has it",
    arguments: [
      ("![x](https://pictures.example/harbour.jpg?a=1&b=2)", cover, 1),
      ("Ferries.\n\n![x](https://PICTURES.example/harbour.jpg?w=800)", cover, 1),
      ("![x](https://pictures.example/harbour.jpg#a) *Fog*", cover, 1),
      ("![x](https://pictures.example/tram.jpg)", cover, 2),
      ("[x](https://pictures.example/harbour.jpg)", cover, 1),
      ("![x](https://pictures.example/show?id=1)", "https://pictures.example/show?id=1", 1),
      ("![x](https://pictures.example/show?id=1)", "https://pictures.example/show?id=2", 2),
    ])
  func twice(text: String, cover: String, count: Int) throws {
    let events = try Self.workspace()
    try events.write(Self.page(summary: text, cover: cover))
    var contents = [try Self.entry(events).content]
    // The picture of a post must be a file.
    if cover == Self.cover {
      let posts = try Self.posts()
      try posts.write("---\ndate: 2024-05-01\nimage: \(cover)\n---\n\(text)\n", to: "posts/fog.md")
      contents.append(try Self.entry(posts).content)
    }
    for content in contents { #expect(content.ranges(of: "<img ").count == count, "\(content)") }
  }

  @Test(
    "is found in the HTML of a post, however it is written there",
    arguments: [
      ("/img/a.png", "<figure><img alt=\"x\" srcset=\"/img/a-2.png 2x\" src='/img/a.png'></figure>"),
      ("a.png", "<img loading=lazy data-src=\"a.png\">"), ("a.png", "{{< figure src=\"a.png\" >}}"),
      (
        "a.png",
        "<picture><source srcset=\"/b.webp\"><img src=\"http://localhost:8080/posts/fog/a.png?w=9\"></picture>"
      ),
    ])
  func inBody(image: String, body: String) throws {
    let workspace = try Self.posts()
    try workspace.write("---\ndate: 2024-05-01\nimage: \(image)\n---\n\(body)\n", to: "posts/fog.md")
    let entry = try Self.entry(workspace)
    #expect(entry.content.ranges(of: "<img ").count == 1, "\(entry.content)")
    #expect(entry.atom.count == 2)
  }

  @Test func `is before the summary where entries have summaries only`() throws {
    let workspace = try Self.posts(showsSummaries: true)
    try workspace.write(
      "---\ntitle: Fog\ndate: 2024-05-01\nimage: /a.png\nsummary: Trams.\n---\n![](/a.png)\n",
      to: "posts/fog.md")
    let content = try Self.entry(workspace).content
    #expect(content == "<p><img src=\"http://localhost:8080/a.png\" alt=\"Fog\"></p>\n<p>Trams.</p>\n")
  }

  @Test func `is in other places of all feeds when the configuration says so`() throws {
    let workspace = try Self.workspace()
    try workspace.write(Self.page())
    try workspace.run()
    for places in PicturePlacement.allCases.reversed() {
      workspace.configuration.pictures = places
      try workspace.run()
      #expect(try workspace.output().differences(from: workspace.fullOutput()) == [], "\(places)")
    }
  }

  @Test func `has another size or place in all feeds when it is edited`() throws {
    let workspace = try Self.posts()
    for image in [
      "{src: /a.png}", "{src: /a.png, width: 12, height: 6}", "{src: /b.png, width: 12, height: 6}",
    ] {
      try workspace.write(
        "---\ntitle: Fog\ndate: 2024-05-01\ntags: [fog]\nimage: \(image)\n---\nTrams.\n", to: "posts/fog.md")
      try workspace.run()
      let tree = try workspace.output()
      #expect(try tree.differences(from: workspace.fullOutput()) == [])
      let made = try workspace.onDemand().feed(.matching(Workspace.expression("tag:fog")), .atom)
      #expect(Workspace.entries(Data(made)) == Workspace.entries(tree.files["tag/fog.atom"]))
    }
  }
}
