internal import Primitives

/// Reads the terms of a post from its front matter, folders and text.
struct TermReader {
  /// The fields of the front matter.
  let fields: FrontMatterMapping
  /// The path of the post.
  let path: PostPath
  /// The site.
  let site: SiteSettings

  /// The terms of a taxonomy, each once, in the order of the file.
  /// - Parameter inlineTags: the tags in the text.
  func terms(of taxonomy: Taxonomy, inlineTags: [Term] = []) -> [Term] {
    var terms = terms(ofKeys: taxonomy.keys)
    if terms.isEmpty { terms = self.terms(ofKeys: taxonomy.otherKeys) }
    switch taxonomy.name {
    case Taxonomy.category.name:
      if site.kind == .jekyll || terms.isEmpty { terms = folderTerms + terms }
    case Taxonomy.tag.name:
      terms += inlineTags
      if site.kind == .obsidian { terms = terms.flatMap(Self.withParents) }
      if site.kind == .eleventy { terms.removeAll { Self.collections.contains($0.key.text) } }
    default: break
    }
    return Self.unique(terms)
  }

  private func terms(ofKeys keys: [String]) -> [Term] {
    // Zola has the taxonomies in a table of their own.
    let table = fields["taxonomies"]?.mapping
    return keys.flatMap { key in
      guard let value = fields[key] ?? table?[key] else { return [Term]() }
      return items(of: value, key: key).compactMap {
        Term(Self.label($0.text), line: $0.line, article: $0.article)
      }
    }
  }

  /// The lines of terms whose `wikidata` and `sameAs` are no addresses of articles.
  func linesOfBadArticles(of taxonomy: Taxonomy) -> [Int] {
    let table = fields["taxonomies"]?.mapping
    return taxonomy.keys.compactMap { fields[$0] ?? table?[$0] }.flatMap(Self.linesOfBadArticles)
  }

  private static func linesOfBadArticles(in value: FrontMatterValue) -> [Int] {
    switch value.content {
    case .text: return []
    case .list(let values): return values.flatMap(linesOfBadArticles)
    case .mapping(let mapping):
      guard let given = mapping.first(of: ArticleAddress.keys), ArticleAddress(fields: mapping) == nil else {
        return []
      }
      return [given.value.line]
    }
  }

  // A term as a value has it.
  private typealias Item = (text: String, line: Int, article: ArticleAddress?)

  // The terms of a value: items of lists, names of mappings, and the parts of a text where the key has several in one.
  private func items(of value: FrontMatterValue, key: String) -> [Item] {
    switch value.content {
    case .text(let text): parts(of: text, key: key).map { ($0, value.line, nil) }
    case .list(let values): values.flatMap { items(of: $0) }
    case .mapping: items(of: value)
    }
  }

  private func items(of value: FrontMatterValue) -> [Item] {
    switch value.content {
    case .text(let text): [(text, value.line, nil)]
    case .list(let values): values.flatMap { items(of: $0) }
    case .mapping(let mapping):
      mapping.first(of: ["name", "title", "slug"])?.value.text.map {
        [($0, value.line, ArticleAddress(fields: mapping))]
      } ?? []
    }
  }

  private func parts(of text: String, key: String) -> [String] {
    if let separator = site.separators[key], !separator.isEmpty {
      return text.split(separator: separator).map(String.init)
    }
    switch (site.kind, key) {
    case (.jekyll, "tags"), (.jekyll, "categories"):
      return text.split { $0 == " " || $0 == "\t" }.map(String.init)
    case (.pelican, "tags"), (.pelican, "keywords"), (.pelican, "categories"), (.pelican, "authors"):
      return text.split(separator: text.contains(";") ? ";" : ",").map(String.init)
    default: return [text]
    }
  }

  // Jekyll: the folders above `_posts`. Pelican: the folder of the file.
  private var folderTerms: [Term] {
    switch site.kind {
    case .jekyll:
      guard let end = path.folders.firstIndex(where: { $0 == "_posts" || $0 == "_drafts" }) else { return [] }
      return path.folders[..<end].compactMap { Term($0, line: 1) }
    case .pelican: return path.folders.suffix(1).compactMap { Term($0, line: 1) }
    default: return []
    }
  }

  // `[[Page|Label]]` is its label, `#tag` is `tag`.
  private static func label(_ text: String) -> String {
    var text = PostText.oneLine(text)
    if text.hasPrefix("[["), text.hasSuffix("]]") {
      text = String(text.dropFirst(2).dropLast(2))
      if let mark = text.lastIndex(of: "|") { return String(text[text.index(after: mark)...]) }
      return text.split(separator: "/").last.map(String.init) ?? text
    }
    if text.hasPrefix("#"), text.unicodeScalars.dropFirst().first?.properties.isAlphabetic == true {
      text.removeFirst()
    }
    return text
  }

  // `a/b` also counts for `a`.
  private static func withParents(_ term: Term) -> [Term] {
    let parts = term.name.split(separator: "/")
    guard parts.count > 1 else { return [term] }
    return (1...parts.count).compactMap { Term(parts[..<$0].joined(separator: "/"), line: term.line) }
  }

  private static func unique(_ terms: [Term]) -> [Term] {
    var known: Set<TermKey> = []
    return terms.filter { known.insert($0.key).inserted }
  }

  // Eleventy's names of collections, which are no tags.
  private static let collections: Set<String> = ["post", "posts", "all", "nav"]
}
