/// A directory that may hold a site: the files that its kind and settings are read from.
package struct SiteDirectory: Sendable {
  /// The names of the entries of a directory below it, `""` for itself; empty when there is no such directory.
  package var names: @Sendable (_ directory: String) -> [String]
  /// The text of a file below it; `nil` when there is no such file.
  package var text: @Sendable (_ path: String) -> String?

  /// Makes a directory.
  package init(
    names: @escaping @Sendable (_ directory: String) -> [String],
    text: @escaping @Sendable (_ path: String) -> String?
  ) {
    self.names = names
    self.text = text
  }

  /// Makes a directory of files in memory, by their paths.
  package init(files: [String: String]) {
    self.init(
      names: { directory in
        let prefix = directory.isEmpty ? "" : directory + "/"
        let names = files.keys.filter { $0.hasPrefix(prefix) }
          .compactMap { $0.dropFirst(prefix.count).split(separator: "/").first.map(String.init) }
        return Set(names).sorted()
      },
      text: { files[$0] })
  }
}
