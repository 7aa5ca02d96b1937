import Primitives
import Testing

@testable import EventArchive

@Suite("Posts")
struct PostTests {
  private func dated(_ yaml: String, _ body: String = "", path: String = "post.md", kind: SiteKind? = nil)
    -> Post?
  {
    post("---\ndate: 2024-01-05\n\(yaml)\n---\n\(body)", path: path, site: SiteSettings(kind: kind))
  }

  @Test func `have a date, and files without one are pages`() {
    guard case .page = postFile("---\ntitle: About\n---\n").content else { return #expect(Bool(false)) }
    guard case .other = postFile("Text").content else { return #expect(Bool(false)) }
    guard case .template = postFile("---\ndate: \"{{date}}\"\n---\n").content else {
      return #expect(Bool(false))
    }
    guard case .rejected = postFile("---\na: &a [*a]\n---\n").content else { return #expect(Bool(false)) }
    #expect(dated("title: Tea") != nil)
  }

  @Test(
    arguments: [
      ("title: \"  Green   tea \"", "", "Green tea"), ("newstitle: Tea", "", "Tea"),
      ("headline: Tea", "", "Tea"),
      ("title: 'Tea &amp; milk&#x23;'", "", "Tea & milk#"),
      ("title: '**Tea** with `milk` and [sugar](/s) *now*'", "", "Tea with milk and sugar now"),
      ("title: snake_case_name and 2 * 3 * 4", "", "snake_case_name and 2 * 3 * 4"),
      ("title: 'Tea <em>and</em> milk<br/>'", "", "Tea and milk"),
      ("title: 'if a < b, see <stdio.h>'", "", "if a < b, see <stdio.h>"),
      ("title: 1984", "", "1984"),
      ("x: y", "Text\n\n```\n# code\n```\n# Tea #\n", "Tea"), ("x: y", "# C# {#c}\n", "C#"),
      ("x: y", "## Sub\n", "my post"),
    ])
  func `have a title from a key, a heading or their name`(yaml: String, body: String, title: String) {
    #expect(dated(yaml, body, path: "2024-01-05-my-post.md")?.title == title)
  }

  @Test func `have a body without a heading that repeats the title`() throws {
    let post = try #require(dated("title: Green tea", "\n# Green  *tea*\nText\n"))
    #expect(post.body.string == "Text\n")
    #expect(post.bodyLine == 7)
    #expect(dated("title: Tea", "Text\n# Tea\n")?.body.string == "Text\n# Tea\n")
    #expect(dated("title: Tea", "# Milk\n")?.body.string == "# Milk\n")
  }

  @Test(
    arguments: [
      ("description: B\nsummary: A", "", "A"), ("deck: D", "Text", "D"), ("summary:\nexcerpt: E", "", "E"),
      ("x: y", "One\n\nTwo <!-- more --> three", "One\n\nTwo "),
      (
        "x: y",
        "# Head\n\n![i](i.png)\n\n| a |\n|---|\n\n> quote\n\n- item\n\n```\ncode\n```\n\nThe\ntext\n\nMore",
        "The\ntext"
      ),
      ("x: y", "Head\n====\n\n{{< figure >}}\n\n<div>x</div>\n\n<b>Bold</b> text", "<b>Bold</b> text"),
      ("title: Head", "# Head\n\nText\n<!--more-->\nMore", "\nText\n"),
      (
        "x: y",
        "[A b] and [c][D\te], [[f]][^1].\n\n[a  B]: /x\n[d e]: /y 'z'\n[f]: <z>\n[g]: /g\n[^1]: Note.",
        "[A b] and [c][D\te], [[f]].\n\n[a  B]: /x\n[d e]: /y 'z'\n[f]: <z>"
      ),
      ("x: y", "One [two][].\n\n{% include a.md %}", "One [two][].\n\n[two]: <lost:>"),
      ("x: y", "One [two][a] <!--more-->\n\n[a]: /b", "One [two][a] \n\n[a]: /b"),
      ("x: y", "import A from 'a'\n\n    code\n\n1. item\n\n2024 was long", "2024 was long"),
    ])
  func `have a summary from a key, an excerpt or a paragraph`(yaml: String, body: String, summary: String) {
    #expect(dated(yaml, body)?.summary?.text == summary)
  }

  @Test(
    arguments: [
      ("draft: true", "draft: true"), ("published: false", "published: false"),
      ("publish: no", "publish: false"),
      ("status: Draft", "status: draft"), ("status: hidden", "status: hidden"),
      ("headless: true", "headless: true"),
      ("build: {list: never}", "build.list: never"), ("permalink: false", "permalink: false"),
      ("eleventyExcludeFromCollections: true", "eleventyExcludeFromCollections: true"),
      ("draft: false\npublished: true\nstatus: published", nil),
    ])
  func `may be drafts`(yaml: String, reason: String?) {
    #expect(dated(yaml)?.draftReason == reason)
    #expect(dated("x: y", path: "_drafts/x.md")?.draftReason == "_drafts/")
  }

  @Test func `have times of change, publication and expiry`() throws {
    let post = try #require(
      dated("lastmod: 2024-02-01\npublishDate: 2024-03-01\nexpiryDate: 2025-01-01 10:00 +0100"))
    #expect(post.updated.map { $0.time.description } == "2024-02-01T00:00:00Z")
    #expect(post.publication?.day(in: .utc).description == "2024-03-01")
    #expect(post.expiry.map { $0.time.description } == "2025-01-01T09:00:00Z")
    #expect(dated("updated: 2023-02-01")?.updated == nil)
  }

  @Test(
    arguments: [
      ("image: /a/b.JPG?x=1", "/a/b.JPG?x=1", "image/jpeg"),
      ("cover: {src: c.webp, alt: x}", "c.webp", "image/webp"),
      ("image: {path: p.png}", "p.png", "image/png"), ("images: [i.gif, j.gif]", "i.gif", "image/gif"),
      ("cover: \"[[c.png]]\"", "c.png", "image/png"), ("featured_image: {uid: a-b, alt: x}", nil, nil),
      ("resources: [{name: x, src: x.png}, {name: hero, src: h.jpg}]", "h.jpg", "image/jpeg"),
      ("image: an-id", nil, nil), ("image:", nil, nil), ("image: \"{{ x }}.png\"", nil, nil),
      ("heroImage: 'https://a.example/x.svg#y'", "https://a.example/x.svg#y", "image/svg+xml"),
    ])
  func `have a picture when a value looks like one`(yaml: String, address: String?, type: String?) {
    let image = dated(yaml)?.image
    #expect(image?.address == address)
    #expect(image?.mediaType == type)
  }

  @Test(
    arguments: [
      ("cover: {image: a.png, width: 1200, height: 630}", PictureSize(width: 1200, height: 630)),
      ("image: {path: a.png, width: \"12\", height: 6, alt: x}", PictureSize(width: 12, height: 6)),
      ("image: {path: a.png, width: 12}", nil), ("image: {path: a.png, width: 0, height: 6}", nil),
      ("image: {path: a.png, width: 100%, height: 6}", nil), ("image: a.png\nwidth: 12\nheight: 6", nil),
    ])
  func `have the size of a picture when it is given beside the address`(yaml: String, size: PictureSize?) {
    #expect(dated(yaml)?.image?.address == "a.png")
    #expect(dated(yaml)?.image?.size == size)
  }

  @Test(
    arguments: [
      ("ar", "en", "ar"), ("en", "en", nil), ("EN", "en", nil), ("en", "en-GB", nil),
      ("en-GB", "en", "en-GB"),
      ("en-US", "en-GB", "en-US"), ("en", "enm", "en"), ("pt_br", "pt-br", nil), ("nonsense!", "en", nil),
    ])
  func `have a language in feeds of another one`(lang: String, feed: String, language: String?) {
    #expect(dated("lang: \(lang)")?.language(inFeedOf: feed) == language)
    #expect(dated("x: y")?.language(inFeedOf: feed) == nil)
  }

  @Test(
    arguments: [
      ("guid: https://a.example/1", PostID.uri("https://a.example/1")),
      ("id: tag:a.example,2024:x", .uri("tag:a.example,2024:x")),
      ("uuid: 123E4567-E89B-12D3-A456-426614174000", .uuid("123e4567-e89b-12d3-a456-426614174000")),
      ("id: my-post-0001", .name("my-post-0001")), ("id: 12", nil), ("id: a b c d e f", nil),
      ("guid: [x]", nil),
    ])
  func `have an id of their own when it is valid`(yaml: String, id: PostID?) {
    let file = postFile("---\ndate: 2024-01-05\n\(yaml)\n---\n")
    guard case .post(let post) = file.content else { return #expect(Bool(false)) }
    #expect(post.id == id)
    #expect(file.problems.map(\.line) == (id == nil ? [3] : []))
  }

  @Test(
    "have terms with articles; others are reported with their line",
    arguments: [
      ("tags: [{name: Fog, wikidata: Q37477}]", "https://www.wikidata.org/wiki/Q37477", []),
      ("tags:\n  - name: Fog\n    sameAs: http://a.example/fog#x", "http://a.example/fog", []),
      ("tags:\n  - name: Fog\n    sameAs: javascript:x", nil, [5]), ("tags: [{name: Fog}]", nil, []),
      ("tags: [{name: Fog, wikidata: [x]}]", nil, [3]),
    ] as [(String, String?, [Int])])
  func articles(yaml: String, article: String?, lines: [Int]) throws {
    let file = postFile("---\ndate: 2024-01-05\n\(yaml)\n---\n")
    guard case .post(let post) = file.content else { return #expect(Bool(false)) }
    #expect(post.terms["tag"]?.map(\.name) == ["Fog"])
    #expect(post.terms["tag"]?.first?.article?.text == article)
    #expect(file.problems.map(\.line) == lines)
  }

  @Test func `have a link of the original`() {
    #expect(dated("external_url: https://a.example/x")?.via == "https://a.example/x")
    #expect(dated("link: /x\ncanonical: http://a.example/")?.via == "http://a.example/")
    #expect(dated("link: x")?.via == nil)
  }

  @Test(
    arguments: [
      ("lang: pt_br", "post.md", "pt-BR"), ("locale: en_US.UTF-8", "post.md", "en-US"),
      ("x: y", "post.fr.md", "fr"),
      ("x: y", "post/index.pl.md", "pl"), ("lang: de", "post.fr.md", "de"), ("x: y", "v1.2.md", nil),
      ("x: y", "jquery.js.md", nil), ("lang: zh-hans-cn", "post.md", "zh-Hans-CN"),
      ("lang: English", "post.md", nil),
    ])
  func `have a language`(yaml: String, path: String, language: String?) {
    #expect(dated(yaml, path: path)?.language == language)
  }

  @Test func `may be in folders of languages`() {
    #expect(LanguageTag.folders(of: PostPath("pt-br/news/zh_cn/x.md")).map(\.tag) == ["pt-BR", "zh-CN"])
    #expect(LanguageTag.folders(of: PostPath("blog/posts/x.md")).isEmpty)
  }

  @Test func `name their countries`() {
    let yaml =
      "country: NO\nlocation: {country: Norway}\ncountries: [Egypt, {name: Iran}, '']\ntags: [country-ir, country-eg, x]"
    #expect(dated(yaml)?.countries.map(\.text) == ["NO", "Egypt", "Iran", "Norway", "ir", "eg"])
    #expect(dated("country: \"\"")?.countries.isEmpty == true)
  }

  @Test func `have former addresses, but aliases of notes are names`() {
    #expect(dated("aliases: [/a/, /b/]\nredirect_from: /c/")?.aliases == ["/a/", "/b/", "/c/"])
    #expect(dated("aliases: [Tea time]", kind: .obsidian)?.aliases == [])
  }

  @Test func `have the defaults of the site and of their folder`() {
    var site = SiteSettings(kind: .jekyll)
    site.defaults = [
      SiteSettings.Defaults(folder: "", collection: "posts", values: mapping("author: site\nlayout: post")),
      SiteSettings.Defaults(folder: "tea", collection: nil, values: mapping("author: tea")),
    ]
    let text = "---\ndate: 2024-01-05\n---\n"
    #expect(post(text, path: "tea/_posts/x.md", site: site)?.terms["author"]?.map(\.name) == ["tea"])
    #expect(post(text, path: "_posts/x.md", site: site)?.terms["author"]?.map(\.name) == ["site"])
    #expect(post(text, path: "milk/x.md", site: site)?.terms["author"] == nil)
    // Eleventy unites the tags.
    var eleventy = SiteSettings(kind: .eleventy)
    eleventy.defaults = [
      SiteSettings.Defaults(folder: "", collection: nil, values: mapping("tags: [posts, a]\nauthor: Jane")),
      SiteSettings.Defaults(folder: "tea", collection: nil, values: mapping("tags: b")),
    ]
    let tagged = "---\ndate: 2024-01-05\ntags: c\nauthor: Joe\n---\n"
    let tea = post(tagged, path: "tea/x.md", site: eleventy)
    #expect(tea?.terms["tag"]?.map(\.name) == ["c", "b", "a"])
    #expect(tea?.terms["author"]?.map(\.name) == ["Joe"])
  }

  private func mapping(_ yaml: String) -> FrontMatterMapping {
    frontMatter("---\n\(yaml)\n---\n").frontMatter?.fields ?? FrontMatterMapping()
  }
}
