import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@testable import feedgen

@Suite("A directory that cannot be used")
struct BadPlaceTests {
  // Root may read and write everything, so root runs the binary as nobody; others run it as themselves.
  private static let asNobody =
    geteuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
  private static let canBeNobody =
    (try? FeedgenProcess.run(["--version"], in: "/", through: asNobody).status == 0) ?? false
  private static let why: Comment = "the binary cannot be run without root's rights here"

  private let good = ArchivePage(
    day: "2013/11/14", title: "A ship comes in.", form: .handwritten, context: "Sudhaven")
  private let other = ArchivePage(
    day: "2014/02/13", title: "A ship goes out.", form: .later, topic: "Sudhaven")

  @Test(
    "keeps what it held published when it is a folder of the content", .enabled(if: canBeNobody, why),
    arguments: ["news/2013/11/14", "news/2013"])
  func unreadableFolder(path: String) throws {
    let workspace = try workspaceOfNobody()
    #expect(try run(workspace).status == 0)
    let before = try workspace.output()
    try workspace.write(ArchivePage(day: "2015/01/1", title: "New.", form: .handwritten, context: "Thingvik"))
    try setMode(0o000, workspace.content(path))
    defer { try? setMode(0o755, workspace.content(path)) }
    let outcome = try run(workspace)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains(path + ":1: "))
    let kept = try AtomDocument(workspace.output(), "entity/sudhaven.atom").names
    #expect(kept == [other.name, good.name])
    #expect(try workspace.output().differences(from: before).contains("entity/thingvik.atom"))
  }

  @Test(
    "ends the run with 66 and leaves everything when it is news", .enabled(if: canBeNobody, why),
    arguments: [0o000, 0o444] as [mode_t])
  func unreadableNews(mode: mode_t) throws {
    let workspace = try workspaceOfNobody()
    #expect(try run(workspace).status == 0)
    let before = try workspace.output()
    try setMode(mode, workspace.content("news"))
    defer { try? setMode(0o755, workspace.content("news")) }
    let outcome = try run(workspace)
    #expect(outcome.status == ExitStatus.noInput.rawValue)
    #expect(outcome.errors.contains(workspace.content("news")))
    #expect(try workspace.output().differences(from: before) == [])
  }

  @Test("keeps what it held published when a file cannot be read", .enabled(if: canBeNobody, why))
  func unreadableFile() throws {
    let workspace = try workspaceOfNobody()
    #expect(try run(workspace).status == 0)
    let before = try workspace.output()
    try setMode(0o000, workspace.content(good.path))
    for _ in 1...2 {
      let outcome = try run(workspace)
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains(good.path + ":1: "))
      #expect(outcome.output.contains("1 problems"))
      #expect(try workspace.output().differences(from: before) == [])
    }
    try setMode(0o644, workspace.content(good.path))
    #expect(try run(workspace).output.contains("0 problems"))
  }

  @Test(
    "ends the run with 66 when it is the content", arguments: ["nowhere", "content/news/2013/11/14/file"])
  func noContent(path: String) throws {
    let workspace = try Workspace(good)
    try workspace.write("x", to: "news/2013/11/14/file")
    let outcome = try FeedgenProcess.run(["--content", path], in: workspace.directory.path)
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains(path))
    #expect(outcome.errors.contains("--content"))
    #expect(try workspace.output().files.isEmpty)
  }

  @Test(
    "ends the run with 73, naming it, when it is the output or the state", .enabled(if: canBeNobody, why),
    arguments: ["feeds", "feeds/entity", ".state"])
  func readOnly(path: String) throws {
    let workspace = try workspaceOfNobody()
    #expect(try run(workspace).status == 0)
    let before = try workspace.output()
    let folder = workspace.directory.path(path)
    try workspace.write(ArchivePage(day: "2015/01/1", title: "New.", form: .handwritten, context: "Thingvik"))
    try setMode(0o555, folder)
    if path == ".state" { for file in ["lock", "index.sqlite"] { try setMode(0o444, folder + "/" + file) } }
    let outcome = try run(workspace)
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains(folder))
    for (file, bytes) in before.files where file.hasPrefix("entity/") {
      #expect(try workspace.output().files[file] == bytes)
    }
    try setMode(0o755, folder)
    if path == ".state" { for file in ["lock", "index.sqlite"] { try setMode(0o644, folder + "/" + file) } }
    #expect(try run(workspace).status == 0)
    #expect(try workspace.output().differences(from: workspace.freshOutput()) == [])
  }

  @Test("ends the run with 73 when a file is in its place", arguments: ["--output", "--state"])
  func fileInItsPlace(option: String) throws {
    let workspace = try Workspace(good)
    try Data().write(to: URL(filePath: workspace.directory.path("taken")))
    for path in ["taken", "taken/below"] {
      let outcome = try FeedgenProcess.run([option, path], in: workspace.directory.path)
      #expect(outcome.status == 73)
      #expect(outcome.errors.contains(path))
    }
  }

  private func workspaceOfNobody() throws -> Workspace {
    let workspace = try Workspace(good, other)
    guard geteuid() == 0 else { return workspace }
    for path in try [""] + FileManager.default.subpathsOfDirectory(atPath: workspace.directory.path) {
      try #require(chown(workspace.directory.path(path), 65534, 65534) == 0)
    }
    return workspace
  }

  private func run(_ workspace: Workspace) throws -> FeedgenProcess.Outcome {
    try workspace.runBinary(through: Self.asNobody)
  }

  private func setMode(_ mode: mode_t, _ path: String) throws {
    try #require(chmod(path, mode) == 0)
  }
}
