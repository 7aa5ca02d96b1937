import Testing

@testable import EventArchive

@Suite("Addresses of posts")
struct PostAddressTests {
  private func address(
    _ kind: SiteKind?, _ pattern: String?, _ yaml: String, path: String = "blog/news/2024-01-09-Green Tea.md",
    change: (inout SiteSettings) -> Void = { _ in }
  ) -> String? {
    var site = SiteSettings(kind: kind)
    if let pattern { site.permalinks[""] = pattern }
    change(&site)
    return post("---\ndate: 2024-01-09 23:30 -0500\n\(yaml)\n---\n", path: path, site: site)?.address
  }

  @Test(
    arguments: [
      ("/:year/:month/:day/:slug/", "title: 'Tea & Milk!'", "/2024/01/09/tea-milk/"),
      (":year/:monthname/:weekdayname/:yearday/:weekday", "slug: Tea", "/2024/january/tuesday/9/2"),
      ("/:section/:title", "title: Ünïcode C++ a - b", "/blog/%C3%BCn%C3%AFcode-c++-a-b"),
      ("/:sections/:filename/", "x: y", "/blog/news/2024-01-09-green-tea/"),
      ("/:sections[1:]/:slugorfilename/", "slug: s", "/news/s/"),
      ("/:sections[last]/:sections[0]/", "x: y", "/news/blog/"),
      ("/:06/:1/:2/:Jan/x", "x: y", "/24/1/9/Jan/x"),
      ("/:unknown/", "x: y", nil), ("/:slug/", "url: /own/place/", "/own/place/"),
      ("/:year/", "url: '{{ x }}'", "/2024/"),
      (nil, "url: ../../a/./b/../%2E%2e/c/..", "/"), (nil, "url: /a/.hidden/b..c/", "/a/.hidden/b..c/"),
      (nil, "slug: My Tea", "/blog/news/my-tea/"), (nil, "x: y", "/blog/news/2024-01-09-green-tea/"),
    ] as [(String?, String, String?)])
  func `of Hugo`(pattern: String?, yaml: String, address: String?) {
    #expect(self.address(.hugo, pattern, yaml) == address)
  }

  @Test func `of Hugo use the name of a bundle, and the pattern of the longest folder`() {
    #expect(
      address(.hugo, nil, "x: y", path: "content/blog/Tea/index.md") { $0.contentFolder = "content" }
        == "/blog/tea/")
    let address = address(.hugo, "/all/:slugorfilename/", "slug: x") {
      $0.permalinks["blog"] = "/blog/:slug/"
      $0.permalinks["blog/news"] = "/news/:slug/"
    }
    #expect(address == "/news/x/")
  }

  @Test(
    arguments: [
      (nil, "categories: [Tea, Green Milk]", "/tea/green%20milk/2024/01/10/Green-Tea.html"),
      ("pretty", "x: y", "/2024/01/10/Green-Tea/"),
      ("ordinal", "x: y", "/2024/010/Green-Tea.html"), ("weekdate", "x: y", "/2024/W02/Wed/Green-Tea.html"),
      ("none", "x: y", "/Green-Tea.html"),
      ("/:short_year/:i_month/:i_day/:slug:output_ext", "slug: A B", "/24/1/10/a-b.html"),
      (nil, "permalink: /a/:year/b", "/a/2024/b"),
      (nil, "permalink: pretty", "/2024/01/10/Green-Tea/"), ("/:title/", "slug: 'a!b c?d'", "/a!b-c-d/"),
    ] as [(String?, String, String)])
  func `of Jekyll use the day in the zone of the site`(pattern: String?, yaml: String, address: String?) {
    #expect(self.address(.jekyll, pattern, yaml, path: "_posts/2024-01-09-Green Tea.md") == address)
  }

  @Test func `of pages of Jekyll are their paths`() {
    #expect(address(.jekyll, nil, "x: y", path: "a/Tea.md") == "/a/Tea.html")
    #expect(address(.jekyll, "pretty", "x: y", path: "a/Tea.md") == "/a/Tea/")
    #expect(address(.jekyll, "pretty", "x: y", path: "a/index.md") == "/a/")
  }

  @Test func `of collections of Jekyll have their names`() {
    let address = address(.jekyll, nil, "x: y", path: "_talks/a/b.md") { $0.collections = ["talks"] }
    #expect(address == "/talks/a/b.html")
  }

  @Test func `of Zola are folders and the name without its day`() {
    #expect(address(.zola, nil, "x: y") == "/blog/news/green-tea/")
    #expect(address(.zola, nil, "path: 2025/01/10/Tea") == "/2025/01/10/Tea/")
    #expect(address(.zola, nil, "slug: Thé vert") == "/blog/news/the-vert/")
  }

  @Test func `of Eleventy need a pattern, and use the day in UTC`() {
    #expect(address(.eleventy, nil, "x: y") == nil)
    #expect(address(.eleventy, "/:year/:month/:day/:fileslug/", "x: y") == "/2024/01/10/Green%20Tea/")
    #expect(address(.eleventy, "/:fileslug/", "x: y", path: "2024-1-9-tea.md") == "/2024-1-9-tea/")
    #expect(address(.eleventy, "/:fileslug/", "permalink: /tea/") == "/tea/")
  }

  @Test func `of Pelican have fields in braces`() {
    #expect(address(.pelican, nil, "title: \"Thé & C'est la vie_\"") == "/the-cest-la-vie_.html")
    #expect(address(.pelican, "/b/{date:%Y}/{date:%b}/{slug}/", "slug: tea") == "/b/2024/Jan/tea/")
    #expect(
      address(.pelican, "/{category}/{author}/{lang}", "category: A B\nauthor: Jane Doe")
        == "/a-b/jane-doe/en")
    #expect(address(.pelican, "/{x}", "x: y") == nil)
  }

  @Test func `of notes are their paths with plus signs`() {
    #expect(address(.obsidian, nil, "x: y", path: "My Notes/Green Tea.md") == "/My+Notes/Green+Tea")
  }
}
