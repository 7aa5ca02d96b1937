internal import ArchiveIndex
internal import Foundation
internal import Primitives

/// A file that is written under a hidden name beside its target, and then replaces the target. It is removed if it does not
/// replace it.
final class ReplacementFile {
  private let target: String
  private let path: String
  // -1 after the file has replaced its target.
  private var descriptor: Int32

  private static let suffix = ".feedgen-new"

  /// Makes the file, and the directory of its target if it is missing.
  /// - Throws: `PublishingError`.
  init(for target: String) throws {
    self.target = target
    path = Self.path(for: target)
    descriptor = Self.create(path)
    if descriptor < 0, [ENXIO, ELOOP].contains(errno), unlink(path) == 0 {
      // A FIFO or a link had its path.
      descriptor = Self.create(path)
    } else if descriptor < 0, errno == ENOENT {
      try DirectoryOutput.makeDirectory(String(target[..<(target.lastIndex(of: "/") ?? target.startIndex)]))
      descriptor = Self.create(path)
    }
    guard descriptor >= 0 else { throw PublishingError.system("make", path) }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(path)
  }

  /// Whether a file name is that of a replacement.
  static func isName(_ name: String) -> Bool { name.hasPrefix(".") && name.hasSuffix(suffix) }

  /// Appends bytes.
  /// - Throws: `PublishingError`.
  func append(_ bytes: UnsafeRawBufferPointer) throws {
    try PublishingError.translating("write", path: path) { try FileIO.writeAll(bytes, to: descriptor) }
  }

  /// Ends the writing and renames the file to its target. Returns the stamp of the file.
  /// - Throws: `PublishingError`.
  func replaceTarget() throws -> DocumentRecord.Stamp {
    guard let stamp = DirectoryOutput.stamp(descriptor) else { throw PublishingError.system("look at", path) }
    guard rename(path, target) == 0 else { throw PublishingError.system("replace", target) }
    close(descriptor)
    descriptor = -1
    return stamp
  }

  private static func path(for target: String) -> String {
    let slash = target.lastIndex(of: "/") ?? target.startIndex
    return target[...slash] + "." + target[target.index(after: slash)...] + suffix
  }

  private static func create(_ path: String) -> Int32 {
    open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
  }
}
