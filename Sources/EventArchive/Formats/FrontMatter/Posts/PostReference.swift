internal import Foundation

/// A reference to a file of the content in a post, as the tags `ref`, `link` and `post_url`, links to notes, and links to Markdown
/// files have it.
///
/// A file is found by its name. Of several with the name, the one at the path is taken, from the folder of the post or from the root
/// of the content; a part of the path is enough.
package struct PostReference: Sendable {
  /// The name of the file in the form in which names are compared.
  package let key: String

  private let folders: [String]
  private let isFromRoot: Bool
  private let post: PostPath

  /// Makes a reference from its text, without a fragment; `nil` when it is that of another file than a page.
  /// - Parameter post: the path of the post that has the reference.
  package init?(_ text: String, in post: PostPath) {
    var segments = text.split(separator: "/").map(String.init)
    isFromRoot = text.hasPrefix("/") || segments.first == "@"
    if segments.first == "@" { segments.removeFirst() }
    guard let last = segments.last, last != ".", last != ".." else { return nil }
    let mark = last.lastIndex(of: ".")
    let suffix = mark.map { last[last.index(after: $0)...].lowercased() } ?? ""
    guard !Self.otherExtensions.contains(suffix) else { return nil }
    // A name without the extension of a page may have a period.
    if !PostFiles.extensions.contains(suffix) { segments[segments.count - 1] += ".md" }
    guard let path = Self.resolved(segments, isFromRoot: isFromRoot, in: post) else { return nil }
    self.post = post
    key = path.referenceKey
    folders = path.folders
  }

  /// The index of the file that the reference names, among files with its key; `nil` when none is at its path.
  /// - Parameter contentFolder: the folder of the content below that of the site, for Hugo and Zola.
  package func best(of files: [PostPath], contentFolder: String?) -> Int? {
    let ranks = files.map { rank(of: $0, contentFolder: contentFolder) }
    return files.indices.filter { ranks[$0] > 0 }.max {
      let (left, right) = (files[$0], files[$1])
      if ranks[$0] != ranks[$1] { return ranks[$0] < ranks[$1] }
      if left.folders.count != right.folders.count { return left.folders.count > right.folders.count }
      return left.path > right.path
    }
  }

  // 0 when the file is not at the path of the reference.
  private func rank(of file: PostPath, contentFolder: String?) -> Int {
    var root = file.folders
    if let contentFolder, root.first == contentFolder, folders.first != contentFolder { root.removeFirst() }
    let language = file.language == post.language ? 1 : 0
    if !isFromRoot, Self.areEqual(file.folders, Self.folders(of: post) + folders) { return 6 + language }
    if Self.areEqual(root, folders) { return 4 + language }
    return Self.areEqual(file.folders.suffix(folders.count), folders) ? 2 + language : 0
  }

  // The path, with `.` and `..` resolved; `nil` above the root.
  private static func resolved(_ segments: [String], isFromRoot: Bool, in post: PostPath) -> PostPath? {
    guard segments.contains(where: { $0 == "." || $0 == ".." }) else {
      return PostPath(segments.joined(separator: "/"))
    }
    var path = isFromRoot ? [] : folders(of: post)
    for segment in segments where segment != "." {
      if segment != ".." {
        path.append(segment)
      } else if path.popLast() == nil {
        return nil
      }
    }
    return PostPath(path.joined(separator: "/"))
  }

  // The folders of the file, of which that of a bundle is one.
  private static func folders(of post: PostPath) -> [String] {
    post.path.split(separator: "/").dropLast().map(String.init)
  }

  private static func areEqual(_ left: some Sequence<String>, _ right: some Sequence<String>) -> Bool {
    left.lazy.map { $0.lowercased() }.elementsEqual(right.lazy.map { $0.lowercased() })
  }

  // Files that are no pages.
  private static let otherExtensions: Set<String> = [
    "avif", "bmp", "canvas", "css", "csv", "docx", "gif", "jpeg", "jpg", "js", "json", "m4a", "mov", "mp3",
    "mp4",
    "ogg", "pdf", "png", "svg", "txt", "wav", "webm", "webp", "xlsx", "xml", "zip",
  ]
}

extension PostPath {
  /// The name in the form in which references to the file have it: folded, composed, in lower case.
  package var referenceKey: String { name.lowercased().precomposedStringWithCanonicalMapping }
}
