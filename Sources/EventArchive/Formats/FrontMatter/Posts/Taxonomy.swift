/// A classification of posts by terms: tags, categories, authors, or one of the site's own.
package struct Taxonomy: Hashable, Sendable {
  /// The name of one term, for example `tag`: the directory of its feeds.
  package var name: String
  /// The keys of the front matter whose terms are united, the usual one first.
  package var keys: [String]
  /// Keys that count only when none of `keys` has a value.
  package var otherKeys: [String] = []

  /// Makes a taxonomy.
  package init(name: String, keys: [String], otherKeys: [String] = []) {
    self.name = name
    self.keys = keys
    self.otherKeys = otherKeys
  }

  /// Tags.
  package static let tag = Taxonomy(name: "tag", keys: ["tags", "tag"], otherKeys: ["keywords"])
  /// Categories.
  package static let category = Taxonomy(name: "category", keys: ["categories", "category"])
  /// Authors.
  package static let author = Taxonomy(name: "author", keys: ["authors", "author"])
  /// The taxonomies that every site has.
  package static let standard = [tag, category, author]
}
