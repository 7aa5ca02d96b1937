import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@testable import Service

@Suite("The example program")
struct ExampleTests {
  @Test func `builds feeds with the library, and later only those that have changed`() throws {
    let workspace = try Workspace(ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt"))
    let (content, output) = (workspace.configuration.content, workspace.directory.path("example"))
    let program = try FeedgenProcess.binary("build-feeds")
    for line in ["1 events in 8 feeds, 8 written", "1 events in 8 feeds, 0 written"] {
      let outcome = try FeedgenProcess.run(
        command: [program, content, output], in: workspace.directory.path(""))
      #expect((outcome.status, outcome.errors) == (0, ""))
      #expect(outcome.output.split(separator: "\n").last.map(String.init) == line)
    }
    let feed = try AtomDocument(FileTree(output), "country/egypt.atom")
    #expect(feed.entries.map(\.title) == ["Norland opens a bridge in Egypt"])
  }
}
