import EventArchive
import Primitives
import TestSupport
import Testing

@testable import Syndication

@Suite("HTML fragments")
struct HTMLFragmentTests {
  private func html(_ build: (inout HTMLFragment) -> Void) -> String {
    var fragment = HTMLFragment()
    build(&fragment)
    return String(decoding: fragment.bytes, as: UTF8.self)
  }

  @Test func `text is escaped and markup is not`() {
    let text = html {
      $0.raw("<p class=\"x\">")
      $0.text("<script>alert(\"1\" & '2')</script> ]]> 港")
      $0.raw("</p>")
    }
    #expect(text == "<p class=\"x\">&lt;script&gt;alert(&quot;1&quot; &amp; '2')&lt;/script&gt; ]]&gt; 港</p>")
  }

  @Test func `a link's address cannot leave its attribute`() {
    let text = html { $0.link("https://a.example/?x=1&y=\"><script>", "A <b>") }
    #expect(text == "<a href=\"https://a.example/?x=1&amp;y=&quot;&gt;&lt;script&gt;\">A &lt;b&gt;</a>")
  }

  @Test(
    "an element with letters of right-to-left scripts has the direction of its first letter",
    arguments: [
      ("<p>ضباب</p>", "<p dir=\"auto\">ضباب</p>"), ("<p>Fog (ערפל)</p>", "<p dir=\"auto\">Fog (ערפל)</p>"),
      ("<p>Fog</p>", "<p>Fog</p>"), ("<p>霧</p>", "<p>霧</p>"),
    ])
  func direction(element: StaticString, result: String) {
    let text = html {
      $0.raw("<p>א</p>")
      let start = $0.bytes.count
      $0.raw(element)
      $0.setDirection(ofElementAt: start)
    }
    #expect(text == "<p>א</p>" + result)
  }

  @Test func `a block is enclosed in an element with a direction only for right-to-left scripts`() {
    for (block, result) in [
      ("<p>a</p>\n<p>ضباب</p>\n", "<div dir=\"auto\">\n<p>a</p>\n<p>ضباب</p>\n</div>\n"),
      ("<p>a</p>\n", "<p>a</p>\n"),
    ] as [(StaticString, String)] {
      let text = html {
        $0.raw("<p>א</p>")
        let start = $0.bytes.count
        $0.raw(block)
        $0.encloseWithDirection(from: start)
      }
      #expect(text == "<p>א</p>" + result)
    }
  }

  @Test
  func `a picture is inserted at the beginning, and its address and description stay in their attributes`() {
    let text = html {
      $0.raw("<p>Fog</p>")
      $0.insertPicture("https://a.example/b.jpg?c&d", description: Array("A \"fog\" <b>".utf8))
    }
    #expect(
      text
        == "<p><img src=\"https://a.example/b.jpg?c&amp;d\" alt=\"A &quot;fog&quot; &lt;b&gt;\"></p>\n<p>Fog</p>"
    )
  }

  @Test func `the pictures of Markdown and of bodies are found by their addresses`() {
    var fragment = HTMLFragment()
    let address = "https://a.example/b'c.jpg?d=1&e=2"
    fragment.insertPicture(address, description: [])
    fragment.markdown("![one](\(address)) and ![two](https://a.example/f.png)") { $0 }
    let body = PostBody(dialect: .markdown, page: "https://a.example/")
    _ = fragment.body(TextSlice("<img alt='x' src=\"\(address)\"> &lt;img src=\"no.png\">"), of: body)
    #expect(fragment.pictures == [address, address, "https://a.example/f.png", address])
    #expect(HTMLFragment().pictures == [])
  }

  @Test func `an empty fragment has no bytes, and equal fragments are equal`() {
    #expect(html { _ in } == "")
    #expect(html { $0.text("") } == "")
  }
}

@Suite("Markdown of summaries")
struct MarkdownTests {
  private static let base = "https://news.example"

  private func html(_ markdown: String) -> String {
    var fragment = HTMLFragment()
    fragment.markdown(markdown) { WebAddress.valid($0.hasPrefix("/") ? Self.base + $0 : $0) }
    return String(decoding: fragment.bytes, as: UTF8.self)
  }

  @Test(
    "emphasis, code, paragraphs and character references become HTML",
    arguments: [
      (
        "A *loud* and **very** `odd` day",
        "<p>A <em>loud</em> and <strong>very</strong> <code>odd</code> day</p>\n"
      ),
      ("One\ntwo\n\nthree", "<p>One\ntwo</p>\n<p>three</p>\n"),
      ("&quot;a&#039;b&hellip; &amp; &lt;", "<p>&quot;a'b… &amp; &lt;</p>\n"),
      ("5 < 6 & 7 > 3 ]]>", "<p>5 &lt; 6 &amp; 7 &gt; 3 ]]&gt;</p>\n"), ("港 مصر", "<p>港 مصر</p>\n"),
      ("snake_case_name", "<p>snake_case_name</p>\n"),
    ])
  func prose(markdown: String, expected: String) {
    #expect(html(markdown) == expected)
  }

  @Test func `links are absolute`() {
    #expect(html("[a](/news/x)") == "<p><a href=\"https://news.example/news/x\">a</a></p>\n")
    #expect(
      html("[a](http://b.example/?x=1&y=2)") == "<p><a href=\"http://b.example/?x=1&amp;y=2\">a</a></p>\n")
    #expect(html("<https://b.example/>") == "<p><a href=\"https://b.example/\">https://b.example/</a></p>\n")
  }

  @Test(
    "raw HTML is shown as text",
    arguments: [
      "<script>alert(1)</script>", "a <b onclick=\"x\">b</b> c", "<!-- a -->",
      "<iframe src=\"//x\"></iframe>", "a <br> b", "<svg/onload=x>",
    ])
  func rawHTML(markdown: String) {
    var escaped = HTMLFragment()
    escaped.text(markdown)
    #expect(html(markdown) == "<p>\(String(decoding: escaped.bytes, as: UTF8.self))</p>\n")
  }

  @Test(
    "a link without a safe address is text",
    arguments: [
      "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](data:text/html,x)", "[a](vbscript:x)",
      "[a][b]\n\n[b]: javascript:x",
      "<javascript:alert(1)>", "[a](&#106;avascript:x)", "[a](file:///etc/passwd)",
    ])
  func unsafe(markdown: String) {
    #expect(!html(markdown).contains("<a "))
    #expect(html(markdown).contains("a"))
  }

  @Test(
    "characters that begin a sentence are no markup",
    arguments: [
      "# 1 in the charts", "> 40 dead", ">$40 each", "---", "#1 in the charts", "-40 degrees", "1.5 million",
    ])
  func sentences(markdown: String) {
    #expect(html(markdown) == "<p>\(markdown.replacing(">", with: "&gt;"))</p>\n")
  }

  @Test(
    "all blocks of CommonMark become HTML",
    arguments: [
      (
        "Passed are:\n\n- the *budget*\n- a tax law",
        "<p>Passed are:</p>\n<ul>\n<li>the <em>budget</em></li>\n<li>a tax law</li>\n</ul>\n"
      ),
      ("3) one\n4) two", "<ol start=\"3\">\n<li>one</li>\n<li>two</li>\n</ol>\n"),
      (
        "- a\n  - b\n- c", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>\n"
      ),
      ("> Never again,\n> 40 times.", "<blockquote>\n<p>Never again,\n40 times.</p>\n</blockquote>\n"),
      ("## Background\n\nFog.", "<h2>Background</h2>\n<p>Fog.</p>\n"),
      ("Fog\n===\n\nRain", "<h1>Fog</h1>\n<p>Rain</p>\n"),
      ("```swift\nlet a = 1 < 2\n\n[b]: c\n```", "<pre><code>let a = 1 &lt; 2\n\n[b]: c\n</code></pre>\n"),
      ("One\n\n---\n\ntwo", "<p>One</p>\n<hr />\n<p>two</p>\n"),
      (
        "![The river](/river.jpg \"At noon\")",
        "<p><img src=\"https://news.example/river.jpg\" alt=\"The river\" title=\"At noon\" /></p>\n"
      ),
      (
        "[![Map](http://a.example/s.png)](http://a.example/l)",
        "<p><a href=\"http://a.example/l\"><img src=\"http://a.example/s.png\" alt=\"Map\" /></a></p>\n"
      ),
      (
        "Read [the report][1].\n\n[1]: http://a.example/r",
        "<p>Read <a href=\"http://a.example/r\">the report</a>.</p>\n"
      ),
      ("    four blanks", "<p>four blanks</p>\n"),
    ])
  func blocks(markdown: String, expected: String) {
    #expect(html(markdown) == expected)
  }

  @Test(
    "the plain text of blocks is readable",
    arguments: [
      ("Passed are:\n\n- the *budget*\n- a tax law", "Passed are: • the budget • a tax law"),
      ("3) one\n4) two\n\nThree.", "3. one 4. two Three."), ("> Never *again*.", "Never again."),
      ("## Background\n\nFog.", "Background Fog."),
      (
        "![The river](http://a.example/r.jpg)\n\nMore in [the report](http://a.example/r).",
        "More in the report."
      ),
      ("![The river](http://a.example/r.jpg)", "The river"),
      ("Fog ![thick](/f.png) here.", "Fog thick here."),
      ("<b>Fog</b> & *rain* &lt;3", "<b>Fog</b> & rain <3"), ("One\ntwo\n\nthree", "One two three"),
      ("---", "---"), ("[x](javascript:y)", "x"),
    ])
  func plainText(markdown: String, expected: String) {
    var fragment = HTMLFragment()
    let text = fragment.markdown(markdown) { WebAddress.valid($0.hasPrefix("/") ? Self.base + $0 : $0) }
    #expect(text.trimmingCharacters(in: .whitespacesAndNewlines) == expected)
    #expect(Markdown.plainText(markdown) == text)
  }

  @Test(
    "one element of HTML does not affect the rest",
    arguments: [
      "<div>\n*budget*\n</div>", "*budget* <br> x", "- *budget*\n- <script>", "<!--\n*budget*\n-->\n\ny",
      "![a](javascript:x) *budget*", "[unused]: x\n*budget*", "> <iframe>\n> *budget*", "#1 *budget*",
    ])
  func foreign(markdown: String) {
    #expect(html(markdown).contains("<em>budget</em>"), "\(html(markdown))")
  }

  @Test(
    "character references without a semicolon are decoded, except in addresses",
    arguments: [
      ("Caf&eacute and Andr&eacutes, it&#39s *so*", "<p>Café and Andrés, it's <em>so</em></p>\n"),
      ("[a](http://b.example/?x=1&copy)", "<p><a href=\"http://b.example/?x=1&amp;copy\">a</a></p>\n"),
      ("AT&T & R&D *x*", "<p>AT&amp;T &amp; R&amp;D <em>x</em></p>\n"),
    ])
  func references(markdown: String, expected: String) {
    #expect(html(markdown) == expected)
  }

  @Test func `invisible characters without effect are removed`() {
    #expect(
      html("Ukra&shy;ine *Egy\u{200B}pt* می\u{200C}خواهم")
        == "<p>Ukraine <em>Egypt</em> می\u{200C}خواهم</p>\n")
  }

  @Test func `a text that is nested too deeply is shown as it is written`() {
    let deep = String(repeating: "> ", count: 1000) + "x"
    #expect(html(deep).hasPrefix("<p>&gt; &gt; "))
    #expect(html(String(repeating: "> ", count: 8) + "x").hasPrefix("<blockquote>"))
  }

  @Test func `a definition that many links use does not enlarge the text`() {
    let address = "http://a.example/" + String(repeating: "x", count: 10_000)
    let text = String(repeating: "[a] ", count: 10_000) + "\n\n[a]: " + address
    #expect(html(text).utf8.count < 4 * text.utf8.count)
  }

  @Test func `a paragraph of HTML stays a paragraph of its own`() {
    #expect(html("One <b>x\n\nTwo").ranges(of: "<p>").count == 2)
  }

  @Test(
    "the extensions of GitHub Flavored Markdown become HTML",
    arguments: [
      ("Fog ~~rises~~ falls", "<p>Fog <del>rises</del> falls</p>\n"),
      (
        "Fog: https://a.example/b and www.b.example.",
        "<p>Fog: <a href=\"https://a.example/b\">https://a.example/b</a> and <a href=\"http://www.b.example\">www.b.example</a>.</p>\n"
      ),
      ("Write to a@b.example.", "<p>Write to a@b.example.</p>\n"),
      (
        "> | a | b |\n> |---|---|\n> | c | d |",
        "<blockquote>\n<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>c</td>\n<td>d</td>\n</tr>\n</tbody>\n</table>\n</blockquote>\n"
      ),
    ])
  func extensions(markdown: String, expected: String) {
    #expect(html(markdown) == expected)
    var text = markdown
    #expect(!text.withUTF8(Markdown.isPlain) || expected == "<p>\(markdown)</p>\n")
  }

  @Test func `many threads that parse at once do not disturb each other`() async {
    let markdown = "Fog ~~rises~~ *~falls* at https://a.example/"
    let expected = html(markdown)
    #expect(expected.contains("<del>") && expected.contains("<a "))
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          for index in 0..<500 {
            let other = index.isMultiple(of: 2) ? html("*~a* b:c w~d") : html(markdown)
            if index.isMultiple(of: 2) {
              #expect(other == "<p><em>~a</em> b:c w~d</p>\n")
            } else {
              #expect(other == expected)
            }
          }
        }
      }
    }
  }

  @Test func `a table that missing cells would enlarge is text`() {
    let text = String(repeating: "|a", count: 1000) + "\n" + String(repeating: "|-", count: 1000) + "\n"
    #expect(!html(text + String(repeating: "|x\n", count: 1000)).contains("<table>"))
  }

  @Test func `only a link without a safe address loses its address`() {
    let text = html("[bad](javascript:x) and [good](http://good.example/)")
    #expect(text == "<p>bad and <a href=\"http://good.example/\">good</a></p>\n")
  }

  @Test(
    "no text is lost",
    arguments: [
      "[Update]: sailing", "Fog.\n\n[1]: http://a.example/", "[a]: b 'c'", "*", "_", "[]()", "``", "\\",
    ])
  func kept(markdown: String) {
    let isDefinition = markdown.contains("]: ")
    #expect(html(markdown).contains(isDefinition ? "]: " : "<p>"))
  }

  @Test func `the output of random text contains only known tags and safe links`() {
    var random = SeededGenerator(seed: 15)
    let parts = [
      "*", "_", "`", "[", "](", ")", "<", ">", "b", " ", "\n", "\n\n", "javascript:", "http://a.example/",
      "/x", "&lt;", "&", "#",
      "!", "\"", "'", "<script>", "on=", "[a]: ", "\\", "港", "\u{1}", "![", "- ", "1. ", "> ", "```", "    ",
      "\n---\n",
      "\n\n<div>", "<!--", "\u{200B}", "&shy", "~~", "|", "\n|-|-|\n", "www.a.example", "a@b.example",
    ]
    let tags =
      /<\/?(?:p|em|strong|del|code|pre|ul|ol|li|blockquote|h[1-6]|a|table|thead|tbody|t[hrd])>|<[bh]r \/>|<ol start="[0-9]+">|<a href="https?:\/\/[^"<>]*"(?: title="[^"<>]*")?>|<img src="https?:\/\/[^"<>]*" alt="[^"<>]*"(?: title="[^"<>]*")? \/>/
    for _ in 0..<3000 {
      let text = html((0..<15).compactMap { _ in parts.randomElement(using: &random) }.joined())
      let rest = text.replacing(tags, with: "")
      #expect(!rest.contains("<") && !rest.contains(">"), "\(text)")
    }
  }
}
