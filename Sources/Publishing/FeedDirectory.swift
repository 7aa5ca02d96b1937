package import EventIndex
internal import Foundation

/// The output directory: files are written beside their place and renamed, and only when their bytes change.
package struct FeedDirectory: Sendable {
  /// The directory's path.
  package let root: String

  /// Makes the directory and those of its topics, where they are missing.
  /// - Throws: `PublishingError`.
  package init(root: String) throws {
    self.root = root
    for directory in [root] + Self.topicDirectories.map({ root + "/" + $0 }) {
      do {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      } catch {
        throw PublishingError.refused(action: "make", path: directory, code: errno == 0 ? EACCES : errno)
      }
    }
  }

  /// Writes a document unless its file holds these very bytes.
  /// - Returns: whether it was written, and the file's stamp.
  package func write(_ bytes: [UInt8], to path: String) throws -> (
    isWritten: Bool, stamp: DocumentRecord.Stamp
  ) {
    let target = root + "/" + path
    if let stamp = try unchanged(bytes, target) { return (false, stamp) }
    let temporary = Self.temporary(target)
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard file >= 0 else { throw PublishingError.system("make", temporary) }
    do {
      defer { close(file) }
      try Self.write(bytes, file, temporary)
      guard let stamp = Self.stamp(file) else { throw PublishingError.system("look at", temporary) }
      guard rename(temporary, target) == 0 else { throw PublishingError.system("replace", target) }
      return (true, stamp)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Removes a document, if it is there.
  package func remove(_ path: String) throws {
    guard unlink(root + "/" + path) == 0 || errno == ENOENT else {
      throw PublishingError.system("remove", root + "/" + path)
    }
  }

  /// Whether a document's file is as it was when it was written.
  package func isIntact(_ record: DocumentRecord) -> Bool {
    var status = stat()
    return lstat(root + "/" + record.path, &status) == 0 && record.stamp == Self.stamp(status)
  }

  /// Removes what a run that was killed left: files not renamed yet, and feeds of ours that nobody wants.
  package func sweep(wanted: Set<String>) throws {
    for directory in [""] + Self.topicDirectories.map({ $0 + "/" }) {
      for name in try FileManager.default.contentsOfDirectory(atPath: root + "/" + directory) {
        let isTemporary = name.hasPrefix(".") && name.hasSuffix(Self.temporarySuffix)
        let isForgotten = !directory.isEmpty && name.hasSuffix(".atom") && !wanted.contains(directory + name)
        if try isTemporary || isForgotten && isOurs(directory + name) { try remove(directory + name) }
      }
    }
  }
}

extension FeedDirectory {
  private static let topicDirectories = ["country", "entity"]
  private static let temporarySuffix = ".feedgen-new"

  private static func temporary(_ target: String) -> String {
    let slash = target.lastIndex(of: "/") ?? target.startIndex
    return target[...slash] + "." + target[target.index(after: slash)...] + temporarySuffix
  }

  private static func write(_ bytes: [UInt8], _ file: Int32, _ path: String) throws {
    try bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = Foundation.write(file, bytes.baseAddress?.advanced(by: done), bytes.count - done)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw PublishingError.system("write", path) }
        done += count
      }
    }
  }

  // The stamp of the file at `target` if it holds these very bytes.
  private func unchanged(_ bytes: [UInt8], _ target: String) throws -> DocumentRecord.Stamp? {
    let file = open(target, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return nil }
    defer { close(file) }
    guard let stamp = Self.stamp(file), stamp.size == bytes.count else { return nil }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var done = 0
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return done == bytes.count ? stamp : nil }
      guard done + count <= bytes.count, bytes[done..<(done + count)] == buffer[..<count] else { return nil }
      done += count
    }
  }

  // Whether the file was made by this program: its generator says so at its beginning.
  private func isOurs(_ path: String) throws -> Bool {
    guard let file = FileHandle(forReadingAtPath: root + "/" + path) else { return false }
    defer { file.closeFile() }
    let start = try file.read(upToCount: 4096) ?? Data()
    return String(decoding: start, as: UTF8.self).contains(">feedgen</generator>")
  }

  private static func stamp(_ file: Int32) -> DocumentRecord.Stamp? {
    var status = stat()
    return fstat(file, &status) == 0 ? stamp(status) : nil
  }

  private static func stamp(_ status: stat) -> DocumentRecord.Stamp {
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return .init(
      size: Int64(status.st_size), modified: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
  }
}
