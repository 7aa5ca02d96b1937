internal import Primitives

extension SiteSettings {
  /// Reads the values that files of folders give to the front matter of all files below: data files of Eleventy, and `cascade` in
  /// the sections of Hugo.
  /// - Parameters:
  ///   - content: the content directory.
  ///   - root: its place in the site.
  package mutating func readFolders(of content: SiteDirectory, root: PostFiles.Root) {
    let files = PostFiles(site: self, root: root)
    switch kind {
    case .eleventy: readDataFiles(content, files)
    case .hugo: readSections(content, files, top: root == .site ? contentFolder ?? "" : "")
    case .jekyll, .zola, .obsidian, .astro, .pelican, nil: break
    }
  }

  // Eleventy: the file `NAME/NAME.json` or `NAME/NAME.11tydata.json` of a folder.
  private mutating func readDataFiles(_ content: SiteDirectory, _ files: PostFiles) {
    var folders = [""]
    var next = 0
    while next < min(folders.count, Self.mostFolders) {
      let folder = folders[next]
      next += 1
      let names = content.names(folder)
      let own = folder.split(separator: "/").last ?? ""
      for name in ["\(own).json", "\(own).11tydata.json"] where names.contains(name) && !own.isEmpty {
        let values = fields(of: "\(folder)/\(name)", content)
        if !values.isEmpty { defaults.append(Defaults(folder: folder, collection: nil, values: values)) }
      }
      folders += Self.folders(among: names, of: folder).filter(files.mayHavePosts)
    }
  }

  // Hugo: the `_index.md` of the content, of its folders, of their folders, and of all below one that has an `_index.md`.
  private mutating func readSections(_ content: SiteDirectory, _ files: PostFiles, top: String) {
    addCascade(cascade, folder: top, top: top)
    let taxonomies = Set(taxonomies.flatMap(\.keys).map { top.isEmpty ? $0 : "\(top)/\($0)" })
    var sections = [top]
    var next = 0
    while next < min(sections.count, Self.mostFolders) {
      let section = sections[next]
      next += 1
      let path = section.isEmpty ? "_index.md" : section + "/_index.md"
      let text = content.text(path)
      // A folder may have very many bundles, which have no `_index.md`.
      let isFirst = section == top || Self.folder(of: section) == top
      guard text != nil || isFirst, !taxonomies.contains(section), files.mayHavePosts(section) else {
        continue
      }
      if let text { readSection(section, text, path: path, top: top) }
      sections += Self.folders(among: content.names(section), of: section)
    }
  }

  private mutating func readSection(_ section: String, _ text: String, path: String, top: String) {
    guard text.contains("cascade") else { return }
    let page = FrontMatter.read(TextSlice(text), path: path)
    problems += page.problems.map {
      ArchiveProblem(path: $0.path, line: $0.line, message: $0.message, severity: .repaired)
    }
    addCascade(page.frontMatter?.fields["cascade"], folder: section, top: top)
  }

  private static let mostFolders = 50_000

  private static func folder(of path: String) -> String { BytePath(path).parent.text }

  // The names without an extension of letters, which are seldom those of folders.
  private static func folders(among names: [String], of folder: String) -> [String] {
    names.sorted().filter { name in
      guard let mark = name.lastIndex(of: ".") else { return true }
      return !name[mark...].dropFirst().allSatisfy(\.isLetter)
    }
    .map { folder.isEmpty ? $0 : folder + "/" + $0 }
  }
}
