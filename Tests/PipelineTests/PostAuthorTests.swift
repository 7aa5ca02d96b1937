import Classification
import EventArchive
import Foundation
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

@Suite("The authors of posts")
struct PostAuthorTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    workspace.configuration.formats = FeedFormat.allCases
    workspace.configuration.author = "The editors & co"
    workspace.configuration.format = ContentSettings(
      site: PostSite(SiteSettings(kind: .hugo), root: .content))
    for (name, authors) in [
      ("both", "authors: [Yuki <Ada> & Roe, Ben Quill]"), ("one", "author: ben-quill"),
      ("none", "tags: [fog]"),
    ] {
      let text = "---\ntitle: \(name)\ndate: 2024-05-01\n\(authors)\ntags: [fog]\n---\nFog.\n"
      try workspace.write(text, to: "posts/\(name).md")
    }
  }

  // The names of the authors of each entry in a format, by title.
  private func authors(_ path: String, in tree: FileTree) throws -> [String: [String]] {
    let data = try #require(tree.files[path])
    if path.hasSuffix(".json") {
      return Dictionary(
        uniqueKeysWithValues: try JSONFeedDocument(data).items.map {
          ($0.title, $0.authors?.map(\.name) ?? [])
        })
    }
    let root = try XMLElementNode(parsing: data)
    let entries = root.all("entry") + root.all("channel").flatMap { $0.all("item") }
    return Dictionary(
      uniqueKeysWithValues: entries.map { entry in
        (
          entry["title"] ?? "",
          entry.all("author").map { $0["name"] ?? "" } + entry.all("creator").map(\.text)
        )
      })
  }

  @Test func `are authors of its entry in every feed and format, beside its categories`() throws {
    try workspace.run()
    let tree = try workspace.output()
    let wanted = ["both": ["Yuki <Ada> & Roe", "Ben Quill"], "one": ["Ben Quill"], "none": []]
    for feed in ["all", "tag/fog", "author/ben-quill"] {
      for format in ["atom", "json"] {
        for (title, names) in try authors("\(feed).\(format)", in: tree) {
          #expect(names == wanted[title], "\(feed).\(format)")
        }
      }
      for (title, names) in try authors(feed + ".rss", in: tree) {
        #expect(names == (title == "none" ? ["The editors & co"] : wanted[title]), "\(feed).rss")
      }
    }
    let entries = try AtomDocument(tree, "author/ben-quill.atom").entries
    #expect(entries.map(\.title).sorted() == ["both", "one"])
    #expect(entries.allSatisfy { $0.categories.contains { $0.hasSuffix("/author/ben-quill") } })
  }

  @Test func `have the names that the site gives them, after an incremental run too`() throws {
    try workspace.run()
    var settings = SiteSettings(kind: .hugo)
    settings.termNames = ["author": [try #require(TermKey("Ben Quill")): "Dr. Benjamin Quill"]]
    workspace.configuration.format = ContentSettings(site: PostSite(settings, root: .content))
    try workspace.run()
    let tree = try workspace.output()
    #expect(try authors("all.atom", in: tree)["one"] == ["Dr. Benjamin Quill"])
    #expect(try authors("tag/fog.json", in: tree)["one"] == ["Dr. Benjamin Quill"])
    #expect(try tree.differences(from: workspace.fullOutput()) == [])
  }

  @Test func `and tags have the articles that the post, or the site, links`() throws {
    try workspace.write(
      "---\ntitle: three\ndate: 2024-05-03\ntags: [{name: Fog, wikidata: Q37477}, zoo]\nauthors: Ben Quill\n---\nFog.\n",
      to: "posts/three.md")
    var settings = SiteSettings(kind: .hugo)
    let article = try #require(ArticleAddress("https://ben.example/"))
    settings.termArticles = ["author": [try #require(TermKey("Ben Quill")): article]]
    workspace.configuration.format = ContentSettings(site: PostSite(settings, root: .content))
    try workspace.run()
    let feeds = try CatalogueDocument(workspace.output()).feeds
    #expect(feeds.first { $0.slug == "fog" }?.article == "https://www.wikidata.org/wiki/Q37477")
    #expect(feeds.first { $0.slug == "fog" }?.name == "fog")
    #expect(feeds.first { $0.slug == "ben-quill" }?.article == "https://ben.example/")
    #expect(feeds.first { $0.slug == "zoo" }?.article == nil)
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }

  @Test func `are in the order of the post, also after an incremental run`() throws {
    func write(_ authors: String) throws {
      try workspace.write(
        "---\ntitle: both\ndate: 2024-05-01\nauthors: [\(authors)]\ntags: [zoo, fog]\n---\nFog.\n",
        to: "posts/both.md")
    }
    for authors in [["C", "A", "B"], ["B", "C", "A"], ["A", "B", "C"]] {
      try write(authors.joined(separator: ", "))
      try workspace.run()
      let tree = try workspace.output()
      for path in ["all.atom", "tag/zoo.json"] {
        #expect(try self.authors(path, in: tree)["both"] == authors)
      }
      #expect(try tree.differences(from: workspace.fullOutput()) == [])
    }
  }

  @Test func `are those of the entry in feeds on demand`() throws {
    try workspace.run()
    let onDemand = try workspace.onDemand()
    for format in FeedFormat.allCases {
      let made = try onDemand.feed(.matching(Workspace.expression("tag:fog")), format)
      let published = try workspace.output().files["tag/fog.\(format.pathExtension)"] ?? Data()
      let start = format == .json ? "\"items\":" : format == .atom ? "<entry>" : "<item>"
      func entries(_ data: Data) throws -> Substring {
        let text = String(decoding: data, as: UTF8.self)
        return text[try #require(text.firstRange(of: start)).lowerBound...]
      }
      #expect(try entries(Data(made)) == entries(published), "\(format)")
    }
  }
}
