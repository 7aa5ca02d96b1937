package import Foundation

/// The files of a directory, by path below it, with their bytes.
package struct FileTree: Equatable {
  /// Bytes by path.
  package private(set) var files: [String: Data] = [:]

  /// Reads a directory; one that is not there holds nothing.
  package init(_ root: String) throws {
    for path in Self.paths(root) { files[path] = try Data(contentsOf: URL(filePath: root + "/" + path)) }
  }

  /// The files that are in one tree only, or are different in both, ordered.
  package func differences(from other: Self) -> [String] {
    Set(files.keys).union(other.files.keys).filter { files[$0] != other.files[$0] }.sorted()
  }

  /// The text of a file, or `nil` when it is not there.
  package func text(_ path: String) -> String? { files[path].map { String(decoding: $0, as: UTF8.self) } }

  /// By path: what changes when anybody writes or replaces the file.
  package static func stamps(_ root: String) -> [String: [Int64]] {
    var stamps: [String: [Int64]] = [:]
    for path in paths(root) {
      var status = stat()
      guard lstat(root + "/" + path, &status) == 0 else { continue }
      #if canImport(Darwin)
        let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
      #else
        let (modified, changed) = (status.st_mtim, status.st_ctim)
      #endif
      stamps[path] = [
        Int64(bitPattern: UInt64(status.st_ino)), Int64(modified.tv_sec), Int64(modified.tv_nsec),
        Int64(changed.tv_sec), Int64(changed.tv_nsec),
      ]
    }
    return stamps
  }

  private static func paths(_ root: String) -> [String] {
    let all = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return all.filter { path in
      var status = stat()
      return lstat(root + "/" + path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    }.sorted()
  }
}
