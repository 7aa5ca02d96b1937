internal import Primitives

/// Addresses of Zola: folders and the slug or name, without a day that the name begins with.
struct ZolaPermalink {
  /// The path.
  let path: String

  /// Makes the address of a post.
  /// - Parameter folders: the folders below the folder of the content.
  init(_ post: Post, site: SiteSettings, folders: [String]) {
    let name = post.fields["slug"]?.text ?? post.path.nameWithoutDay
    let segments = folders + [name]
    let slugs = segments.map { segment in
      site.transliteratesPaths
        ? Transliteration.slug(segment) { !$0.isLetter && !$0.isDigit }
        : segment.replacing(" ", with: "-")
    }
    path = "/" + slugs.joined(separator: "/") + "/"
  }
}
