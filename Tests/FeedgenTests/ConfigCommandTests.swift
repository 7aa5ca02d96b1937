import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@Suite("feedgen config")
struct ConfigCommandTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    try directory.write(
      "{\n\"site\": {\"title\": \"Brynmoor\"},\n\"serve\": {\"port\": 7}}", to: "config.json")
  }

  private func run(_ arguments: String..., variables: [String] = []) throws -> FeedgenProcess.Outcome {
    try FeedgenProcess.run(["config"] + arguments, in: directory.path, through: ["env"] + variables)
  }

  @Test func `prints values with their places, without the defaults if asked`() throws {
    let outcome = try run("--changed", "--set", "formats=json", variables: ["FEEDGEN_SERVE_PORT=9000"])
    #expect(outcome.status == 0)
    #expect(
      outcome.output == """
        site.title = "Brynmoor"  # config.json:2
        formats = ["json"]       # --set formats
        serve.port = 9000        # FEEDGEN_SERVE_PORT

        """)
    #expect(try run("serve.drain").output == "serve.drain = 5  # default\n")
    #expect(try run("window").output == "window.entries = 50  # default\nwindow.hours = 48    # default\n")
    #expect(try run("authority").output == "authority = null  # default: the host of baseURL\n")
    #expect(try run("serve.port", "--port", "9").output == "serve.port = 9  # --port\n")
  }

  @Test func `prints JSON that a program reads`() throws {
    struct Row: Decodable, Equatable {
      var key: String
      var origin: String
      var place: String?
      var variable: String
    }
    let outcome = try run("--json")
    let rows = try JSONDecoder().decode([Row].self, from: Data(outcome.output.utf8))
    #expect(
      rows.first { $0.key == "site.title" }
        == Row(key: "site.title", origin: "file", place: "config.json:2", variable: "FEEDGEN_SITE_TITLE"))
    #expect(
      rows.first { $0.key == "archives" }
        == Row(key: "archives", origin: "default", variable: "FEEDGEN_ARCHIVES"))
  }

  @Test func `names the file of a site that gives a value`() throws {
    try directory.write("title = \"Kestrel\"\nbaseURL = \"https://kestrel.example/\"\n", to: "site/hugo.toml")
    try directory.write("---\ntitle: A\ndate: 2024-05-03\n---\nText", to: "site/content/posts/a.md")
    let outcome = try run("site.pagesURL", "--content", "site")
    #expect(outcome.output == "site.pagesURL = \"https://kestrel.example/\"  # site/hugo.toml\n")
  }

  @Test func `ends with 64 for an unknown key, and with 78 for a wrong configuration`() throws {
    let unknown = try run("serve.prt")
    #expect(unknown.status == 64 && unknown.errors.contains("did you mean \"serve.port\"?"))
    let wrong = try run(variables: ["FEEDGEN_SERVE_PORT=70000"])
    #expect(wrong.status == 78 && wrong.output.isEmpty)
    #expect(wrong.errors.contains("FEEDGEN_SERVE_PORT=70000: "))
    let overlap = try run("--set", "output=content/news/x")
    #expect(overlap.status == 78 && overlap.errors.contains("lies within"))
    let behind = try FeedgenProcess.run(["--set", "archives=true", "list"], in: directory.path)
    #expect(behind.status == 64 && behind.errors.contains("write the command first: feedgen list"))
  }

  @Test func `reads the file that FEEDGEN_CONFIG names, unless --config names another`() throws {
    try directory.write(#"{"serve": {"port": 8}}"#, to: "other.json")
    let variable = try run("serve.port", variables: ["FEEDGEN_CONFIG=other.json"])
    #expect(variable.output == "serve.port = 8  # other.json:1\n")
    let option = try run("serve.port", "--config", "config.json", variables: ["FEEDGEN_CONFIG=other.json"])
    #expect(option.output == "serve.port = 7  # config.json:3\n")
    #expect(try run(variables: ["FEEDGEN_CONFIG=missing.json"]).status == 78)
  }

  @Test(arguments: [
    ["--config", "$HOME/c.json"], ["--content", "$HOME/x"], ["--set", "output=$HOME/feeds"],
  ])
  func `makes no directory of a variable in a path`(arguments: [String]) throws {
    let outcome = try FeedgenProcess.run(arguments, in: directory.path)
    #expect(outcome.status == 78)
    #expect(outcome.errors.contains("has a variable"))
    let initialized = try FeedgenProcess.run(["init", "--config", "$HOME/c.json"], in: directory.path)
    #expect(initialized.status == 78)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["config.json"])
  }

  @Test func `takes a leading ~ for the home directory in variables and options`() throws {
    let outcome = try run(
      "output", "state", "--set", "output=~/feeds", variables: ["FEEDGEN_STATE=~/state", "HOME=/home/orrin"])
    #expect(outcome.output.contains("output = \"/home/orrin/feeds\" "))
    #expect(outcome.output.contains("state = \"/home/orrin/state\" "))
  }
}
