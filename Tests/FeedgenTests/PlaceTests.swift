import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@testable import Service

@Suite("Places of content, output and state")
struct PlaceTests {
  @Test("are written with ~ for the home directory, and without what only shells replace")
  func expanded() throws {
    for (path, wanted) in [
      ("~", "/home/me"), ("~/a/b", "/home/me/a/b"), ("a/~", "a/~"), ("./~me", "./~me"), ("a$", "a$"),
      ("/a/b", "/a/b"), ("a$1", "a$1"),
    ] {
      #expect(try DirectoryPath.expanded(path, home: "/home/me") == wanted)
    }
    for path in ["", "~me", "~me/a", "$HOME/a", "a/$X", "${X}/a", "a/$(pwd)", "a\0b"] {
      #expect(throws: DirectoryPath.Refusal.self, "\(path)") {
        try DirectoryPath.expanded(path, home: "/home/me")
      }
    }
  }

  @Test(
    "are refused for output that would have all of the home directory among the feeds",
    arguments: ["~", "/", "~/.."])
  func home(output: String) throws {
    var configuration = Configuration()
    configuration.output = try DirectoryPath.expanded(output)
    #expect(throws: ConfigurationError.self) { try configuration.requireApart() }
  }

  @Test("lie within each other also by links, and before they are made")
  func within() throws {
    let directory = try TemporaryDirectory()
    let files = FileManager.default
    try files.createDirectory(atPath: directory.path("a/b"), withIntermediateDirectories: true)
    try files.createSymbolicLink(atPath: directory.path("link"), withDestinationPath: directory.path("a"))
    for (path, other, isWithin) in [
      ("a", "a", true), ("a/b", "a", true), ("a", "a/b", false), ("a/new/x", "a", true), ("link", "a", true),
      ("link/new", "a", true), ("a/b", "link", true), ("link/../a", "a", true), ("ab", "a", false),
      ("a/../c", "a", false), ("new/a", "new", true), ("new/../a/b", "a", true), ("./a//b/", "a/", true),
    ] {
      let (path, other) = (directory.path(path), directory.path(other))
      #expect(DirectoryPath.isWithin(path, other) == isWithin, "\(path) in \(other)")
    }
    #expect(DirectoryPath.isWithin(directory.path, "/"))
  }

  @Test("are refused when one would be taken for another, or be served; nothing is written")
  func apart() throws {
    let workspace = try Workspace(ArchivePage(day: "2013/11/14", title: "A ship comes in."))
    let directory = workspace.directory.path
    try FileManager.default.createSymbolicLink(
      atPath: workspace.directory.path("link"), withDestinationPath: workspace.configuration.content)
    for (content, output, state, key) in [
      ("content", "content", "s", "content"), ("content", "content/news", "s", "output"),
      ("content", "link/news/feeds", "s", "output"), ("link", "content/news/feeds", "s", "output"),
      ("content", ".", "s", "content"), ("content", "/", "s", "content"),
      ("content", "feeds", "content/news/s", "state"), ("content", "feeds", "feeds", "state"),
      ("content", "feeds", "feeds/s", "state"),
    ] {
      for arguments in [[], ["--watch"], ["serve", "--port", "0"]] {
        let outcome = try FeedgenProcess.run(
          arguments + ["--content", content, "--output", output, "--state", state], in: directory)
        #expect(outcome.status == 78, "\(output) \(state) \(arguments)")
        #expect(outcome.errors.contains("\"\(key)\" ("), "\(outcome.errors)")
      }
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory).sorted() == ["content", "link"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: workspace.configuration.content) == ["news"])
  }

  @Test("may be given by the command line with ~ that the shell has left")
  func commandLine() throws {
    let workspace = try Workspace(ArchivePage(day: "2013/11/14", title: "A ship comes in."))
    let home = workspace.directory.path
    let outcome = try FeedgenProcess.run(
      ["--content=~/content", "--output=~/feeds", "--state=~/state"], in: home,
      through: ["/usr/bin/env", "HOME=\(home)"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: home).sorted() == ["content", "feeds", "state"])
    let refused = try FeedgenProcess.run(["--content", "$NEWS/content"], in: home)
    #expect(refused.status == 78 && refused.errors.contains("--content $NEWS/content: "))
  }
}
