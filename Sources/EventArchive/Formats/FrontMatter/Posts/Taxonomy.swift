internal import Primitives

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

extension Taxonomy {
  /// Directories of the output that no taxonomy may have.
  private static let reserved: Set<String> = [
    "all", "archive", "country", "entity", "topic", "text", "from", "to",
  ]

  /// Whether a text may be the name of a taxonomy: lower-case letters, digits and hyphens, beginning with a letter.
  package static func isName(_ text: String) -> Bool {
    let bytes = text.utf8
    return (1...40).contains(bytes.count) && (bytes.first.map { (0x61...0x7A).contains($0) } ?? false)
      && bytes.allSatisfy { (0x61...0x7A).contains($0) || $0.isDigit || $0 == .hyphen }
      && !reserved.contains(text)
  }

  /// The taxonomy under a name that no other kind of topic has: that of its key if its own is taken.
  package var withFreeName: Taxonomy {
    var taxonomy = self
    let candidates = [name, keys.first ?? "", name + "-term"].map { $0.lowercased() }
    taxonomy.name = candidates.first(where: Self.isName) ?? "term"
    return taxonomy
  }

  /// The name of a taxonomy in lists of several terms.
  package static func plural(of name: String) -> String {
    if name.hasSuffix("y"), !["a", "e", "o", "u"].contains(name.dropLast().last) {
      return name.dropLast() + "ies"
    }
    return name.hasSuffix("s") ? name : name + "s"
  }
}
