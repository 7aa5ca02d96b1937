package import Primitives

/// The site whose posts are content: its settings, and which files may be posts.
package struct PostSite: Hashable, Sendable {
  /// The settings of the site.
  package var settings: SiteSettings
  /// The place of the content directory in the site.
  package var root: PostFiles.Root
  /// The path of the file or directory that shows the kind of the site; `nil` when the configuration names the kind.
  package var configuration: String?

  /// Makes a site.
  package init(_ settings: SiteSettings, root: PostFiles.Root, configuration: String? = nil) {
    self.settings = settings
    self.root = root
    self.configuration = configuration
  }

  /// The digest of all settings by which posts are read.
  package var digest: ContentDigest {
    func sorted(_ values: [String: String]) -> [[String]] {
      values.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
    }
    let texts = [
      settings.kind?.rawValue, settings.language, settings.timeZone.identifier, settings.contentFolder,
    ]
    let lists = [settings.include, settings.exclude, settings.collections]
    let taxonomies = settings.taxonomies.map { [[$0.name], $0.keys, $0.otherKeys] }
    let names = settings.termNames.sorted { $0.key < $1.key }.map { taxonomy, names in
      "\(taxonomy) \(names.map { [$0.key.text, $0.value] }.sorted { $0[0] < $1[0] })"
    }
    let defaults = settings.defaults.map { "\($0.folder) \($0.collection ?? "") \($0.values)" }
    let languages = settings.contentLanguages.map {
      [$0.tag, $0.nameTag ?? "", $0.folder ?? "", $0.prefix, "\($0.isMain)"]
    }
    return ContentDigest(
      """
      \(texts) \(lists) \(taxonomies) \(defaults) \(sorted(settings.permalinks)) \(sorted(settings.separators)) \
      \(settings.publishesFuture) \(settings.transliteratesPaths) \(root) \(settings.languageFolders.sorted()) \
      \(settings.usesPermalinksAsIDs) \(settings.publishesDrafts) \(settings.keepsExpired) \
      \(settings.pagesURL ?? "") \(settings.isTranslation) \(names) \(languages)
      """)
  }

  /// The rules by which files may be posts.
  package var files: PostFiles { PostFiles(site: settings, root: root) }
}

extension ContentFormat {
  /// A post of a site: a file with front matter and a date.
  package static let post = ContentFormat(
    isEvent: true,
    recognizes: { path, settings in settings.site?.files.mayBePost(path) ?? false },
    parse: { bytes, path, settings in
      guard let site = settings.site else { return Result(page: nil, text: .empty, problems: []) }
      let text = TextSlice(copying: bytes)
      let isBlank = bytes.allSatisfy { $0.isBlank || $0 == .lineFeed || $0 == .carriageReturn }
      if isBlank { return Result(page: .other(.noFrontMatter), text: text, problems: []) }
      if let defect = TextSurvey(bytes).defect(of: bytes) {
        let problem = ArchiveProblem(
          path: path, line: defect.line, message: defect.message, severity: .rejected)
        return Result(page: nil, text: .empty, problems: [problem])
      }
      let file = PostFile.read(text, path: path, site: site.settings)
      let page: Page? =
        switch file.content {
        case .post(let post): .post(post)
        case .rejected: nil
        case .page(let page): .page(page)
        case .template: .other(.template)
        case .other: .other(.noFrontMatter)
        }
      return Result(page: page, text: text, problems: file.problems, isRepaired: file.isRepaired)
    })
}
