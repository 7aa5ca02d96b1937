import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@Suite("feedgen import portal")
struct ImportPortalCommandTests {
  private static let page = """
    {{Current events|year=2031|month=04|day=7|content=
    '''Disasters and accidents'''
    *[[2031 Vorra storm]]
    **Two ferries collide on the [[Nile]] near [[Cairo]], [[Egypt]]. [https://post.example/ferries (''Vorra Post'')]
    *A mill burns in [[Orsk]]. [https://post.example/mill (''Vorra Post'')]
    }}
    """
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.directory.write(Self.page, to: "2031-04-07.wiki")
  }

  // Runs a shell command in which `$0` is the binary.
  private func shell(_ script: String) throws -> FeedgenProcess.Outcome {
    try FeedgenProcess.run(
      command: ["/bin/sh", "-c", script, FeedgenProcess.binary()], in: workspace.directory.path,
      now: 1_790_000_000)
  }

  @Test(arguments: [
    "\"$0\" import portal 2031-04-07.wiki", "\"$0\" import portal - < 2031-04-07.wiki",
    "cat 2031-04-07.wiki | \"$0\" import portal --content content",
  ])
  func `makes events of files and of standard input, and a run publishes them`(script: String) throws {
    let outcome = try shell(script)
    #expect(outcome.errors == "")
    #expect(outcome.output == "2 events: 2 new, 0 changed, 0 unchanged\n")
    #expect(outcome.status == 0)
    #expect(try workspace.runBinary("check").output == "")
    #expect(try workspace.runBinary().output.contains("2 events, "))
    let egypt = try #require(try workspace.output().text("country/egypt.atom"))
    #expect(egypt.contains("Two ferries collide on the Nile near Cairo, Egypt."))
    #expect(egypt.contains("Portal:Current_events/2031_April_7"))
  }

  @Test func `keeps the id of an event whose text has changed`() throws {
    func ids() throws -> [String: Substring] {
      try #require(try workspace.runBinary().status == 0)
      let feed = try #require(try workspace.output().text("all.atom"))
      var ids: [String: Substring] = [:]
      for entry in feed.split(separator: "<entry>").dropFirst() {
        let title = try #require(entry.firstMatch(of: /<title[^>]*>([^<]*)</)).1
        ids[String(title)] = try #require(entry.firstMatch(of: /<id>([^<]*)</)).1
      }
      return ids
    }
    try #require(try shell("\"$0\" import portal 2031-04-07.wiki").status == 0)
    let before = try ids()
    let edited = Self.page.replacing("A mill burns", with: "Two mills and a barn burn down")
    try workspace.directory.write(edited, to: "2031-04-07.wiki")
    let outcome = try shell("\"$0\" import portal 2031-04-07.wiki")
    #expect(outcome.output == "2 events: 0 new, 1 changed, 1 unchanged\n")
    let after = try ids()
    #expect(after.count == 2)
    #expect(after["Two mills and a barn burn down in Orsk."] == before["A mill burns in Orsk."])
    #expect(Set(after.values) == Set(before.values))
  }

  @Test func `is content with a day without events, and with nothing at all`() throws {
    let outcome = try shell("printf '' | \"$0\" import portal")
    #expect((outcome.status, outcome.errors) == (0, ""))
    #expect(outcome.output == "0 events: 0 new, 0 changed, 0 unchanged\n")
    #expect(try shell("printf '' | \"$0\" import portal --quiet").output == "")
  }

  @Test func `imports the other files when one is missing or no day page, and reports that`() throws {
    let missing = try shell("\"$0\" import portal missing.wiki 2031-04-07.wiki")
    #expect(missing.status == 66)
    #expect(missing.errors.hasPrefix("feedgen: error: missing.wiki: cannot read it"))
    #expect(missing.output == "2 events: 2 new, 0 changed, 0 unchanged\n")
    let html = try shell("echo '<html>' | \"$0\" import portal - 2031-04-07.wiki")
    #expect(html.status == 65)
    #expect(html.errors.hasPrefix("feedgen: warning: <stdin>:1: HTML"))
    #expect(html.output == "2 events: 0 new, 0 changed, 2 unchanged\n")
  }

  @Test func `reports lines that are left out, which is no failure`() throws {
    let outcome = try shell("printf '%s\\n\\nodd text\\n' \"$(cat 2031-04-07.wiki)\" | \"$0\" import portal")
    #expect(outcome.status == 0)
    #expect(outcome.errors.hasPrefix("feedgen: warning: <stdin>:8: text outside of the list"))
  }

  @Test func `ends with 73 where it cannot write`() throws {
    try workspace.write("x", to: "news/2031")
    let outcome = try shell("\"$0\" import portal 2031-04-07.wiki")
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("content/news/2031: cannot make it"))
  }
}
