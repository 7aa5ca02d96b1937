/// An event page, to be written in the archive's layout.
struct ArchivePage: Equatable {
  /// The generations of pages.
  enum Form: CaseIterable {
    /// `### Source:`, Changes after Related, no topic.
    case early
    /// Formats and a topic before the title, Changes before Related.
    case later
    /// By hand: as early ones, with a context in the body.
    case handwritten
  }

  /// An earlier title, with the path of its page and when it was replaced.
  struct Change: Equatable {
    /// The title.
    var title: String
    /// The path below the content directory.
    var path: String
    /// As in `2018-02-06 13:49:25`.
    var replaced: String
  }

  /// A link to another event, with what both share.
  struct Related: Equatable {
    /// The other's title.
    var title: String
    /// The other's path below the content directory.
    var path: String
    /// Names joined by `, `.
    var context: String
  }

  /// The day as the path has it: `2013/11/4`.
  var day: String
  /// The title as it stands in the file.
  var title: String
  /// The generation.
  var form = Form.early
  /// The file's name without extension; made from the title unless it is set.
  var slug: String?
  /// The `#####` line of later pages.
  var topic = "Weather"
  /// The paragraph after the title; none when empty.
  var summary = ""
  /// Names and addresses of sources.
  var sources: [(name: String, address: String)] = []
  /// The picture's address.
  var cover: String?
  /// Earlier titles, oldest first.
  var changes: [Change] = []
  /// Related events.
  var related: [Related] = []
  /// Names in the page's own body, joined by `, `; none when empty.
  var context = ""

  /// The path below the content directory.
  var path: String { "news/\(day)/\(slug ?? Self.slug(title)).md" }

  /// The name that feeds know the page by.
  var name: String { "/" + path.dropLast(3) }

  static func == (left: Self, right: Self) -> Bool { left.path == right.path && left.text == right.text }

  /// A link to this page from another.
  func related(sharing context: String) -> Related { Related(title: title, path: path, context: context) }

  /// The list of earlier titles of the page that replaces this one.
  func changes(replaced: String) -> [Change] {
    changes + [Change(title: title, path: path, replaced: replaced)]
  }

  /// The slug of a title, as the archive makes it: 140 bytes at most, words of ASCII letters and digits.
  static func slug(_ title: String) -> String {
    let bytes = title.lowercased().utf8.prefix(140).map { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) ? Character(UnicodeScalar(byte)) : "-"
    }
    return bytes.split(separator: "-").map { String($0) }.joined(separator: "-")
  }
}

extension ArchivePage {
  /// The file's text.
  var text: String {
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
