import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@Suite("A run that is killed")
struct KilledRunTests {
  /// What an archive consists of.
  enum Content: CaseIterable {
    case events, posts, both

    // Runs over posts take longer, so that each seed of events has one of posts or of both beside it.
    static func seeds(_ seeds: [Int]) -> [(Content, Int)] {
      seeds.map { (.events, $0) } + zip([.posts, .both], seeds).map { ($0, $1) }
    }
  }

  /// An archive of invented events, posts or both.
  private struct Archive {
    let content: Content
    private var events: RandomArchive
    private var posts: RandomPosts

    init(_ content: Content, seed: Int) {
      (self.content, events, posts) = (content, RandomArchive(seed: seed), RandomPosts(seed: seed))
    }

    mutating func additions(_ count: Int) -> [RandomArchive.Operation] {
      switch content {
      case .events: events.additions(count)
      case .posts: posts.additions(count)
      case .both: posts.additions(count / 2) + events.additions(count / 2)
      }
    }

    mutating func step() -> [RandomArchive.Operation] {
      switch content {
      case .events: events.step()
      case .posts: posts.step()
      case .both: posts.step() + events.step()
      }
    }
  }

  @Test("at any moment leaves what a run later makes right", arguments: Content.seeds([1, 2, 3]))
  func killed(content: Content, seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    var archive = Archive(content, seed: 500 + seed)
    var coming = archive.additions(content == .events ? 150 : 75)
    let workspace = try workspace(content)
    var killed = 0
    while !coming.isEmpty {
      try workspace.apply(Array(coming.prefix(60)))
      coming.removeFirst(min(60, coming.count))
      for _ in 1...3 where try runAndKill(workspace, &random) { killed += 1 }
    }
    #expect(killed >= 3, "too few of the runs were killed on their way")
    #expect(try workspace.runBinary().status == 0)
    #expect(try workspace.output().differences(from: rebuiltOutput(of: workspace)) == [])
    // A killed run may have stored which countries the first files teach. A full run learns from all.
    #expect(try workspace.runBinary("--full").status == 0)
    let clean = try cleanOutput(of: workspace)
    #expect(try workspace.output().differences(from: clean) == [])
    let state = try FileManager.default.contentsOfDirectory(atPath: workspace.configuration.state).sorted()
    #expect(state == ["index.sqlite", "lock"])
    #expect(try workspace.runBinary().output.contains(" 0 written"))
  }

  @Test(
    "after changes of any kind leaves what a run later makes that of a full run", arguments: Content.allCases)
  func killedAfterChanges(content: Content) throws {
    var random = SeededGenerator(seed: 1)
    var archive = Archive(content, seed: 701)
    let workspace = try workspace(content)
    // Too few for a full run to learn countries, which other runs do not.
    try workspace.apply(archive.additions(8))
    #expect(try workspace.runBinary().status == 0)
    var killed = 0
    for _ in 1...4 {
      for _ in 1...3 {
        try workspace.apply(archive.step())
        if try runAndKill(workspace, &random) { killed += 1 }
      }
      #expect(try workspace.runBinary("--force").status == 0)
      #expect(try workspace.output().differences(from: fullOutput(of: workspace)) == [])
    }
    #expect(killed > 0)
  }

  @Test("never leaves a feed that is not whole", arguments: Content.seeds([11, 12]))
  func wholeFeeds(content: Content, seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    var archive = Archive(content, seed: seed)
    let workspace = try workspace(content)
    try workspace.apply(archive.additions(100))
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

  @Test(
    "leaves no trace in output or state that a later run keeps, also after the index was deleted",
    arguments: Content.allCases)
  func indexDeleted(content: Content) throws {
    var random = SeededGenerator(seed: 21)
    var archive = Archive(content, seed: 21)
    let workspace = try workspace(content)
    try workspace.apply(archive.additions(80))
    var killed = 0
    for _ in 1...3 where try runAndKill(workspace, &random) { killed += 1 }
    #expect(killed > 0)
    try? FileManager.default.removeItem(atPath: workspace.configuration.state + "/index.sqlite")
    #expect(try workspace.runBinary().status == 0)
    #expect(try workspace.output().differences(from: cleanOutput(of: workspace)) == [])
  }

  private func workspace(_ content: Content) throws -> Workspace {
    let workspace = try Workspace()
    // Without a site's configuration, posts have to be asked for.
    if content != .events {
      try Data(#"{"format": "hugo"}"#.utf8).write(to: URL(filePath: workspace.directory.path("config.json")))
    }
    return workspace
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
    try checkCatalogue(of: workspace)
    // A run that ended before the signal was not killed.
    return process.terminationReason == .uncaughtSignal
  }

  // The catalogue names only feeds that exist.
  private func checkCatalogue(of workspace: Workspace) throws {
    let output = try workspace.output()
    guard output.files["catalogue.json"] != nil else { return }
    let feeds = try CatalogueDocument(output).feeds.flatMap(\.formats.values)
    #expect(feeds.filter { output.files[$0] == nil } == [])
  }

  // Waits up to a millisecond for the line that a run prints at its end, without taking a processor from the run.
  private static func hasOutput(_ output: Pipe) -> Bool {
    var ready = pollfd(fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    return poll(&ready, 1, 1) > 0
  }

  private func progress(_ workspace: Workspace) -> Int {
    let folders = ["/feeds", "/feeds/entity", "/feeds/country", "/feeds/tag", "/feeds/author", "/.state"].map
    {
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

  // The tree that a full run from the same state leaves.
  private func fullOutput(of workspace: Workspace) throws -> FileTree {
    try output(ofStateOf: workspace, options: ["--full"])
  }

  // The tree that a run from the same state leaves in an empty directory.
  private func rebuiltOutput(of workspace: Workspace) throws -> FileTree {
    try output(ofStateOf: workspace, options: [])
  }

  private func output(ofStateOf workspace: Workspace, options: [String]) throws -> FileTree {
    let scratch = try TemporaryDirectory()
    let state = try workspace.copyOfState()
    let places = ["--output", scratch.path("feeds"), "--state", state, "--force", "--quiet"]
    try #require(try FeedgenProcess.run(places + options, in: workspace.directory.path).status == 0)
    return try FileTree(scratch.path("feeds"))
  }
}
