extension SiteSettings {
  /// The default values of a file, the strongest first. Of two groups, the one with the longer folder is stronger, then the
  /// later one.
  func defaults(for path: PostPath) -> [FrontMatterMapping] {
    let matching = defaults.enumerated().filter { applies($0.element, to: path) }
    return matching.sorted { left, right in
      let (own, other) = (left.element.folder.utf8.count, right.element.folder.utf8.count)
      return own == other ? left.offset > right.offset : own > other
    }.map(\.element.values)
  }

  /// The fields of a file with the default values of the site.
  func withDefaults(_ fields: FrontMatterMapping, for path: PostPath) -> FrontMatterMapping {
    var fields = fields
    for entry in defaults(for: path).flatMap(\.entries) {
      if let own = fields[entry.key] {
        // Eleventy unites the tags of a file with those of its folders.
        guard kind == .eleventy, entry.key == "tags" else { continue }
        fields.set(entry.key, to: FrontMatterValue(.list(own.items + entry.value.items), line: own.line))
      } else {
        fields.set(entry.key, to: entry.value)
      }
    }
    return fields
  }

  private func applies(_ defaults: Defaults, to path: PostPath) -> Bool {
    let folder = defaults.folder.trimmingSlashes
    guard folder.isEmpty || PathPattern.matches(folder, path.path) else { return false }
    guard let collection = defaults.collection else { return true }
    switch collection {
    case "posts", "post": return path.folders.contains { $0 == "_posts" }
    case "drafts": return path.folders.contains { $0 == "_drafts" }
    default: return path.folders.first == "_" + collection
    }
  }
}
