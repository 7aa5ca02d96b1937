/// A kind of site that a directory has the configuration of.
package struct DetectedSite: Hashable, Sendable {
  /// The kind.
  package var kind: SiteKind
  /// The path of the file or directory that shows the kind.
  package var configuration: String

  /// The kinds of sites whose configuration is in a directory. Of several, the configuration must say which is meant.
  package static func all(in directory: SiteDirectory) -> [DetectedSite] {
    let names = Set(directory.names(""))
    var sites: [DetectedSite] = []
    func add(_ kind: SiteKind, _ configuration: String?) {
      guard let configuration, !sites.contains(where: { $0.kind == kind }) else { return }
      sites.append(DetectedSite(kind: kind, configuration: configuration))
    }
    for (kind, candidates) in Self.configurations {
      add(kind, candidates.first { names.contains($0) })
    }
    if names.contains("config") {
      let files = directory.names("config/_default")
      add(.hugo, Self.hugoNames.first { files.contains($0) }.map { "config/_default/" + $0 })
    }
    // Zola and old versions of Hugo share a name. feedgen's own configuration is config.json.
    for name in ["config.toml", "config.yaml", "config.yml"] where names.contains(name) {
      if has("base_url", in: name, directory), name == "config.toml" { add(.zola, name) }
      if has("baseURL", in: name, directory) { add(.hugo, name) }
    }
    return sites
  }

  // Whether a configuration has a key. Where it cannot be read, its text shows that, so that its kind reports the fault.
  private static func has(_ key: String, in path: String, _ directory: SiteDirectory) -> Bool {
    switch directory.parsedFields(of: path) {
    case .success(let fields): fields[key] != nil
    case .failure: directory.text(path)?.contains(key) ?? false
    }
  }

  /// The names of the main configuration of Hugo in `config/_default/`.
  static let hugoNames = ["hugo", "config"].flatMap { name in
    ["toml", "yaml", "yml", "json"].map { "\(name).\($0)" }
  }

  private static let configurations: [(kind: SiteKind, names: [String])] = [
    (.obsidian, [".obsidian"]),
    (.hugo, ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"]),
    (.jekyll, ["_config.yml", "_config.yaml"]),
    (.zola, ["zola.toml"]),
    (.pelican, ["pelicanconf.py"]),
    (
      .eleventy,
      [
        ".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs",
        "eleventy.config.ts",
      ]
    ),
    (.astro, ["astro.config.mjs", "astro.config.js", "astro.config.ts", "astro.config.cjs"]),
  ]
}
