import Foundation
import Service
import TestSupport
import Testing
import WorkspaceSupport

@testable import feedgen

@Suite("The manual")
struct ManualTests {
  private static func committed(_ path: String) throws -> String {
    try String(contentsOfFile: FeedgenProcess.packageRoot + "/" + path, encoding: .utf8)
  }

  @Test(
    "is that of the program: run scripts/make-manual if it is not",
    arguments: [
      "man/feedgen.1", "man/feedgen-config.5", "completions/feedgen.bash", "completions/_feedgen",
      "completions/feedgen.fish",
    ])
  func current(path: String) throws {
    // Tests of this process may have made further kinds of topics, which completions list.
    let directory = try TemporaryDirectory()
    try #require(try FeedgenProcess.run(["manual", directory.path], in: directory.path).status == 0)
    let made = try String(contentsOfFile: directory.path(path), encoding: .utf8)
    let isSame = try made == Self.committed("share/" + path)
    #expect(isSame, "share/\(path) is out of date")
  }

  @Test func `has the keys of docs/configuration.md: run scripts/make-manual if they differ`() throws {
    let rows = try MarkdownDocument("docs/configuration.md").lines.filter { $0.hasPrefix("| `") }
    #expect(rows == ConfigurationPage.table)
  }

  @Test func `describes every command, option, exit status and example`() throws {
    let page = try Self.committed("share/man/feedgen.1").replacing("\\-", with: "-").replacing(
      "\\%", with: "")
    for (names, command) in try CommandDefinition.ofFeedgen().leaves() {
      #expect(
        names == [Manual.defaultCommand] || page.contains(".SS feedgen \(names.joined(separator: " "))\n"))
      for name in (command.arguments ?? []).flatMap({ $0.names ?? [] }) {
        #expect(page.contains("\\fB\(name.text)\\fR"), "\(names) \(name.text)")
      }
    }
    for status in ExitStatus.allCases { #expect(page.contains("\\fB\(status.rawValue)\\fR")) }
    for example in Manual.examples {
      #expect(page.contains("\n\(example.command.replacing("~", with: "\\(ti"))\n"))
    }
  }

  @Test func `describes every key with its variable`() {
    let page = ConfigurationPage.text.replacing("\\%", with: "")
    for key in ConfigurationKey.all {
      #expect(page.contains("\n\\fB\(key.name)\\fR\n"), "\(key.name)")
      #expect(page.contains("\\fB\(key.variable)\\fR"), "\(key.variable)")
    }
  }

  @Test func `escapes what has a meaning for the formatter`() {
    var page = ManualPage("x", section: 1)
    page.paragraph(".TH is no request, \\fB no font, 'quoted' — and `--set`.")
    #expect(
      page.text.hasSuffix(
        "\n\\&.TH is no request, \\efB no font, \\(aqquoted\\(aq \\[u2014] and \\%\\fB\\-\\-set\\fR.\n"))
  }

  @Test func `offers keys of the configuration in shells`() throws {
    let script = try Self.committed("share/completions/feedgen.bash")
    for key in ConfigurationKey.all { #expect(script.contains("\(key.name)=")) }
    let outcome = try FeedgenProcess.run(
      command: ["bash", "-n", FeedgenProcess.packageRoot + "/share/completions/feedgen.bash"], in: "/")
    #expect(outcome.status == 0, "\(outcome.errors)")
  }
}
