import Testing

@testable import EventArchive

@Suite("Terms of posts")
struct TermTests {
  private func names(
    _ yaml: String, kind: SiteKind? = nil, path: String = "2024-01-05-x.md", of taxonomy: String = "tag"
  )
    -> [String]
  {
    post("---\n\(yaml)\n---\n", path: path, site: SiteSettings(kind: kind))?.terms[taxonomy]?.map(\.name)
      ?? []
  }

  @Test(
    arguments: [
      ("tags: [a, b]", ["a", "b"]), ("tags: a b, c", ["a b, c"]), ("tags: [a, [b, [c]]]", ["a", "b", "c"]),
      ("tags: [{name: A}, {title: B}, {slug: c}, {x: d}]", ["A", "B", "c"]),
      (
        "tags: [\"[[Green tea|tea]]\", \"[[Notes/Milk]]\", \"#sugar\", \"#1\", 'C#']",
        ["tea", "Milk", "sugar", "#1", "C#"]
      ),
      ("tags: [Dup, dup, 'DUP ']", ["Dup"]), ("tags: [go lang, Go-Lang, go_lang]", ["go lang"]),
      ("tags: [NO, on, 1.10, 0123, 2020, 12:30]", ["NO", "on", "1.10", "0123", "2020", "12:30"]),
      ("tag: a\ntags: [b]", ["b", "a"]), ("keywords: a\ntags: [b]", ["b"]), ("keywords: [a]", ["a"]),
      ("taxonomies: {tags: [a]}", ["a"]), ("tags: [a  b, ' c ']", ["a b", "c"]), ("tags: [null, '', ~]", []),
    ])
  func `are the items of lists, each once`(yaml: String, names: [String]) {
    #expect(self.names(yaml) == names)
  }

  @Test(
    arguments: [
      (SiteKind.jekyll, "tags: a b", ["a", "b"]), (.jekyll, "tag: a b", ["a b"]),
      (.jekyll, "tags: [a b]", ["a b"]),
      (.pelican, "tags: a b, c", ["a b", "c"]), (.pelican, "tags: a, b; c", ["a, b", "c"]),
      (.hugo, "tags: a, b", ["a, b"]), (.eleventy, "tags: [post, a, all]", ["a"]),
      (.obsidian, "tags: [a/b/c]", ["a", "a/b", "a/b/c"]), (.hugo, "tags: [a/b]", ["a/b"]),
    ])
  func `in one text are split as the generator does`(kind: SiteKind, yaml: String, names: [String]) {
    #expect(self.names(yaml, kind: kind) == names)
  }

  @Test func `of authors are split only by the configuration`() {
    #expect(names("author: Doe, Jane", of: "author") == ["Doe, Jane"])
    var site = SiteSettings()
    site.separators["author"] = ","
    let terms = post("---\ndate: 2024-01-05\nauthor: Jane, Joe\n---\n", site: site)?.terms["author"]
    #expect(terms?.map(\.name) == ["Jane", "Joe"])
  }

  @Test func `of folders are categories of Jekyll and Pelican`() {
    #expect(
      names("category: x", kind: .jekyll, path: "en/news/_posts/2024-01-05-x.md", of: "category") == [
        "en", "news", "x",
      ])
    #expect(names("title: x", kind: .pelican, path: "tea/2024-01-05-x.md", of: "category") == ["tea"])
    #expect(names("category: x", kind: .pelican, path: "tea/2024-01-05-x.md", of: "category") == ["x"])
    #expect(names("title: x", kind: .hugo, path: "tea/2024-01-05-x.md", of: "category") == [])
  }

  @Test func `of notes are in the text, outside of code and comments`() {
    let text = """
      ---
      date: 2024-01-05
      ---
      # Heading
      A #tag, a#b and `#code` and %% #hidden
      #hidden %% #été/x #42
      ```
      #code
      ```
      #last
      """
    let terms = post(text, site: SiteSettings(kind: .obsidian))?.terms["tag"]
    #expect(terms?.map(\.name) == ["tag", "été", "été/x", "last"])
    #expect(terms?.map(\.line) == [5, 6, 6, 10])
  }

  @Test(
    arguments: [
      ("C", "c"), ("C++", "c-plus-plus"), ("C#", "c-sharp"), (".NET", "dot-net"), ("NET", "net"),
      ("at&t", "at-and-t"), ("go lang", "go-lang"), ("Ünïcode", "ünïcode"), ("日本", "日本"), ("नमस्ते", "नमस्ते"),
      ("🎉", "u1f389"), ("❤️", "u2764"), ("a/b", "a-b"), ("100%", "100-percent"), ("U.S.", "us"),
      ("--", "u2d-u2d"),
      ("Straße", "strasse"), ("!", "u21"), ("$5 @ home", "dollar-5-at-home"),
    ])
  func `have a slug`(name: String, slug: String) throws {
    #expect(try #require(TermKey(name)).slug == slug)
  }

  @Test func `are equal without case, composition and kinds of blanks`() {
    #expect(TermKey("STRASSE") == TermKey("straße"))
    #expect(TermKey("e\u{301}té") == TermKey("ÉTÉ"))
    #expect(TermKey("a - b") == TermKey("A_b"))
    #expect(TermKey("naïve") != TermKey("naive"))
    #expect(TermKey("") == nil)
  }

  @Test func `never share a slug`() throws {
    let keys = try ["at&t", "at and t", "node.js", "NodeJS", "🎉", "u1f389"].map { try #require(TermKey($0)) }
    let slugs = TermKey.slugs(of: keys)
    #expect(Set(slugs.values).count == keys.count)
    #expect(slugs[keys[1]] == "at-and-t" && slugs[keys[3]] == "nodejs" && slugs[keys[5]] == "u1f389")
    #expect(TermKey.slugs(of: keys.reversed()) == slugs)
    #expect(TermKey.slugs(of: [keys[0]])[keys[0]] == "at-and-t")
    #expect(try #require(TermKey(String(repeating: "long ", count: 100))).slug.utf8.count <= 100)
  }
}
