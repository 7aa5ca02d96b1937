import Foundation
import Testing
import WorkspaceSupport

@Suite("On a full disk")
struct FullDiskTests {
  // A file system of a few pages, in a mount namespace of the process that ends with it.
  private static let canMount = (try? shell("unshare --mount --map-root-user true").status == 0) ?? false

  @Test(
    "a run ends with 74, no feed is half written, and the next run mends everything",
    .enabled(if: canMount, "file systems cannot be mounted here"), arguments: [40, 120, 200])
  func full(kilobytes: Int) throws {
    let workspace = try workspace()
    // What fitted is copied out before the file system ends, then a run goes on from there.
    let script = """
      mount -t tmpfs -o size=\(kilobytes)k tmpfs small && mkdir small/feeds &&
      "$0" --output small/feeds --state .state; status=$?
      cp -a small/feeds feeds; exit $status
      """
    try FileManager.default.createDirectory(
      atPath: workspace.directory.path("small"), withIntermediateDirectories: true)
    let outcome = try Self.shell(
      "unshare --mount --map-root-user sh -c '\(script)' '\(FeedgenProcess.binary())'", in: workspace)
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("small/feeds/"))
    try expectMended(workspace)
  }

  @Test(
    "of the state a run ends with 74, and the next run mends everything",
    .enabled(if: canMount, "file systems cannot be mounted here"), arguments: [8, 64, 300])
  func fullState(kilobytes: Int) throws {
    let workspace = try workspace()
    let script = """
      mount -t tmpfs -o size=\(kilobytes)k tmpfs small && mkdir small/state &&
      "$0" --output feeds --state small/state; status=$?
      cp -a small/state .state; exit $status
      """
    try FileManager.default.createDirectory(
      atPath: workspace.directory.path("small"), withIntermediateDirectories: true)
    let outcome = try Self.shell(
      "unshare --mount --map-root-user sh -c '\(script)' '\(FeedgenProcess.binary())'", in: workspace)
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("small/state"))
    try expectMended(workspace)
  }

  @Test(
    "a backup ends with 74, and the one before it stays",
    .enabled(if: canMount, "file systems cannot be mounted here"), arguments: [8, 300, 700])
  func backup(kilobytes: Int) throws {
    let workspace = try workspace()
    try workspace.run()
    try FileManager.default.createDirectory(
      atPath: workspace.directory.path("small"), withIntermediateDirectories: true)
    // The smallest file that begins as a backup.
    try workspace.directory.write("before", to: "feedgen-backup.json")
    let script = """
      tar --format=ustar -b 1 -cf before.tar feedgen-backup.json || exit 7
      mount -t tmpfs -o size=\(kilobytes)k tmpfs small && cp before.tar small/state.backup || exit 7
      "$0" backup --force small/state.backup; status=$?
      cp -a small kept; exit $status
      """
    let outcome = try Self.shell(
      "unshare --mount --map-root-user sh -c '\(script)' '\(FeedgenProcess.binary())'", in: workspace)
    #expect(outcome.status == 74, "\(outcome.errors)")
    #expect(outcome.errors.contains("small/"), "\(outcome.errors)")
    let kept = workspace.directory.path("kept")
    #expect(try FileManager.default.contentsOfDirectory(atPath: kept) == ["state.backup"])
    let before = try Data(contentsOf: URL(filePath: workspace.directory.path("before.tar")))
    #expect(try Data(contentsOf: URL(filePath: kept + "/state.backup")) == before)
  }

  @Test(
    "commands that only read say the same as elsewhere, as on a read-only disk",
    .enabled(if: canMount, "file systems cannot be mounted here"), arguments: ["full", "read-only"])
  func reading(disk: String) throws {
    let workspace = try workspace()
    try workspace.run()
    let page = "content/news/2013/11/10/it-is-day-10.md"
    let commands = [["list"], ["list", "norport"], ["learned"], ["entities"], ["explain", page]]
    let expected = try commands.map { try FeedgenProcess.run($0, in: workspace.directory.path) }
    let lines = commands.map { "\"$0\" \($0.joined(separator: " ")) --state \"small/a%b ?#state\" || exit 9" }
    let script = """
      mount -t tmpfs -o size=2000k tmpfs small && cp -a .state "small/a%b ?#state" || exit 7
      if [ "$1" = full ]; then cat /dev/zero > small/rest 2> /dev/null
      else mount -o remount,ro small || exit 8; fi
      \(lines.joined(separator: "\n"))
      """
    try FileManager.default.createDirectory(
      atPath: workspace.directory.path("small"), withIntermediateDirectories: true)
    try Data(script.utf8).write(to: URL(filePath: workspace.directory.path("script")))
    let outcome = try Self.shell(
      "unshare --mount --map-root-user sh -c '. ./script' '\(FeedgenProcess.binary())' \(disk)", in: workspace
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(expected.allSatisfy { $0.status == 0 })
    #expect(outcome.output == expected.map(\.output).joined())
  }

  @Test("a file that may not grow is as bad, and nothing half written is published", arguments: [8, 40, 160])
  func limitedFiles(blocks: Int) throws {
    let workspace = try workspace()
    let outcome = try Self.shell(
      "trap '' XFSZ; ulimit -f \(blocks); '\(FeedgenProcess.binary())' --output feeds --state .state",
      in: workspace)
    #expect(outcome.status != 0)
    #expect(!outcome.errors.isEmpty)
    try expectMended(workspace)
  }

  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    for number in 10...29 {
      var page = ArchivePage(day: "2013/11/\(number)", title: "It is day \(number).", form: .handwritten)
      page.context = "Norport, day \(number)"
      page.summary = String(repeating: "The sea is calm and the boats go out. ", count: 60)
      try workspace.write(page)
    }
    return workspace
  }

  // Every feed that stands there is whole, none is left unfinished, and a run completes the rest.
  private func expectMended(_ workspace: Workspace) throws {
    let clean = try workspace.freshOutput()
    for (path, bytes) in try workspace.output().files {
      #expect(bytes == clean.files[path], "\(path) is not what a run without trouble leaves")
    }
    try workspace.run()
    #expect(try workspace.output().differences(from: clean) == [])
  }

  private static func shell(_ script: String, in workspace: Workspace? = nil) throws -> FeedgenProcess.Outcome
  {
    try FeedgenProcess.run(command: ["sh", "-c", script], in: workspace?.directory.path ?? "/")
  }
}
