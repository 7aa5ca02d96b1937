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
    fragment.markdown(markdown, base: Self.base)
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
    "a link that leads nowhere safe is no link",
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
    "blocks that the source never meant stand as they were written",
    arguments: [
      "# 1 in the charts", "1. first of all", "- a dash", "> 40 dead", "    four blanks", "---",
      "![a](http://b.example/c.png)",
    ])
  func blocks(markdown: String) {
    let text = html(markdown)
    #expect(text.hasPrefix("<p>") && text.hasSuffix("</p>\n"))
    #expect(!text.dropFirst(3).dropLast(5).contains("<"))
    #expect(text.contains(markdown.replacing(">", with: "&gt;")))
  }

  @Test func `paragraphs stay apart also where one of them is no prose`() {
    #expect(html("One <b>x\n\nTwo").ranges(of: "<p>").count == 2)
  }

  @Test func `only the link that leads nowhere safe loses its address`() {
    let text = html("[bad](javascript:x) and [good](http://good.example/)")
    #expect(text == "<p>bad and <a href=\"http://good.example/\">good</a></p>\n")
  }

  @Test(
    "no text vanishes",
    arguments: [
      "[Update]: sailing", "Fog.\n\n[1]: http://a.example/", "[a]: b 'c'", "*", "_", "[]()", "``", "\\",
    ])
  func kept(markdown: String) {
    let isDefinition = markdown.contains("]: ")
    #expect(html(markdown).contains(isDefinition ? "]: " : "<p>"))
  }

  @Test func `whatever the text, nothing but known tags and safe links comes out`() {
    var random = SeededGenerator(seed: 15)
    let parts = [
      "*", "_", "`", "[", "](", ")", "<", ">", "b", " ", "\n", "\n\n", "javascript:", "http://a.example/",
      "/x", "&lt;", "&", "#",
      "!", "\"", "'", "<script>", "on=", "[a]: ", "\\", "港", "\u{1}",
    ]
    let tags = /<\/?(?:p|em|strong|code)>|<br \/>|<a href="https?:\/\/[^"<>]*"(?: title="[^"<>]*")?>|<\/a>/
    for _ in 0..<3000 {
      let text = html((0..<15).compactMap { _ in parts.randomElement(using: &random) }.joined())
      let rest = text.replacing(tags, with: "")
      #expect(!rest.contains("<") && !rest.contains(">"), "\(text)")
    }
  }
}
