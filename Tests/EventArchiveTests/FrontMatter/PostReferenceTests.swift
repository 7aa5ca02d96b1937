import Primitives
import Testing

@testable import EventArchive

@Suite("References to files of the content")
struct PostReferenceTests {
  private static let files = [
    "content/posts/rain.md", "content/notes/rain.md", "content/notes/old/rain.md",
    "content/posts/fog/index.md",
    "content/guides/_index.md", "content/posts/tea.fr.md", "content/posts/tea.md",
    "content/posts/Näive 1.5.md",
  ]

  private func target(of text: String, in post: String = "content/posts/today.md") -> String? {
    guard let reference = PostReference(text, in: PostPath(post)) else { return nil }
    let files = Self.files.map { PostPath($0) }.filter { $0.referenceKey == reference.key }
    return reference.best(of: files, contentFolder: "content").map { files[$0].path }
  }

  @Test(
    "lead to the file at the path, from the folder of the post first",
    arguments: [
      ("rain.md", "content/posts/rain.md"), ("rain", "content/posts/rain.md"),
      ("/notes/rain.md", "content/notes/rain.md"), ("notes/rain", "content/notes/rain.md"),
      ("@/notes/rain.md", "content/notes/rain.md"), ("content/notes/rain.md", "content/notes/rain.md"),
      ("../notes/rain.md", "content/notes/rain.md"), ("./rain.md", "content/posts/rain.md"),
      ("old/rain", "content/notes/old/rain.md"), ("RAIN", "content/posts/rain.md"),
      ("fog/index.md", "content/posts/fog/index.md"), ("/posts/fog", "content/posts/fog/index.md"),
      ("guides/_index.md", "content/guides/_index.md"), ("/guides", "content/guides/_index.md"),
      ("tea.md", "content/posts/tea.md"), ("na\u{308}ive 1.5", "content/posts/Näive 1.5.md"),
    ])
  func found(text: String, path: String) {
    #expect(target(of: text) == path)
  }

  @Test(
    "lead nowhere when no page is there",
    arguments: [
      "snow.md", "posts/old/rain.md", "../../../rain.md", "rain.png", "", "/", "..",
      "@",
    ])
  func notFound(text: String) {
    #expect(target(of: text) == nil)
  }

  @Test func `prefer the file in the language of the post`() {
    #expect(target(of: "tea.md", in: "content/posts/today.fr.md") == "content/posts/tea.fr.md")
    #expect(target(of: "tea", in: "content/posts/today.md") == "content/posts/tea.md")
  }

  @Test(
    "A page without a date has an address unless its pattern needs the date",
    arguments: [
      (SiteKind.hugo, "content/about.md", "title: x", nil, "/about/"),
      (.hugo, "content/guides/_index.md", "title: x\nslug: y", "/:year/:slug/", "/guides/"),
      (.hugo, "content/about.md", "title: x", "/:year/:slug/", nil),
      (.hugo, "content/about.md", "title: x\nurl: /us/", "/:year/:slug/", "/us/"),
      (.hugo, "content/about.md", "title: x\ndraft: true", nil, nil),
      (.hugo, "content/guides/_index.md", "title: x\ndate: 2024-01-02", nil, "/guides/"),
      (.jekyll, "about.md", "title: x", nil, "/about.html"),
      (.jekyll, "about.md", "permalink: /us/", "pretty", "/us/"),
      (.zola, "content/guides/_index.md", "title: x", nil, "/guides/"),
      (.obsidian, "Notes/About us.md", "title: x", nil, "/Notes/About+us"),
    ] as [(SiteKind, String, String, String?, String?)])
  func addresses(kind: SiteKind, path: String, fields: String, pattern: String?, address: String?) throws {
    var site = SiteSettings(kind: kind)
    if kind == .hugo || kind == .zola { site.contentFolder = "content" }
    if let pattern { site.permalinks[""] = pattern }
    let file = PostFile.read(TextSlice("---\n\(fields)\n---\n"), path: path, site: site)
    guard case .page(let page) = file.content else {
      Issue.record("\(path) is no page")
      return
    }
    #expect(page.address == address)
  }
}
