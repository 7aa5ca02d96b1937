import ArchiveIndex
import Primitives
import TestSupport
import Testing
import WorkspaceSupport

@testable import Pipeline

@Suite("An open archive")
struct OpenArchiveTests {
  @Test("has the same records of many files as of each of them")
  func records() throws {
    let workspace = try Workspace()
    workspace.configure(seed: 1)
    var archive = RandomArchive(seed: 8_900)
    try workspace.apply(archive.additions(40))
    let open = OpenArchive(
      try IndexKind.database(at: workspace.configuration.indexLocation).open(), isKept: true)
    let build = Build(
      workspace.configuration.buildSettings, isFull: false, now: Workspace.now, logger: Workspace.logger,
      observer: BuildObserver())
    let snapshot = try build.scan(open)
    _ = try build.run(snapshot, in: open)
    let paths = try open.index.write { try $0.files().map(\.path) }
    #expect(paths.count > 20)
    let unknown = BytePath("news/2014/01/1/unknown.md")
    let together = try open.records(of: paths + [unknown])
    #expect(Set(together.map(\.path)) == Set(paths))
    for path in paths + [unknown] {
      #expect(try open.records(of: [path])[path] == together[path], "\(path)")
    }
    let half = Array(paths.prefix(paths.count / 2))
    let records = try open.records(of: half)
    #expect(half.map { records[$0] } == half.map { together[$0] })
    // The other half is not gone because nothing was said of it.
    let stamps = Dictionary(uniqueKeysWithValues: half.map { ($0, together[$0]?.stamp) })
    #expect(try build.changes(of: stamps, pathErrors: [], scanTime: 0, in: open).removed.isEmpty)
  }
}
