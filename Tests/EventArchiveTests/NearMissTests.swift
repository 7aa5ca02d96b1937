import Primitives
import Testing

@testable import EventArchive

@Suite("Near misses of the format")
struct NearMissTests {
  private static let start = "Nobody is hurt.\n\n"

  @Test(
    "the heading of the Sources list may have many forms",
    arguments: [
      "### Sources", "### Source", "## Sources:", "#### sources :", "### SOURCES:  ", "###Sources",
      "# Sources",
      "### Sources: ###", "### **Sources**", "### Source(s):", "**Sources:**", "**Sources**", "__Sources__:",
      "*Sources:*",
      "_Sources_", "Sources:", "sources :", "Sources\n-------", "Sources:\n===", "  ### Sources:",
      "### Sources：",
      "###### Sources",
    ])
  func sources(heading: String) throws {
    let body = Self.start + heading + "\n\n1. [BBC](http://bbc.example/1)\n2. [CNN](http://cnn.example/2)\n"
    let result = try parse(PageSamples.page(title: "Fire", body: body))
    #expect(result.page?.summary == "Nobody is hurt.")
    #expect(result.page?.sources.map(\.name) == ["BBC", "CNN"])
    #expect(result.problems == [])
  }

  @Test(
    "the heading of the Related list may have many forms",
    arguments: [
      "### Related", "## related:", "### Related events:", "**Related:**", "Related:", "Related\n---",
    ])
  func related(heading: String) throws {
    let body =
      Self.start + heading + "\n\n1. [Another fire](/news/2019/07/2/fire.md) _Context: Example Logistics_\n"
    let result = try parse(PageSamples.page(title: "Fire", body: body))
    #expect(result.page?.summary == "Nobody is hurt.")
    #expect(result.page?.related.map(\.path) == ["/news/2019/07/2/fire"])
    #expect(result.page?.related.map(\.context) == ["Example Logistics"])
    #expect(result.problems == [])
  }

  @Test(
    "the heading of the Changes list may have many forms",
    arguments: ["### Changes", "## CHANGES:", "**Changes:**"])
  func changes(heading: String) throws {
    let body =
      Self.start + heading + "\n\n1. [Old](/news/2019/07/4/old.md) _2019-07-05 10:30:09 (First version)_\n"
    let result = try parse(PageSamples.page(title: "Fire", body: body))
    #expect(result.page?.changes.map(\.path) == ["/news/2019/07/4/old"])
    #expect(result.problems == [])
  }

  @Test(
    "a misspelled heading is recognized and reported",
    arguments: ["### Souces", "### Soruces:", "## Sourcess", "### Sources and notes", "### References"])
  func misspelled(heading: String) throws {
    let body = Self.start + heading + "\n\n1. [BBC](http://bbc.example/1)\n"
    let result = try parse(PageSamples.page(title: "Fire", body: body))
    #expect(result.page?.sources.map(\.name) == ["BBC"])
    #expect(result.problems.map(\.line) == [7])
    #expect(result.problems.map(\.severity) == [.repaired])
  }

  @Test(
    "sources may follow their heading on the same line",
    arguments: [
      "### Sources: [BBC](http://bbc.example/1), [CNN](http://cnn.example/2)",
      "Sources: [BBC](http://bbc.example/1) and [CNN](http://cnn.example/2)",
      "**Sources:** [BBC](http://bbc.example/1); [CNN](http://cnn.example/2)",
    ])
  func sameLine(line: String) throws {
    let result = try parse(PageSamples.page(title: "Fire", body: Self.start + line + "\n"))
    #expect(result.page?.summary == "Nobody is hurt.")
    #expect(result.page?.sources.map(\.name) == ["BBC", "CNN"])
    #expect(result.page?.sources.map(\.address) == ["http://bbc.example/1", "http://cnn.example/2"])
  }

  @Test(
    "a sentence is no heading",
    arguments: [
      "Sources: at least thirty people are dead.", "Source: [the report](http://a.example) says so.",
      "Related talks go on.", "Sources", "**Sources** say so.", "Changes: none.", "### Background",
      "#sources of it",
      "## Charges\n- [one](http://a.example)",
    ])
  func sentences(line: String) throws {
    let result = try parse(PageSamples.page(title: "Fire", body: line + "\n"))
    #expect(result.page?.summary.string == line)
    #expect(result.problems == [])
  }

  @Test func `another heading ends a list, and is reported`() throws {
    let body =
      "### Sources\n\n1. [BBC](http://bbc.example/1)\n\n## Notes\n\nlost\n\n### Related\n\n"
      + "1. [Fog](/news/2019/07/2/fog.md)\n"
    let result = try parse(PageSamples.page(title: "Fire", body: body))
    #expect(result.page?.sources.map(\.name) == ["BBC"])
    #expect(result.page?.related.count == 1)
    #expect(result.problems.map(\.line) == [9])
  }

  @Test(
    "a context in a body may have many forms",
    arguments: [
      "_Context: Cairo, Egypt_", "*Context: Cairo, Egypt*", "__Context: Cairo, Egypt__",
      "**Context: Cairo, Egypt**",
      "_Context:Cairo, Egypt_", "_ Context: Cairo, Egypt _", "_context : Cairo, Egypt_",
      "_Contexts: Cairo, Egypt_",
      "**Context:** Cairo, Egypt", "**Context**: Cairo, Egypt", "_Context_: Cairo, Egypt",
      "_Context: Cairo, Egypt",
      "  _Context: Cairo, Egypt_", "_Context: Cairo, Egypt_.", "*Context: Cairo, Egypt*.",
      "Context: Cairo, Egypt", "- _Context: Cairo, Egypt_", "> *Context: Cairo, Egypt*",
      "(Context: Cairo, Egypt)",
      "[Context: Cairo, Egypt]", "Context: Cairo, Egypt_", "_**Context:** Cairo, Egypt_",
      "***Context: Cairo, Egypt***",
    ])
  func context(line: String) throws {
    let result = try parse(PageSamples.page(title: "Fire", body: Self.start + line + "\n"))
    #expect(result.page?.summary == "Nobody is hurt.")
    #expect(result.page?.contexts.map(\.text) == ["Cairo, Egypt"])
    #expect(result.page?.contexts.map(\.line) == [7])
  }

  @Test(
    "a sentence is no context",
    arguments: [
      "Context: why Egypt matters.", "Context is all.", "Contextual fog", "*Context* is all",
      "Context: it is fog",
      "Context: Cairo\nis where it began",
    ])
  func noContext(line: String) throws {
    let result = try parse(PageSamples.page(title: "Fire", body: line + "\n"))
    #expect(result.page?.summary.string == line)
    #expect(result.page?.contexts == [])
  }

  @Test(
    "a context behind a related event may have many forms",
    arguments: [
      "_Context: Cairo, Egypt_", "*Context: Cairo, Egypt*", "**Context:** Cairo, Egypt",
      "Context: Cairo, Egypt",
      "(Context: Cairo, Egypt)", "- _Context: Cairo, Egypt_", "_context: Cairo, Egypt_",
      "— _Context: Cairo, Egypt_",
    ])
  func relatedContext(mark: String) throws {
    let body = "### Related:\n\n1) [Fog](/news/2019/07/2/fog.md) \(mark)\n"
    let result = try parse(PageSamples.page(title: "Fire", body: body))
    #expect(result.page?.related.map(\.context) == ["Cairo, Egypt"])
    #expect(result.problems == [])
  }

  @Test(
    "a source may have a title, a note, or no name",
    arguments: [
      ("1. [Post](http://a.example/2 \"Sixty dead\")", "Post", "http://a.example/2"),
      ("1. [Post](http://a.example/2 'Sixty (60) dead')", "Post", "http://a.example/2"),
      ("1. [Post](http://a.example/2 (Sixty dead))", "Post", "http://a.example/2"),
      ("1. [Post](<http://a.example/2>)", "Post", "http://a.example/2"),
      ("1. [Post](<http://a.example/2> \"Sixty\")", "Post", "http://a.example/2"),
      ("1. [Post](http://a.example/2) (in Bengali)", "Post (in Bengali)", "http://a.example/2"),
      ("1. [Post](http://a.example/2 \"T\") (in Bengali)", "Post (in Bengali)", "http://a.example/2"),
      ("1. [Post](http://a.example/2) - via Reuters", "Post - via Reuters", "http://a.example/2"),
      ("1. [Post](http://a.example/2), 3 May", "Post, 3 May", "http://a.example/2"),
      ("1. [Post](http://a.example/2).", "Post", "http://a.example/2"),
      ("1. [Post](http://a.example/a_(b)) (video)", "Post (video)", "http://a.example/a_(b)"),
      ("1. [Post](http://a.example/a_(b))", "Post", "http://a.example/a_(b)"),
      ("1. [Post](http://a.example/a_(b)", "Post", "http://a.example/a_(b"),
      ("1. [Post](http://a.example/a)b)", "Post", "http://a.example/a)b"),
      ("- [Post](http://a.example/2)", "Post", "http://a.example/2"),
      ("* [Post](http://a.example/2)", "Post", "http://a.example/2"),
      ("+ [Post](http://a.example/2)", "Post", "http://a.example/2"),
      ("1) [Post](http://a.example/2)", "Post", "http://a.example/2"),
      ("  1. [Post](http://a.example/2)  ", "Post", "http://a.example/2"),
      ("[Post](http://a.example/2)", "Post", "http://a.example/2"),
      ("1. **[Post](http://a.example/2)**", "Post", "http://a.example/2"),
      ("1. <http://a.example/2>", "http://a.example/2", "http://a.example/2"),
      ("- http://a.example/2", "http://a.example/2", "http://a.example/2"),
      ("1. Post: http://a.example/2", "Post", "http://a.example/2"),
      ("1. Post (http://a.example/2)", "Post", "http://a.example/2"),
      ("1. Post <http://a.example/2>", "Post", "http://a.example/2"),
      ("1. http://a.example/2 (Post)", "(Post)", "http://a.example/2"),
      ("1. [\u{200B}](http://a.example/2)", "http://a.example/2", "http://a.example/2"),
      ("1. [M&uuml;nchen](http://münchen.example/)", "München", "http://münchen.example/"),
    ])
  func source(line: String, name: String, address: String) throws {
    let result = try parse(PageSamples.page(title: "Fire", body: "### Sources:\n\n\(line)\n"))
    #expect(result.page?.sources == [Source(name: TextSlice(name), address: TextSlice(address))])
    #expect(result.problems == [])
  }

  @Test func `several links on a line are several sources`() throws {
    let body = "### Sources:\n\n1. [BBC](http://bbc.example/1) (video), [CNN [en]](http://cnn.example/2)\n"
    let page = try #require(try parse(PageSamples.page(title: "Fire", body: body)).page)
    #expect(page.sources.map(\.name) == ["BBC (video)", "CNN [en]"])
    #expect(page.sources.map(\.address) == ["http://bbc.example/1", "http://cnn.example/2"])
  }

  @Test(
    "a picture among the sources is the cover",
    arguments: ["![The river](http://a.example/r.jpg)", "[Cover image](http://a.example/r.jpg \"x\")"])
  func cover(item: String) throws {
    let page = try #require(
      try parse(PageSamples.page(title: "Fire", body: "### Sources:\n\n1. \(item)\n")).page)
    #expect(page.cover == "http://a.example/r.jpg")
    #expect(page.sources == [])
  }

  @Test(
    "an invalid host is reported, and a host in any script is valid",
    arguments: [
      ("http://🚢.example/", 1), ("http://пример.example/1", 0), ("http://m%C3%BCnchen.example/", 0),
    ])
  func hosts(address: String, problems: Int) throws {
    let result = try parse(PageSamples.page(title: "Fire", body: "### Sources:\n\n1. [A](\(address))\n"))
    #expect(result.problems.count == problems)
    #expect(result.page?.sources.count == 1 - problems)
  }

  @Test(
    "a link to an event may have a fragment or a title",
    arguments: [
      "/news/2019/07/2/fog.md#top", "/news/2019/07/2/fog.md?x=1", "/news/2019/07/2/fog.md \"Fog (2)\"",
    ])
  func eventLink(target: String) throws {
    let body = "### Related:\n\n1. [Fog](\(target)) _Context: Cairo_\n"
    let page = try #require(try parse(PageSamples.page(title: "Fire", body: body)).page)
    #expect(page.related.map(\.path) == ["/news/2019/07/2/fog"])
    #expect(page.related.map(\.context) == ["Cairo"])
  }

  @Test(
    "title and date may have other forms",
    arguments: [
      "### [2019-07-4](/news/2019/07/4/index.md)\n\n#Fog rises\n", "## [2019-07-4](/x.md)\n\n # Fog rises\n",
      "[2019-07-4](/news/2019/07/4/index.md)\n\nFog rises\n=========\n", "2019-07-04\n\n# Fog rises\n",
    ])
  func head(text: String) throws {
    let result = try parse(text)
    #expect(result.page?.title == "Fog rises")
    #expect(result.page?.summary == "")
    #expect(result.problems == [])
  }

  @Test(
    "a title without visible characters rejects the file with its line",
    arguments: ["\u{200B}", "&shy;&#8203;", "\u{3164}", "\u{200F}\u{200E}", "\u{FFFD}", "\u{2060}\u{FEFF}"])
  func invisibleTitle(title: String) throws {
    let result = try parse(PageSamples.page(title: title, body: "Text\n"))
    #expect(result.page == nil)
    #expect(result.problems.map(\.line) == [3])
    #expect(result.problems.map(\.severity) == [.rejected])
  }

  @Test func `titles that differ in invisible characters are equal`() throws {
    let plain = try #require(try parse(PageSamples.page(title: "Fog rises over Egypt")).page)
    for title in [
      "Fog rises over E\u{AD}gypt", "Fog\u{200B} rises over Egypt\u{200F}",
      "\u{FEFF}Fog rises over Egy&zwj;pt",
    ] {
      let page = try #require(try parse(PageSamples.page(title: title)).page)
      #expect(page.title == plain.title)
      #expect(TitleFingerprint(page).key == TitleFingerprint(plain).key)
    }
    let persian = try ["می\u{200C}خواهم", "میخواهم"].map {
      try #require(try parse(PageSamples.page(title: $0)).page)
    }
    #expect(TitleFingerprint(persian[0]).key == TitleFingerprint(persian[1]).key)
  }

  @Test func `items of a list in a summary keep their indentation`() throws {
    let body = " Passed are:\n\n- a\n  - b\n\tc\n three\n"
    let page = try #require(try parse(PageSamples.page(title: "Laws", body: body)).page)
    #expect(page.summary == "Passed are:\n\n- a\n  - b\n\tc\nthree")
    let verse = "One  \ntwo  \n\nthree  \n"
    #expect(try parse(PageSamples.page(title: "Verse", body: verse)).page?.summary == "One  \ntwo\n\nthree")
  }

  @Test(
    "headings and contexts of a day's page may have many forms",
    arguments: [
      "## [Fog](/news/2019/07/4/fog.md)\n*Context: Cairo, Egypt*\n",
      "####  [Fog](/news/2019/07/4/fog.md)\n\n**Context:** Cairo, Egypt\n",
      " ### [Fog](/news/2019/07/4/fog.md \"Fog\")\nContext: Cairo, Egypt\n",
    ])
  func day(text: String) {
    let page = parseDay(text).page
    #expect(page?.items.map(\.path) == ["/news/2019/07/4/fog"])
    #expect(page?.items.map(\.context.text) == ["Cairo, Egypt"])
  }

  @Test(
    "a context may follow text on its line, and another context",
    arguments: [
      ("Fog rises. *Context: Cairo, Egypt*", "Fog rises.", ["Cairo, Egypt"]),
      ("Fog rises. _Context: Cairo_ _Context: Egypt_", "Fog rises.", ["Cairo", "Egypt"]),
      ("_Context: Cairo_ *Context: Egypt*", "", ["Cairo", "Egypt"]),
      ("Fog rises. **Context:** Cairo; Egypt", "Fog rises.", ["Cairo; Egypt"]),
      ("Fog rises. (Context: Cairo)", "Fog rises.", ["Cairo"]),
      ("Fog rises. Context: Cairo, Egypt", "Fog rises.", ["Cairo, Egypt"]),
      ("Fog rises. (_Context: Cairo_)", "Fog rises.", ["Cairo"]),
      ("_Context: Cairo_ Fog rises.", "Fog rises.", ["Cairo"]),
      ("_Context Cairo, Egypt_", "", ["Cairo, Egypt"]), ("*Context - Cairo*", "", ["Cairo"]),
    ])
  func contextInLine(line: String, summary: String, contexts: [String]) throws {
    let result = try parse(PageSamples.page(title: "Fire", body: line + "\n"))
    #expect(result.page?.summary.string == summary)
    #expect(result.page?.contexts.map(\.text.string) == contexts)
    #expect(result.problems == [])
  }

  @Test(
    "a sentence with the word is no context",
    arguments: [
      "He wrote *Context: a journal of fog* in 1999.", "Fog rises. Context: why Cairo matters.",
      "_Context matters_", "The Context: Cairo and more.", "In _Context_, Cairo rises.",
    ])
  func noContextInLine(line: String) throws {
    let result = try parse(PageSamples.page(title: "Fire", body: line + "\n"))
    #expect(result.page?.summary.string == line)
    #expect(result.page?.contexts == [])
  }

  @Test(
    "names may be separated by semicolons",
    arguments: [
      ("Cairo; Egypt", ["Cairo", "Egypt"]), ("Cairo;Egypt", ["Cairo", "Egypt"]),
      ("AT&amp;T; Facebook, Inc.; Egypt", ["AT&amp;T", "Facebook, Inc.", "Egypt"]),
      ("Johnson &amp; Johnson, Egypt", ["Johnson &amp; Johnson", "Egypt"]),
      ("M&#252;nchen; Egypt;", ["M&#252;nchen", "Egypt"]), ("Egypt; 2018", ["Egypt", "2018"]),
      ("Election, 2018; Egypt", ["Election, 2018", "Egypt"]),
    ])
  func semicolons(context: String, names: [String]) {
    #expect(ContextList.names(context) == names)
  }

  @Test(
    "sources without links are reported, and are no part of the summary",
    arguments: [
      "Sources: BBC, CNN", "Source: Reuters", "**Sources:** BBC and Al Jazeera", "- **Sources:** BBC; CNN",
      "### Sources: BBC, CNN", "Sources: Times of India, bbc.example",
    ])
  func publishers(line: String) throws {
    let result = try parse(PageSamples.page(title: "Fire", body: Self.start + line + "\n"))
    #expect(result.page?.summary == "Nobody is hurt.")
    #expect(result.page?.sources == [])
    #expect(result.problems.map(\.line) == [7])
  }

  @Test(
    "sources may be listed in a line of a list, without brackets, and as HTML",
    arguments: [
      "- **Sources:** [BBC](http://bbc.example/1), [CNN](http://cnn.example/2)",
      "Sources: BBC (http://bbc.example/1), CNN (http://cnn.example/2)",
      "### Sources:\n<a href=\"http://bbc.example/1\">BBC</a>, <A class=x HREF='http://cnn.example/2'>CNN</A>",
      "- Sources:\n  - [BBC](http://bbc.example/1)\n  - [CNN](http://cnn.example/2)",
    ])
  func otherForms(lines: String) throws {
    let result = try parse(PageSamples.page(title: "Fire", body: Self.start + lines + "\n"))
    #expect(result.page?.summary == "Nobody is hurt.")
    #expect(result.page?.sources.map(\.name) == ["BBC", "CNN"])
    #expect(result.page?.sources.map(\.address) == ["http://bbc.example/1", "http://cnn.example/2"])
    #expect(result.problems == [])
  }

  @Test(
    "links at the end of a body are its sources, and are reported",
    arguments: [
      "1. [BBC](http://bbc.example/1)\n2. [CNN](http://cnn.example/2)",
      "- [BBC](http://bbc.example/1)\n\n- [CNN](http://cnn.example/2)\n\n_Context: Cairo_",
      "[BBC](http://bbc.example/1)\n[CNN](http://cnn.example/2)",
      "* [BBC](http://bbc.example/1)\n* [CNN](http://cnn.example/2)\n\n### Related\n\n1. [Fog](/news/2019/07/2/fog.md)",
    ])
  func closingLinks(lines: String) throws {
    let result = try parse(PageSamples.page(title: "Fire", body: Self.start + lines + "\n"))
    #expect(result.page?.summary == "Nobody is hurt.")
    #expect(result.page?.sources.map(\.name).prefix(2) == ["BBC", "CNN"])
    #expect(result.problems.first?.line == 7)
  }

  @Test(
    "a list of links with an introduction, before text or with a Sources list is text",
    arguments: [
      "Passed are:\n\n- [a law](http://a.example/1)\n- [a tax](http://a.example/2)",
      "- [a law](http://a.example/1)\n- [a tax](http://a.example/2)\n\nBoth take effect.",
      "- a law\n- [a tax](http://a.example/2)", "- [a law](http://a.example/1) is new",
    ])
  func otherLinks(lines: String) throws {
    let body = "Fog.\n\n" + lines
    let result = try parse(PageSamples.page(title: "Fire", body: body + "\n"))
    #expect(result.page?.summary.string == body)
    #expect(result.problems == [])
    let listed = "- [a law](http://a.example/1)"
    let both = try parse(
      PageSamples.page(title: "Fire", body: listed + "\n\n### Sources\n\n1. [BBC](http://bbc.example/1)\n"))
    #expect(both.page?.summary.string == listed)
    #expect(both.page?.sources.map(\.name) == ["BBC"])
  }

  @Test(
    "a link to an event may have many forms",
    arguments: [
      "/news/2019/07/2/b.html", "/news/2019/7/2/b.md", "/news/2019/07/02/b.md", "../2/b.md",
      "../../07/2/b.html",
      "/news/2019/07/2/b", "/news/2019/07/2/b.htm", "./../2/b.md#part",
    ])
  func links(target: String) throws {
    let result = try parse(
      PageSamples.page(title: "Fire", body: "### Related\n\n1. [B](\(target)) _Context: Cairo_\n"))
    #expect(result.page?.related.map(\.path) == ["/news/2019/07/2/b"])
    #expect(result.page?.related.map(\.context) == ["Cairo"])
    #expect(result.problems == [])
  }

  @Test func `references in a link are decoded, and paths of an archive with leading zeros are kept`() throws
  {
    let result = try parse(
      PageSamples.page(
        title: "Fire",
        body: "### Related\n\n1. [C](/news/2019/07/2/caf&eacute;.md)\n2. [D](/news/2019/07/2/a&b.md)\n"))
    #expect(result.page?.related.map(\.path) == ["/news/2019/07/2/caf%C3%A9", "/news/2019/07/2/a&b"])
    let page = try #require(EventName(path: "news/2019/07/04/x"))
    #expect(EventName(linkPath: "/news/2019/7/2/b.md", onPage: page)?.path == "/news/2019/07/02/b")
    let bare = try #require(EventName(path: "news/2019/7/4/x"))
    #expect(EventName(linkPath: "/news/2019/07/02/b.md", onPage: bare)?.path == "/news/2019/7/2/b")
    let late = try #require(EventName(path: "news/2019/11/14/x"))
    #expect(EventName(linkPath: "/news/2019/11/04/b.md", onPage: late)?.path == "/news/2019/11/04/b")
  }

  @Test(
    "fenced code contains no sections and no contexts",
    arguments: ["```", "~~~", "````text", "  ```"])
  func code(fence: String) throws {
    let mark = String(fence.drop { $0 == " " }.prefix { $0 == "`" || $0 == "~" })
    let code = "\(fence)\n### Sources:\n_Context: Cairo_\n  Related:\n\(mark)"
    let body = "Fog.\n\n" + code + "\n\n### Sources:\n\n1. [BBC](http://bbc.example/1)\n"
    let result = try parse(PageSamples.page(title: "Fire", body: body))
    #expect(result.page?.summary.string == "Fog.\n\n" + code)
    #expect(result.page?.contexts == [])
    #expect(result.page?.sources.map(\.name) == ["BBC"])
    #expect(result.problems == [])
  }

  @Test func `a fence without an end hides no section`() throws {
    let body = "Fog.\n\n```\nx\n\n### Sources:\n\n1. [BBC](http://bbc.example/1)\n"
    let result = try parse(PageSamples.page(title: "Fire", body: body))
    #expect(result.page?.sources.map(\.name) == ["BBC"])
  }

  @Test(
    "a source with an invalid port is left out",
    arguments: [
      "http://bbc.example:99999/", "http://bbc.example:0/", "http://[::g]/", "http://bbc.example:8o/",
    ])
  func ports(address: String) throws {
    let result = try parse(PageSamples.page(title: "Fire", body: "### Sources:\n\n1. [BBC](\(address))\n"))
    #expect(result.page?.sources == [])
    #expect(result.problems.map(\.line) == [7])
  }
}
