internal import Foundation
internal import Primitives

/// The names and stamps of the files or subdirectories of one directory, ordered by the bytes of the names. The representation is
/// compact, because an archive has very many files.
struct FileList: Sendable {
  /// The result of stating the files of a list again.
  struct Changes {
    /// The paths of files that were changed or removed.
    var paths: [BytePath] = []
    /// The paths of files whose status cannot be read.
    var unknown: [BytePath] = []
  }

  // The NUL-terminated names, and the offset of each.
  private var names: [CChar] = []
  private var starts: [Int32] = []
  private var stamps: [FileStamp] = []

  /// Makes an empty list.
  init() {}

  /// Makes a list of the files of a directory.
  init(_ files: [ContentSnapshot.File]) {
    self.init(files.map { ($0.path.name, $0.stamp) })
  }

  /// Makes a list of names and stamps.
  init(_ files: [(name: String, stamp: FileStamp)]) {
    let files = files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    names.reserveCapacity(files.reduce(0) { $0 + $1.name.utf8.count + 1 })
    for (name, stamp) in files {
      starts.append(Int32(names.count))
      names.append(contentsOf: name.utf8CString)
      stamps.append(stamp)
    }
  }

  /// The number of files.
  var count: Int { stamps.count }

  /// The stamp of a file; `nil` when it is not in the list.
  subscript(name: String) -> FileStamp? {
    get { index(of: name).map { stamps[$0] } }
    set {
      let position = index(of: name)
      if let newValue, let position {
        stamps[position] = newValue
      } else if newValue != nil || position != nil {
        var files = indices.filter { $0 != position }.map { (name: self.name(at: $0), stamp: stamps[$0]) }
        if let newValue { files.append((name, newValue)) }
        self = Self(files)
      }
    }
  }

  /// The paths of all files in the list.
  func paths(in directory: BytePath) -> [BytePath] { indices.map { directory.appending(name(at: $0)) } }

  /// The paths of the files that differ between two lists of a directory.
  func difference(from old: FileList?, in directory: BytePath) -> [BytePath] {
    guard let old else { return paths(in: directory) }
    if names == old.names, stamps == old.stamps { return [] }
    let new = indices.filter { old[name(at: $0)] != stamps[$0] }.map(name(at:))
    let gone = old.indices.map(old.name(at:)).filter { index(of: $0) == nil }
    return (new + gone).map { directory.appending($0) }
  }

  /// Stats the files of the list again.
  /// - Parameters:
  ///   - directory: the path of their directory.
  ///   - descriptor: the directory, open.
  ///   - kind: the type of all files in the list, `S_IFREG` or `S_IFDIR`.
  func changes(of directory: BytePath, openAs descriptor: Int32, kind: mode_t) -> Changes {
    var changes = Changes()
    for index in indices {
      switch withName(at: index, { FileStatus(at: $0, in: descriptor, kind: kind) }) {
      case .found(stamps[index]): continue
      case .found, .gone: changes.paths.append(directory.appending(name(at: index)))
      case .unknown: changes.unknown.append(directory.appending(name(at: index)))
      }
    }
    return changes
  }
}

extension FileList {
  private var indices: Range<Int> { stamps.indices }

  private func name(at index: Int) -> String { withName(at: index) { String(cString: $0) } }

  private func withName<Result>(at index: Int, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let offset = Int(starts[index])
    func call(_ names: UnsafePointer<CChar>) -> Result { body(names + offset) }
    return call(names)
  }

  private func index(of name: String) -> Int? {
    name.withCString { name in
      var low = 0
      var high = count
      while low < high {
        let middle = (low + high) / 2
        let order = withName(at: middle) { strcmp($0, name) }
        if order == 0 { return middle }
        if order < 0 { low = middle + 1 } else { high = middle }
      }
      return nil
    }
  }
}
