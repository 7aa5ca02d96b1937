import ArchiveIndex
import Primitives
import TestSupport
import Testing
import WorkspaceSupport

@testable import Pipeline

@Suite("A build with the state of the last one")
struct KeptStateTests {
  @Test(
    "leaves the tree of a full run, whether it looks up single pages and names or reads all of them",
    arguments: RandomArchive.seeds(12))
  func lookUps(seed: Int) throws {
    let workspace = try Workspace()
    workspace.configure(seed: seed)
    var archive = RandomArchive(seed: 8_800 + seed)
    let open = OpenArchive(
      try IndexKind.database(at: workspace.configuration.indexLocation).open(), isKept: true)
    for step in 0...4 {
      try workspace.apply(step == 0 ? archive.additions(10) : archive.step())
      var build = Build(
        workspace.configuration.buildSettings, isFull: false, checksOutput: step == 0, now: Workspace.now,
        logger: Workspace.logger, observer: BuildObserver())
      build.lossGuard.isForced = true
      build.lookUps.pages = [0, 3, 10, 8_192][seed % 4]
      build.lookUps.names = [0, 4, 20][seed % 3]
      _ = try build.run(build.scan(open), in: open)
      #expect(open.hasState)
      let differences = try workspace.output().differences(from: workspace.fullOutput())
      #expect(differences == [], "step \(step)")
    }
  }
}
