internal import Primitives

extension SiteSettings {
  /// Adds values that Hugo gives to all pages of a section: a mapping, or a list of mappings for some pages each.
  /// - Parameters:
  ///   - folder: the folder of the section below the content directory.
  ///   - top: the folder of the content below the content directory, which patterns begin at.
  mutating func addCascade(_ cascade: FrontMatterValue?, folder: String, top: String) {
    for item in cascade?.items ?? [] {
      guard let mapping = item.mapping else { continue }
      let target = mapping.first(of: Self.targetKeys)?.value.mapping
      guard isForPosts(target) else { continue }
      var values = FrontMatterMapping()
      for entry in mapping.entries where !Self.targetKeys.contains(entry.key.lowercased()) {
        values.set(entry.key, to: entry.value)
      }
      let patterns = target?["path"]?.text.map { Self.alternatives($0, top: top) } ?? [folder]
      for pattern in patterns { defaults.append(Defaults(folder: pattern, collection: nil, values: values)) }
    }
  }

  private static let targetKeys = ["_target", "target"]

  // Whether values are for pages of posts, in the language of the site, when the site is published.
  private func isForPosts(_ target: FrontMatterMapping?) -> Bool {
    func has(_ key: String, _ value: String?) -> Bool {
      guard let pattern = target?[key]?.text?.lowercased() else { return true }
      return pattern.contains("*") || value.map { pattern.contains($0.lowercased()) } ?? false
    }
    return has("kind", "page") && has("environment", "production") && has("lang", language)
  }

  // The paths of a pattern with alternatives, `{/news/**,/blog/**}`.
  private static func alternatives(_ pattern: String, top: String) -> [String] {
    let isList = pattern.hasPrefix("{") && pattern.hasSuffix("}")
    let patterns = isList ? pattern.dropFirst().dropLast().split(separator: ",") : [pattern[...]]
    return patterns.map { pattern in
      let path = String(pattern).trimmingSlashes
      return top.isEmpty ? path : "\(top)/\(path)"
    }
  }
}
