import EventArchive
import Primitives

// Posts of a site.
extension ConfigurationKey {
  static let posts = [
    patterns(
      "frontMatter.include", \.posts.include,
      meaning:
        "patterns of the paths that are read as posts, for example `[\"posts/**\"]`; all if it is empty"
    ),
    patterns(
      "frontMatter.exclude", \.posts.exclude, meaning: "patterns of paths that are not read as posts"),
    ConfigurationKey(
      "frontMatter.permalinks",
      "the pattern of the addresses of posts, as the site's generator writes it, or an object of patterns by folder",
      as: .json, else: "the rules of the site", get: { permalinks($0.posts.permalinks) },
      set: { configuration, value in
        if case .string(let pattern) = value, !pattern.isEmpty {
          configuration.posts.permalinks = ["": pattern]
          return nil
        }
        guard let patterns = value == .null ? [:] : textsByName(value) else {
          return "a pattern, as \"/:year/:month/:slug/\", or an object of them by folder"
        }
        configuration.posts.permalinks = patterns
        return nil
      }),
    ConfigurationKey(
      "frontMatter.taxonomies",
      "names of further taxonomies with their keys in the front matter, for example `{\"person\": \"people\"}`; `false` removes one",
      as: .json,
      get: { .object($0.posts.taxonomies.mapValues { $0.isEmpty ? .bool(false) : .string($0) }) },
      set: { taxonomies($1, &$0.posts.taxonomies) }),
    ConfigurationKey(
      "frontMatter.languages",
      "languages whose posts have feeds too, in a folder of the output each, for example `[\"en\", \"ja\"]` ([Drafts, dates and languages](posts.md#drafts-dates-and-languages))",
      as: .list, get: { texts($0.posts.languages) },
      set: { configuration, value in
        let wanted: Fault = "a list of language tags, as [\"en\", \"ja\"]"
        guard let texts = texts(value) else { return wanted }
        var languages: [String] = []
        for text in texts {
          guard let tag = LanguageTag.normalized(text) else { return wanted }
          if !languages.contains(tag) { languages.append(tag) }
        }
        configuration.posts.languages = languages
        return nil
      }),
    texts(
      "frontMatter.split", \.posts.separators,
      wanted: "an object of keys and separators, as {\"author\": \",\"}",
      meaning:
        "the separator of terms that are written in one text, by key, for example `{\"author\": \",\"}`"),
    choice(
      "frontMatter.drafts", \.posts.publishesDrafts, names: Names(yes: "publish", no: "hold"),
      meaning: "drafts: `\"hold\"` to keep them back, `\"publish\"` to publish them like other posts"),
    choice(
      "frontMatter.expired", \.posts.keepsExpired, names: Names(yes: "keep", no: "remove"),
      meaning:
        "posts whose time is over: `\"remove\"` to withdraw them, `\"keep\"` to leave them in the feeds"),
    choice(
      "frontMatter.ids", \.posts.usesPermalinksAsIDs, names: Names(yes: "permalink", no: "tag"),
      meaning:
        "the ids of new posts: `\"tag\"` for tag URIs, `\"permalink\"` for the URLs of their pages"),
    choice(
      "frontMatter.content", \.posts.showsSummaries, names: Names(yes: "summary", no: "full"),
      meaning: "the content of entries: the whole post, or its `\"summary\"`"),
  ]

  // The pattern of all folders alone, or all patterns by folder; `null` for none.
  private static func permalinks(_ patterns: [String: String]) -> JSONValue {
    if patterns.isEmpty { return .null }
    if patterns.count == 1, let pattern = patterns[""] { return .string(pattern) }
    return object(patterns)
  }

  // Reads the names of taxonomies with their keys in the front matter; `false` removes a taxonomy.
  private static func taxonomies(_ value: JSONValue, _ taxonomies: inout [String: String]) -> Fault? {
    let wanted: Fault = "an object of names and keys, as {\"person\": \"people\", \"author\": false}"
    guard case .object(let members) = value else { return wanted }
    var keys: [String: String] = [:]
    for (name, value) in members {
      guard Taxonomy.isName(name) else {
        return .within(
          "\"\(name)\" is no name of a taxonomy: use small letters, digits and hyphens, and no name of other feeds"
        )
      }
      switch value {
      case .string(let key) where !key.isEmpty: keys[name] = key
      case .bool(false): keys[name] = ""
      default: return wanted
      }
    }
    taxonomies = keys
    return nil
  }
}
