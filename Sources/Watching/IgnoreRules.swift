internal import Foundation

/// Which files and directories of a content directory are left out, whatever they hold: the leftovers of editors and of
/// programs that synchronise files, and what the configuration names.
///
/// Patterns are those of gitignore(5), relative to the content directory. The last one that matches decides; what lies in a
/// directory that is left out is left out too, and no pattern brings it back.
package struct IgnoreRules: Hashable, Sendable {
  /// Why a list of patterns cannot be used.
  package enum Unusable: Error, Hashable, Sendable, CustomStringConvertible {
    /// A text is no pattern.
    case malformed(pattern: String, IgnorePattern.Malformed)
    /// A pattern is one of paths that are not read.
    case elsewhere(pattern: String)
    /// A pattern leaves out the whole archive.
    case everything(pattern: String)

    /// What is wrong and what to do.
    package var description: String {
      switch self {
      case .malformed(let pattern, let reason): "the pattern \"\(pattern)\" cannot be used: \(reason)"
      case .elsewhere(let pattern):
        "the pattern \"\(pattern)\" can match nothing: with a slash at its beginning or within, it is a path below the content directory, where only news is read; begin it with `/news/`, or with `**/` for any directory"
      case .everything(let pattern):
        "the pattern \"\(pattern)\" leaves out the directory news, and with it every event; name what is in it, as `/news/2024/drafts/`"
      }
    }
  }

  /// What is left out of two things under one path: a file, and a directory.
  struct Verdict: Hashable, Sendable {
    /// Whether a file is left out.
    var file = false
    /// Whether a directory is left out.
    var directory = false

    /// Whether anything under the path is left out, whatever it is.
    var both: Bool { file && directory }
    /// Whether it may be left out, for something whose kind cannot be found out.
    var either: Bool { file || directory }
  }

  /// Patterns that hold unless the configuration brings back what they match. Only Markdown files count as news, so that
  /// leftovers with another ending (`x.md~`, `x.md.orig`, `#x.md#`, `x.md.swp`) need none.
  package static let builtIn = [
    // git mergetool, while it is open or when it was killed: x_LOCAL_4711.md, with the number of a process; other words behind
    // the mark, and years, are an author's.
    "*_BACKUP_[0-9]*.md", "*_BASE_[0-9]*.md", "*_LOCAL_[0-9]*.md", "*_REMOTE_[0-9]*.md",
    "!*_BACKUP_[0-9]*[!0-9]*.md", "!*_BASE_[0-9]*[!0-9]*.md", "!*_LOCAL_[0-9]*[!0-9]*.md",
    "!*_REMOTE_[0-9]*[!0-9]*.md", "!*_BACKUP_[12][09][0-9][0-9].md", "!*_BASE_[12][09][0-9][0-9].md",
    "!*_LOCAL_[12][09][0-9][0-9].md", "!*_REMOTE_[12][09][0-9][0-9].md",
    // Hidden: locks of Emacs (`.#x.md`), AppleDouble (`._x.md`), temporary files of rsync, Syncthing and editors; .git,
    // .obsidian, .stversions.
    ".*",
    // Owner files of Microsoft Office while a document is open: they hold the name of a person, and are no text.
    "~$*",
    // Files that Word works on: ~WRL0001.md, ~WRD0002.md
    "~WR[A-Z][0-9]*.md",
    // Syncthing: x.sync-conflict-20240503-101112-ABCDEF7.md
    "*.sync-conflict-[0-9]*.md",
    // Dropbox, Nextcloud, ownCloud, Obsidian Sync: x (Ann's conflicted copy 2024-05-03).md
    "*(*[Cc]onflicted [Cc]opy*).md",
    // Dropbox in other languages: x (Konflikt-Kopie von Ann 2024-05-03).md, x (copie en conflit de …), x (copia en conflicto de …)
    "*(*[Kk]onfli[kc]t*[Kk]opi*).md", "*(*[Kk]opi*[Kk]onfli[kc]t*).md", "*(*[Cc]opi[ae]*[Cc]onfli[ct]*).md",
    "*(*[Cc]ópia*[Cc]onflit*).md", "*(*[Cc]onflicterend*).md", "*(*[Mm]o[dt]str[ií]*[Kk]opi*).md",
    "*(*[Kk]opi*[Mm]o[dt]str[ií]*).md", "*(*[Ss]alinan*[Kk]onfli*).md", "*(*[Кк]онфл*[Кк]опи*).md",
    "*(*[Кк]онфл*[Кк]опі*).md", "*(*[Кк]опи*[Кк]онфл*).md", "*(*[Кк]опі*[Кк]онфл*).md", "*(*競合*コピー*).md",
    "*(*冲突*副本*).md", "*(*衝突*複本*).md", "*(*衝突*副本*).md", "*(*충돌*사본*).md", "*(*çakış*kopya*).md",
    // Dropbox and Nextcloud, where two names differ in case, in blanks or in the form of their accents.
    "*([Cc]ase [Cc]onflict*).md", "*([Cc]ase [Cc]lash*).md", "*([Ww]hite*[Ss]pace Conflict*).md",
    "*(Unicode Encoding Conflict*).md", "*(Selective Sync Conflict*).md",
    // ownCloud and Nextcloud of old: x_conflict-20240503-101112.md
    "*_conflict-[0-9]*-[0-9]*.md",
    // Seafile: x (SFConflict ann@host.example 2024-May-3-10-11-12).md
    "*(SFConflict *).md",
    // Synology Drive: x_DiskStation_May-03-1011-2024_Conflict.md
    "*_[A-Z][a-z][a-z]-[0-9][0-9]-[0-9]*-[0-9]*_Conflict.md",
    // Resilio Sync: x.Conflict.md, x.Conflict2.md
    "*.Conflict.md", "*.Conflict[0-9].md",
    // Directories of packages, network storage and operating systems; lost+found cannot even be listed.
    "node_modules/", "__MACOSX/", "@eaDir/", "\\#recycle/", "\\#snapshot/", "@Recycle/", "$RECYCLE.BIN/",
    "System Volume Information/", "lost+found/",
  ]

  /// The rules of a configuration that names no patterns.
  package static let standard = IgnoreRules(checked: builtInPatterns)

  private static let builtInPatterns = builtIn.compactMap { try? IgnorePattern($0) }

  /// The patterns of the configuration.
  package let patterns: [String]
  // Those that are built in first.
  private let compiled: [IgnorePattern]
  // One of each, close together in memory: every name of the archive is compared with all of them.
  private let glances: [IgnorePattern.Glance]
  private let hasPaths: Bool

  /// Takes the patterns of a configuration, which come after those that are built in.
  /// - Throws: `Unusable`, which names the first pattern that is wrong.
  package init(_ patterns: [String]) throws(Unusable) {
    var compiled = Self.builtInPatterns
    for text in patterns {
      do {
        compiled.append(try IgnorePattern(text))
      } catch {
        throw .malformed(pattern: text, error)
      }
    }
    self.init(checked: compiled, patterns)
    if let pattern = pattern(ignoring: "news", isDirectory: true) { throw .everything(pattern: pattern) }
  }

  /// Makes sure that each of the configuration's patterns can match something below the directory of the news.
  /// - Throws: `Unusable.elsewhere`, which names the first that cannot.
  package func requirePatternsOfNews() throws(Unusable) {
    for pattern in compiled.suffix(patterns.count) where pattern.excludesPaths(below: "news") {
      throw .elsewhere(pattern: pattern.text)
    }
  }

  private init(checked: [IgnorePattern], _ patterns: [String] = []) {
    (compiled, self.patterns) = (checked, patterns)
    glances = checked.map(\.glance)
    hasPaths = checked.contains(where: \.isForPaths)
  }

  /// The rules for what one directory holds.
  /// - Parameter directory: its path below the content directory, empty for that itself.
  func filter(in directory: String) -> IgnoreFilter { IgnoreFilter(self, directory, needsPath: hasPaths) }

  /// The pattern by which a file is left out, or one of the directories that it lies in; `nil` when it is not.
  /// - Parameter path: the path below the content directory.
  package func pattern(ignoring path: String, isDirectory: Bool = false) -> String? {
    var directory = ""
    var rest = path.utf8[...]
    while !rest.isEmpty {
      let name = rest.prefix { $0 != UInt8(ascii: "/") }
      rest = rest[name.endIndex...].dropFirst()
      let filter = IgnoreFilter(self, directory, needsPath: hasPaths)
      let isFile = rest.isEmpty && !isDirectory
      let pattern = Array(name).withUnsafeBufferPointer { filter.pattern(ignoring: $0, isDirectory: !isFile) }
      if let pattern { return pattern }
      directory += (directory.isEmpty ? "" : "/") + String(decoding: name, as: UTF8.self)
    }
    return nil
  }

  /// Whether a file is left out, or one of the directories that it lies in.
  /// - Parameter path: the path below the content directory.
  package func ignore(_ path: String) -> Bool { pattern(ignoring: path) != nil }

  // The last pattern that says something of a file, or of a directory.
  fileprivate func deciding(_ name: IgnoredName, in directory: [[UInt32]], isDirectory: Bool)
    -> IgnorePattern?
  {
    let glance = name.glance
    for index in glances.indices.reversed() where glances[index].admits(glance) {
      if compiled[index].isForDirectories, !isDirectory { continue }
      if compiled[index].matches(name, in: directory) { return compiled[index] }
    }
    return nil
  }
}

/// Rules applied to what one directory holds.
struct IgnoreFilter: Sendable {
  private let rules: IgnoreRules
  private let directory: [[UInt32]]

  /// Applies rules in a directory; its path is taken apart only if there are patterns of paths.
  fileprivate init(_ rules: IgnoreRules, _ path: String, needsPath: Bool) {
    self.rules = rules
    directory =
      needsPath
      ? path.utf8.split(separator: UInt8(ascii: "/")).map { part in
        Array(part).withUnsafeBufferPointer { IgnoredName($0).scalars }
      } : []
  }

  /// What is left out under a name of the directory.
  func verdict(_ name: UnsafePointer<CChar>) -> IgnoreRules.Verdict {
    let length = strlen(name)
    return name.withMemoryRebound(to: UInt8.self, capacity: length) {
      verdict(UnsafeBufferPointer(start: $0, count: length))
    }
  }

  /// The same of the bytes of a name.
  func verdict(_ name: UnsafeBufferPointer<UInt8>) -> IgnoreRules.Verdict {
    let name = IgnoredName(name)
    guard let last = rules.deciding(name, in: directory, isDirectory: true) else { return .init() }
    let file = last.isForDirectories ? rules.deciding(name, in: directory, isDirectory: false) : last
    return .init(file: file.map { !$0.isNegated } ?? false, directory: !last.isNegated)
  }

  /// The pattern by which a name is left out; `nil` when it is not.
  func pattern(ignoring name: UnsafeBufferPointer<UInt8>, isDirectory: Bool) -> String? {
    let pattern = rules.deciding(IgnoredName(name), in: directory, isDirectory: isDirectory)
    return pattern.flatMap { $0.isNegated ? nil : $0.text }
  }
}
