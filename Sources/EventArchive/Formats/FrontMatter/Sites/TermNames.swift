internal import Primitives

/// The names that a site gives its terms, which are shown instead of their spellings in posts, and the articles about them.
package struct TermNames: Sendable {
  /// The names, by taxonomy.
  package private(set) var names: [String: [TermKey: String]] = [:]
  /// The articles, by taxonomy.
  package private(set) var articles: [String: [TermKey: ArticleAddress]] = [:]

  /// The name in the front matter of the page of a term, `TAXONOMY/TERM/_index.md`; `nil` when it has none.
  package static func name(inPage fields: FrontMatterMapping) -> String? {
    for key in ["title", "display_name", "name"] {
      if let text = fields[key]?.text, case let name = PostText.title(text), !name.isEmpty { return name }
    }
    return nil
  }

  /// The names of authors by their ids, from the data files of Jekyll and Hugo.
  /// - Parameter problems: gets the faults of the files.
  package static func authors(
    of site: SiteKind, in directory: SiteDirectory, problems: inout [ArchiveProblem]
  ) -> [TermKey: String] {
    let folder = site == .jekyll ? "_data" : "data"
    guard site == .jekyll || site == .hugo else { return [:] }
    var names: [TermKey: String] = [:]
    func add(_ id: String, _ fields: FrontMatterMapping?) {
      guard let key = TermKey(id), let name = fields?["name"]?.text.map(PostText.oneLine) else { return }
      names[key] = name
    }
    for file in extensions.map({ "\(folder)/authors.\($0)" }) {
      for entry in directory.data(of: file, problems: &problems).entries {
        add(entry.key, entry.value.mapping)
      }
    }
    for file in directory.names(folder + "/authors").sorted() {
      let parts = file.split(separator: ".")
      guard parts.count == 2, extensions.contains(String(parts[1])) else { continue }
      add(String(parts[0]), directory.data(of: "\(folder)/authors/\(file)", problems: &problems))
    }
    return names
  }

  /// Reads the names and articles of the terms of a site.
  /// - Parameters:
  ///   - directory: the directory of the site's configuration.
  ///   - content: the content directory.
  ///   - folder: the folder in it that has the pages of terms; `nil` for itself.
  ///   - problems: gets the faults of data files, with paths below the directory of the configuration.
  package init(
    of site: SiteSettings, in directory: SiteDirectory, content: SiteDirectory, folder: String?,
    problems: inout [ArchiveProblem]
  ) {
    if let kind = site.kind, let author = site.taxonomies.first(where: { $0.keys.contains("author") }) {
      names[author.name] = Self.authors(of: kind, in: directory, problems: &problems)
    }
    for taxonomy in site.taxonomies {
      for taxonomyKey in taxonomy.keys {
        let place = folder.map { "\($0)/\(taxonomyKey)" } ?? taxonomyKey
        for term in content.names(place).prefix(Self.mostTerms) {
          guard let key = TermKey(term), let text = content.text("\(place)/\(term)/_index.md") else {
            continue
          }
          let page = FrontMatter.read(TextSlice(text), path: place)
          guard let fields = page.frontMatter?.fields else { continue }
          if let name = Self.name(inPage: fields) { names[taxonomy.name, default: [:]][key] = name }
          if let article = ArticleAddress(fields: fields) {
            articles[taxonomy.name, default: [:]][key] = article
          }
        }
      }
    }
  }

  private static let mostTerms = 20_000
  private static let extensions = ["yml", "yaml", "json", "toml"]
}
