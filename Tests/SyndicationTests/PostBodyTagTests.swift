import EventArchive
import Primitives
import TestSupport
import Testing

@testable import Syndication

@Suite("Bodies of posts: tags of generators")
struct PostBodyTagTests {
  @Test(
    "known shortcodes of Hugo have a fallback",
    arguments: [
      ("[x]({{< ref \"rain.md\" >}})", "<p><a href=\"https://a.example/blog/rain/\">x</a></p>\n"),
      ("[x]({{% relref \"posts/rain.md\" %}})", "<p><a href=\"https://a.example/blog/rain/\">x</a></p>\n"),
      ("See [x]({{< ref \"gone.md\" >}}).", "<p>See x.</p>\n"),
      (
        "{{< figure src=\"a.png\" alt=\"A \\\"fog\\\"\" >}}",
        "<p><img src=\"https://a.example/blog/fog/a.png\" alt=\"A &quot;fog&quot;\" /></p>\n"
      ),
      (
        "{{< figure src=\"a.png\" caption=\"The <em>fog</em>\" alt=\"x\" >}}",
        "<figure><img src=\"https://a.example/blog/fog/a.png\" alt=\"x\" /><figcaption>The fog</figcaption></figure>\n"
      ),
      (
        "{{< youtube abc >}}",
        "<p><a href=\"https://www.youtube.com/watch?v=abc\">www.youtube.com/watch?v=abc</a></p>\n"
      ),
      ("{{< vimeo id=\"12\" title=\"Fog\" >}}", "<p><a href=\"https://vimeo.com/12\">Fog</a></p>\n"),
      (
        "{{< tweet user=\"a\" id=\"1\" >}}",
        "<p><a href=\"https://x.com/a/status/1\">x.com/a/status/1</a></p>\n"
      ),
      (
        "{{< highlight go >}}\na {{ b }} < c\n{{< /highlight >}}",
        "<pre><code>a {{ b }} &lt; c\n</code></pre>\n"
      ),
      ("a {{< comment >}}b{{< /comment >}} c", "<p>a  c</p>\n"),
      ("{{</* x */>}}", "<p>{{&lt; x &gt;}}</p>\n"),
    ])
  func shortcodes(body: String, expected: String) {
    #expect(BodySample.html(body, .hugo) == expected)
  }

  @Test(
    "tags of Liquid and Nunjucks have a fallback",
    arguments: [
      ("[x]({% post_url 2024-01-02-rain %})", "<p><a href=\"https://a.example/blog/rain/\">x</a></p>\n"),
      ("[x]({% link posts/rain.md %})", "<p><a href=\"https://a.example/blog/rain/\">x</a></p>\n"),
      ("[x]({{ \"/rain/\" | url }})", "<p><a href=\"https://a.example/rain/\">x</a></p>\n"),
      ("[x]({{ site.baseurl }}/rain/)", "<p><a href=\"https://a.example/rain/\">x</a></p>\n"),
      ("<a href=\"{{ site.url }}/rain/\">x</a>", "<p><a href=\"https://a.example/rain/\">x</a></p>\n"),
      ("[x]({{ '/rain/' | relative_url }})", "<p><a href=\"https://a.example/rain/\">x</a></p>\n"),
      ("[x]({{ \"/rain/\" | prepend: site.baseurl }})", "<p><a href=\"https://a.example/rain/\">x</a></p>\n"),
      ("{% assign a = \"fog\" %}{{ a }} {{a | upcase}}", "<p>fog FOG</p>\n"),
      ("{% capture a %}fog{% endcapture %}{{ a }}", "<p>fog</p>\n"),
      ("{% set a = 'fog' %}{{ a }}", "<p>fog</p>\n"),
      (
        "{% image \"a/b.png\" \"The fog\" %}",
        "<p><img src=\"https://a.example/a/b.png\" alt=\"The fog\" /></p>\n"
      ),
      (
        "{% include figure.html src=\"/b.png\" alt=\"Fog\" %}",
        "<p><img src=\"https://a.example/b.png\" alt=\"Fog\" /></p>\n"
      ),
      ("{% highlight ruby %}\n{{ a }}\n{% endhighlight %}", "<pre><code>{{ a }}\n</code></pre>\n"),
      ("{% raw %}{{ a }}{% endraw %}", "<p>{{ a }}</p>\n"),
      ("`{% raw %}{{ a }}{% endraw %}`", "<p><code>{{ a }}</code></p>\n"),
      ("{% comment %}a{% endcomment %}b", "<p>b</p>\n"),
      ("{% if a %}b{% else %}c{% endif %}d", "<p>bd</p>\n"),
      ("{% if a %}{% if b %}x{% else %}y{% endif %}{% elsif c %}z{% endif %}w", "<p>xw</p>\n"),
      ("{%- for a in b -%}c {{ a.d }}{%- endfor -%}", "<p>c </p>\n"),
      ("a {# b #} c", "<p>a  c</p>\n"),
    ])
  func blocks(body: String, expected: String) {
    #expect(BodySample.html(body) == expected)
  }

  @Test func `the address of a site below a path is printed once`() {
    let body =
      "{{ site.url }}{% link rain.md %} {{ site.baseurl }}{% post_url 2024-01-02-rain %} {{ site.baseurl }}/x {{ '/y' | absolute_url }} {{ site.baseurl }}{{ page.url }}"
    let expected = [
      "https://a.example/blog/rain/", "https://a.example/blog/rain/", "/blog/x", "https://a.example/blog/y",
      "/blog/fog/",
    ]
    let text = BodySample.render(body, site: "https://a.example/blog").summary.plainText
    #expect(text == expected.joined(separator: " "))
  }

  @Test func `references to addresses are addresses`() {
    let body =
      "[a]({{< link \"/about/\" >}}) [b]({{< link \"https://b.example/x\" >}}) [c]({{< ref \"/c.md\" >}})"
    #expect(
      BodySample.html(body)
        == "<p><a href=\"https://a.example/about/\">a</a> <a href=\"https://b.example/x\">b</a> c</p>\n")
  }

  @Test func `fields of the front matter are printed`() throws {
    let file = "---\ntitle: Fog\ndate: 2024-01-02\nplace:\n  name: Harbour\n---\n"
    let frontMatter = try #require(FrontMatter.read(TextSlice(file), path: "a.md").frontMatter)
    let result = BodySample.render(
      "{{ page.title }}, {{ page.place.name }}, {{ page.url }}, {{ title }}, {{ page.other }}",
      fields: frontMatter.fields)
    #expect(result.html == "<p>Fog, Harbour, /blog/fog/, Fog, </p>\n")
    #expect(result.summary.unknownTags == ["page.other": 1])
  }

  @Test(
    "what has lost its words goes, and the inside of pairs stays",
    arguments: [
      ("{{< note >}}\nSome *fog*.\n{{< /note >}}", "<p>\nSome <em>fog</em>.\n</p>\n"),
      ("{{% box %}}\n## Fog\n\n- a\n{{% /box %}}", "<h2>Fog</h2>\n<ul>\n<li>a\n</li>\n</ul>\n"),
      ("- a\n- <{{ release.url.gz }}>\n- {{ b }}\n", "<ul>\n<li>a</li>\n</ul>\n"),
      ("* {{ a }}\n* {{ b }}\n\nc", "<p>c</p>\n"),
      ("[Download]({{ a.url }}) now", "<p>Download now</p>\n"),
      ("![Fog]({{ a.url }})\n\nb", "<p>b</p>\n"),
      ("{{ a }}\n\nb", "<p>b</p>\n"),
      ("<div class=\"{{ a }}\" {% b %}>c</div>", "<div>c</div>\n"),
    ])
  func emptied(body: String, expected: String) {
    #expect(BodySample.html(body) == expected)
  }

  @Test func `a row that has lost its words goes`() {
    let html = BodySample.html("| a | b |\n|---|---|\n| {{ c }} | {{ d }} |\n| e | {{ f }} |")
    #expect(html.ranges(of: "<tr>").count == 2)
    #expect(html.contains("<td>e</td>\n<td></td>"))
  }

  @Test func `unknown tags are counted by name`() {
    let result = BodySample.render(
      "{% include a.html %}{{< b >}}c{{< /b >}}{{< b >}}{{ d.e | f }}{% g %}{{< ref \"x.md\" >}}")
    #expect(result.summary.unknownTags == ["include a.html": 1, "b": 2, "d.e": 1, "g": 1])
    #expect(result.summary.lostReferences == ["x.md"])
  }

  @Test(
    "code is left alone",
    arguments: [
      "```\n{{ a }} {% b %} {: .c}\n```", "~~~ x\n{{< a >}}\n~~~", "    {{ a }}", "`{{ a }}`",
      "``{% a ` %}``",
      "<pre>{{ a }}</pre>", "> ```\n> {{ a }}\n> ```", "- a\n\n  ```\n  {{ a }}\n  ```",
    ])
  func code(body: String) {
    let html = BodySample.html(body)
    #expect(html.contains("<code>") || html.contains("<pre>"))
    #expect(html.contains("{{") || html.contains("{%"), "\(html)")
    #expect(BodySample.render(body).summary.unknownTags == [:])
  }

  @Test(
    "attributes of kramdown go",
    arguments: [
      ("# Fog {#fog}\n\na\n{: .b}\n", "<h1>Fog</h1>\n<p>a</p>\n"),
      ("[a](/b){: .c target=\"_blank\"} d", "<p><a href=\"https://a.example/b\">a</a> d</p>\n"),
      ("- a\n{: .b}\n- c", "<ul>\n<li>a</li>\n<li>c</li>\n</ul>\n"),
      (
        "[a b][] [c][D\nE] [f][g] [h] `[i][j]`\n\n[g]: /x\n\n{% include references.md %}\n",
        "<p>a b c <a href=\"https://a.example/x\">f</a> [h] <code>[i][j]</code></p>\n"
      ),
      ("[a b][]", "<p>[a b][]</p>\n"),
      ("![a](/b.png){:\n.c}", "<p><img src=\"https://a.example/b.png\" alt=\"a\" /></p>\n"),
      ("*a*{: b=\"{{ site.baseurl }}/c@2x.png, 2\"}", "<p><em>a</em></p>\n"),
      ("a {:ok, b} {:c\n\n}", "<p>a {:ok, b} {:c</p>\n<p>}</p>\n"),
      ("## Fog {.a #b}", "<h2>Fog</h2>\n"), ("{:toc}\n\na", "<p>a</p>\n"),
      ("a {::comment}b{:/comment} c", "<p>a  c</p>\n"), ("a {b} {1}", "<p>a {b} {1}</p>\n"),
    ])
  func attributes(body: String, expected: String) {
    #expect(BodySample.html(body, .jekyll) == expected)
  }

  @Test(
    "marks of Obsidian become HTML",
    arguments: [
      (
        "[[Rain|the rain]] and [[Rain]]",
        "<p><a href=\"https://a.example/blog/rain/\">the rain</a> and <a href=\"https://a.example/blog/rain/\">Rain</a></p>\n"
      ),
      ("[[Rain#Part]]", "<p><a href=\"https://a.example/blog/rain/#Part\">Rain &gt; Part</a></p>\n"),
      ("[[Gone]] and [[Gone|there]]", "<p>Gone and there</p>\n"),
      ("![[map.png|300]]", "<p><img src=\"https://a.example/blog/fog/map.png\" alt=\"map\" /></p>\n"),
      ("![[Rain]]", "<p><a href=\"https://a.example/blog/rain/\">Rain</a></p>\n"),
      ("a %%b\n\nc%% d", "<p>a  d</p>\n"),
      (
        "> [!note] Mind\n> the fog",
        "<blockquote>\n<p><strong>Mind</strong><br />\nthe fog</p>\n</blockquote>\n"
      ),
      ("> [!tip]-\n> fog", "<blockquote>\n<p>fog</p>\n</blockquote>\n"),
    ])
  func notes(body: String, expected: String) {
    #expect(BodySample.html(body, .obsidian) == expected)
  }

  @Test func `MDX has no imports, components and expressions`() {
    let body =
      "import A from './a'\nimport B from './b'\n\nexport const c = {\n  d: 1\n}\n\n# Fog\n\n<A e={{f: 1}} g=\"h\" />\n\n<B>\n\n*rises*\n\n</B>\n\n{1 + 1}{' '}{/* x */} end"
    let result = BodySample.render(body, .astro, path: "a.mdx")
    #expect(result.html.split(separator: "\n") == ["<h1>Fog</h1>", "<p><em>rises</em></p>", "<p>  end</p>"])
    #expect(result.summary.unknownTags == ["A": 1, "B": 1])
  }

  @Test func `addresses of Pelican are resolved`() {
    #expect(
      BodySample.html("[a]({filename}rain.md) ![b]({static}/c.png) [d]({tag}e)", .pelican)
        == "<p><a href=\"https://a.example/blog/rain/\">a</a> <img src=\"https://a.example/c.png\" alt=\"b\" /> d</p>\n"
    )
  }

  @Test func `shortcodes of Zola are read`() {
    let result = BodySample.render(
      "{{ youtube(id=\"abc\") }}\n\n{% quote(author=\"A\") %}\nfog\n{% end %}\n\n$\\frac{{a}}{{b}}$", .zola)
    #expect(result.html.contains("<a href=\"https://www.youtube.com/watch?v=abc\">"))
    #expect(result.html.contains("fog") && !result.html.contains("{%"))
    #expect(result.html.contains("{{a}}"))
  }

  @Test func `tags without an end are text, and the time stays proportional to the body`() {
    for part in [
      "{{< a ", "{{ a ", "{% a ", "{% raw %}", "{% comment %}", "{% if a %}{% else %}", "{: ", "[[a", "%%",
      "<A ", "`", "{% capture a %}",
    ] {
      let kind: SiteKind? = part.hasPrefix("[") || part.hasPrefix("%%") ? .obsidian : nil
      let body = String(repeating: part, count: 20_000)
      #expect(BodySample.render(body, kind, path: "a.mdx").html.utf8.count < 50 * body.utf8.count)
    }
  }
}

@Suite("Bodies of posts: any input")
struct PostBodyPropertyTests {
  private static let parts = [
    "*", "_", "`", "```\n", "~~", "|", "\n|-|-|\n", "\n", "\n\n", "    ", "- ", "1. ", "> ", "# ", "[", "](",
    ")", "![", "[^1]",
    "\n\n[^1]: ", "<", ">", "<b>", "</b>", "<p>", "</p>", "<div>", "</div>", "<a href=\"/x\">",
    "<a href='javascript:x'>", "</a>",
    "<table>", "<tr>", "<td>", "</table>", "<ul>", "<li>", "</ul>", "<dl><dt>", "<pre>", "</pre>", "<code>",
    "</code>",
    "<script>", "</script>", "<style>", "<!--", "-->", "<svg>", "<iframe src=\"https://b.example/\">",
    "<video>", "<source src=/x>",
    "<img src=x onerror=y>", "<form>", "<input type=checkbox>", "<figure>", "<figcaption>", "</figure>",
    "<h2>", "<blockquote>", "<br>",
    "{{ a }}", "{{ \"/x\" | url }}", "{{", "}}", "{% if a %}", "{% else %}", "{% endif %}", "{% x", "%}",
    "{{< note >}}",
    "{{< /note >}}", "{{< figure src=\"a.png\" caption=\"c\" >}}", "{{< youtube a >}}", "{% highlight x %}",
    "{% endhighlight %}",
    "{: .a}", "{#a}", "&amp;", "&#0;", "&lt;", "&", "\"", "'", "fog", " rain ", "港", "\u{0}", "\u{1}",
    "\u{202E}", "\u{F0001}", "\\",
    "https://b.example/", "<x-y>", "</body>", "</html>", "]]>", "<math>", "<details><summary>", "\t", "$",
    "%%", "<ruby><rt>",
  ]
  private static let elements = Set(HTMLElement.allCases.map(\.rawValue))

  private func check(_ element: XMLElementNode, isCode: Bool = false) {
    for child in element.children {
      #expect(Self.elements.contains(child.name))
      for (name, value) in child.attributes {
        #expect(HTMLAttribute(rawValue: name) != nil)
        if name == "href" || name == "src" {
          #expect(value.hasPrefix("https://") || value.hasPrefix("mailto:"))
        }
      }
      check(child, isCode: isCode || child.name == "code" || child.name == "pre")
    }
  }

  @Test func `the output is well-formed, allowed and stable`() throws {
    for seed in 0..<Self.seeds {
      var random = SeededGenerator(seed: seed)
      let body = (0..<Int.random(in: 1...25, using: &random)).map { _ in random.pick(Self.parts) }.joined()
      let path = random.chance(30) ? "a.html" : "a.md"
      let html = BodySample.html(body, path: path)
      let root = try #require(
        try? XMLElementNode(parsing: Array("<x>\(html)</x>".utf8)), "\(seed): \(body) -> \(html)")
      check(root)
      let text = html.replacing(/<(pre|code)>.*?<\/\1>/.dotMatchesNewlines(), with: "")
      #expect(!text.contains(/\{\{.*?\}\}|\{%.*?%\}/), "\(seed): \(body) -> \(html)")
      // The parser may end an element that had another one around it before: the second time is stable.
      let again = sanitized(html)
      #expect(withoutTags(again) == withoutTags(html), "\(seed): \(body)")
      #expect(sanitized(again) == again, "\(seed): \(body)")
    }
  }

  private static let seeds = 1000

  private func withoutTags(_ html: String) -> String {
    html.replacing(/<[^>]*>/, with: "").filter { !$0.isWhitespace }
  }

  private func sanitized(_ html: String) -> String {
    var sanitizer = HTMLSanitizer(links: BodyLinks(page: PageAddress(BodySample.page), resolve: { _ in nil }))
    var html = html
    let isRead = html.withUTF8 { sanitizer.read($0) }
    #expect(isRead)
    return String(decoding: sanitizer.output.bytes, as: UTF8.self)
  }
}
