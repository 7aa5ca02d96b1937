internal import Primitives

/// One of the languages of a site of Hugo or Zola, each of which has addresses of its own.
package struct ContentLanguage: Hashable, Sendable {
  /// The tag of the language (RFC 5646).
  package var tag: String
  /// The tag that the names of files have, `post.fr.md`.
  package var nameTag: String?
  /// The folder of its content, as the configuration has it; `nil` where the names of files have the language.
  package var folder: String?
  /// The first segment of its addresses; empty for none.
  package var prefix: String
  /// Whether it is the main language of the site.
  package var isMain: Bool
}

extension SiteSettings {
  /// The language of a file: that of its folder or name, or else the main one; `nil` when the site does not have several.
  func contentLanguage(of path: PostPath) -> ContentLanguage? {
    guard !contentLanguages.isEmpty else { return nil }
    if let found = languageFolder(of: path.folders) { return found.language }
    let named = contentLanguages.first { $0.nameTag != nil && $0.nameTag == path.language }
    return named ?? contentLanguages.first(where: \.isMain)
  }

  /// The folders of a path below that of the content, or below that of the content in one language.
  func foldersBelowContent(_ folders: [String]) -> [String] {
    if let found = languageFolder(of: folders) { return Array(folders.dropFirst(found.depth)) }
    return folders.first != nil && folders.first == contentFolder ? Array(folders.dropFirst()) : folders
  }

  /// The folders of all content below the configuration; empty when all folders have content.
  var contentFolders: [String] {
    let folders = contentLanguages.compactMap { $0.folder?.trimmingSlashes }
    let isCommon = folders.count < contentLanguages.count || folders.isEmpty
    return (isCommon ? contentFolder.map { [$0] } ?? [] : []) + folders
  }

  // The language whose folder a path is in, and the number of folders down to it. The content directory may be that of the site or
  // that of its content.
  private func languageFolder(of folders: [String]) -> (language: ContentLanguage, depth: Int)? {
    var found: (language: ContentLanguage, depth: Int)?
    for language in contentLanguages {
      guard let folder = language.folder else { continue }
      let parts = folder.split(separator: "/").map(String.init)
      let inContent = parts.first == contentFolder ? Array(parts.dropFirst()) : []
      for parts in [parts, inContent] where !parts.isEmpty && folders.starts(with: parts) {
        if parts.count > found?.depth ?? 0 { found = (language, parts.count) }
      }
    }
    return found
  }
}
