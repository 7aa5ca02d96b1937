package import Primitives

/// A post: a file with front matter and a date.
package struct Post: Hashable, Sendable {
  /// A name of a country that the content gives, as written.
  package struct CountryName: Hashable, Sendable {
    /// The name or code.
    package var text: String
    /// The line where it is given, counted from 1.
    package var line: Int
  }

  /// The path of the file.
  package var path: PostPath
  /// The title as plain text.
  package var title: String
  /// The date of the post.
  package var date: PostDate
  /// The date of the last change; `nil` when none is given, or it is before `date`.
  package var updated: PostDate?
  /// The date from which on the post is published, if it is given besides `date`.
  package var publication: PostDate?
  /// The date from which on the post is not published.
  package var expiry: PostDate?
  /// The reason why the post is not published at all, for example `draft: true`.
  package var draftReason: String?
  /// The summary.
  package var summary: PostSummary?
  /// The language of the front matter or of the file's name, a tag of RFC 5646. Folders may give it, too: `LanguageTag.folders`.
  package var language: String?
  /// The picture.
  package var image: PostImage?
  /// The id that the post gives itself.
  package var id: PostID?
  /// The address of the original.
  package var via: String?
  /// The terms, by the names of their taxonomies.
  package var terms: [String: [Term]]
  /// The countries that the content names.
  package var countries: [CountryName]
  /// Former addresses of the post.
  package var aliases: [String]
  /// The path of the page below the address of the site, percent-encoded; `nil` where the site's pattern is not known.
  package var address: String?
  /// The fields of the front matter, with the defaults of the site.
  package var fields: FrontMatterMapping
  /// The text without the front matter, and without a heading that repeats the title.
  package var body: TextSlice
  /// The line where the body begins, counted from 1.
  package var bodyLine: Int
}

extension Post {
  /// The language of its entry in a feed; `nil` when that of the feed is the same, or a variety of it, as `en-GB` is of `en`.
  /// - Parameter feed: the language of the feed, a tag of RFC 5646.
  package func language(inFeedOf feed: String) -> String? {
    guard let language else { return nil }
    return (feed.lowercased() + "-").hasPrefix(language.lowercased() + "-") ? nil : language
  }
}
