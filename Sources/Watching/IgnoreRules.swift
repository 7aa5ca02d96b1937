internal import Foundation

/// The files and directories of a content directory that are ignored: leftovers of editors and of programs that synchronize
/// files, and those of the configuration's patterns.
///
/// Patterns have the syntax of gitignore(5), relative to the content directory. The last pattern that matches decides. Everything
/// in an ignored directory is ignored, and no pattern includes it again.
package struct IgnoreRules: Hashable, Sendable {
  /// The reason why a list of patterns cannot be used.
  package enum Unusable: Error, Hashable, Sendable, CustomStringConvertible {
    /// A text is not a pattern.
    case malformed(pattern: String, IgnorePattern.Malformed)
    /// A pattern matches only paths that are not read.
    case elsewhere(pattern: String)
    /// A pattern matches the whole archive.
    case everything(pattern: String)

    /// The fault and the remedy.
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

  /// Whether a path is ignored, as the path of a file and as that of a directory.
  struct Verdict: Hashable, Sendable {
    /// Whether a file is ignored.
    var file = false
    /// Whether a directory is ignored.
    var directory = false

    /// Whether the path is ignored in any case.
    var both: Bool { file && directory }
    /// Whether the path may be ignored, when its type is unknown.
    var either: Bool { file || directory }
  }

  /// The built-in patterns, before those of the configuration. Leftovers without the extension `.md` (`x.md~`, `x.md.orig`, `#x.md#`,
  /// `x.md.swp`) need none.
  package static let builtIn = [
    // git mergetool, while it runs or when it was killed: x_LOCAL_4711.md, with a process id. Other words behind the mark, and years,
    // are names that authors choose.
    "*_BACKUP_[0-9]*.md", "*_BASE_[0-9]*.md", "*_LOCAL_[0-9]*.md", "*_REMOTE_[0-9]*.md",
    "!*_BACKUP_[0-9]*[!0-9]*.md", "!*_BASE_[0-9]*[!0-9]*.md", "!*_LOCAL_[0-9]*[!0-9]*.md",
    "!*_REMOTE_[0-9]*[!0-9]*.md", "!*_BACKUP_[12][09][0-9][0-9].md", "!*_BASE_[12][09][0-9][0-9].md",
    "!*_LOCAL_[12][09][0-9][0-9].md", "!*_REMOTE_[12][09][0-9][0-9].md",
    // Hidden: locks of Emacs (`.#x.md`), AppleDouble (`._x.md`), temporary files of rsync, Syncthing and editors; .git,
    // .obsidian, .stversions.
    ".*",
    // Owner files of Microsoft Office while a document is open: binary files with the name of a person.
    "~$*",
    // Temporary files of Word: ~WRL0001.md, ~WRD0002.md
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
    // Dropbox and Nextcloud, where two names differ in case, white space or Unicode normalization.
    "*([Cc]ase [Cc]onflict*).md", "*([Cc]ase [Cc]lash*).md", "*([Ww]hite*[Ss]pace Conflict*).md",
    "*(Unicode Encoding Conflict*).md", "*(Selective Sync Conflict*).md",
    // Older versions of ownCloud and Nextcloud: x_conflict-20240503-101112.md
    "*_conflict-[0-9]*-[0-9]*.md",
    // Seafile: x (SFConflict ann@host.example 2024-May-3-10-11-12).md
    "*(SFConflict *).md",
    // Synology Drive: x_DiskStation_May-03-1011-2024_Conflict.md
    "*_[A-Z][a-z][a-z]-[0-9][0-9]-[0-9]*-[0-9]*_Conflict.md",
    // Resilio Sync: x.Conflict.md, x.Conflict2.md
    "*.Conflict.md", "*.Conflict[0-9].md",
    // Directories of package managers, network storage and operating systems; lost+found cannot be listed.
    "node_modules/", "__MACOSX/", "@eaDir/", "\\#recycle/", "\\#snapshot/", "@Recycle/", "$RECYCLE.BIN/",
    "System Volume Information/", "lost+found/",
  ]

  /// The rules of a configuration without patterns.
  package static let standard = IgnoreRules(checked: builtInPatterns)

  private static let builtInPatterns = builtIn.compactMap { try? IgnorePattern($0) }

  /// The patterns of the configuration.
  package let patterns: [String]
  // The built-in patterns, then those of the configuration.
  private let compiled: [IgnorePattern]
  // Their prefilters, contiguous in memory, because every name of the archive is compared with all of them.
  private let prefilters: [IgnorePattern.Prefilter]
  private let hasPaths: Bool

  /// Makes the rules of a configuration's patterns.
  /// - Throws: `Unusable`, with the first pattern that is invalid.
  package init(_ patterns: [String]) throws(Unusable) {
    var compiled = Self.builtInPatterns
    for text in patterns {
      do {
        compiled.append(try IgnorePattern(text))
      } catch {
        throw .malformed(pattern: text, error)
      }
    }
    self.init(checked: compiled, patterns: patterns)
    if let pattern = pattern(ignoring: "news", as: .directory) { throw .everything(pattern: pattern) }
  }

  /// Checks that each of the configuration's patterns can match a path below `news`.
  /// - Throws: `Unusable.elsewhere`, with the first pattern that cannot.
  package func requirePatternsOfNews() throws(Unusable) {
    for pattern in compiled.suffix(patterns.count) where pattern.excludesPaths(below: "news") {
      throw .elsewhere(pattern: pattern.text)
    }
  }

  private init(checked: [IgnorePattern], patterns: [String] = []) {
    compiled = checked
    self.patterns = patterns
    prefilters = checked.map(\.prefilter)
    hasPaths = checked.contains(where: \.isForPaths)
  }

  /// The rules applied to the entries of one directory.
  /// - Parameter directory: its path below the content directory; empty for the content directory.
  func filter(in directory: String) -> IgnoreFilter {
    IgnoreFilter(self, directory: hasPaths ? directory : "")
  }

  /// The type of a directory's entry.
  package enum EntryType: Sendable {
    /// Any entry but a directory.
    case file
    /// A directory.
    case directory
  }

  /// The pattern by which a path, or one of its parent directories, is ignored; `nil` when it is not ignored.
  /// - Parameter path: the path below the content directory.
  package func pattern(ignoring path: String, as type: EntryType = .file) -> String? {
    var directory = ""
    var rest = path.utf8[...]
    while !rest.isEmpty {
      let name = rest.prefix { $0 != UInt8(ascii: "/") }
      rest = rest[name.endIndex...].dropFirst()
      let filter = filter(in: directory)
      let entryType = rest.isEmpty ? type : .directory
      let pattern = Array(name).withUnsafeBufferPointer { filter.pattern(ignoring: $0, as: entryType) }
      if let pattern { return pattern }
      directory += (directory.isEmpty ? "" : "/") + String(decoding: name, as: UTF8.self)
    }
    return nil
  }

  /// Whether a file, or one of its parent directories, is ignored.
  /// - Parameter path: the path below the content directory.
  package func ignore(_ path: String) -> Bool { pattern(ignoring: path) != nil }

  // The last pattern that matches an entry.
  fileprivate func lastMatch(
    _ name: NormalizedName, in directory: [[UInt32]], as type: EntryType
  ) -> IgnorePattern? {
    let prefilter = name.prefilter
    for index in prefilters.indices.reversed() where prefilters[index].admits(prefilter) {
      if compiled[index].isForDirectories, type == .file { continue }
      if compiled[index].matches(name, in: directory) { return compiled[index] }
    }
    return nil
  }
}

/// Ignore rules applied to the entries of one directory.
struct IgnoreFilter: Sendable {
  private let rules: IgnoreRules
  private let directory: [[UInt32]]

  /// Applies rules in a directory.
  /// - Parameter path: the path of the directory; empty if no pattern matches paths.
  fileprivate init(_ rules: IgnoreRules, directory path: String) {
    self.rules = rules
    directory = path.utf8.split(separator: UInt8(ascii: "/")).map { part in
      Array(part).withUnsafeBufferPointer { NormalizedName($0).scalars }
    }
  }

  /// Whether an entry with a name is ignored.
  func verdict(_ name: UnsafePointer<CChar>) -> IgnoreRules.Verdict {
    let length = strlen(name)
    return name.withMemoryRebound(to: UInt8.self, capacity: length) {
      verdict(UnsafeBufferPointer(start: $0, count: length))
    }
  }

  /// Whether an entry with a name, given as bytes, is ignored.
  func verdict(_ name: UnsafeBufferPointer<UInt8>) -> IgnoreRules.Verdict {
    let name = NormalizedName(name)
    guard let last = rules.lastMatch(name, in: directory, as: .directory) else { return .init() }
    let file = last.isForDirectories ? rules.lastMatch(name, in: directory, as: .file) : last
    return .init(file: file.map { !$0.isNegated } ?? false, directory: !last.isNegated)
  }

  /// The pattern by which an entry is ignored; `nil` when it is not ignored.
  func pattern(ignoring name: UnsafeBufferPointer<UInt8>, as type: IgnoreRules.EntryType) -> String? {
    let pattern = rules.lastMatch(NormalizedName(name), in: directory, as: type)
    return pattern.flatMap { $0.isNegated ? nil : $0.text }
  }
}
