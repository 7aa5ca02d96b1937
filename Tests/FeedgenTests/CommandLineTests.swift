import Foundation
import Primitives
import TestSupport
import Testing
import WorkspaceSupport

@testable import feedgen

@Suite("The command line")
struct CommandLineTests {
  private let page = ArchivePage(
    day: "2013/11/14", title: "A ship comes in.", form: .handwritten, context: "Sudhaven")

  @Test("says its version")
  func version() throws {
    let outcome = try FeedgenProcess.run(["--version"], in: "/")
    #expect((outcome.status, outcome.output, outcome.errors) == (0, Version.current + "\n", ""))
  }

  @Test("shows examples and every exit status", arguments: [["--help"], ["-h"], ["help"]])
  func help(arguments: [String]) throws {
    let outcome = try FeedgenProcess.run(arguments, in: "/")
    #expect(outcome.status == 0)
    for part in ["EXAMPLES", "feedgen check", "feedgen list", "feedgen explain", "--full", "EXIT STATUS"] {
      #expect(outcome.output.contains(part), "\(part)")
    }
    for status in ExitStatus.allCases {
      #expect(outcome.output.contains("\(status.rawValue)  \(status.meaning)"))
    }
  }

  @Test("prints one line that sums up a run, and nothing on standard error when it is no terminal")
  func summary() throws {
    let workspace = try Workspace(page)
    let outcome = try FeedgenProcess.run(
      workspace.options, in: workspace.directory.path, now: 1_700_000_000)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(
      outcome.output.wholeMatch(
        of:
          /1 events, 1 entities, 0 countries, 4 feeds: 4 written, 0 unchanged, 0 removed; 0 problems; \d+\.\d\d seconds\n/
      )
        != nil, "\(outcome.output)")
  }

  @Test("prints nothing when it is told to be quiet, problems or not")
  func quiet() throws {
    let workspace = try Workspace(page)
    try workspace.write("", to: "news/2013/11/14/empty.md")
    let outcome = try workspace.runBinary("--quiet")
    #expect((outcome.status, outcome.output, outcome.errors) == (0, "", ""))
    #expect(try workspace.output().files["all.atom"] != nil)
  }

  @Test("says on standard error what is done when it is to be verbose, with the problems")
  func verbose() throws {
    let workspace = try Workspace(page)
    for number in 0..<20 { try workspace.write("", to: "news/2013/11/14/empty-\(number).md") }
    let short = try workspace.runBinary()
    #expect(short.output.contains("20 problems"))
    #expect(short.errors.contains("`feedgen check` lists all"))
    #expect(!short.errors.contains("debug:"))
    let long = try workspace.runBinary("--verbose")
    #expect(long.errors.contains("feedgen: debug:"))
    #expect(long.errors.split(separator: "\n").filter { $0.contains("the file is empty") }.count == 20)
  }

  @Test(
    "ends with 64 when it is wrong, and says how it goes",
    arguments: [
      ["--quiet", "--verbose"], ["--nonsense"], ["list", "--kind", "ship"], ["explain"],
      ["list", "a", "b"],
      ["--content"], ["check", "--json"],
    ])
  func usage(arguments: [String]) throws {
    let directory = try TemporaryDirectory()
    let outcome = try FeedgenProcess.run(arguments, in: directory.path)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("Usage: feedgen"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
  }

  @Test("ends with 66 when there is nothing to look at")
  func noInput() throws {
    let workspace = try Workspace(page)
    let list = try workspace.runBinary("list")
    #expect(list.status == 66)
    #expect(list.errors.contains("run `feedgen` first"))
    let explain = try workspace.runBinary("explain", "news/2013/11/14/other.md")
    #expect(explain.status == 66)
    #expect(explain.errors.contains("news/2013/11/14/other.md"))
    #expect(
      try FeedgenProcess.run(["check", "--content", "nowhere"], in: workspace.directory.path).status == 66)
  }

  @Test(
    "ends with 78 when the configuration is wrong, and nothing is written",
    arguments: [
      #"{"ouput": "x"}"#, #"{"window": {"entries": "many"}}"#, "{", "[]",
      #"{"archives": true, "archives": true}"#, #"{"output": "~joe/feeds"}"#,
      #"{"baseURL": "https://feeds.example/?x"}"#,
    ])
  func configuration(json: String) throws {
    let workspace = try Workspace(page)
    try Data(json.utf8).write(to: URL(filePath: workspace.directory.path("config.json")))
    for arguments in [[], ["check"], ["list"], ["explain", "x"], ["--config", "config.json"]] {
      let outcome = try FeedgenProcess.run(arguments, in: workspace.directory.path)
      #expect(outcome.status == 78)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains("config.json:1:"))
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: workspace.directory.path).sorted() == [
        "config.json", "content",
      ])
  }

  @Test("ends with 78 when the configuration that is asked for is not there; without one, defaults do")
  func noConfiguration() throws {
    let workspace = try Workspace(page)
    let outcome = try FeedgenProcess.run(["--config", "other.json"], in: workspace.directory.path)
    #expect(outcome.status == 78)
    #expect(outcome.errors.contains("other.json"))
    #expect(try FeedgenProcess.run([], in: workspace.directory.path).status == 0)
    #expect(try workspace.output().files["all.atom"] != nil)
  }

  @Test("takes paths of the configuration from where that is, paths of options from where it runs")
  func relativePaths() throws {
    let workspace = try Workspace(page)
    let json =
      #"{"content": "content", "output": "out/feeds", "state": "known", "site": {"title": "Configured"}}"#
    try Data(json.utf8).write(to: URL(filePath: workspace.directory.path("config.json")))
    let elsewhere = try TemporaryDirectory()
    let config = workspace.directory.path("config.json")
    #expect(try FeedgenProcess.run(["--config", config], in: elsewhere.path).status == 0)
    let output = try FileTree(workspace.directory.path("out/feeds"))
    #expect(try AtomDocument(output, "all.atom").texts["title"] == "Configured")
    #expect(FileManager.default.fileExists(atPath: workspace.directory.path("known/index.sqlite")))
    #expect(
      try FeedgenProcess.run(["--config", config, "--output", "here", "--state", "s"], in: elsewhere.path)
        .status == 0)
    #expect(try FileTree(elsewhere.path("here")).differences(from: output) == [])
  }
}
