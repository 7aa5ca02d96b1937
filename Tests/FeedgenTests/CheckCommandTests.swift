import Foundation
import Testing
import WorkspaceSupport

@Suite("feedgen check")
struct CheckCommandTests {
  private let page = ArchivePage(
    day: "2013/11/14", title: "A ship comes in.", form: .handwritten, context: "Ships")

  @Test("prints nothing and ends with 0 when nothing is wrong; index and feeds stay away")
  func clean() throws {
    let workspace = try Workspace(page)
    let outcome = try workspace.runBinary("check")
    #expect((outcome.status, outcome.output, outcome.errors) == (0, "", ""))
    #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.directory.path) == ["content"])
  }

  @Test("prints each problem as path:line: what, by path and line, and ends with 65")
  func problems() throws {
    let workspace = try Workspace(page)
    try workspace.write(
      "### [2013-11-14](/x)\n\n# Two.\n\n### Sources:\n\nnone\n1. [x](ftp://y)\n", to: "news/2013/11/14/b.md")
    try workspace.write("", to: "news/2013/11/14/a.md")
    try workspace.write(Data([0xFF]), to: "news/2013/11/14/index.md")
    let outcome = try FeedgenProcess.run(["check"], in: workspace.directory.path)
    #expect(outcome.status == 65)
    let lines = outcome.output.split(separator: "\n")
    #expect(
      lines.map { String($0.prefix { $0 != " " }) } == [
        "content/news/2013/11/14/a.md:1:", "content/news/2013/11/14/b.md:7:",
        "content/news/2013/11/14/b.md:8:",
        "content/news/2013/11/14/index.md:1:",
      ])
    #expect(lines.allSatisfy { $0.wholeMatch(of: /[^:]+:\d+: [^ ].*[^.]/) != nil })
    #expect(outcome.errors == "")
  }

  @Test("names the page that has the title, and not the one that is shown")
  func unitedWithOlder() throws {
    var old = ArchivePage(day: "2013/11/14", title: "Polls open in Senegal.", slug: "old")
    let copy = ArchivePage(day: "2013/11/14", title: old.title, slug: "copy")
    var new = ArchivePage(day: "2013/11/14", title: "Senegal has voted.", slug: "new")
    new.changes = old.changes(replaced: "2013-11-14 13:49:25")
    let workspace = try Workspace(old, copy, new)
    let note = try #require(try workspace.runBinary("check").output.split(separator: "\n").first)
    #expect(note.contains("copy.md:1: published as one event with news/2013/11/14/old.md"))
    old.title = "Fog stops a ferry."
    try workspace.write(old)
    #expect(try workspace.runBinary("check").output == "")
  }

  @Test("reports what a run reports")
  func sameAsRun() throws {
    let workspace = try Workspace(page)
    for (number, text) in [
      "", "# No date\n", "### [2013-11-15](/x)\n# Other day\n", "### [2013-11-14](/x)\n",
    ].enumerated() {
      try workspace.write(text, to: "news/2013/11/14/\(number).md")
    }
    let problems = try workspace.run().problems.map { "\(workspace.configuration.content)/\($0)" }
    #expect(try workspace.runBinary("check").output.split(separator: "\n").map(String.init) == problems)
  }
}
