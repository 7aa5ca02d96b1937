import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@Suite("The repository's feeds")
struct CommittedFeedsTests {
  @Test("are what feedgen makes of its content with its configuration")
  func areCurrent() throws {
    let root = FeedgenProcess.packageRoot
    let scratch = try TemporaryDirectory()
    let outcome = try FeedgenProcess.run(
      [
        "--config", root + "/config.json", "--output", scratch.path("feeds"), "--state",
        scratch.path("state"),
      ], in: root)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("; 0 problems;"))
    let differences = try FileTree(scratch.path("feeds")).differences(from: FileTree(root + "/feeds"))
    #expect(differences == [], "run `feedgen` in the repository and commit feeds/")
  }
}
