import ArchiveIndex
import Classification
import Foundation
import Publishing
import Serving
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

@testable import Pipeline
@testable import Service
@testable import feedgen

@Suite("Files of the state directory")
struct StateFileTests {
  private let workspace: Workspace
  private var state: String { workspace.configuration.state }
  private let bridge = ArchivePage(
    day: "2013/11/4", title: "Norland opens a bridge in Egypt", form: .handwritten, context: "Egypt, Norland")

  // Every command that only reads, in this process.
  private static let readers: [String: @Sendable (Configuration) throws -> Void] = [
    "list": { configuration in
      _ = try IndexKind.database(at: configuration.state).read {
        Catalogue(try $0.documents(), try $0.topics())
      }
    },
    "learned": { configuration in
      _ = try IndexKind.database(at: configuration.state).read {
        try $0.learned(Gazetteer.standard.number(ofCode:))
      }
    },
    "explain": { configuration in
      let (settings, clock) = (configuration.buildSettings, Workspace.clock(configuration))
      let explanation = try Explanation(settings, clock: clock)
      _ = try explanation.event("/news/2013/11/4/norland-opens-a-bridge-in-egypt").text()
    },
  ]

  init() throws {
    workspace = try Workspace(bridge)
    try workspace.run()
  }

  // The error with which something ends.
  private func failure(_ body: () throws -> Void) -> (any Error)? {
    do {
      try body()
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "of which it is unknown whether they are there end no command as if they were missing",
    arguments: readers.keys.sorted(), [0o000, 0o444] as [mode_t])
  func unknown(command: String, mode: mode_t) throws {
    try workspace.giveToNobody()
    #expect(chmod(state, mode) == 0)
    defer { chmod(state, 0o755) }
    let read = try #require(Self.readers[command])
    let error = try #require(Unprivileged.run { failure { try read(workspace.configuration) } })
    #expect(ErrorReport.status(of: error) == .cannotCreate, "\(error)")
    #expect("\(error)".contains(state + "/index.sqlite: cannot be read (Permission denied)"), "\(error)")
    for read in [
      { _ = try ServiceStatus.read(from: state) }, { _ = try IndexKind.database(at: state).isInUse() },
    ] as [() throws -> Void] {
      let error = try #require(Unprivileged.run { failure(read) })
      #expect(ErrorReport.status(of: error) == .cannotCreate, "\(error)")
      #expect("\(error)".contains("Permission denied"), "\(error)")
    }
  }

  @Test("that are missing are missing, as before", arguments: ["list", "learned"])
  func missing(command: String) throws {
    try FileManager.default.removeItem(atPath: state)
    let read = try #require(Self.readers[command])
    let error = try #require(failure { try read(workspace.configuration) })
    #expect(ErrorReport.status(of: error) == .noInput)
    #expect("\(error)".contains("run `feedgen` first"))
    #expect(try !IndexKind.database(at: state).isInUse())
    #expect(try ServiceStatus.read(from: state) == nil)
  }

  // Puts a FIFO or a directory in the place of a file.
  private func replace(_ name: String, by kind: String) throws -> String {
    let path = state + "/" + name
    if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
    if kind == "FIFO" {
      try #require(mkfifo(path, 0o644) == 0)
    } else {
      try FileManager.default.createDirectory(atPath: path + "/x", withIntermediateDirectories: true)
    }
    return path
  }

  @Test(
    "that are FIFOs or directories are refused, and nothing waits for them",
    arguments: ["index.sqlite", "index.sqlite-wal", "index.sqlite-shm", "lock"], ["FIFO", "directory"])
  func irregular(name: String, kind: String) throws {
    let path = try replace(name, by: kind)
    var commands: [() throws -> Void] = [{ _ = try workspace.run() }]
    if name == "lock" {
      commands.append { _ = try IndexKind.database(at: state).isInUse() }
    } else {
      commands += Self.readers.values.map { read in { try read(workspace.configuration) } }
    }
    for command in commands {
      let error = try #require(failure(command))
      #expect(ErrorReport.status(of: error) == .cannotCreate, "\(error)")
      #expect("\(error)".contains(path + ": is not a regular file"), "\(error)")
    }
    try FileManager.default.removeItem(atPath: path)
    try workspace.run()
    #expect(try workspace.output().differences(from: workspace.freshOutput()) == [])
  }

  @Test(
    "that hold the status of a service are read only when they are regular", arguments: ["FIFO", "directory"])
  func status(kind: String) throws {
    let path = try replace("status.json", by: kind)
    let error = try #require(failure { _ = try ServiceStatus.read(from: state) })
    #expect(ErrorReport.status(of: error) == .cannotCreate)
    #expect("\(error)".contains(path) && "\(error)".contains("not a regular file"))
  }

  @Test(
    "that a run makes for itself take the place of what is there", arguments: ["FIFO", "link", "directory"])
  func ownFiles(kind: String) throws {
    try workspace.directory.write("mine", to: "mine")
    for path in [state + "/stories", workspace.configuration.output + "/entity/.norland.atom.feedgen-new"] {
      switch kind {
      case "FIFO": try #require(mkfifo(path, 0o644) == 0)
      case "link": try #require(symlink(workspace.directory.path("mine"), path) == 0)
      default:
        if path.hasPrefix(state) { try #require(mkdir(path, 0o755) == 0) }
      }
    }
    try workspace.write(
      ArchivePage(day: "2014/02/13", title: "Norland buys grain", form: .handwritten, context: "Norland"))
    // One that looks for leftovers would remove them first.
    let build = Build(
      workspace.configuration.buildSettings, isFull: false, checksOutput: false, now: Workspace.now,
      logger: Workspace.logger, observer: BuildObserver())
    _ = try build.run()
    #expect(try workspace.output().differences(from: workspace.freshOutput()) == [])
    #expect(try String(contentsOfFile: workspace.directory.path("mine"), encoding: .utf8) == "mine")
  }

  @Test("that a first run makes are not made in the place of a directory")
  func building() throws {
    try FileManager.default.removeItem(atPath: state + "/index.sqlite")
    let path = try replace("index.sqlite.building", by: "directory")
    let error = try #require(failure { try workspace.run() })
    #expect(ErrorReport.status(of: error) == .cannotCreate)
    #expect("\(error)".contains(path + ": is not a regular file"), "\(error)")
  }

  @Test("that only help to search are made again in the place of what can be removed")
  func search() throws {
    let question = FeedQuery.searching(try WordSearch("bridge"), .newest)
    let onDemand = try workspace.onDemand()
    func count() throws -> Int { try AtomDocument(Data(onDemand.feed(question, .atom))).entries.count }
    #expect(try count() == 1)
    let path = try replace("search.sqlite", by: "directory")
    let error = try #require(failure { _ = try count() })
    #expect("\(error)".contains(path + ": is not a regular file"), "\(error)")
    // Health is the same as what a search gets.
    #expect("\(try #require(failure(onDemand.checkIndex)))" == "\(error)")
    try FileManager.default.removeItem(atPath: path + "/x")
    #expect(try count() == 1)
    try onDemand.checkIndex()
    _ = try replace("search.sqlite", by: "FIFO")
    #expect(try count() == 1)
    try onDemand.checkIndex()
  }

  @Test("that only help to search need not be written", arguments: [true, false])
  func searchOfAnother(isThere: Bool) throws {
    let question = FeedQuery.searching(try WordSearch("bridge"), .newest)
    if isThere { _ = try workspace.onDemand().feed(question, .atom) }
    try Unprivileged.run { () throws -> Void in
      let onDemand = try workspace.onDemand()
      for _ in 1...2 {
        #expect(try AtomDocument(Data(onDemand.feed(question, .atom))).entries.count == 1)
        try onDemand.checkIndex()
      }
    }
    #expect(FileManager.default.fileExists(atPath: state + "/search.sqlite") == isThere)
  }

  @Test("that hold subscriptions and cannot be read make a server unhealthy")
  func webSub() async throws {
    workspace.configuration.serve = Workspace.patience
    workspace.configuration.webSub.serves = true
    let service = try workspace.webSub()
    let server = try FeedServer(
      workspace.configuration, hub: service.hub, logger: Workspace.logger
    ) { _ in nil }
    try await server.start()
    func ask() async throws -> HTTPConnection.Response {
      try await HTTPConnection(port: server.port).ask("GET", "/healthz")
    }
    #expect(try await ask().status == 200)
    for suffix in ["-wal", "-shm"] { unlink(state + "/websub.sqlite" + suffix) }
    let path = try replace("websub.sqlite", by: "FIFO")
    let response = try await ask()
    #expect(response.status == 503)
    #expect(response.text.contains(path + ": is not a regular file"), "\(response.text)")
    try FileManager.default.removeItem(atPath: path)
    #expect(try await ask().status == 200)
    await server.stop()
  }
}
