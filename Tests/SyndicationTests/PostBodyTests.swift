import EventArchive
import Primitives
import TestSupport
import Testing

@testable import Syndication

/// Renders bodies of a post at `https://a.example/blog/fog/`.
struct BodySample {
  static let page = "https://a.example/blog/fog/"

  /// The HTML and the facts of a body.
  static func render(
    _ text: String, _ kind: SiteKind? = nil, path: String = "posts/fog.md",
    fields: FrontMatterMapping = FrontMatterMapping(),
    site: String? = nil
  ) -> (html: String, summary: PostBody.Summary) {
    let files = [
      "rain.md": "/blog/rain/", "posts/rain.md": "/blog/rain/", "Rain": "/blog/rain/",
      "2024-01-02-rain": "/blog/rain/",
    ]
    let body = PostBody(dialect: BodyDialect(kind, path: path), page: page, site: site, fields: fields) {
      reference in
      files[reference].map { "https://a.example" + $0 }
    }
    var html = ""
    var text = text
    let summary = text.withUTF8 { text in body.render(text) { html = String(decoding: $0, as: UTF8.self) } }
    return (html, summary)
  }

  /// The HTML of a body.
  static func html(_ text: String, _ kind: SiteKind? = nil, path: String = "posts/fog.md") -> String {
    render(text, kind, path: path).html
  }
}

@Suite("Bodies of posts: Markdown")
struct PostBodyTests {
  @Test(
    "the extensions of GitHub Flavored Markdown become HTML",
    arguments: [
      ("Fog ~~rises~~ falls", "<p>Fog <del>rises</del> falls</p>\n"),
      (
        "See https://b.example/x.",
        "<p>See <a href=\"https://b.example/x\">https://b.example/x</a>.</p>\n"
      ),
      ("- [x] a dam\n- [ ] a road", "<ul>\n<li>☑ a dam</li>\n<li>☐ a road</li>\n</ul>\n"),
      ("- [x] a dam\n\n- b", "<ul>\n<li>\n<p>☑ a dam</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n"),
      (
        "| a | b |\n|:--|--:|\n| c | d |",
        "<table>\n<thead>\n<tr>\n<th align=\"left\">a</th>\n<th align=\"right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align=\"left\">c</td>\n<td align=\"right\">d</td>\n</tr>\n</tbody>\n</table>\n"
      ),
      (
        "Fog[^1]\n\n[^1]: By noon.",
        "<p>Fog<sup>[1]</sup></p>\n<section>\n<ol>\n<li>\n<p>By noon. </p>\n</li>\n</ol>\n</section>\n"
      ),
    ])
  func extensions(markdown: String, expected: String) {
    #expect(BodySample.html(markdown) == expected)
  }

  @Test func `the plain text and the first paragraph can be read`() {
    let result = BodySample.render(
      "# Fog\n\n> Quoted.\n\n![a](b.png)\n\nIt *rises*\nslowly.\n\n- a\n- b\n\n1. c\n2. d\n\n| e | f |\n|---|---|\n| g | h |"
    )
    #expect(result.summary.plainText == "Fog Quoted. It rises slowly. • a • b 1. c 2. d e, f; g, h")
    #expect(result.summary.firstParagraph == "It rises slowly.")
  }

  @Test(
    "links and pictures are absolute",
    arguments: [
      ("[x](../rain/?a=1#b)", "href=\"https://a.example/blog/rain/?a=1#b\""),
      ("[x](/y z)", "(/y z)"),
      ("[x](</y z>)", "href=\"https://a.example/y%20z\""),
      ("[x](#part)", "href=\"https://a.example/blog/fog/#part\""),
      ("[x](?q=1)", "href=\"https://a.example/blog/fog/?q=1\""),
      ("[x](//b.example/c)", "href=\"https://b.example/c\""),
      ("![x](y.png)", "src=\"https://a.example/blog/fog/y.png\""),
      ("![x](/y.png \"T\")", "src=\"https://a.example/y.png\" alt=\"x\" title=\"T\""),
      ("[x](rain.md)", "href=\"https://a.example/blog/rain/\""),
      ("[x](rain.md#part)", "href=\"https://a.example/blog/rain/#part\""),
      ("<a href='/y'>x</a>", "href=\"https://a.example/y\""),
      ("<img src='y.png'>", "src=\"https://a.example/blog/fog/y.png\" alt=\"\""),
      ("[x](mailto:a@b.example)", "href=\"mailto:a@b.example\""),
      ("[x](https://ü.example/ä)", "href=\"https://xn--tda.example/%C3%A4\""),
    ])
  func addresses(markdown: String, expected: String) {
    #expect(BodySample.html(markdown).contains(expected), "\(BodySample.html(markdown))")
  }

  @Test func `HTML pages skip Markdown`() {
    #expect(
      BodySample.html("<p>A *b*\n\n    c <b>d</p>", path: "posts/fog.html")
        == "<p>A *b*\n\n    c <b>d</b></p>")
  }

  @Test func `a body of nothing is nothing`() {
    for body in ["", "\n\n", "{{< x >}}", "<!-- x -->", "{% x %}\n\n{% y %}"] {
      let html = BodySample.html(body)
      #expect(!html.contains { !$0.isWhitespace }, "\(html)")
    }
  }

  @Test func `the same body gives the same bytes in every thread`() async {
    let body = "Fog ~~rises~~ {{< x >}}\n\n- {{ y }}\n- z https://a.example ![[q.png]]\n"
    let expected = BodySample.html(body)
    await withTaskGroup { group in
      for _ in 0..<4 { group.addTask { for _ in 0..<50 { #expect(BodySample.html(body) == expected) } } }
    }
  }
}

@Suite("Bodies of posts: raw HTML")
struct PostBodyHTMLTests {
  @Test(
    "direction and language stay when they are valid",
    arguments: [
      (
        "<p dir=\"rtl\" lang=\"ar\">a <b dir=ltr>b</b> <q lang=\"he-IL\">c</q></p>",
        "<p dir=\"rtl\" lang=\"ar\">a <b dir=\"ltr\">b</b> <q lang=\"he-IL\">c</q></p>"
      ),
      ("<div dir=\"auto\"><p>a</p></div>", "<div dir=\"auto\"><p>a</p></div>"),
      ("<p dir=\"x y\" lang=\"a b\">a</p>", "<p>a</p>"),
    ])
  func direction(body: String, html: String) { #expect(BodySample.html(body) == html + "\n") }

  @Test(
    "scripts, handlers and forms go",
    arguments: [
      ("a <script>alert(1)</script> b", "<p>a  b</p>\n"),
      ("<svg><script>alert(1)</script><title>t</title></svg> b", " b"),
      ("<style>p { }</style>\n\nb", "\n<p>b</p>\n"),
      ("<p onclick=\"x()\" style=\"color:red\" class=\"c\" id=\"i\">a</p>", "<p>a</p>"),
      (
        "<form action=\"/x\"><form><p>a</p><input value=\"v\"></form><select><option>o</option></select></form>",
        "<p>a</p>"
      ),
      ("<p><a href=\"java\u{1}script:alert(1)\">a</a></p>", "<p>a</p>"),
      ("<p><a href=\" &#x6A;ava&#10;script:alert(1)\">a</a></p>", "<p>a</p>"),
      ("<p><a href=\"data:text/html,x\">a</a><img src=\"data:image/png;base64,AA\"></p>", "<p>a</p>"),
      (
        "<p>a</p><base href=\"https://evil.example/\"><meta charset=utf-16><link rel=stylesheet href=x>",
        "<p>a</p>"
      ),
      ("<p>a<!-- never closed", "<p>a</p>"),
      ("<p>a<plaintext>b</p>", "<p>ab</p>"),
      ("<math><mtext><p>a</p></mtext></math>", "<p>a</p>"),
      ("<p>a\u{0}b</p>", "<p>ab</p>"),
    ])
  func hostile(body: String, expected: String) {
    let html = BodySample.html(body, path: "a.html")
    #expect(html == expected || BodySample.html(body) == expected, "\(html)")
  }

  @Test(
    "media become links to what they show",
    arguments: [
      (
        "<iframe src=\"https://www.youtube.com/embed/abc?rel=0\"></iframe>",
        "<p><a href=\"https://www.youtube.com/watch?v=abc\">www.youtube.com/watch?v=abc</a></p>"
      ),
      (
        "<iframe src=\"//player.vimeo.com/video/12\" title=\"The fog\"></iframe>",
        "<p><a href=\"https://vimeo.com/12\">The fog</a></p>"
      ),
      (
        "<video controls><source src=\"/a.mp4\"><p>Get a browser.</p></video>",
        "<p><a href=\"https://a.example/a.mp4\">a.example/a.mp4</a></p>"
      ),
      (
        "<p><audio src=\"a.mp3\"></audio></p>",
        "<p><a href=\"https://a.example/blog/fog/a.mp3\">a.example/blog/fog/a.mp3</a></p>"
      ),
      ("<embed src=\"javascript:x\">", ""),
    ])
  func media(body: String, expected: String) {
    #expect(BodySample.html(body, path: "a.html") == expected)
  }

  @Test(
    "unbalanced HTML stays in its element",
    arguments: [
      ("</div></div>a</body></html></content><b>b", "a<b>b</b>"),
      ("<b><i>a</b>b</i>", nil), ("<table><td>a<table><tr><td>b", nil),
      ("<ul><li>a<li>b</ul></ul><li>c", nil),
      ("<p>a<div>b</p>c</div>", nil), ("<a href=/x>a<a href=/y>b", nil), ("]]>a&b;&amp;<", nil),
      ("<h1><p><h2>a", nil), ("<p>a<figure><figcaption>b</p>c", nil), ("<a title='\"><script>'>x</a>", nil),
    ] as [(String, String?)])
  func unbalanced(body: String, expected: String?) throws {
    let html = BodySample.html(body, path: "a.html")
    if let expected { #expect(html == expected) }
    _ = try XMLElementNode(parsing: Array("<x>\(html)</x>".utf8))
  }

  @Test(
    "deep nesting is flattened, and no text is lost",
    arguments: [
      (String(repeating: "<b>", count: 10_000) + "fog", "a.html"),
      (String(repeating: "<blockquote>", count: 10_000) + "fog", "a.md"),
      (String(repeating: "<form>", count: 10_000) + "fog", "a.html"),
      (String(repeating: "> ", count: 10_000) + "fog", "a.md"),
      (String(repeating: "- ", count: 10_000) + "fog", "a.md"),
      (String(repeating: "1. ", count: 10_000) + "fog", "a.md"),
      // The time of the parser would grow with the product of depth and words.
      (String(repeating: ">", count: 50_000) + "fog " + String(repeating: "*a ", count: 20_000), "a.md"),
      (String(repeating: "- ", count: 50_000) + "fog\n" + String(repeating: "[", count: 60_000), "a.md"),
      (String(repeating: "<div>", count: 200) + "fog", "a.html"),
      (String(repeating: "[", count: 10_000) + "fog" + String(repeating: "](x)", count: 10_000), "a.md"),
    ])
  func deep(body: String, path: String) throws {
    let html = BodySample.html(body, path: path)
    #expect(html.contains("fog"))
    #expect(!html.contains("<form") && !html.contains("&lt;b"))
    _ = try XMLElementNode(parsing: Array("<x>\(html)</x>".utf8))
  }

  @Test func `a body that is too large for the parser keeps its text`() {
    let result = BodySample.render(
      "<p>fog</p><script>x</script>\n\n" + String(repeating: "<p>rain ", count: 140_000), path: "a.html")
    #expect(result.summary.isTextOnly)
    #expect(result.html.hasPrefix("<p>fog</p><p>rain rain"))
  }
}
