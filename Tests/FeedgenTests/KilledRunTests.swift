import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@Suite("A run that is killed")
struct KilledRunTests {
  @Test("at any moment leaves what a run later makes right", arguments: [1, 2, 3])
  func killed(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    var archive = RandomArchive(seed: 500 + seed)
    var coming = archive.additions(150)
    let workspace = try Workspace()
    var killed = 0
    while !coming.isEmpty {
      for case .write(let path, let text) in coming.prefix(60) { try workspace.write(text, to: path) }
      coming.removeFirst(min(60, coming.count))
      for _ in 1...3 where try runAndKill(workspace, &random) { killed += 1 }
    }
    #expect(killed >= 3, "too few of the runs were killed on their way")
    #expect(try workspace.runBinary().status == 0)
    let clean = try cleanOutput(of: workspace)
    #expect(try workspace.output().differences(from: clean) == [])
    let state = try FileManager.default.contentsOfDirectory(atPath: workspace.configuration.state).sorted()
    #expect(state == ["index.sqlite", "lock"])
    #expect(try workspace.runBinary().output.contains(" 0 written"))
  }

  @Test("never leaves a feed that is not whole", arguments: [11, 12])
  func wholeFeeds(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    var archive = RandomArchive(seed: seed)
    let workspace = try Workspace()
    for case .write(let path, let text) in archive.additions(100) { try workspace.write(text, to: path) }
    let clean = try cleanOutput(of: workspace)
    var killed = 0
    for _ in 1...4 {
      if try runAndKill(workspace, &random) { killed += 1 }
      for (path, bytes) in try workspace.output().files
      where !(path.split(separator: "/").last ?? "").hasPrefix(".") {
        #expect(bytes == clean.files[path], "\(path)")
      }
    }
    #expect(killed > 0)
  }

  @Test("leaves no trace in output or state that a later run keeps, also after the index was deleted")
  func indexDeleted() throws {
    var random = SeededGenerator(seed: 21)
    var archive = RandomArchive(seed: 21)
    let workspace = try Workspace()
    for case .write(let path, let text) in archive.additions(80) { try workspace.write(text, to: path) }
    var killed = 0
    for _ in 1...3 where try runAndKill(workspace, &random) { killed += 1 }
    #expect(killed > 0)
    try? FileManager.default.removeItem(atPath: workspace.configuration.state + "/index.sqlite")
    #expect(try workspace.runBinary().status == 0)
    #expect(try workspace.output().differences(from: cleanOutput(of: workspace)) == [])
  }

  // Kills a run at a random point: when state and output have a number of new files, and after a number of checks.
  // Returns whether the signal came before the end of the run.
  private func runAndKill(_ workspace: Workspace, _ random: inout SeededGenerator) throws -> Bool {
    let process = try FeedgenProcess.process(workspace.options, in: workspace.directory.path)
    let output = Pipe()
    process.standardOutput = output
    let before = progress(workspace)
    let newFiles = Int.random(in: 0...12, using: &random)
    let minChecks = Int.random(in: 0...300, using: &random)
    try process.run()
    var checks = 0
    while checks < minChecks || progress(workspace) - before < newFiles && checks < 20_000 {
      if Self.hasOutput(output) { break }
      checks += 1
    }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    // A run that ended before the signal was not killed.
    return process.terminationReason == .uncaughtSignal
  }

  // Waits up to a millisecond for the line that a run prints at its end, without taking a processor from the run.
  private static func hasOutput(_ output: Pipe) -> Bool {
    var ready = pollfd(fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    return poll(&ready, 1, 1) > 0
  }

  private func progress(_ workspace: Workspace) -> Int {
    let folders = ["/feeds", "/feeds/entity", "/feeds/country", "/.state"].map {
      workspace.directory.path + $0
    }
    return folders.reduce(0) { $0 + ((try? FileManager.default.contentsOfDirectory(atPath: $1).count) ?? 0) }
  }

  private func cleanOutput(of workspace: Workspace) throws -> FileTree {
    let scratch = try TemporaryDirectory()
    let places = ["--output", scratch.path("feeds"), "--state", scratch.path("state"), "--quiet"]
    try #require(try FeedgenProcess.run(places, in: workspace.directory.path).status == 0)
    return try FileTree(scratch.path("feeds"))
  }
}
