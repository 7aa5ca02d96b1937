package import ArchiveIndex
internal import Foundation
internal import Primitives

/// The output directory: files are written beside their place and renamed, and only when their bytes change.
package struct FeedDirectory: Sendable {
  /// The directory's path.
  package let root: String

  /// Makes the directory and those that every site has, where they are missing.
  /// - Throws: `PublishingError`.
  package init(root: String) throws {
    self.root = root
    for directory in ["", "/country", "/entity"] { try Self.makeDirectory(root + directory) }
  }

  /// Writes a document unless its file holds these very bytes.
  /// - Returns: whether it was written, and the file's stamp.
  package func write(_ bytes: [UInt8], to path: String) throws -> (
    isWritten: Bool, stamp: DocumentRecord.Stamp
  ) {
    let target = root + "/" + path
    if let stamp = try unchanged(bytes, target) { return (false, stamp) }
    let file = try ReplacementFile(for: target)
    try bytes.withUnsafeBytes { try file.append($0) }
    return (true, try file.replaceTarget())
  }

  /// Removes a document, if it is there, and directories of archives and topics that are empty without it.
  package func remove(_ path: String) throws {
    guard unlink(root + "/" + path) == 0 || errno == ENOENT else {
      throw PublishingError.system("remove", root + "/" + path)
    }
    var directory = path[...]
    while path.hasPrefix("archive/") || path.hasPrefix("topic/"), let slash = directory.lastIndex(of: "/") {
      directory = directory[..<slash]
      if rmdir(root + "/" + directory) != 0 { return }
    }
  }

  /// Whether a document's file is as it was when it was written, and that by a clock that was not ahead.
  package func isIntact(_ record: DocumentRecord) -> Bool {
    stamp(of: record.path).map { $0 == record.stamp && !Self.isAhead($0) } ?? false
  }

  /// Whether the files of all documents are as they were when they were written.
  package func areIntact(_ records: [DocumentRecord]) throws -> Bool {
    var isIntact = true
    try ParallelMap.run(records.chunks(of: 4096)) {
      $0.allSatisfy(self.isIntact)
    } consume: {
      isIntact = isIntact && $0
    }
    return isIntact
  }

  /// What tells whether a file changes; `nil` for one that is not there.
  package func stamp(of path: String) -> DocumentRecord.Stamp? {
    var status = stat()
    return lstat(root + "/" + path, &status) == 0 ? Self.stamp(status) : nil
  }

  /// Removes what a run that was killed left: files not renamed yet, and documents of ours that nobody wants.
  package func removeUnwanted(wanted: Set<String>) throws {
    try removeUnwanted(in: "", isDeep: false, wanted: wanted)
    for directory in Self.ownDirectories {
      try removeUnwanted(in: directory + "/", isDeep: true, wanted: wanted)
    }
  }

  private func removeUnwanted(in directory: String, isDeep: Bool, wanted: Set<String>) throws {
    guard try kind(directory) == S_IFDIR else { return }
    let place = root + "/" + directory
    let names = try PublishingError.refusals("look at", place) {
      try FileManager.default.contentsOfDirectory(atPath: place)
    }
    for name in names.sorted() {
      let path = directory + name
      if ReplacementFile.isName(name) {
        try remove(path)
      } else if !wanted.contains(path), try isOurs(path) {
        try remove(path)
      } else if isDeep, !name.contains(".") {
        try removeUnwanted(in: path + "/", isDeep: true, wanted: wanted)
      }
    }
  }

  /// Whether a document's place is taken by a file that this program has not made.
  /// - Throws: `PublishingError` when that cannot be found out.
  package func isForeign(_ path: String) throws -> Bool { try kind(path) == S_IFREG && !isOurs(path) }
}

extension FeedDirectory {
  /// What tells whether an open file changes; `nil` when it cannot be looked at.
  static func stamp(_ file: Int32) -> DocumentRecord.Stamp? {
    var status = stat()
    return fstat(file, &status) == 0 ? stamp(status) : nil
  }

  private static let ownDirectories = ["archive", "assets", "country", "entity", "topic"]

  /// Makes a directory and those above it, where they are missing.
  /// - Throws: `PublishingError`.
  static func makeDirectory(_ path: String) throws {
    if let code = Directories.make(path) {
      throw PublishingError.refused(action: "make", path: path, code: code)
    }
  }

  // Reads the next bytes; returns their number, `nil` when they cannot be read, so that nothing is known of them.
  private static func read(_ file: Int32, into buffer: inout [UInt8]) -> Int? {
    do {
      return try FileIO.read(file, into: &buffer)
    } catch {
      return nil
    }
  }

  // The stamp of the file at `target` if it holds these very bytes.
  private func unchanged(_ bytes: [UInt8], _ target: String) throws -> DocumentRecord.Stamp? {
    // Nothing is waited for: a pipe may stand there.
    let file = open(target, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let stamp = Self.stamp(status)
    guard stamp.size == bytes.count else { return nil }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var done = 0
    while true {
      guard let count = Self.read(file, into: &buffer) else { return nil }
      if count == 0 { return done == bytes.count ? Self.corrected(stamp, file) : nil }
      guard done + count <= bytes.count, bytes[done..<(done + count)] == buffer[..<count] else { return nil }
      done += count
    }
  }

  // 2025-01-01: a clock before it was never set.
  private static let earliest: Int64 = 1_735_689_600
  // The clock of a file server may differ so much from this one's, in seconds.
  private static let tolerance: Int64 = 10

  // Whether a file was modified in the future. Servers of files give its time to clients, which may be no later than the
  // response's (RFC 9110, section 8.8.2.1).
  private static func isAhead(_ stamp: DocumentRecord.Stamp) -> Bool {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let present = Int64(now.tv_sec)
    return present >= earliest && stamp.modified / 1_000_000_000 > present + tolerance
  }

  // The stamp of an open file after a time in the future was set to the present.
  private static func corrected(_ stamp: DocumentRecord.Stamp, _ file: Int32) -> DocumentRecord.Stamp {
    guard isAhead(stamp), futimens(file, nil) == 0 else { return stamp }
    return Self.stamp(file) ?? stamp
  }

  // What is at a path, as in `st_mode`; `nil` for nothing. A link is a link, not what it leads to.
  private func kind(_ path: String) throws -> mode_t? {
    var status = stat()
    // A slash at the end would follow a link.
    let place = root + (path.isEmpty ? "/." : "/" + (path.hasSuffix("/") ? path.dropLast() : path[...]))
    if lstat(place, &status) == 0 { return status.st_mode & S_IFMT }
    guard errno == ENOENT || errno == ENOTDIR else { throw PublishingError.system("look at", place) }
    return nil
  }

  // Whether a file was made by this program; one that this user may not read was not.
  private func isOurs(_ path: String) throws -> Bool {
    guard let document = OwnDocument(path: path), try kind(path) == S_IFREG else { return false }
    let place = root + "/" + path
    let file = open(place, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else {
      if [ENOENT, EACCES, EPERM, ELOOP].contains(errno) { return false }
      throw PublishingError.system("open", place)
    }
    // Closes it, too.
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    return try PublishingError.refusals("read", place) { try document.matches(file: handle) }
  }

  private static func stamp(_ status: stat) -> DocumentRecord.Stamp {
    let stamp = FileStamp(status)
    return .init(size: stamp.size, modified: stamp.modified)
  }
}
