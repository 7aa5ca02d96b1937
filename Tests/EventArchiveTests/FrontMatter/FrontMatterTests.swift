import Primitives
import Testing

@testable import EventArchive

@Suite("Front matter")
struct FrontMatterTests {
  @Test(
    arguments: [
      ("---\ntitle: Tea\n---\nText\n", "{title: \"Tea\"}", "Text\n", 4),
      ("---  \ntitle: Tea\n...\t\nText", "{title: \"Tea\"}", "Text", 4),
      ("---\r\ntitle: Tea\r\n---\r\nText\r\n", "{title: \"Tea\"}", "Text\r\n", 4),
      ("\u{FEFF}---\ntitle: Tea\n---\nText", "{title: \"Tea\"}", "Text", 4),
      ("\n \n---\ntitle: Tea\n---\nText", "{title: \"Tea\"}", "Text", 6),
      ("---\ntitle: Tea\n---", "{title: \"Tea\"}", "", 4),
      ("---\n---\nText", "{}", "Text", 3),
      ("---\ntitle: Tea\n---\n\n---\nb: c\n---\n", "{title: \"Tea\"}", "\n---\nb: c\n---\n", 4),
      ("+++\ntitle = \"Tea\"\n+++\nText", "{title: \"Tea\"}", "Text", 4),
      ("{\n  \"title\": \"Tea }\"\n}\nText", "{title: \"Tea }\"}", "Text", 4),
      ("{\"title\": \"Tea\"}\n\nText", "{title: \"Tea\"}", "\nText", 2),
    ])
  func `ends at its delimiter, and the body begins behind it`(
    text: String, fields: String, body: String, line: Int
  )
    throws
  {
    let result = frontMatter(text)
    let found = try #require(result.frontMatter)
    #expect(found.fields.summary == fields)
    #expect(found.body.string == body)
    #expect(found.bodyLine == line)
    #expect(result.problems.isEmpty)
  }

  @Test(
    arguments: [
      "", "Text", "---\ntitle: Tea\n", "--- \ntitle: Tea\n----\n", "----\ntitle: Tea\n----\n",
      "# Heading\n---\ntitle: Tea\n---\n", "{{ title }}\n", "{% raw %}\n", "{\"title\": \"Tea\"\n",
      "---\nA sentence between rules.\n---\n", "+++\ntitle = 1\n---\n", "title: Tea\n\nText",
    ])
  func `is absent without delimiters, an end, or fields`(text: String) {
    let result = frontMatter(text)
    #expect(result.frontMatter == nil)
    #expect(result.problems.isEmpty)
  }

  @Test func `may be a header of Pelican when it is accepted`() throws {
    let text = "Title: Tea: a history\nDate: 2024-01-05 10:00\nTags: a, b\n   c\n\nText: more\n"
    let found = try #require(frontMatter(text, acceptsHeader: true).frontMatter)
    #expect(found.syntax == .header)
    #expect(
      found.fields.summary == "{Title: \"Tea: a history\", Date: \"2024-01-05 10:00\", Tags: \"a, b c\"}")
    #expect(found.body.string == "Text: more\n")
    #expect(found.bodyLine == 6)
    #expect(frontMatter("Note: this is text\n\nText", acceptsHeader: true).frontMatter == nil)
  }

  @Test(
    arguments: [
      ("a: NO", "{a: \"NO\"}"), ("a: on", "{a: \"on\"}"), ("a: 1.10", "{a: \"1.10\"}"),
      ("a: 0123", "{a: \"0123\"}"), ("a: 12:30", "{a: \"12:30\"}"), ("a: 2020", "{a: \"2020\"}"),
      ("a: 1_000", "{a: \"1_000\"}"), ("a: 2024-01-05T1:2:3Z", "{a: \"2024-01-05T1:2:3Z\"}"),
      ("a: [x, [y, z], 1.0]", "{a: [\"x\", [\"y\", \"z\"], \"1.0\"]}"),
      ("a:\n- x\n- y\t", "{a: [\"x\", \"y\"]}"), ("a: |\n  x\n  y", "{a: \"x\ny\n\"}"),
      ("a: >-\n  x\n  y", "{a: \"x y\"}"), ("a: {b: {c: d}}", "{a: {b: {c: \"d\"}}}"),
      ("a: 'null'", "{a: \"null\"}"), ("a: \"\\u00e9\\n\"", "{a: \"é\n\"}"), ("'a b': c", "{a b: \"c\"}"),
    ])
  func `of YAML keeps the text of scalars`(yaml: String, fields: String) throws {
    #expect(try #require(frontMatter("---\n\(yaml)\n---\n").frontMatter).fields.summary == fields)
  }

  @Test(
    arguments: [
      "a:", "a: ~", "a: null", "a: Null", "a: \"\"", "a: ''", "a: []", "a: {}", "a: [null, ~, '']",
      "a: {b: null}", "a:\n-\n- ~", "# comment",
    ])
  func `without a value is as if its key were absent`(yaml: String) throws {
    let result = frontMatter("---\n\(yaml)\n---\n")
    #expect(try #require(result.frontMatter).fields.isEmpty)
    #expect(result.problems.isEmpty)
  }

  @Test func `with a key twice has the last value, and a problem`() throws {
    let result = frontMatter("---\ntitle: First\nTags: [a]\nTitle: Second\ntags:\n---\n")
    #expect(try #require(result.frontMatter).fields.summary == "{Title: \"Second\", Tags: [\"a\"]}")
    #expect(
      result.problems.map(\.description) == [
        "post.md:4: \"Title\" occurs twice, first in line 2; the last value is used; remove the other"
      ])
  }

  @Test func `has values with their lines`() throws {
    let fields = try #require(frontMatter("\n---\n# c\na: x\nb:\n  - y\n  - c: z\n---\n").frontMatter).fields
    #expect(fields["A"]?.line == 4)
    #expect(fields["b"]?.list?.map(\.line) == [6, 7])
    #expect(fields.value(at: ["b", "c"]) == nil)
    #expect(fields["b"]?.list?.last?.mapping?["c"]?.line == 7)
  }

  @Test func `has the values of anchors at their aliases`() throws {
    let yaml = "base: &b {x: '1', y: '2'}\nlist: &l [*b]\nagain: *l\nmerged: {<<: *b, x: '3'}"
    let fields = try #require(frontMatter("---\n\(yaml)\n---\n").frontMatter).fields
    #expect(fields["again"]?.summary == "[{x: \"1\", y: \"2\"}]")
    #expect(fields["merged"]?.summary == "{x: \"3\", y: \"2\"}")
  }

  @Test(
    arguments: [
      (
        "title: Tea: a history\ntags:\n  - \"a\"\n  - b", "{title: \"Tea: a history\", tags: [\"a\", \"b\"]}",
        2
      ),
      ("author:\n- @jane\ntitle: Tea", "{author: [\"@jane\"], title: \"Tea\"}", 3),
      ("title: \"Tea\" and milk", "{title: \"\"Tea\" and milk\"}", 2),
      (
        "title: Tea\ntags: [a, 'b'\n  , c]\nx: @y",
        "{title: \"Tea\", tags: [\"a\", \"b\", \"c\"], x: \"@y\"}", 5
      ),
      ("title: Tea\ntext: |\n  one\n  two\nx: %y", "{title: \"Tea\", text: \"one two\", x: \"%y\"}", 6),
      ("a: *unknown\ntitle: Tea", "{a: \"*unknown\", title: \"Tea\"}", 2),
      ("title: Tea\ntitle: {", "{title: \"{\"}", 3),
    ])
  func `that is not valid is read by lines, with a problem`(yaml: String, fields: String, line: Int) throws {
    let result = frontMatter("---\n\(yaml)\n---\nText")
    #expect(try #require(result.frontMatter).fields.summary == fields)
    let problem = try #require(result.problems.first { $0.message.contains("not valid YAML") })
    #expect(problem.severity == .repaired)
    #expect(problem.message.contains(", column "))
    #expect((line - 1...line + 1).contains(problem.line))
  }

  @Test(
    arguments: [
      ("a: &a [*a]", "contains itself"), ("a: &a {b: {c: *a}}", "contains itself"),
      ("a: " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40), "levels deep"),
      (String(repeating: "- ", count: 3000) + "x", "levels deep"),
      ("a: [" + String(repeating: "x,", count: 10_001) + "]", "10000 values"),
      ("a: '" + String(repeating: "x", count: 70_000) + "'", "larger than 64 KB"),
    ])
  func `beyond a limit rejects the file`(yaml: String, message: String) throws {
    let result = frontMatter("---\n\(yaml)\n---\n")
    #expect(result.frontMatter == nil)
    let problem = try #require(result.problems.first)
    #expect(problem.severity == .rejected)
    #expect(problem.message.contains(message))
  }

  @Test func `of aliases that multiply rejects the file`() throws {
    var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
      let aliases = repeatElement("*a\(level - 1)", count: 9).joined(separator: ", ")
      yaml += "a\(level): &a\(level) [\(aliases)]\n"
    }
    #expect(frontMatter("---\n\(yaml)---\n").problems.first?.message.contains("10000 values") == true)
    let deep = (1...20).map { "b\($0): &b\($0) [*b\($0 - 1)]\n" }.joined()
    let result = frontMatter("---\nb0: &b0 x\n\(deep)---\n")
    #expect(result.problems.first?.message.contains("levels deep") == true)
  }

  @Test func `of JSON has numbers as text, and characters of two escapes`() throws {
    let json = #"{"a": 1.10, "b": [true, null, "\ud83c\udf89\\ud83c"], "a b": "\/", "c":"d"}"#
    let result = frontMatter(json + "\n")
    let fields = try #require(result.frontMatter).fields
    #expect(fields.summary == "{a: \"1.10\", b: [\"true\", \"🎉\\ud83c\"], a b: \"/\", c: \"d\"}")
    #expect(result.problems.isEmpty)
  }

  @Test(
    arguments: [
      ("title: \"{{title}}\"", ["title"]), ("Created: {{date}}", ["created"]),
      ("title: About {{ x }} and y", []), ("title: Tea", []),
    ] as [(String, Set<String>)])
  func `of a template has placeholders`(yaml: String, keys: Set<String>) throws {
    #expect(try #require(frontMatter("---\n\(yaml)\n---\n").frontMatter).placeholderKeys == keys)
  }

  @Test func `with bytes that are not UTF-8 is read by lines`() throws {
    let bytes = Array("---\ntitle: caf".utf8) + [0xE9] + Array("\ntags: [a]\n---\n".utf8)
    let file = bytes.withUnsafeBufferPointer { TextSlice(copying: $0) }
    let result = FrontMatter.read(file, path: "post.md")
    #expect(result.frontMatter?.fields["tags"]?.summary == "[\"a\"]")
    #expect(result.problems.count == 1)
  }
}
