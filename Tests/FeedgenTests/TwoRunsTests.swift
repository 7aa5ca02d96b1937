import ArchiveIndex
import Foundation
import Testing
import WorkspaceSupport

@Suite("Two runs at once on one state directory")
struct TwoRunsTests {
  private let page = ArchivePage(
    day: "2013/11/14", title: "A ship comes in.", form: .handwritten, context: "Sudhaven")

  @Test("the second ends with 75, says who is in the way, and writes nothing")
  func second() throws {
    let workspace = try Workspace(page)
    let outcome = try withExtendedLifetime(IndexKind.database(at: workspace.configuration.state).open()) {
      _ in
      try workspace.runBinary()
    }
    #expect(outcome.status == 75)
    #expect(outcome.output.isEmpty)
    for part in [workspace.configuration.state, "another feedgen", "process \(getpid())", "--state"] {
      #expect(outcome.errors.contains(part), "\(part)")
    }
    #expect(try workspace.output().files.isEmpty)
    #expect(try workspace.runBinary().status == 0)
  }

  @Test("many started together leave what one leaves, and each ends with 0 or 75")
  func many() throws {
    let workspace = try Workspace()
    var archive = RandomArchive(seed: 31)
    for case .write(let path, let text) in archive.additions(30) { try workspace.write(text, to: path) }
    let processes = try (0..<4).map { _ in
      let process = try FeedgenProcess.process(workspace.options, in: workspace.directory.path)
      try process.run()
      return process
    }
    for process in processes { process.waitUntilExit() }
    let statuses = processes.map(\.terminationStatus)
    #expect(statuses.contains(0))
    #expect(Set(statuses).isSubset(of: [0, 75]))
    #expect(try workspace.output().differences(from: workspace.freshOutput()) == [])
  }

  @Test("list and explain work while a run holds the state")
  func readers() throws {
    let workspace = try Workspace(page)
    try workspace.run()
    let outputs = try withExtendedLifetime(IndexKind.database(at: workspace.configuration.state).open()) {
      _ in
      [
        try workspace.runBinary("list").output,
        try workspace.runBinary("explain", workspace.content(page.path)).output,
      ]
    }
    #expect(outputs.allSatisfy { $0.contains("Sudhaven") })
  }
}
