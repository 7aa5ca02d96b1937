package import Foundation

/// Writes whole files: readers of a path see the old bytes or the new ones, never a part.
package enum AtomicFile {
  private static let suffix = ".feedgen-new"

  /// Writes bytes under a hidden name beside the target, and renames that file to the target. The directory must exist.
  /// - Parameter mode: the permissions of a new file.
  /// - Throws: `FileIO.Failure`. The target is unchanged then.
  package static func write(
    _ bytes: [UInt8], to target: String, mode: mode_t = 0o644
  ) throws(FileIO.Failure) {
    let path = hiddenPath(for: target)
    let file = try create(path, mode: mode)
    do throws(FileIO.Failure) {
      defer { close(file) }
      try writeAll(bytes, to: file)
      _ = try FileIO.call { Int(rename(path, target)) }
    } catch {
      unlink(path)
      throw error
    }
  }

  private static func writeAll(_ bytes: [UInt8], to file: Int32) throws(FileIO.Failure) {
    let result: Result<Void, FileIO.Failure> = bytes.withUnsafeBytes { bytes in
      do throws(FileIO.Failure) {
        return .success(try FileIO.writeAll(bytes, to: file))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  private static func hiddenPath(for target: String) -> String {
    guard let slash = target.lastIndex(of: "/") else { return "." + target + suffix }
    return target[...slash] + "." + target[target.index(after: slash)...] + suffix
  }

  private static func create(_ path: String, mode: mode_t) throws(FileIO.Failure) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    do throws(FileIO.Failure) {
      return Int32(try FileIO.call { Int(open(path, flags, mode)) })
    } catch  where error.code == ENXIO || error.code == ELOOP {
      // A FIFO or a link has the path.
      unlink(path)
      return Int32(try FileIO.call { Int(open(path, flags, mode)) })
    }
  }
}
