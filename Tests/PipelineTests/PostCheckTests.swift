import EventArchive
import Foundation
import Logging
import Pipeline
import Primitives
import Publishing
import TestSupport
import Testing

@Suite("A check of posts")
struct PostCheckTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test("names posts with one address or one id, and former addresses that are those of other posts")
  func addresses() throws {
    try write("a.md", "date: 2024-01-01", "slug: one", "guid: my-own-id-1")
    try write("b.md", "date: 2024-01-02", "slug: one", "guid: my-own-id-1")
    try write("c.md", "date: 2024-01-03", "aliases: [/old/, /one]")
    // A draft has no page, and an expired post has none any more.
    try write("d.md", "date: 2024-01-04", "slug: one", "draft: true")
    try write("e.md", "date: 2024-01-04", "slug: one", "expiryDate: 2024-02-01")
    let findings = try check(.hugo)
    #expect(
      findings.problems.map(\.description) == [
        "b.md:1: its address is /one/, as that of a.md; give one of them another slug or permalink",
        "b.md:5: a.md has the same id; give one of them another",
        "c.md:4: the former address /one is that of a.md; remove it, or change that address",
      ])
    #expect(findings.notes == [])
    #expect(findings.posts?.counts.all == 5 && findings.posts?.counts.drafts == 1)
  }

  @Test("notes days that are far from the name of the file, and missing dates beside posts that have one")
  func dates() throws {
    try write("2024-01-01-a.md", "date: 2024-01-08")
    try write("2024-01-01-b.md", "date: 2024-01-09")
    try write("c.md", "x: y")
    try write("pages/d.md", "x: y")
    let findings = try check(.hugo)
    #expect(findings.problems == [])
    #expect(
      findings.notes.map { "\($0)" } == [
        "2024-01-01-b.md:3: the name of the file has the day 2024-01-01, the post has 2024-01-09, which counts; correct one of them",
        "c.md:1: \(ContentFormat.Reason.noDate.description); 2 other files in its folder have one",
        "pages/d.md:1: \(ContentFormat.Reason.noDate.description)",
      ])
    #expect(findings.posts?.others == [.noDate: 2])
  }

  @Test("notes spellings of one term, with their numbers")
  func spellings() throws {
    try write("a.md", "date: 2024-01-01", "tags: [Go Lang, C]")
    try write("b.md", "date: 2024-01-01", "tags: [Go Lang, C++]")
    try write("c.md", "date: 2024-01-01", "tags:", "- x", "- go-lang")
    let findings = try check(.hugo)
    #expect(
      findings.notes.map { "\($0)" } == [
        "c.md:6: tag: \"Go Lang\" (2), \"go-lang\" (1) are one term; write it in one way"
      ])
    #expect(findings.posts?.terms == ["tag": 4])
  }

  @Test("notes texts with commas that may be lists, and texts that Jekyll splits at blanks")
  func texts() throws {
    try write("_posts/2024-01-01-a.md", "author: Jane Doe, John Roe", "tags: C and C++")
    try write("_posts/2024-01-02-b.md", "author: Jane Doe", "tags: news")
    try write("_posts/2024-01-03-c.md", "author: Jane Doe, Max", "tags: more news")
    #expect(
      try check(.jekyll).notes.map { "\($0)" } == [
        "_posts/2024-01-01-a.md:3: 2 of 3 texts of \"author\" have commas; if they are lists, set \"frontMatter.split\" to {\"author\": \",\"}",
        "_posts/2024-01-01-a.md:4: \"C and C++\" is 3 terms, split at blanks as Jekyll does, as are 1 other texts of \"tags\"; write a list to keep words together",
      ])
    var settings = SiteSettings(kind: .jekyll)
    settings.separators = ["author": ",", "tags": ","]
    #expect(try check(settings).notes == [])
    #expect(try check(settings).posts?.terms["author"] == 3)
  }

  @Test("notes tags that only the generator can run, once each, and names links to files that are not there")
  func tags() throws {
    try write("a.md", "date: 2024-01-01", body: "Words.\n\n{{< chart x=1 >}} and {{< chart x=2 >}}\n")
    try write(
      "b.md", "date: 2024-01-02",
      body:
        "{{< chart >}}\n[A]({{< ref \"gone.md\" >}}), [B]({{< ref \"about.md#x\" >}})\n[C](other/about.md)\n")
    try directory.write("About us\n", to: "about.md")
    let findings = try check(.hugo)
    #expect(
      findings.problems.map(\.description) == [
        "b.md:6: there is no file \"gone.md\"; correct the link",
        "b.md:7: there is no file \"other/about.md\"; correct the link",
      ])
    #expect(
      findings.notes.map { "\($0)" }.contains(
        "a.md:7: only the generator can run the tag \"chart\" (3 times in 2 posts); the text is published without it"
      ), "\(findings.notes)")
  }

  @Test("notes pictures that are no files, where the folder for them is there")
  func pictures() throws {
    try write(
      "content/posts/a/index.md", "date: 2024-01-01", "image: hero.png",
      body:
        "![a](own.png) ![b](missing.png) ![c](/images/x.png)\n![d](/images/y%20z.png) ![e](/made/z.png) ![f](https://x.example/f.png)\n"
    )
    try write("content/b.md", "date: 2024-01-01", "image: /images/none.jpg", "cover: x")
    for path in ["content/posts/a/own.png", "static/images/x.png"] { try directory.write("", to: path) }
    var settings = SiteSettings(kind: .hugo)
    settings.contentFolder = "content"
    #expect(
      try check(settings).notes.map { "\($0)" } == [
        "content/b.md:4: there is no picture /images/none.jpg; correct its address, or add the file",
        "content/posts/a/index.md:4: there is no picture hero.png; correct its address, or add the file",
        "content/posts/a/index.md:6: there is no picture /posts/a/missing.png; correct its address, or add the file",
        "content/posts/a/index.md:7: there is no picture /images/y%20z.png; correct its address, or add the file",
      ])
  }

  private func write(_ path: String, _ fields: String..., body: String = "Words.\n") throws {
    let lines = ["---", "title: \(path)"] + fields + ["---", body]
    try directory.write(lines.joined(separator: "\n"), to: path)
  }

  private func check(_ kind: SiteKind) throws -> ContentCheck.Findings { try check(SiteSettings(kind: kind)) }

  private func check(_ site: SiteSettings) throws -> ContentCheck.Findings {
    var settings = BuildSettings(
      content: directory.path, output: directory.path("feeds"), state: directory.path(".state"),
      site: Site(servedAt: "https://blog.example/"))
    settings.format = ContentSettings(site: PostSite(site, root: .site))
    let now: UnixTime = 1_750_000_000
    let check = ContentCheck(
      settings, clock: settings.clock(now: now, present: now), logger: Logger(label: "check"))
    return try check.findings { _, _ in }
  }
}
