internal import Foundation
package import Primitives
internal import Synchronization

/// The files that the settings of a site were read from, with their stamps; `nil` for files that are not there.
package struct SiteFiles: Equatable, Sendable {
  /// The configuration and data files of the site, and the directories that were listed to find them.
  package var configuration: [BytePath: FileStamp?] = [:]
  /// Files in the content: the pages of sections and terms, and data files of folders.
  package var pages: [BytePath: FileStamp?] = [:]

  /// The stamps of the same files now.
  var now: SiteFiles {
    SiteFiles(configuration: Self.stamps(of: configuration), pages: Self.stamps(of: pages))
  }

  /// The stamps of the same files now; those of pages are not read again.
  var configurationNow: SiteFiles {
    SiteFiles(configuration: Self.stamps(of: configuration), pages: pages)
  }

  private static func stamps(of files: [BytePath: FileStamp?]) -> [BytePath: FileStamp?] {
    var stamps = files
    for path in files.keys { stamps[path] = .some(stamp(of: path.text)) }
    return stamps
  }

  /// The stamp of a file or directory; `nil` when it is not there.
  static func stamp(of path: String) -> FileStamp? {
    var status = stat()
    return stat(path, &status) == 0 ? FileStamp(status) : nil
  }
}

/// Records the files and directories that are read, with their stamps from before.
final class ReadFiles: Sendable {
  private let stamps = Mutex<(files: [BytePath: FileStamp?], directories: [BytePath: FileStamp?])>(([:], [:]))

  /// The files.
  var files: [BytePath: FileStamp?] { stamps.withLock { $0.files } }
  /// The directories.
  var directories: [BytePath: FileStamp?] { stamps.withLock { $0.directories } }

  /// Adds a file. The first stamp counts.
  func add(file path: String, _ stamp: FileStamp?) {
    let path = BytePath(path)
    stamps.withLock { if $0.files[path] == nil { $0.files[path] = .some(stamp) } }
  }

  /// Adds a directory. The first stamp counts.
  func add(directory path: String) {
    let stamp = SiteFiles.stamp(of: path)
    let path = BytePath(path)
    stamps.withLock { if $0.directories[path] == nil { $0.directories[path] = .some(stamp) } }
  }
}
