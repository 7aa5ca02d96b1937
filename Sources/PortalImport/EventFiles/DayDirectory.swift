internal import EventArchive
internal import Foundation
internal import Primitives

/// The directory of the event files of a day. It is locked while the import changes it, so that two imports at once do not write an
/// event twice.
final class DayDirectory {
  /// The event files that were imported from the page of the day, by name.
  private(set) var imported: [EventDocument] = []
  /// The names of all files without the extension, in lower case.
  private(set) var slugs: Set<String> = []

  private let content: String
  private let path: String
  private let descriptor: Int32

  /// Opens the directory of a day, and makes it if it is missing.
  /// - Parameter content: the content directory.
  /// - Throws: `PortalImportError`.
  init(of day: EventDay, in content: String) throws(PortalImportError) {
    self.content = content
    path = PortalDay.directory(of: day)
    let directory = content + "/" + path
    try Self.makeDirectory(directory)
    descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .refused(action: "open", path: directory, code: errno) }
    // Some network file systems have no locks. Imports one after another need none.
    _ = flock(descriptor, LOCK_EX)
    try readFiles(of: day)
  }

  deinit { close(descriptor) }

  /// The path below the content directory of the file of a new event.
  func newPath(forTitle title: String) -> String {
    let slug = EventSlug.unused(for: title, besides: slugs)
    slugs.insert(slug)
    return "\(path)/\(slug).md"
  }

  /// Writes a file.
  /// - Throws: `PortalImportError`.
  func write(_ text: String, to path: String) throws(PortalImportError) {
    let target = content + "/" + path
    do throws(FileIO.Failure) {
      try AtomicFile.write(Array(text.utf8), to: target)
    } catch {
      throw .refused(action: "write", path: target, code: error.code)
    }
  }

  private func readFiles(of day: EventDay) throws(PortalImportError) {
    let directory = content + "/" + path
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: directory)
    } catch {
      throw .refused(action: "list", path: directory, code: EIO)
    }
    let reader = FileReader()
    for name in names.sorted(by: { BytePath($0) < BytePath($1) }) where name.hasSuffix(".md") {
      slugs.insert(name.dropLast(3).lowercased())
      let path = "\(path)/\(name)"
      guard case .event = ContentPath(path) else { continue }
      let document = try Self.document(at: path, in: content, of: day, reader)
      if let document, Attribution.isImported(document, from: day) { imported.append(document) }
    }
  }

  // The document of a file; `nil` for a file that the import has not written.
  //
  // A file that cannot be read may be one of the import, and a new file would be the event's second one.
  private static func document(
    at path: String, in content: String, of day: EventDay, _ reader: FileReader
  ) throws(PortalImportError) -> EventDocument? {
    let file = content + "/" + path
    do {
      return try reader.read(file) { bytes in
        if let document = EventDocument(parsing: bytes, path: path) { return document }
        guard String(decoding: bytes, as: UTF8.self).contains(PortalDay.address(of: day)) else { return nil }
        throw PortalImportError.unreadableEvent(path: file, reason: "no event file; `feedgen check` says why")
      }
    } catch let error as PortalImportError {
      throw error
    } catch FileReadError.refused(let reason) {
      throw .unreadableEvent(path: file, reason: reason)
    } catch {
      return nil
    }
  }

  private static func makeDirectory(_ path: String) throws(PortalImportError) {
    var end = path.startIndex
    while end < path.endIndex {
      end = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
      let part = String(path[..<end])
      if mkdir(part, 0o777) == 0 { continue }
      let code = errno
      var status = stat()
      guard stat(part, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw .refused(action: "make", path: part, code: code == EEXIST ? ENOTDIR : code)
      }
    }
  }
}
