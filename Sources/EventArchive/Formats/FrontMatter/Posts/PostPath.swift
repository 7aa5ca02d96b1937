internal import Primitives

/// The path of a post below the content directory, by its parts.
package struct PostPath: Hashable, Sendable {
  /// The path, without a leading slash.
  package let path: String
  /// The folders above the post. The folder of a page bundle is not one of them.
  package let folders: [String]
  /// The name of the file without extension and language, or that of its bundle: `NAME/index.md` is the post NAME.
  package let name: String
  /// The extension, in lower case.
  package let fileExtension: String
  /// The language in the file's name, as in `post.fr.md`; a tag of RFC 5646.
  package let language: String?
  /// Whether the post is a page bundle, `NAME/index.md`.
  package let isBundle: Bool
  /// Whether the file is the page of its folder, `NAME/_index.md`, which is no post.
  package let isSection: Bool

  /// Makes the parts of a path.
  package init(_ path: String) {
    self.path = path
    var folders = path.split(separator: "/").map(String.init)
    let file = folders.popLast() ?? ""
    let mark = file.lastIndex(of: ".")
    var stem = String(file[..<(mark ?? file.endIndex)])
    fileExtension = mark.map { file[file.index(after: $0)...].lowercased() } ?? ""
    language = Self.removeLanguage(from: &stem)
    isBundle = stem == "index" && !folders.isEmpty
    isSection = stem == "_index" && !folders.isEmpty
    name = isBundle || isSection ? folders.removeLast() : stem
    self.folders = folders
  }

  /// The day that the name begins with.
  package var leadingDay: EventDay? { DateText.leadingDay(ofName: name.utf8)?.day }

  /// The name without the day that it begins with.
  package var nameWithoutDay: String {
    guard let (_, length) = DateText.leadingDay(ofName: name.utf8), length < name.utf8.count else {
      return name
    }
    return String(decoding: name.utf8.dropFirst(length), as: UTF8.self)
  }

  // Removes the last part of `post.fr` if it is the tag of a language.
  private static func removeLanguage(from stem: inout String) -> String? {
    guard let mark = stem.lastIndex(of: "."), mark > stem.startIndex,
      let tag = LanguageTag.ofName(stem[stem.index(after: mark)...])
    else { return nil }
    stem = String(stem[..<mark])
    return tag
  }
}
