import Foundation
import Primitives
import TestSupport
import Testing

@Suite("Files that are written as a whole")
struct AtomicFileTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func `have the new bytes, and nothing else is in the directory`() throws {
    try directory.write("old and longer", to: "file.md")
    try AtomicFile.write(Array("new".utf8), to: directory.path("file.md"))
    #expect(try FileTree(directory.path).files == ["file.md": Data("new".utf8)])
  }

  @Test func `replace what an earlier process left under the hidden name`() throws {
    try directory.write("half", to: ".file.md.feedgen-new")
    try AtomicFile.write(Array("new".utf8), to: directory.path("file.md"))
    try FileManager.default.createSymbolicLink(
      atPath: directory.path(".file.md.feedgen-new"), withDestinationPath: directory.path("elsewhere"))
    try AtomicFile.write(Array("newer".utf8), to: directory.path("file.md"))
    #expect(try FileTree(directory.path).files == ["file.md": Data("newer".utf8)])
  }

  @Test func `stay as they are when the write fails`() throws {
    #expect(throws: FileIO.Failure(code: ENOENT)) {
      try AtomicFile.write([1], to: directory.path("missing/file.md"))
    }
    try directory.write("x", to: "folder/x")
    #expect(throws: FileIO.Failure.self) { try AtomicFile.write([1], to: directory.path("folder")) }
    #expect(Set(try FileTree(directory.path).files.keys) == ["folder/x"])
  }
}
