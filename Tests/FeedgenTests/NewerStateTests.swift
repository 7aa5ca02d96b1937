import ArchiveIndex
import Foundation
import GRDB
import Primitives
import TestSupport
import Testing
import WorkspaceSupport

@testable import Serving
@testable import WebSub

@Suite("A file of the state that a newer feedgen has written")
struct NewerStateTests {
  /// How the last process has left the file.
  enum Journal: CaseIterable {
    /// All is in the file, which has a write-ahead log when it is used.
    case writeAheadLog
    /// All is in the file, which has no write-ahead log.
    case none
    /// A killed process has left changes in the write-ahead log.
    case killed
  }

  private let workspace: Workspace
  private var state: String { workspace.configuration.state }

  init() throws {
    workspace = try Workspace(
      ArchivePage(
        day: "2013/11/4", title: "Sudhaven opens a bridge", form: .handwritten, context: "Sudhaven, Egypt"))
    try workspace.directory.write(#"{"webSub": {"serve": true}, "serve": {"port": 0}}"#, to: "config.json")
    try workspace.run()
    _ = try workspace.webSubStore(naming: "http://localhost:1/")
    _ = try workspace.onDemand().feed(.searching(try WordSearch("bridge"), .newest), .atom)
  }

  // Makes a database one of a newer version.
  private func age(_ name: String, _ journal: Journal) throws {
    let path = "\(state)/\(name).sqlite"
    let database = try DatabaseQueue(path: path)
    try database.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA journal_mode = \(journal == .none ? "DELETE" : "WAL")")
      if journal == .killed {
        try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('99')")
        for suffix in ["", "-wal"] {
          try FileManager.default.copyItem(
            atPath: path + suffix, toPath: workspace.directory.path("killed" + suffix))
        }
      } else {
        try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('99')")
      }
    }
    try database.close()
    guard journal == .killed else { return }
    try FileManager.default.removeItem(atPath: path)
    for suffix in ["", "-wal"] {
      try FileManager.default.moveItem(
        atPath: workspace.directory.path("killed" + suffix), toPath: path + suffix)
    }
  }

  // The bytes and the times of the files of a database. SQLite may make the memory that is shared by the users of a write-ahead
  // log anew when there is such a log.
  private func trace(of name: String, _ journal: Journal) throws -> [String: String] {
    var trace: [String: String] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: state) where file.hasPrefix(name) {
      if journal == .killed, file.hasSuffix("-shm") { continue }
      let path = state + "/" + file
      let bytes = try Data(contentsOf: URL(filePath: path))
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      let digest = bytes.withUnsafeBytes { SHA256Digest(of: $0).hexadecimal }
      trace[file] = "\(digest) \(try #require(attributes[.modificationDate]))"
    }
    return trace
  }

  @Test(
    "is refused by every command that needs it, and is left as it is",
    arguments: ["index", "websub"], Journal.allCases)
  func commands(name: String, journal: Journal) throws {
    try age(name, journal)
    let before = try trace(of: name, journal)
    try workspace.write(
      ArchivePage(day: "2014/02/13", title: "Sudhaven buys grain", form: .handwritten, context: "Egypt"))
    let backup = workspace.directory.path("backup.tar")
    let readers = [
      ["list"], ["explain", "/news/2013/11/4/sudhaven-opens-a-bridge"], ["learned"], ["entities"],
    ]
    let both = [[], ["--full"], ["backup", backup]]
    for command in both + (name == "index" ? readers : []) {
      let outcome = try FeedgenProcess.run(command + workspace.options, in: workspace.directory.path)
      #expect(outcome.status == 70, "\(command): \(outcome.errors)")
      for words in ["\(name).sqlite", "newer feedgen", "version 99"] {
        #expect(outcome.errors.contains(words), "\(command): \(outcome.errors)")
      }
      #expect(try trace(of: name, journal) == before, "\(command)")
    }
    _ = try workspace.runBinary("status")
    #expect(try trace(of: name, journal) == before)
    #expect(!FileManager.default.fileExists(atPath: backup))
  }

  @Test("is refused by a service, and is left as it is", arguments: ["index", "websub"], Journal.allCases)
  func service(name: String, journal: Journal) async throws {
    try age(name, journal)
    let before = try trace(of: name, journal)
    for arguments in [["serve"], ["--watch", "--serve"]] {
      let process = try FeedgenProcess.process(arguments + workspace.options, in: workspace.directory.path)
      let path = workspace.directory.path("errors")
      try Data().write(to: URL(filePath: path))
      process.standardError = FileHandle(forWritingAtPath: path)
      try process.run()
      func heard() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
      // The error comes at the start, or from the first request to a hub. A server only says that it has started.
      try await eventually {
        let text = try heard()
        let hasStarted = name == "index" && arguments == ["serve"] && text.contains("configured by")
        return text.contains("newer feedgen") || hasStarted || !process.isRunning
      }
      process.terminate()
      process.waitUntilExit()
      let errors = try heard()
      if arguments[0] == "--watch" { #expect(errors.contains("newer feedgen"), "\(errors)") }
      #expect(try trace(of: name, journal) == before, "\(arguments): \(errors)")
    }
  }

  @Test("is not used to search, which works without it, and is left as it is", arguments: Journal.allCases)
  func search(journal: Journal) throws {
    try age("search", journal)
    let before = try trace(of: "search", journal)
    for _ in 1...2 {
      let feed = try workspace.onDemand().feed(.searching(try WordSearch("bridge"), .newest), .atom)
      #expect(try AtomDocument(Data(feed)).entries.count == 1)
    }
    #expect(try trace(of: "search", journal) == before)
  }
}
