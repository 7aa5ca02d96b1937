import Testing
import WorkspaceSupport

@Suite("Text that commands print")
struct PrintedTextTests {
  @Test("has escapes for the control characters of file names")
  func fileNames() throws {
    let workspace = try Workspace()
    try workspace.write("", to: "news/2013/11/14/a\u{1B}[2J\nb.md")
    for arguments in [[], ["check"]] {
      let outcome = try FeedgenProcess.run(arguments + workspace.options, in: workspace.directory.path)
      let text = outcome.output + outcome.errors
      #expect(text.contains("a\\u001B[2J\\nb.md") || text.contains("a%1B%5B2J%0Ab.md"), "\(text)")
      #expect(!text.contains("\u{1B}"))
    }
  }
}
