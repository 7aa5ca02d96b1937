/// Decides by their paths which files may be posts.
package struct PostFiles: Hashable, Sendable {
  /// The place of the content directory in the site.
  package enum Root: Hashable, Sendable {
    /// The directory has the configuration of the site.
    case site
    /// The directory has content only.
    case content
  }

  private let site: SiteSettings
  private let root: Root

  /// Makes the rules of a site.
  package init(site: SiteSettings, root: Root) {
    self.site = site
    self.root = root
  }

  /// Whether the file at a path below the content directory may be a post, or a page that posts refer to. Its front matter and date
  /// decide which it is.
  package func mayBePost(_ path: String) -> Bool {
    let segments = path.split(separator: "/").map(String.init)
    guard let file = segments.last, Self.hasContent(file, isAtRoot: segments.count == 1) else { return false }
    let folders = segments.dropLast()
    guard !segments.contains(where: { $0.hasPrefix(".") || $0 == "node_modules" }) else { return false }
    if root == .site, let first = folders.first, isOfGenerator(first) { return false }
    if site.kind == .jekyll, !segments.allSatisfy(isReadByJekyll) { return false }
    guard isInContentFolder(path) else { return false }
    let isIncluded = site.include.isEmpty || site.include.contains { PathPattern.matches($0, path) }
    return isIncluded && !site.exclude.contains { PathPattern.matches($0, path) }
  }

  /// Whether a directory below the content directory may have posts, so that it is scanned.
  package func mayHavePosts(_ directory: String) -> Bool {
    let segments = directory.split(separator: "/").map(String.init)
    guard let first = segments.first else { return true }
    guard !segments.contains(where: { $0.hasPrefix(".") || $0 == "node_modules" }) else { return false }
    if root == .site, isOfGenerator(first) { return false }
    if site.kind == .jekyll, !segments.allSatisfy(isReadByJekyll) { return false }
    let folders = contentFolders
    return folders.isEmpty
      || folders.contains { folder in
        (folder + "/").utf8.starts(with: (directory + "/").utf8)
          || (directory + "/").utf8.starts(with: (folder + "/").utf8)
      }
  }

  /// Whether a path is that of the page of a term, `TAXONOMY/TERM/_index.md`: the key of the taxonomy, and the term.
  package func term(atPath path: String) -> (taxonomy: Taxonomy, name: String)? {
    var segments = path.split(separator: "/").map(String.init)
    if root == .site, let folder = site.contentFolder, segments.first == folder { segments.removeFirst() }
    guard segments.count == 3, segments[2] == "_index.md",
      let taxonomy = site.taxonomies.first(where: { $0.keys.contains(segments[0]) })
    else { return nil }
    return (taxonomy, segments[1])
  }

  // Whether a file's name is that of content.
  private static func hasContent(_ file: String, isAtRoot: Bool) -> Bool {
    guard let mark = file.lastIndex(of: ".") else { return false }
    let stem = file[..<mark].lowercased()
    let isStart = isAtRoot && ["index", "_index"].contains(stem.prefix { $0 != "." })
    return extensions.contains(file[file.index(after: mark)...].lowercased())
      && !otherNames.contains(stem) && !isStart
  }

  private func isInContentFolder(_ path: String) -> Bool {
    let folders = contentFolders
    return folders.isEmpty || folders.contains { path.utf8.starts(with: ($0 + "/").utf8) }
  }

  // The folders of content below the content directory; empty when all folders have content.
  private var contentFolders: [String] {
    if root == .site { return site.contentFolders }
    let top = site.contentFolder.map { $0 + "/" } ?? ""
    let folders = site.contentFolders
    // The content directory is the folder of the content.
    return folders.allSatisfy { $0.hasPrefix(top) } ? folders.map { String($0.dropFirst(top.count)) } : []
  }

  private func isOfGenerator(_ folder: String) -> Bool {
    folder != site.contentFolder && !site.contentFolders.contains(folder)
      && Self.generatorFolders.contains(folder)
  }

  // Jekyll reads no names that begin with an underscore, except posts, drafts and collections.
  private func isReadByJekyll(_ name: String) -> Bool {
    !name.hasPrefix("_") || ["_posts", "_drafts"].contains(name)
      || site.collections.contains(String(name.dropFirst()))
  }

  /// The extensions of files that may be posts, in lower case.
  static let extensions: Set<String> = ["md", "markdown", "mdown", "mkd", "mdx", "html"]
  private static let otherNames: Set<String> = [
    "readme", "license", "contributing", "code_of_conduct", "changelog", "404", "410",
  ]
  private static let generatorFolders: Set<String> = [
    "public", "resources", "layouts", "templates", "themes", "archetypes", "i18n", "static", "assets", "data",
    "vendor", "docs", "scripts",
  ]
}
