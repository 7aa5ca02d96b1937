package import Primitives

/// A content file with front matter, read as a post or page.
package struct PostFile: Sendable {
  /// The kinds of files.
  package enum Content: Sendable {
    /// The file has no front matter.
    case other
    /// A problem rejects the file.
    case rejected
    /// A template of notes: values are placeholders.
    case template
    /// A page that is no post. Pages are not published.
    case page(UndatedPage)
    /// A post.
    case post(Post)
  }

  /// The kind of the file.
  package var content: Content
  /// The problems, by line.
  package var problems: [ArchiveProblem]
  /// Whether the front matter does not follow its syntax. A good version of the post is better than this one.
  package var isRepaired = false

  /// Reads the file at a path below the content directory.
  package static func read(_ file: TextSlice, path: String, site: SiteSettings) -> PostFile {
    let result = FrontMatter.read(file, path: path, acceptsHeader: [.pelican, nil].contains(site.kind))
    guard let frontMatter = result.frontMatter else {
      let isRejected = result.problems.contains { $0.severity == .rejected }
      return PostFile(content: isRejected ? .rejected : .other, problems: result.problems)
    }
    if isTemplate(frontMatter, site: site) { return PostFile(content: .template, problems: []) }
    var reader = PostReader(frontMatter, path: PostPath(path), site: site)
    let post = reader.post()
    let problems =
      result.problems
      + reader.problems.map {
        ArchiveProblem(path: path, line: $0.line, message: $0.message, severity: .repaired)
      }
    return PostFile(
      content: post.map(Content.post) ?? .page(reader.undatedPage),
      problems: problems.sorted { $0.line < $1.line },
      isRepaired: result.isRepaired)
  }

  // Generators may have expressions in other values of posts; the program for notes has none.
  private static func isTemplate(_ frontMatter: FrontMatter, site: SiteSettings) -> Bool {
    let keys = frontMatter.placeholderKeys
    return site.kind == .obsidian ? !keys.isEmpty : !keys.isDisjoint(with: templateKeys)
  }

  private static let templateKeys: Set<String> = ["title", "date", "created", "published", "pubdate"]
}
