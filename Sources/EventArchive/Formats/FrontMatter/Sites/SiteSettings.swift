/// The settings of a site that matter for its posts, from its own configuration.
package struct SiteSettings: Hashable, Sendable {
  /// Values that a configuration, or a file of their folder, gives to the front matter of a group of files.
  package struct Defaults: Hashable, Sendable {
    /// The folder of the files, a pattern; empty for all.
    package var folder: String
    /// The collection of the files, for example `posts`; `nil` for all.
    package var collection: String?
    /// The values.
    package var values: FrontMatterMapping
  }

  /// The kind of the site; `nil` for posts without a known site.
  package var kind: SiteKind?
  /// The title.
  package var title: String?
  /// The address of the pages, without the path of a page.
  package var pagesURL: String?
  /// The language, a tag of RFC 5646.
  package var language: String?
  /// Whether `language` is not the main language of the site, so that posts without a language are in another one.
  package var isTranslation = false
  /// The zone of times without an offset.
  package var timeZone = SiteTimeZone.utc
  /// Whether posts with a future date are published.
  package var publishesFuture = false
  /// The pattern of the addresses of posts, by folder; `""` for all folders.
  package var permalinks: [String: String] = [:]
  /// The taxonomies.
  package var taxonomies = Taxonomy.standard
  /// By key: the separator of terms that are written in one text.
  package var separators: [String: String] = [:]
  /// Patterns of the paths that are read; empty for all.
  package var include: [String] = []
  /// Patterns of paths that are not read.
  package var exclude: [String] = []
  /// Jekyll: the names of the collections, in folders `_NAME`, besides posts and drafts.
  package var collections: [String] = []
  /// The folder of the content below that of the configuration; `nil` when all folders have content.
  package var contentFolder: String?
  /// Hugo and Zola: the languages of a site of several.
  package var contentLanguages: [ContentLanguage] = []
  /// Values for the front matter of groups of files, the weakest first.
  package var defaults: [Defaults] = []
  /// Hugo: the values that the configuration gives to pages, which `readFolders` adds to `defaults`.
  var cascade: FrontMatterValue?
  /// Zola: whether letters beyond ASCII are transliterated in addresses.
  package var transliteratesPaths = true
  /// The folders whose posts have the language of their name, as paths below the content directory.
  package var languageFolders: Set<String> = []
  /// The names of terms that the site gives, by taxonomy.
  package var termNames: [String: [TermKey: String]] = [:]
  /// The articles about terms that the site links, by taxonomy.
  package var termArticles: [String: [TermKey: ArticleAddress]] = [:]
  /// Whether drafts are published.
  package var publishesDrafts = false
  /// Whether posts stay published when their time is over.
  package var keepsExpired = false
  /// Whether the id of a post is the URL of its page.
  package var usesPermalinksAsIDs = false
  /// The problems of the configuration.
  package var problems: [ArchiveProblem] = []

  /// Makes the settings of a site without a configuration.
  package init(kind: SiteKind? = nil) { self.kind = kind }
}
