import Foundation
import Primitives
import Testing

@Suite("Reads and writes of open files")
struct FileIOTests {
  private typealias Failure = FileIO.Failure

  @Test func `write and read all bytes, in order and at an offset`() throws {
    let file = fileno(tmpfile())
    defer { close(file) }
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try bytes.withUnsafeBytes { bytes in
      try FileIO.writeAll(bytes, to: file, at: 10)
      try FileIO.writeAll(UnsafeRawBufferPointer(rebasing: bytes[..<10]), to: file)
    }
    var read = [UInt8](repeating: 0, count: 400_000)
    let count = try read.withUnsafeMutableBytes { buffer in
      try FileIO.readAll(file, at: 10, into: buffer)
    }
    #expect(count == bytes.count)
    #expect(Array(read[..<count]) == bytes)
    let rest = try read.withUnsafeMutableBytes { buffer in
      try FileIO.readAll(file, into: buffer)
    }
    #expect(rest == bytes.count)
    #expect(try read.withUnsafeMutableBytes { buffer in try FileIO.read(file, into: buffer) } == 0)
  }

  @Test func `read the parts of a pipe`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let (output, input) = (ends[0], ends[1])
    defer { close(output) }
    let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
    let writer = Thread {
      bytes.withUnsafeBytes { bytes in #expect(throws: Never.self) { try FileIO.writeAll(bytes, to: input) } }
      close(input)
    }
    writer.start()
    var read = [UInt8](repeating: 0, count: bytes.count + 1)
    let count = try read.withUnsafeMutableBytes { buffer in try FileIO.readAll(output, into: buffer) }
    #expect(count == bytes.count)
    #expect(Array(read[..<count]) == bytes)
  }

  @Test func `continue after a signal`() throws {
    var calls = 0
    let result = try FileIO.call {
      calls += 1
      errno = EINTR
      return calls < 3 ? -1 : 5
    }
    #expect(result == 5)
    #expect(calls == 3)
  }

  @Test func `throw the error code`() throws {
    var byte: UInt8 = 0
    #expect(throws: Failure(code: EBADF)) {
      _ = try withUnsafeMutableBytes(of: &byte) { buffer in try FileIO.read(-1, into: buffer) }
    }
    #expect(throws: Failure(code: EBADF)) {
      try withUnsafeBytes(of: byte) { bytes in try FileIO.writeAll(bytes, to: -1) }
    }
    let file = open("/dev/full", O_WRONLY)
    guard file >= 0 else { return }
    defer { close(file) }
    #expect(throws: Failure(code: ENOSPC)) {
      try withUnsafeBytes(of: byte) { bytes in try FileIO.writeAll(bytes, to: file) }
    }
  }
}
