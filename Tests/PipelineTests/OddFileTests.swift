import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@Suite("What is no plain file in the content directory")
struct OddFileTests {
  private let good = ArchivePage(
    day: "2013/11/14", title: "A ship comes in.", form: .handwritten, context: "Sudhaven")
  private let other = ArchivePage(day: "2013/11/15", title: "A ship goes out.", form: .later, topic: "Ships")

  @Test("a FIFO is reported and not waited for")
  func fifo() throws {
    let workspace = try Workspace(good)
    try #require(mkfifo(workspace.content("news/2013/11/14/pipe.md"), 0o644) == 0)
    try #require(mkfifo(workspace.content("news/2013/11/14/index.md"), 0o644) == 0)
    let summary = try workspace.run()
    #expect(summary.events == 1)
    #expect(
      summary.problems.map(\.path).sorted() == ["news/2013/11/14/index.md", "news/2013/11/14/pipe.md"])
  }

  @Test(
    "a device, a socket's like, is reported and not read", arguments: ["/dev/zero", "/dev/null", "/dev/tty"])
  func device(path: String) throws {
    let workspace = try Workspace(good)
    try link(workspace, "news/2013/11/14/device.md", to: path)
    let summary = try workspace.run()
    #expect(summary.events == 1)
    #expect(summary.problems.map(\.path) == ["news/2013/11/14/device.md"])
  }

  @Test("links that go in circles or nowhere are reported, and end")
  func linkLoops() throws {
    let workspace = try Workspace(good, other)
    let links = [
      "news/2013/11/14/a.md": "b.md", "news/2013/11/14/b.md": "a.md", "news/2013/11/14/self.md": "self.md",
      "news/2013/11/14/gone.md": "nowhere.md", "news/2013/11/14/up": "../..", "news/2013/11/14/here": ".",
      "news/all": "../news",
    ]
    for (path, target) in links { try link(workspace, path, to: target) }
    let summary = try workspace.run()
    #expect(summary.events == 2)
    #expect(Set(summary.problems.map(\.path)) == Set(links.keys))
    #expect(try AtomDocument(workspace.output(), "all.atom").names == [other.name, good.name])
  }

  @Test(
    "a link to a folder never takes the place of the folder, whatever their order", arguments: ["1", "20"])
  func linkBesideFolder(name: String) throws {
    let workspace = try Workspace(good, other)
    try workspace.run()
    let before = try workspace.output()
    try link(workspace, "news/2013/11/\(name)", to: "14")
    #expect(try workspace.run().problems.map(\.path) == ["news/2013/11/\(name)"])
    #expect(try workspace.output().differences(from: before) == [])
  }

  @Test("a link to a file, or to a folder elsewhere, is as good as what it leads to")
  func usefulLinks() throws {
    let workspace = try Workspace(good)
    try FileManager.default.createDirectory(
      atPath: workspace.directory.path("elsewhere"), withIntermediateDirectories: true)
    try Data(other.text.utf8).write(
      to: URL(filePath: workspace.directory.path("elsewhere/a-ship-goes-out.md")))
    try link(workspace, "news/2013/11/15", to: workspace.directory.path("elsewhere"))
    let summary = try workspace.run()
    #expect(summary.problems.isEmpty)
    #expect(try AtomDocument(workspace.output(), "all.atom").names == [other.name, good.name])
  }

  @Test("what was good stays published when its file turns into something else", arguments: ["fifo", "link"])
  func turnedInto(kind: String) throws {
    let workspace = try Workspace(good, other)
    try workspace.run()
    let before = try workspace.output()
    try workspace.remove(good)
    if kind == "fifo" {
      try #require(mkfifo(workspace.content(good.path), 0o644) == 0)
    } else {
      try link(workspace, good.path, to: "nowhere.md")
    }
    #expect(try workspace.run().problems.map(\.path) == [good.path])
    let differences = try workspace.output().differences(from: before)
    #expect(differences == [])
  }

  @Test("a file whose name is no UTF-8 is reported")
  func foreignName() throws {
    let workspace = try Workspace(good)
    let path =
      Array(workspace.content("news/2013/11/14/a").utf8CString.dropLast()) + [-1, 0x2E, 0x6D, 0x64, 0]
    let file = open(path, O_CREAT | O_WRONLY, 0o644)
    guard file >= 0 else { return }  // a file system that refuses such names has no such files
    close(file)
    let summary = try workspace.run()
    #expect(summary.events == 1)
    #expect(summary.problems.count == 1)
    #expect(summary.problems.first?.message.contains("UTF-8") == true)
  }

  @Test("hidden files, other kinds of files and pages that are no events are left alone")
  func others() throws {
    let workspace = try Workspace(good)
    for path in [
      "news/2013/11/14/.draft.md", "news/2013/11/14/.hidden/x.md", "news/2013/11/14/picture.jpg", "index.md",
      "README.md", "opinion/2013/11/14/essay.md", "news/2013/index.md", "news/2013/11/14/more/deep.md",
      "news/x.md",
    ] { try workspace.write("no event", to: path) }
    let summary = try workspace.run()
    #expect(summary.events == 1)
    #expect(summary.problems.isEmpty)
  }

  private func link(_ workspace: Workspace, _ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: workspace.content(path), withDestinationPath: target)
  }
}
