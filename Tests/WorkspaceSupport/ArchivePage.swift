/// An event page, to be written in the archive's layout.
package struct ArchivePage: Equatable {
  /// The generations of pages.
  package enum Form: CaseIterable {
    /// `### Source:`, Changes after Related, no topic.
    case early
    /// Formats and a topic before the title, Changes before Related.
    case later
    /// By hand: as early ones, with a context in the body.
    case handwritten
  }

  /// An earlier title, with the path of its page and when it was replaced.
  package struct Change: Equatable {
    /// The title.
    package var title: String
    /// The path below the content directory.
    package var path: String
    /// As in `2018-02-06 13:49:25`.
    package var replaced: String

    /// Makes an earlier title.
    package init(title: String, path: String, replaced: String) {
      self.title = title
      self.path = path
      self.replaced = replaced
    }
  }

  /// A link to another event, with what both share.
  package struct Related: Equatable {
    /// The other's title.
    package var title: String
    /// The other's path below the content directory.
    package var path: String
    /// Names joined by `, `.
    package var context: String

    /// Makes a link.
    package init(title: String, path: String, context: String) {
      self.title = title
      self.path = path
      self.context = context
    }
  }

  /// The day as the path has it: `2013/11/4`.
  package var day: String
  /// The title as it stands in the file.
  package var title: String
  /// The generation.
  package var form: Form
  /// The file's name without extension; made from the title unless it is set.
  package var slug: String?
  /// The `#####` line of later pages.
  package var topic: String
  /// The paragraph after the title; none when empty.
  package var summary: String
  /// Names and addresses of sources.
  package var sources: [(name: String, address: String)]
  /// The picture's address.
  package var cover: String?
  /// Earlier titles, oldest first.
  package var changes: [Change]
  /// Related events.
  package var related: [Related]
  /// Names and addresses of articles about them.
  package var articles: [(name: String, address: String)] = []
  /// Names in the page's own body, joined by `, `; none when empty.
  package var context: String

  /// Makes a page.
  package init(
    day: String, title: String, form: Form = .early, slug: String? = nil, topic: String = "Weather",
    summary: String = "", sources: [(name: String, address: String)] = [], cover: String? = nil,
    changes: [Change] = [], related: [Related] = [], context: String = ""
  ) {
    self.day = day
    self.title = title
    self.form = form
    self.slug = slug
    self.topic = topic
    self.summary = summary
    self.sources = sources
    self.cover = cover
    self.changes = changes
    self.related = related
    self.context = context
  }

  /// The path below the content directory.
  package var path: String { "news/\(day)/\(slug ?? Self.slug(title)).md" }

  /// The name that feeds know the page by.
  package var name: String { "/" + path.dropLast(3) }

  package static func == (left: Self, right: Self) -> Bool {
    left.path == right.path && left.text == right.text
  }

  /// A link to this page from another.
  package func related(sharing context: String) -> Related {
    Related(title: title, path: path, context: context)
  }

  /// The list of earlier titles of the page that replaces this one.
  package func changes(replaced: String) -> [Change] {
    changes + [Change(title: title, path: path, replaced: replaced)]
  }

  /// The slug of a title, as the archive makes it: 140 bytes at most, words of ASCII letters and digits.
  package static func slug(_ title: String) -> String {
    let words = title.lowercased().utf8.prefix(140).split { byte in
      !(byte >= 0x61 && byte <= 0x7A || byte >= 0x30 && byte <= 0x39)
    }
    return words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
  }
}

extension ArchivePage {
  /// The file's text.
  package var text: String {
    let dashed = day.split(separator: "/").joined(separator: "-")
    var text = ""
    if form == .later {
      let page = "/" + path.dropLast(3)
      text += "\nFormats: [HTML](\(page).html)  [JSON](\(page).json)  [XML](\(page).xml)  \n\n"
    }
    text += "### [\(dashed)](/news/\(day)/index.md)\n\n"
    if form == .later { text += "##### \(topic)\n" }
    text += "# \(title) \n\n" + (summary.isEmpty ? "\n" : summary + "\n\n") + "\n"
    if form == .handwritten, !context.isEmpty { text += "_Context: \(context)_\n\n" }
    text += sourceSection
    if !articles.isEmpty {
      let items = articles.enumerated().map { "\($0 + 1). [\($1.name)](\($1.address))\n" }
      text += "### Articles:\n\n" + items.joined() + "\n"
    }
    text += form == .later ? changeSection + relatedSection : relatedSection + changeSection
    return text
  }

  private var sourceSection: String {
    var items = sources.enumerated().map { "\($0 + 1). [\($1.name)](\($1.address))\n" }
    if let cover { items.append("\(max(1, sources.count)). [Cover Image](\(cover))\n") }
    guard !items.isEmpty else { return "" }
    return (form == .later ? "### Sources:\n\n" : "### Source:\n\n") + items.joined() + "\n"
  }

  private var changeSection: String {
    guard !changes.isEmpty else { return "" }
    let items = changes.enumerated().map { index, change in
      let what = index == 0 ? "First version" : "Update"
      return "\(index + 1). [\(change.title) ](/\(change.path)) _\(change.replaced) (\(what))_\n"
    }
    return "### Changes:\n\n" + items.joined()
      + "\(items.count). [\(title) ](/\(path)) _(Current version)_\n\n"
  }

  private var relatedSection: String {
    guard !related.isEmpty else { return "" }
    let items = related.enumerated().map { index, other in
      "\(index + 1). [\(other.title) ](/\(other.path)) _Context: \(other.context)_\n"
    }
    return "### Related:\n\n" + items.joined() + "\n"
  }
}
