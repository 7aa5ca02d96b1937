internal import EventArchive
internal import Primitives

/// The target of a link to a page of the wiki.
struct LinkTarget {
  private let text: String
  // The prefix before the first colon in lower case; empty when there is none.
  private let prefix: String
  // Whether the target begins with a colon, so that a file or category is linked and not used.
  private let hasColon: Bool

  /// Parses the target of a link, for example `Russo-Ukrainian war (2022–present)#Peace talks`.
  init(_ target: String) {
    let words = target.split { $0 == " " || $0 == "_" || $0 == "\t" }.joined(separator: " ")
    hasColon = words.hasPrefix(":")
    let text = hasColon ? String(words.dropFirst().drop { $0 == " " }) : words
    self.text = text
    prefix = text.firstIndex(of: ":").map { text[..<$0].lowercased() } ?? ""
  }

  /// Whether the link shows a picture, or puts the page into a category, and has no text.
  var isMedia: Bool { !hasColon && ["file", "image", "media", "category"].contains(prefix) }

  /// The text that a link without a label shows.
  var shown: String { text }

  /// The name of the article: without a section, and without the bracket that distinguishes it from others of its name. `nil` for
  /// pages that are no articles.
  var articleName: String? {
    var name = text
    if Self.namespaces.contains(prefix) { return nil }
    if hasColon, (2...3).contains(prefix.utf8.count), prefix.utf8.allSatisfy(\.isLetter) {
      // `:de:Bremen`: the article of another language.
      name = String(text.dropFirst(prefix.count + 1).drop { $0 == " " })
    }
    name = PlainText.clean(String(name.prefix { $0 != "#" }))
    name = Self.withoutBracket(name)
    let isEmpty = Array(name.utf8).withUnsafeBufferPointer { !InvisibleCharacters.leaveVisibleText(in: $0) }
    return isEmpty ? nil : Self.withRaisedLetter(name)
  }

  /// The address of the article; `nil` for sections, and for pages that are no articles.
  var article: ArticleAddress? {
    // A section of an article is about another thing.
    guard articleName != nil, !text.contains("#") else { return nil }
    let isOther = hasColon && (2...3).contains(prefix.utf8.count) && prefix.utf8.allSatisfy(\.isLetter)
    let title = isOther ? String(text.dropFirst(prefix.count + 1).drop { $0 == " " }) : text
    return ArticleAddress(
      wikipedia: isOther ? prefix : "en",
      title: Self.withRaisedLetter(PlainText.clean(title)))
  }

  /// A name without a bracket at its end: `Georgia (country)` is Georgia.
  static func withoutBracket(_ name: String) -> String {
    guard name.hasSuffix(")") else { return name }
    var depth = 0
    for index in name.indices.reversed() {
      if name[index] == ")" { depth += 1 }
      if name[index] == "(" { depth -= 1 }
      guard depth == 0 else { continue }
      let before = name[..<index]
      return before.last == " " ? String(before.dropLast()) : name
    }
    return name
  }

  // Titles of articles begin with a capital letter. A link may not, and names like `iPhone` do not.
  private static func withRaisedLetter(_ name: String) -> String {
    guard let first = name.first, first.isLowercase, name.dropFirst().first?.isUppercase != true else {
      return name
    }
    return first.uppercased() + name.dropFirst()
  }

  // Pages that are no articles: other namespaces, and other projects.
  private static let namespaces: Set<String> = [
    "category", "commons", "d", "draft", "file", "help", "image", "media", "mediawiki", "meta", "module",
    "mw",
    "n", "portal", "project", "q", "s", "special", "species", "talk", "template", "user", "user talk", "v",
    "voy", "wikipedia", "wikt", "wiktionary", "wikinews", "wikisource", "wp", "c",
  ]
}
