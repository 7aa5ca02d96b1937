internal import Classification
package import EventArchive
internal import Foundation
internal import Pipeline
internal import Primitives
internal import Synchronization

/// The content that a configuration names: event pages, or the posts of a site.
package enum ContentKind: Hashable, Sendable {
  /// The kind is found by the files in the content directory, or in the directory above it.
  case automatic
  /// Event pages, `news/YYYY/MM/D/slug.md`, and nothing else.
  case events
  /// Posts, of a kind of site; `nil` for posts in any folders, without a known site.
  case posts(SiteKind?)

  /// The value in the configuration: `auto`, `events`, `posts`, or the name of a kind of site.
  package init?(_ name: String) {
    switch name {
    case "auto": self = .automatic
    case "events": self = .events
    case "posts": self = .posts(nil)
    default:
      guard let kind = SiteKind(rawValue: name) else { return nil }
      self = .posts(kind)
    }
  }

  /// All values in the configuration.
  package static var names: [String] { ["auto", "events", "posts"] + SiteKind.allCases.map(\.rawValue) }

  /// The value in the configuration.
  package var name: String {
    switch self {
    case .automatic: "auto"
    case .events: "events"
    case .posts(let kind): kind?.rawValue ?? "posts"
    }
  }
}

/// Settings of posts that the configuration has of its own. They replace those of the site's configuration.
package struct PostSettings: Equatable, Sendable {
  /// Patterns of the paths that are read; empty for all.
  package var include: [String] = []
  /// Patterns of paths that are not read.
  package var exclude: [String] = []
  /// The patterns of addresses, by folder; `""` for all folders.
  package var permalinks: [String: String] = [:]
  /// The key of a further taxonomy by its name; an empty key removes the taxonomy.
  package var taxonomies: [String: String] = [:]
  /// The separator of terms that are written in one text, by key.
  package var separators: [String: String] = [:]
  /// The languages whose posts have feeds. Those of other languages than the site's are in a folder each.
  package var languages: [String] = []
  /// Whether drafts are published.
  package var publishesDrafts = false
  /// Whether posts stay published when their time is over.
  package var keepsExpired = false
  /// Whether the id of a post is the URL of its page.
  package var usesPermalinksAsIDs = false
  /// Whether entries have the summary of a post instead of its whole text.
  package var showsSummaries = false
}

extension Configuration {
  /// Finds the kind of content, reads the configuration of a site as data, and takes its settings for keys that are not set.
  /// - Throws: `ConfigurationError` when several kinds of site have their configuration in one directory.
  package mutating func detectContent() throws {
    try detectSite()
    if format.site == nil, let fault = faultOfEventPages { throw fault }
  }

  private mutating func detectSite() throws {
    guard contentKind != .events else { return }
    let places: [(directory: String, root: PostFiles.Root)] = [
      (content, .site), ((content as NSString).appendingPathComponent(".."), .content),
    ]
    for (directory, root) in places {
      var sites = DetectedSite.all(in: .onDisk(directory))
      if case .posts(let kind?) = contentKind { sites.removeAll { $0.kind != kind } }
      guard let site = sites.first else { continue }
      guard sites.count == 1 else {
        throw ConfigurationError.ambiguous(
          content: directory, kinds: sites.map(\.kind.rawValue), files: sites.map(\.configuration))
      }
      let faults = ReadingFaults()
      let files = ReadFiles()
      var settings = SiteSettings.read(site, in: .onDisk(directory, faults: faults, files: files))
      // The folder of the content must be the content directory itself, if that is below the configuration.
      if root == .content, let folder = settings.contentFolder,
        URL(filePath: content).standardizedFileURL.lastPathComponent != folder
      {
        continue
      }
      try require(faults.all + settings.problems, of: directory)
      settings.problems = []
      return try use(settings, root: root, place: directory, configuration: site.configuration, files)
    }
    if case .posts(let kind) = contentKind {
      try use(SiteSettings(kind: kind), root: .site, place: content, configuration: nil, ReadFiles())
    }
  }

  // Refuses settings that could not be read: with others, every post would have another address and other topics.
  private func require(_ problems: [ArchiveProblem], of directory: String) throws {
    let problems = problems.filter { $0.severity == .rejected || !isSet("site.timeZone") }
    guard let first = problems.first else { return }
    throw ConfigurationError.invalid(
      path: "\(directory)/\(first.path)",
      faults: problems.filter { $0.path == first.path }.map { .init(line: $0.line, what: $0.message) })
  }

  private mutating func use(
    _ settings: SiteSettings, root: PostFiles.Root, place: String, configuration path: String?,
    _ files: ReadFiles
  ) throws {
    var settings = settings
    takeSettings(of: &settings, in: path.map { (place as NSString).appendingPathComponent($0) } ?? place)
    settings.languageFolders = LanguageTag.folders(of: .onDisk(content))
    // A site that does not say its language, and has no folder of the default language, may have posts in any.
    let isTranslated = settings.languageFolders.contains {
      LanguageTag.ofName($0.split(separator: "/").last ?? "").map { LanguageTag.matches($0, language) }
        ?? false
    }
    if isSet("site.language") || settings.language == nil && isTranslated { settings.language = language }
    setPosts(of: &settings)
    try readContent(&settings, root: root, place: place, files)
    // Expressions may use the names of all taxonomies.
    for taxonomy in settings.taxonomies { _ = TopicKind.taxonomy(taxonomy.name) }
    format = ContentSettings(site: PostSite(settings, root: root, configuration: path))
  }

  // Takes the settings of a site for keys that are not set, and gives it those that are.
  private mutating func takeSettings(of settings: inout SiteSettings, in file: String) {
    if isSet("site.timeZone") {
      settings.timeZone = timeZone
    } else if timeZone != settings.timeZone {
      take(settings.timeZone, for: "site.timeZone", \.timeZone, from: file)
    }
    if settings.publishesFuture { take(.publish, for: "site.future", \.future, from: file) }
    if let text = settings.title { take(text, for: "site.title", \.title, from: file) }
    if let tag = settings.language { take(tag, for: "site.language", \.language, from: file) }
    if let url = settings.pagesURL { take(url, for: "site.pagesURL", \.pagesURL, from: file) }
    settings.pagesURL = pagesURL
  }

  // Takes a value of a site's file for a key that is not set.
  private mutating func take<Value>(
    _ value: Value, for key: String, _ member: WritableKeyPath<Configuration, Value>, from file: String
  ) {
    guard !isSet(key) else { return }
    self[keyPath: member] = value
    origins[key] = .site(file: file)
  }

  // Gives a site the settings of posts.
  private func setPosts(of settings: inout SiteSettings) {
    settings.publishesDrafts = posts.publishesDrafts
    settings.keepsExpired = posts.keepsExpired
    settings.usesPermalinksAsIDs = posts.usesPermalinksAsIDs
    settings.exclude += posts.exclude
    settings.include = posts.include
    settings.permalinks.merge(posts.permalinks) { $1 }
    settings.separators.merge(posts.separators) { $1 }
    for (name, key) in posts.taxonomies.sorted(by: { $0.key < $1.key }) {
      settings.taxonomies.removeAll { $0.name == name || $0.keys.contains(key) }
      if !key.isEmpty { settings.taxonomies.append(Taxonomy(name: name, keys: [key])) }
    }
    settings.taxonomies = settings.taxonomies.map(\.withFreeName)
  }

  // Reads the values and the names of terms that files in the content and data files of the site give.
  private mutating func readContent(
    _ settings: inout SiteSettings, root: PostFiles.Root, place: String, _ files: ReadFiles
  ) throws {
    let faults = ReadingFaults()
    let pages = ReadFiles()
    settings.readFolders(of: .onDisk(content, faults: faults, files: pages), root: root)
    try require((faults.all + settings.problems).filter { $0.severity == .rejected }, of: content)
    let dataFaults = ReadingFaults()
    var problems = settings.problems
    settings.problems = []
    let terms = TermNames(
      of: settings, in: .onDisk(place, faults: dataFaults, files: files),
      content: .onDisk(content, files: pages),
      folder: root == .site ? settings.contentFolder : nil, problems: &settings.problems)
    (settings.termNames, settings.termArticles) = (terms.names, terms.articles)
    // Paths are below the content directory.
    problems += (settings.problems + dataFaults.all).map {
      ArchiveProblem(
        path: root == .site ? $0.path : "../" + $0.path, line: $0.line, message: $0.message,
        severity: .repaired)
    }
    settings.problems = problems
    siteFiles = SiteFiles(configuration: files.files.merging(files.directories) { $1 }, pages: pages.files)
  }

  private func isSet(_ key: String) -> Bool {
    switch origins[key] {
    case nil, .site: false
    case .file, .variable, .option: true
    }
  }
}

extension SiteDirectory {
  // The limit of the size of a site's configuration, in bytes.
  private static let maxBytes = 1 << 20

  /// A directory on disk.
  /// - Parameters:
  ///   - faults: records the files that are there and cannot be read; without it, they count as missing.
  ///   - files: records the files and directories that are read.
  static func onDisk(
    _ root: String, faults: ReadingFaults? = nil, files: ReadFiles? = nil
  ) -> SiteDirectory {
    SiteDirectory(
      names: { directory in
        let place = root + "/" + directory
        files?.add(directory: place)
        // The scan of the content reports a directory that cannot be listed.
        return (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
      },
      text: { path in
        let place = root + "/" + path
        let stamp = SiteFiles.stamp(of: place)
        files?.add(file: place, stamp)
        guard stamp != nil else { return nil }
        var text: String?
        do {
          try FileReader().read(place) { bytes in
            if bytes.count <= maxBytes { text = String(validating: bytes, as: UTF8.self) }
          }
          if text == nil { faults?.add(path, "it is no text in UTF-8, or larger than 1 MB") }
        } catch {
          faults?.add(path, "\(error)")
        }
        return text
      })
  }
}

/// The files of a site that are there and cannot be read.
final class ReadingFaults: Sendable {
  private let problems = Mutex<[ArchiveProblem]>([])

  /// The faults, in the order in which they were found.
  var all: [ArchiveProblem] { problems.withLock { $0 } }

  /// Adds a fault.
  func add(_ path: String, _ reason: String) {
    let message = "the configuration of the site cannot be read: \(reason)"
    let problem = ArchiveProblem(path: path, line: 1, message: message, severity: .rejected)
    problems.withLock { $0.append(problem) }
  }
}
