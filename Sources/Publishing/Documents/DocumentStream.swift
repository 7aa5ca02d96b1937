internal import ArchiveIndex
internal import Foundation
internal import Primitives

/// A document of the output directory, written in pieces: as long as these are what its file holds, they are only compared; from
/// the first that is not, they go to a new file beside it, which takes its place in the end. So a document of any size takes
/// little memory, and one that has not changed is not written.
final class DocumentStream {
  private let target: String
  // The file in place, as long as it holds what was written so far; -1 for none.
  private var old: Int32
  // The new file; `nil` as long as there is none.
  private var new: ReplacementFile?
  private var count: Int64 = 0
  private var buffer: [UInt8] = []

  /// Begins a document at a path below the output directory.
  init(_ directory: FeedDirectory, path: String) {
    target = directory.root + "/" + path
    // Nothing is waited for: a pipe may stand there.
    old = open(target, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    var status = stat()
    if old >= 0, fstat(old, &status) != 0 || status.st_mode & S_IFMT != S_IFREG { closeOld() }
  }

  deinit {
    if old >= 0 { close(old) }
  }

  /// Appends a piece.
  /// - Throws: `PublishingError`.
  func append(_ piece: UnsafeRawBufferPointer) throws {
    if new != nil || !holdsNext(piece) { try replacement().append(piece) }
    count += Int64(piece.count)
  }

  /// Ends the document.
  /// - Returns: whether it was written, and the file's stamp.
  /// - Throws: `PublishingError`.
  func finish() throws -> (isWritten: Bool, stamp: DocumentRecord.Stamp) {
    if old >= 0, let stamp = FeedDirectory.stamp(old), stamp.size == count { return (false, stamp) }
    return (true, try replacement().replaceTarget())
  }
}

extension DocumentStream {
  private static let bufferSize = 1 << 16

  private func closeOld() {
    close(old)
    old = -1
  }

  // Whether the file in place goes on with a piece.
  private func holdsNext(_ piece: UnsafeRawBufferPointer) -> Bool {
    guard old >= 0 else { return false }
    var done = 0
    while done < piece.count {
      let got = read(at: count + Int64(done), min(Self.bufferSize, piece.count - done))
      guard got > 0, buffer[..<got].elementsEqual(piece[done..<(done + got)]) else { return false }
      done += got
    }
    return true
  }

  // Reads from the file in place into the buffer; returns how much, 0 at its end and when it cannot be read.
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

  // The new file, made if need be: it begins with what the file in place has in common with it.
  private func replacement() throws -> ReplacementFile {
    if let new { return new }
    let file = try ReplacementFile(for: target)
    var done: Int64 = 0
    while done < count {
      let got = read(at: done, Int(min(Int64(Self.bufferSize), count - done)))
      // The file in place was truncated meanwhile.
      guard got > 0 else { throw PublishingError.refused(action: "read", path: target, code: EIO) }
      try buffer.withUnsafeBytes { try file.append(UnsafeRawBufferPointer(rebasing: $0[..<got])) }
      done += Int64(got)
    }
    if old >= 0 { closeOld() }
    new = file
    return file
  }
}
