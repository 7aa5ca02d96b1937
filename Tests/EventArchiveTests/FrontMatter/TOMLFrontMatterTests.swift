import Primitives
import Testing

@testable import EventArchive

@Suite("Front matter of TOML")
struct TOMLFrontMatterTests {
  private func fields(_ toml: String) -> (summary: String?, problems: [ArchiveProblem]) {
    let result = frontMatter("+++\n\(toml)\n+++\nText")
    return (result.frontMatter?.fields.summary, result.problems)
  }

  @Test(
    arguments: [
      ("a = \"x\\ty \\u00e9 \\\"\"", "{a: \"x\ty é \"\"}"), ("a = 'C:\\x'", "{a: \"C:\\x\"}"),
      ("a = \"\"\"\none\ntwo\\\n   three\"\"\"", "{a: \"one\ntwothree\"}"),
      ("a = '''\none''two'''", "{a: \"one''two\"}"), ("a = \"\"\"x\"\"\"\"", "{a: \"x\"\"}"),
      ("a = 1.10 # comment", "{a: \"1.10\"}"), ("a = 0x1F", "{a: \"0x1F\"}"), ("a = true", "{a: \"true\"}"),
      ("a = -1_000", "{a: \"-1_000\"}"), ("a = 2024-01-05", "{a: \"2024-01-05\"}"),
      ("a = 2024-01-05T10:00:00.5+01:00", "{a: \"2024-01-05T10:00:00.5+01:00\"}"),
      ("a = 2024-01-05 10:00:00", "{a: \"2024-01-05 10:00:00\"}"), ("a = 10:00:00", "{a: \"10:00:00\"}"),
      ("a = [ 1, 'b', # c\n  [\"d\"],\n]", "{a: [\"1\", \"b\", [\"d\"]]}"),
      ("a = { b = 1, c.d = 'e' }", "{a: {b: \"1\", c: {d: \"e\"}}}"),
      ("a.b.c = 'x'\n'a'.\"b\".d = 'y'", "{a: {b: {c: \"x\", d: \"y\"}}}"),
      ("[taxonomies]\ntags = ['a']\n[extra]\nb = 'c'", "{taxonomies: {tags: [\"a\"]}, extra: {b: \"c\"}}"),
      ("[[r]]\nsrc = 'a'\n[[r]]\nsrc = 'b'", "{r: [{src: \"a\"}, {src: \"b\"}]}"),
      ("[[r]]\n[r.x]\ny = 'z'", "{r: [{x: {y: \"z\"}}]}"), ("a = ''\nb = []\nc = {}", "{}"),
      ("\"a b\" = 'x'\r\n\r\nc = 'y'", "{a b: \"x\", c: \"y\"}"),
    ])
  func `keeps the text of scalars`(toml: String, summary: String) {
    let result = fields(toml)
    #expect(result.summary == summary)
    #expect(result.problems.isEmpty)
  }

  @Test func `with a key twice has the last value, and a problem`() {
    let result = fields("a = 'x'\nb = 'y'\na = 'z'")
    #expect(result.summary == "{a: \"z\", b: \"y\"}")
    #expect(result.problems.map(\.line) == [4])
  }

  @Test(
    arguments: [
      ("title = Tea\ndraft = true", "{title: \"Tea\", draft: \"true\"}", 2, "column 9"),
      ("a = 'x'\nb = 'y", "{a: \"x\", b: \"'y\"}", 3, "column 7"),
      ("a = 'x' 'y'", "{a: \"'x' 'y'\"}", 2, "column 9"),
      ("a = \"\\q\"", "{a: \"\\q\"}", 2, "column 7"),
    ])
  func `that is not valid is read by lines, with a problem`(
    toml: String, summary: String, line: Int, place: String
  ) {
    let result = fields(toml)
    #expect(result.summary == summary)
    #expect(result.problems.map(\.line) == [line])
    #expect(result.problems.first?.message.contains(place) == true)
  }

  @Test(
    arguments: [
      ("a = " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40), "levels deep"),
      ((0..<40).map { "k\($0)" }.joined(separator: ".") + " = 1", "levels deep"),
      ("a = [" + String(repeating: "1,", count: 10_001) + "]", "10000 values"),
      (String(repeating: "[[a]]\n", count: 10_001), "10000 values"),
    ])
  func `beyond a limit rejects the file`(toml: String, message: String) {
    let result = fields(toml)
    #expect(result.summary == nil)
    #expect(result.problems.first?.severity == .rejected)
    #expect(result.problems.first?.message.contains(message) == true)
  }
}
