package import ArchiveIndex
internal import Classification
internal import Foundation
internal import Primitives

/// An output directory. A file is written beside its place and renamed, and only when its bytes change.
package struct DirectoryOutput: DocumentOutput {
  /// The directory's path.
  package let root: String

  /// Makes the directory and the subdirectories that every site has, if they are missing.
  /// - Throws: `PublishingError`.
  package init(root: String) throws {
    self.root = root
    for directory in [""] + Self.permanentDirectories { try Self.makeDirectory(root + "/" + directory) }
  }

  /// A thread for each processor: writing a file takes no time of waiting.
  package var writers: Int { ParallelMap.processors }

  /// Writing a file takes less time than delivering its outcome to another thread.
  package var mostAtOnce: Int { 64 }

  // The bytes of the file are compared: the file may have been changed since the index has its stamp.
  package func write(
    _ bytes: [UInt8], to path: String, known: DocumentRecord.Stamp?
  ) throws -> WrittenDocument {
    let target = root + "/" + path
    if let stamp = try unchanged(bytes, target) { return WrittenDocument(isChanged: false, stamp: stamp) }
    let file = try ReplacementFile(for: target)
    try bytes.withUnsafeBytes { try file.append($0) }
    return WrittenDocument(isChanged: true, stamp: try file.replaceTarget())
  }

  package func stream(to path: String, known: DocumentRecord.Stamp?) -> any DocumentStream {
    FileDocumentStream(self, path: path)
  }

  package func remove(_ paths: [String]) throws {
    for path in paths { try remove(path) }
  }

  package func mostRemoved(of total: Int) -> Int { .max }

  // Directories that are empty without the document are removed as well, except those that every site has.
  private func remove(_ path: String) throws {
    guard unlink(root + "/" + path) == 0 || errno == ENOENT else {
      throw PublishingError.system("remove", root + "/" + path)
    }
    var directory = path[...]
    while let slash = directory.lastIndex(of: "/") {
      directory = directory[..<slash]
      if Self.permanentDirectories.contains(String(directory)) || directory.hasPrefix("assets") { return }
      if rmdir(root + "/" + directory) != 0 { return }
    }
  }

  package func examine(_ paths: some Sequence<String>) {}

  // A file with a time in the future is written again, see `isAhead`.
  package func isIntact(_ record: DocumentRecord) -> Bool {
    stamp(of: record.path).map { $0 == record.stamp?.ofAnyProgram && !Self.isAhead($0) } ?? false
  }

  package func areIntact(_ records: [DocumentRecord]) throws -> Bool {
    var isIntact = true
    ParallelMap.run(records.chunks(of: 4096)) {
      $0.allSatisfy(self.isIntact)
    } consume: {
      isIntact = isIntact && $0
    }
    return isIntact
  }

  package func stamp(of path: String) -> DocumentRecord.Stamp? {
    var status = stat()
    return lstat(root + "/" + path, &status) == 0 ? Self.stamp(status) : nil
  }

  @discardableResult
  package func removeUnwanted(wanted: Set<String>) throws -> [String] {
    var removed = try removeUnwanted(in: "", isDeep: false, wanted: wanted)
    for directory in Self.ownDirectories {
      removed += try removeUnwanted(in: directory + "/", isDeep: true, wanted: wanted)
    }
    return removed.sorted()
  }

  private func removeUnwanted(in directory: String, isDeep: Bool, wanted: Set<String>) throws -> [String] {
    guard try kind(directory) == S_IFDIR else { return [] }
    var removed: [String] = []
    let place = root + "/" + directory
    let names = try PublishingError.translating("look at", path: place) {
      try FileManager.default.contentsOfDirectory(atPath: place)
    }
    for name in names {
      let path = directory + name
      if ReplacementFile.isName(name) {
        try remove(path)
      } else if !wanted.contains(path), try isOurs(path) {
        try remove(path)
        removed.append(path)
      } else if isDeep, !name.contains(".") {
        removed += try removeUnwanted(in: path + "/", isDeep: true, wanted: wanted)
      }
    }
    return removed
  }

  // A file is written faster than a task is shared: 57,964 feeds took one process 13.1 s, and four processes 15.5 s, each held to 40 % of
  // a core (`make bench-scale`, 2026-11-29).
  package var leastShared: Int { .max }

  package func isForeign(_ path: String, known: DocumentRecord.Stamp?) throws -> Bool {
    var status = stat()
    let place = root + "/" + path
    if lstat(place, &status) == 0 {
      guard let (document, head) = try head(of: path) else { return true }
      return !document.matches(head) && !(Self.isShorter(head, than: known) && document.isCut(head))
    }
    // A file is where a directory should be.
    if errno == ENOTDIR { return true }
    guard errno == ENOENT else { throw PublishingError.system("look at", place) }
    return false
  }
}

extension DirectoryOutput {
  /// The stamp of an open file; `nil` when the system refuses it.
  static func stamp(_ file: Int32) -> DocumentRecord.Stamp? {
    var status = stat()
    return fstat(file, &status) == 0 ? stamp(status) : nil
  }

  // The directories that every site has.
  private static let permanentDirectories = TopicKind.directories.filter { !$0.isConfigured }.map(\.name)
  /// The directories that have documents of feedgen below them.
  static var ownDirectories: [String] { Topic.feedDirectories + ["assets", "news", "sitemaps"] }

  /// Makes a directory and its parents, if they are missing.
  /// - Throws: `PublishingError`.
  static func makeDirectory(_ path: String) throws {
    if let code = Directories.create(path) {
      throw PublishingError.refused(action: "make", path: path, code: code)
    }
  }

  // Reads the next bytes. Returns their number, `nil` when they cannot be read: the file then counts as changed.
  private static func read(_ file: Int32, into buffer: inout [UInt8]) -> Int? {
    do {
      return try FileIO.read(file, into: &buffer)
    } catch {
      return nil
    }
  }

  // The stamp of the file at `target` if it has the same bytes; otherwise `nil`.
  private func unchanged(_ bytes: [UInt8], _ target: String) throws -> DocumentRecord.Stamp? {
    // O_NONBLOCK, because the path may be that of a FIFO, which would block.
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
      let isSame = bytes.withUnsafeBytes { bytes in
        buffer.withUnsafeBytes { read in
          UnsafeRawBufferPointer(rebasing: bytes.dropFirst(done).prefix(count))
            .isEqual(to: UnsafeRawBufferPointer(rebasing: read[..<count]))
        }
      }
      guard isSame else { return nil }
      done += count
    }
  }

  // 2025-01-01: a clock that shows an earlier time was never set.
  private static let earliest: UnixTime = 1_735_689_600
  // The accepted difference between the clocks of a file server and this machine, in seconds.
  private static let tolerance: Int64 = 10

  // Whether the modification time is in the future. File servers send it as `Last-Modified`, which must not be later than the
  // response (RFC 9110, section 8.8.2.1).
  private static func isAhead(_ stamp: DocumentRecord.Stamp) -> Bool {
    let now = UnixTime.now
    return now >= earliest && UnixTime(nanoseconds: stamp.modified) > now + tolerance
  }

  // The stamp of an open file after a time in the future was set to the present.
  private static func corrected(_ stamp: DocumentRecord.Stamp, _ file: Int32) -> DocumentRecord.Stamp {
    guard isAhead(stamp), futimens(file, nil) == 0 else { return stamp }
    return Self.stamp(file) ?? stamp
  }

  // The file type at a path, as in `st_mode`; `nil` when there is none. Links are not followed.
  private func kind(_ path: String) throws -> mode_t? {
    var status = stat()
    // A slash at the end would follow a link.
    let place = root + (path.isEmpty ? "/." : "/" + (path.hasSuffix("/") ? path.dropLast() : path[...]))
    if lstat(place, &status) == 0 { return status.st_mode & S_IFMT }
    guard errno == ENOENT || errno == ENOTDIR else { throw PublishingError.system("look at", place) }
    return nil
  }

  // Whether a file has fewer bytes than feedgen has written.
  private static func isShorter(_ bytes: Data, than known: DocumentRecord.Stamp?) -> Bool {
    known.map { !$0.isOfAnotherProgram && bytes.count < $0.size } ?? false
  }

  // Whether feedgen wrote a file.
  private func isOurs(_ path: String) throws -> Bool {
    try head(of: path).map { $0.document.matches($0.head) } ?? false
  }

  // The document that a path is for, and the beginning of the file there; `nil` for a path or a file that is none of feedgen's. A file
  // that this user may not read was written by another program.
  private func head(of path: String) throws -> (document: OwnDocument, head: Data)? {
    guard let document = OwnDocument(path: path), try kind(path) == S_IFREG else { return nil }
    let place = root + "/" + path
    let file = open(place, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else {
      if [ENOENT, EACCES, EPERM, ELOOP].contains(errno) { return nil }
      throw PublishingError.system("open", place)
    }
    // The handle closes the file.
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    return try PublishingError.translating("read", path: place) { (document, try document.head(of: handle)) }
  }

  private static func stamp(_ status: stat) -> DocumentRecord.Stamp {
    let stamp = FileStamp(status)
    return .init(size: stamp.size, modified: stamp.modified)
  }
}
