import EventArchive
import Foundation

/// The names of all files and folders of a site, with and without extensions, in lower case.
struct SiteFileNames {
  private let names: Set<String>

  /// Reads the names below a directory. Hidden directories and `node_modules` are left out.
  init(of directory: String) {
    var names: Set<String> = []
    let files = FileManager.default.enumerator(atPath: directory)
    while let path = files?.nextObject() as? String {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      if name.hasPrefix(".") || name == "node_modules" {
        files?.skipDescendants()
        continue
      }
      names.insert(name.lowercased())
      names.insert(PostPath("x/" + name).name.lowercased())
      if let mark = name.lastIndex(of: ".") { names.insert(name[..<mark].lowercased()) }
    }
    self.names = names
  }

  /// Whether a reference may lead to a file: some file or folder has its last name. The folder of the file does not matter, because
  /// generators look for a file in several places.
  func mayHave(_ reference: String) -> Bool {
    let path = reference.prefix { $0 != "#" && $0 != "?" }
    var segments = (String(path).removingPercentEncoding ?? String(path)).split(separator: "/")
    if let last = segments.last, last.hasPrefix("_index.") || last.hasPrefix("index.") || last == "_index" {
      segments.removeLast()
    }
    guard let name = segments.last else { return true }
    return names.contains(name.lowercased())
  }
}
