internal import ArchiveIndex
internal import Foundation
internal import Primitives

/// A document of an output directory that is written in pieces. The pieces are compared with the existing file; from the first
/// difference on, they are written to a new file, which replaces the old one at the end. So a document of any size takes little
/// memory, and an unchanged document is not written.
final class FileDocumentStream: DocumentStream {
  private let target: String
  // The existing file, while it begins with the pieces so far; otherwise -1.
  private var old: Int32
  // The new file; `nil` while there is no difference.
  private var new: ReplacementFile?
  private var count: Int64 = 0
  private var buffer: [UInt8] = []

  /// Begins a document at a path below the output directory.
  init(_ directory: DirectoryOutput, path: String) {
    target = directory.root + "/" + path
    // O_NONBLOCK, because the path may be that of a FIFO, which would block.
    old = open(target, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    var status = stat()
    if old >= 0, fstat(old, &status) != 0 || status.st_mode & S_IFMT != S_IFREG { closeOld() }
  }

  deinit {
    if old >= 0 { close(old) }
  }

  func append(_ piece: UnsafeRawBufferPointer) throws {
    if new != nil || !holdsNext(piece) { try replacement().append(piece) }
    count += Int64(piece.count)
  }

  func finish() throws -> WrittenDocument {
    if old >= 0, let stamp = DirectoryOutput.stamp(old), stamp.size == count {
      return WrittenDocument(isChanged: false, stamp: stamp)
    }
    return WrittenDocument(isChanged: true, stamp: try replacement().replaceTarget())
  }
}

extension FileDocumentStream {
  private static let bufferSize = 1 << 16

  private func closeOld() {
    close(old)
    old = -1
  }

  // Whether the existing file continues with a piece.
  private func holdsNext(_ piece: UnsafeRawBufferPointer) -> Bool {
    guard old >= 0 else { return false }
    var done = 0
    while done < piece.count {
      let got = read(at: count + Int64(done), min(Self.bufferSize, piece.count - done))
      guard got > 0 else { return false }
      let next = UnsafeRawBufferPointer(rebasing: piece[done..<(done + got)])
      guard buffer.withUnsafeBytes({ next.isEqual(to: UnsafeRawBufferPointer(rebasing: $0[..<got])) }) else {
        return false
      }
      done += got
    }
    return true
  }

  // Reads from the existing file into the buffer. Returns the number of bytes: 0 at the end, and when it cannot be read.
  private func read(at offset: Int64, _ length: Int) -> Int {
    if buffer.isEmpty { buffer = Array(repeating: 0, count: Self.bufferSize) }
    return buffer.withUnsafeMutableBytes { buffer in
      let room = UnsafeMutableRawBufferPointer(rebasing: buffer[..<length])
      do {
        return try FileIO.read(old, at: offset, into: room)
      } catch {
        return 0
      }
    }
  }

  // The new file. It is made at the first difference, and begins with the bytes that both files have in common.
  private func replacement() throws -> ReplacementFile {
    if let new { return new }
    let file = try ReplacementFile(for: target)
    var done: Int64 = 0
    while done < count {
      let got = read(at: done, Int(min(Int64(Self.bufferSize), count - done)))
      // Another program truncated the existing file.
      guard got > 0 else { throw PublishingError.refused(action: "read", path: target, code: EIO) }
      try buffer.withUnsafeBytes { try file.append(UnsafeRawBufferPointer(rebasing: $0[..<got])) }
      done += Int64(got)
    }
    if old >= 0 { closeOld() }
    new = file
    return file
  }
}
