import Foundation
import Primitives
import TestSupport
import Testing

@Suite("Reading files")
struct FileReaderTests {
  private let directory: TemporaryDirectory
  private let reader = FileReader()

  init() throws { directory = try TemporaryDirectory() }

  private func read(_ name: String) throws -> [UInt8] { try reader.read(directory.path(name)) { Array($0) } }

  @Test func `files of any size up to the limit are read whole, one after another`() throws {
    let sizes = [0, 1, 65_535, 65_536, 65_537, 262_144, 5, 1_000_000, Int(FileReader.limit), 0, 3]
    for size in sizes {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
      try directory.write(Data(bytes), to: "x.md")
      #expect(try read("x.md") == bytes)
    }
  }

  @Test func `a file above the limit is refused with its size, without being read`() throws {
    let size = FileReader.limit + 1
    try directory.write("", to: "x.md")
    #expect(truncate(directory.path("x.md"), off_t(size)) == 0)
    #expect(throws: FileReadError.tooLarge(limit: FileReader.limit)) { try read("x.md") }
    #expect(truncate(directory.path("x.md"), off_t(100) << 30) == 0)
    #expect(throws: FileReadError.tooLarge(limit: FileReader.limit)) { try read("x.md") }
  }

  @Test func `a FIFO does not block, and a directory is no file`() throws {
    #expect(mkfifo(directory.path("pipe.md"), 0o600) == 0)
    #expect(throws: FileReadError.notRegular) { try read("pipe.md") }
    #expect(throws: FileReadError.notRegular) { try read("") }
    #expect(throws: FileReadError.notRegular) { try reader.read("/dev/null") { Array($0) } }
  }

  @Test func `a missing file is refused with the message of the system`() {
    #expect(throws: FileReadError.refused("No such file or directory")) { try read("gone.md") }
  }

  @Test func `a cycle of links is refused`() {
    #expect(symlink("loop.md", directory.path("loop.md")) == 0)
    #expect { try read("loop.md") } throws: { if case FileReadError.refused = $0 { true } else { false } }
  }

  @Test(.enabled("root reads everything") { geteuid() != 0 })
  func `a file without permission is refused`() throws {
    try directory.write("x", to: "secret.md")
    #expect(chmod(directory.path("secret.md"), 0) == 0)
    #expect(throws: FileReadError.refused("Permission denied")) { try read("secret.md") }
  }

  @Test func `an error of the caller is thrown, and the reader can be used again`() throws {
    struct Failure: Error {}
    try directory.write("x", to: "x.md")
    #expect(throws: Failure.self) { try reader.read(directory.path("x.md")) { _ in throw Failure() } }
    #expect(try read("x.md") == Array("x".utf8))
  }

  @Test func `every error has a remedy`() {
    for error in [FileReadError.refused("No entry"), .notRegular, .tooLarge(limit: 4)] {
      #expect(!error.description.isEmpty)
    }
    #expect(FileReadError.tooLarge(limit: 4).description.contains("more than 4 bytes"))
  }
}
