internal import Primitives

/// Language tags (RFC 5646) of keys, file names and folders.
package enum LanguageTag {
  /// The tag in the form of RFC 5646, section 2.1.1, for example `pt-BR`; `nil` when the text is none.
  package static func normalized(_ text: some StringProtocol) -> String? {
    // The encoding of a locale, as in `en_US.UTF-8`, is no part of the tag.
    let text = text.split(separator: ".", omittingEmptySubsequences: false).first ?? ""
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }.map {
      $0.lowercased()
    }
    guard let language = parts.first, (2...3).contains(language.utf8.count), parts.count <= 4,
      language.utf8.allSatisfy({ $0.isLetter }),
      parts.dropFirst().allSatisfy({ part in
        (2...8).contains(part.utf8.count) && part.utf8.allSatisfy { $0.isLetter || $0.isDigit }
      })
    else { return nil }
    let rest = parts.dropFirst().map { part in
      switch part.utf8.count {
      case 2: part.uppercased()
      case 4 where part.utf8.first?.isLetter == true: part.prefix(1).uppercased() + part.dropFirst()
      default: part
      }
    }
    return ([language] + rest).joined(separator: "-")
  }

  /// The tag of a name of a file or folder: a code of ISO 639-1, with a region or script or without; `nil` for other names.
  package static func ofName(_ name: some StringProtocol) -> String? {
    guard let tag = normalized(name), !name.contains(".") else { return nil }
    let parts = tag.split(separator: "-")
    guard let language = parts.first, codes.contains(String(language)), parts.count <= 3 else { return nil }
    return tag
  }

  /// The languages of the folders of a path, from the outermost. A folder counts only if neighbours of it have names of languages
  /// too, which the reader of the directory must check.
  package static func folders(of path: PostPath) -> [(index: Int, tag: String)] {
    path.folders.enumerated().compactMap { index, name in ofName(name).map { (index, $0) } }
  }

  /// Whether a text in one language is for readers of another: the language is the same, and so are the regions if both have one.
  package static func matches(_ tag: String, _ other: String) -> Bool {
    let parts = [tag, other].map { $0.lowercased().split(separator: "-") }
    guard parts[0].first == parts[1].first else { return false }
    return parts[0].count == 1 || parts[1].count == 1 || parts[0] == parts[1]
  }

  /// The folders of a site whose names are those of languages, and that have at least two such neighbours; paths below the directory.
  package static func folders(of site: SiteDirectory) -> Set<String> {
    func children(of folder: String) -> [String] {
      site.names(folder).map { folder.isEmpty ? $0 : folder + "/" + $0 }
    }
    var found: Set<String> = []
    var folders = [""]
    var next = 0
    while next < folders.count {
      let folder = folders[next]
      let depth = folder.split(separator: "/").count
      next += 1
      let inside = children(of: folder).sorted()
      let languages = inside.filter { ofName($0.split(separator: "/").last ?? "") != nil }
      if languages.count >= 3 {
        found.formUnion(languages)
      } else if depth < mostLevels {
        folders += inside.filter { !$0.contains(".") }.prefix(max(0, mostFolders - folders.count))
      }
    }
    return found
  }

  // The limits of the search: the levels of folders above those of languages, and the folders in all.
  private static let mostLevels = 3
  private static let mostFolders = 400

  // The codes of ISO 639-1.
  private static let codes = Set(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa \
    ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr \
    ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl \
    ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk \
    ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split(separator: " ").map(String.init))
}
