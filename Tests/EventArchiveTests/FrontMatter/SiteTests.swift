import Testing

@testable import EventArchive

@Suite("Sites")
struct SiteTests {
  @Test(
    arguments: [
      ([".obsidian/app.json": "{}"], ["obsidian .obsidian"]), (["hugo.toml": ""], ["hugo hugo.toml"]),
      (["config/_default/hugo.yaml": ""], ["hugo config/_default/hugo.yaml"]),
      (["_config.yml": "title: x"], ["jekyll _config.yml"]), (["zola.toml": ""], ["zola zola.toml"]),
      (["config.toml": "base_url = 'https://a.example'"], ["zola config.toml"]),
      (["config.toml": "baseURL = 'https://a.example'"], ["hugo config.toml"]),
      (["config.yaml": "baseurl: https://a.example"], ["hugo config.yaml"]),
      (["config.json": "{\"content\": \"x\"}"], []),
      (["pelicanconf.py": ""], ["pelican pelicanconf.py"]), ([".eleventy.js": ""], ["eleventy .eleventy.js"]),
      (["astro.config.mjs": "", "src/x.md": ""], ["astro astro.config.mjs"]), (["news/x.md": ""], []),
      (["_config.yml": "", "hugo.toml": ""], ["hugo hugo.toml", "jekyll _config.yml"]),
      (["config.toml": "not valid"], []), (["config.toml": "base_url = "], ["zola config.toml"]),
    ] as [([String: String], [String])])
  func `are recognized by their configuration`(files: [String: String], sites: [String]) {
    let found = DetectedSite.all(in: SiteDirectory(files: files))
    #expect(found.map { "\($0.kind.rawValue) \($0.configuration)" } == sites)
  }

  private func settings(_ files: [String: String]) throws -> SiteSettings {
    let directory = SiteDirectory(files: files)
    return SiteSettings.read(try #require(DetectedSite.all(in: directory).first), in: directory)
  }

  @Test func `of Hugo have titles, addresses, a zone, patterns and taxonomies`() throws {
    let yaml = """
      title: Tea news
      baseURL: https://tea.example/
      languageCode: en-us
      timeZone: Europe/Berlin
      buildFuture: true
      taxonomies: {topic: topics, tag: tags}
      permalinks:
        news: /:year/:slug/
        page: {events: /event/:slug/}
      """
    let site = try settings(["hugo.yml": yaml])
    #expect(site.title == "Tea news")
    #expect(site.pagesURL == "https://tea.example/")
    #expect(site.language == "en-US")
    #expect(site.timeZone.identifier == "Europe/Berlin")
    #expect(site.publishesFuture)
    #expect(site.permalinks == ["news": "/:year/:slug/", "events": "/event/:slug/"])
    #expect(site.taxonomies.map(\.name) == ["tag", "category", "author", "topic"])
    #expect(site.contentFolder == "content")
    let languages = "defaultContentLanguage = 'fr'\n[languages.fr]\ntitle = 'Thé'\nlanguageCode = 'fr-ca'"
    #expect(try settings(["hugo.toml": languages]).title == "Thé")
    let split = try settings([
      "config/_default/hugo.toml": "title = 'Tea'", "config/_default/permalinks.toml": "news = '/:slug/'",
    ])
    #expect(split.title == "Tea")
    #expect(split.permalinks == ["news": "/:slug/"])
  }

  @Test func `of Hugo in several languages have folders and segments of addresses by language`() throws {
    let site = try settings([
      "config/_default/hugo.toml": "defaultContentLanguage = 'en'",
      "config/_default/languages.en.toml": "title = 'Tea'\ncontentDir = 'content/en'\nlocale = 'en-GB'",
      "config/_default/languages.pt-br.toml": "title = 'Chá'\ncontentDir = 'content/pt'",
    ])
    #expect(site.title == "Tea" && site.language == "en-GB")
    for (path, address, language) in [
      ("content/en/news/tea.md", "/news/tea/", "en-GB"),
      ("content/pt/news/tea.md", "/pt-br/news/tea/", "pt-BR"),
    ] {
      let read = EventArchiveTests.post("---\ndate: 2024-01-05\n---\n", path: path, site: site)
      #expect(read?.address == address && read?.language == language)
      #expect(PostFiles(site: site, root: .site).mayBePost(path))
      let short = String(path.dropFirst("content/".count))
      #expect(PostFiles(site: site, root: .content).mayBePost(short))
      #expect(
        EventArchiveTests.post("---\ndate: 2024-01-05\n---\n", path: short, site: site)?.address == address)
    }
    // Hugo reads no other folders.
    #expect(!PostFiles(site: site, root: .site).mayBePost("content/base/news/tea.md"))
    #expect(!PostFiles(site: site, root: .site).mayHavePosts("content/base"))
    #expect(PostFiles(site: site, root: .site).mayHavePosts("content"))
  }

  @Test func `of Hugo and Zola have the language of the names of files in addresses`() throws {
    let hugo = try settings(["hugo.toml": "[languages.en]\nweight = 1\n[languages.fr]\nweight = 2"])
    let zola = try settings(["zola.toml": "base_url = 'https://a.example'\n[languages.fr]\ntitle = 'Thé'"])
    #expect(zola.language == "en")
    for site in [hugo, zola] {
      func address(_ name: String, _ yaml: String = "x: y") -> String? {
        EventArchiveTests.post(
          "---\ndate: 2024-01-05\n\(yaml)\n---\n", path: "content/news/\(name)", site: site)?.address
      }
      #expect(address("tea.md") == "/news/tea/")
      #expect(address("tea.fr.md") == "/fr/news/tea/")
      #expect(address("tea/index.fr.md") == "/fr/news/tea/")
      #expect(address("tea.de.md") == "/news/tea/")
      #expect(address("tea.fr.md", "url: /x/\npath: x") == "/x/")
    }
    #expect(try settings(["zola.toml": "base_url = 'https://a.example'"]).language == nil)
  }

  @Test func `of Jekyll have collections, defaults and exclusions`() throws {
    let yaml = """
      title: Tea
      url: https://tea.example
      baseurl: /blog
      permalink: pretty
      timezone: America/New_York
      future: true
      exclude: [drafts/, '*.tmp.md']
      collections: {talks: {output: true, permalink: /talks/:title/}}
      defaults:
        - scope: {path: "", type: posts}
          values: {author: Jane}
      """
    let site = try settings(["_config.yml": yaml])
    #expect(site.pagesURL == "https://tea.example/blog")
    #expect(site.permalinks == ["": "pretty", "_talks": "/talks/:title/"])
    #expect(site.collections == ["talks"])
    #expect(site.exclude == ["drafts/", "*.tmp.md"])
    #expect(site.timeZone.identifier == "America/New_York")
    #expect(site.publishesFuture)
    #expect(site.defaults.first?.collection == "posts")
  }

  @Test func `of Zola and Obsidian have their settings`() throws {
    let toml =
      "base_url = 'https://a.example'\ndefault_language = 'fr'\ntaxonomies = [{name = 'categories'}, {name = 'series'}]\n[slugify]\npaths = 'off'"
    let zola = try settings(["config.toml": toml])
    #expect(zola.language == "fr")
    #expect(zola.taxonomies.map(\.name) == ["tag", "category", "author", "series"])
    #expect(!zola.transliteratesPaths)
    let notes = try settings([
      ".obsidian/templates.json": "{\"folder\": \"Meta/Templates/\"}",
      ".obsidian/app.json": "{\"userIgnoreFilters\": [\"Private/\"]}",
    ])
    #expect(notes.exclude == ["Meta/Templates", "Private"])
  }

  @Test func `of Eleventy have values in data files of folders`() {
    var site = SiteSettings(kind: .eleventy)
    site.readFolders(
      of: SiteDirectory(files: [
        "posts/posts.json": "{\"tags\": [\"news\"]}", "posts/old/old.11tydata.json": "{\"draft\": true}",
        "posts/other.json": "{\"x\": 1}", "node_modules/a/a.json": "{\"x\": 1}", "posts.json": "{\"x\": 1}",
        "bad/bad.json": "{\n\"x\": [}",
      ]), root: .site)
    #expect(site.defaults.map(\.folder) == ["posts", "posts/old"])
    #expect(site.problems.map { "\($0.path):\($0.line) \($0.severity)" } == ["bad/bad.json:2 rejected"])
  }

  @Test func `of Hugo have values for sections, some for some pages`() {
    var site = SiteSettings(kind: .hugo)
    site.contentFolder = "content"
    let list = """
      ---
      cascade:
      - _target: {path: '/blog/**'}
        author: Jane
      - target: {kind: section}
        author: nobody
      - target: {kind: '{page,home}', lang: en}
        type: x
      - target: {path: '{/a/**,/b/**}'}
        draft: true
      ---
      """
    site.language = "en"
    let files = [
      "content/_index.md": list, "content/docs/_index.md": "+++\n[cascade]\ndraft = true\n+++\n",
      "content/docs/a/b/_index.md": "---\ncascade: {x: y}\n---\n",
      "content/news/2024/_index.md": "---\ncascade: {author: Joe}\n---\n",
    ]
    site.readFolders(of: SiteDirectory(files: files), root: .site)
    #expect(
      site.defaults.map { "\($0.folder) \($0.values.entries.map(\.key).joined())" } == [
        "content/blog/** author", "content type", "content/a/** draft", "content/b/** draft",
        "content/docs draft", "content/news/2024 author",
      ])
    #expect(site.problems == [])
    let text = "---\ndate: 2024-01-05\n---\n"
    #expect(post(text, path: "content/docs/x.md", site: site)?.draftReason == "draft: true")
    #expect(post(text, path: "content/blog/a/x.md", site: site)?.terms["author"]?.map(\.name) == ["Jane"])
    #expect(post(text, path: "content/x.md", site: site)?.terms["author"] == nil)
  }

  @Test func `with a faulty configuration have a problem with its line`() throws {
    let site = try settings(["_config.yml": "title: Tea\nx: [\n"])
    #expect(site.problems.first?.line ?? 0 >= 2)
    let zone = try settings(["_config.yml": "title: Tea\ntimezone: Mars/Base\n"])
    #expect(zone.problems.map(\.line) == [2])
    #expect(zone.timeZone == .utc)
  }

  @Test(
    arguments: [
      ("posts/tea.md", true), ("tea.markdown", true), ("tea.mdx", true), ("tea.HTML", true),
      ("tea.txt", false),
      ("tea", false), (".git/x.md", false), ("a/.x.md", false), ("node_modules/x/y.md", false),
      ("README.md", false),
      ("a/readme.md", false), ("404.html", false), ("index.md", false), ("tea/index.md", true),
      ("_index.md", false),
      ("tea/_index.fr.md", true), ("themes/x.md", false), ("content/resources/x.md", true),
      ("skip/x.md", false),
      ("a/skip.md", true),
    ])
  func `have posts and pages in files of content`(path: String, isPost: Bool) {
    var site = SiteSettings(kind: .eleventy)
    site.exclude = ["skip"]
    #expect(PostFiles(site: site, root: .site).mayBePost(path) == isPost)
  }

  @Test(
    arguments: [
      (SiteKind.jekyll, "_posts/x.md", true), (.jekyll, "a/_drafts/x.md", true),
      (.jekyll, "_talks/x.md", true),
      (.jekyll, "_layouts/x.html", false), (.jekyll, "a/_b.md", false), (.hugo, "content/x/y.md", true),
      (.hugo, "other/y.md", false), (.hugo, "content/_archived/y.md", true), (.obsidian, "_x/y.md", true),
    ])
  func `have folders that only they read`(kind: SiteKind, path: String, isPost: Bool) {
    var site = SiteSettings(kind: kind)
    site.collections = ["talks"]
    if kind == .hugo { site.contentFolder = "content" }
    #expect(PostFiles(site: site, root: .site).mayBePost(path) == isPost)
  }

  @Test func `have names of their terms in pages and data files`() throws {
    let page = try #require(frontMatter("---\nslug: jane\ndisplay_name: '*Jane* Doe'\n---\n").frontMatter)
    #expect(TermNames.name(inPage: page.fields) == "Jane Doe")
    let files = [
      "_data/authors.yml": "jane-doe: {name: Jane Doe}\njoe: {x: y}", "data/authors/joe.toml": "name = 'Joe'",
      "data/authors/max.json": "{\n\"name\": [}",
    ]
    let directory = SiteDirectory(files: files)
    let jane = try #require(TermKey("Jane Doe"))
    let joe = try #require(TermKey("joe"))
    var problems: [ArchiveProblem] = []
    func authors(_ kind: SiteKind) -> [TermKey: String] {
      TermNames.authors(of: kind, in: directory, problems: &problems)
    }
    #expect(authors(.jekyll) == [jane: "Jane Doe"])
    #expect(problems == [])
    #expect(authors(.hugo) == [joe: "Joe"])
    #expect(authors(.zola).isEmpty)
    #expect(problems.map(\.path) == ["data/authors/max.json"])
    #expect(problems.map(\.line) == [2])
  }

  @Test func `have pages that name terms`() {
    var site = SiteSettings(kind: .hugo)
    site.contentFolder = "content"
    let term = PostFiles(site: site, root: .site).term(atPath: "content/authors/jane-doe/_index.md")
    #expect(term?.taxonomy.name == "author")
    #expect(term?.name == "jane-doe")
    #expect(PostFiles(site: site, root: .content).term(atPath: "news/x/_index.md") == nil)
  }

  @Test(
    arguments: [
      ("drafts", "drafts/a.md", true), ("drafts/", "drafts", true), ("drafts", "a/drafts/b.md", false),
      ("*.tmp", "a.tmp", true), ("*.tmp", "b/a.tmp", false), ("**/*.tmp", "b/c/a.tmp", true),
      ("a/**", "a/b/c", true),
      ("a?c", "abc", true), ("a*c*e", "abcde", true), ("a*c*e", "abcd", false), ("", "a", false),
      ("./a", "a/b", true),
    ])
  func `have patterns of paths`(pattern: String, path: String, matches: Bool) {
    #expect(PathPattern.matches(pattern, path) == matches)
  }
}
