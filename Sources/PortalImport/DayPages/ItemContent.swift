internal import EventArchive
internal import Primitives

/// The text, names and sources of an item of a list.
struct ItemContent: Equatable {
  /// A source: a link to another site behind the text.
  struct Source: Hashable {
    /// The publisher's name.
    var name: String
    /// The report's address.
    var address: String
  }

  /// The text without markup and without the names of the sources.
  private(set) var text: String
  /// The names of all linked articles, in the order of the text.
  private(set) var linkedNames: [String] = []
  /// The names of the linked articles whose labels are names: they begin with a capital letter or a digit.
  private(set) var names: [String] = []
  /// The articles by the names of `linkedNames`.
  private(set) var articles: [String: ArticleAddress] = [:]
  /// The sources.
  private(set) var sources: [Source] = []
  /// Whether the item is nothing but links to articles.
  private(set) var isOnlyLinks: Bool
  /// The addresses that are no valid addresses of a site.
  private(set) var badAddresses: [String] = []

  /// Reads the wikitext of an item.
  init(_ wikitext: String) {
    let parts = InlineParser.parse(wikitext)
    text = ""
    isOnlyLinks = Self.areOnlyLinks(parts)
    var shown = ""
    for (index, part) in parts.enumerated() {
      switch part {
      case .text(let text): shown += text
      case .link(let link):
        append(link)
        shown += link.label.plainText
      case .external(let link):
        append(link)
        if !Self.isSource(link, before: parts[(index + 1)...]) { shown += link.label.plainText }
      }
    }
    text = ItemText.tidied(shown)
    if !sources.isEmpty { text = ItemText.withoutSeparatorsAtEnd(text) }
  }

  private mutating func append(_ link: WikiLink) {
    let target = LinkTarget(link.target)
    guard let name = target.articleName,
      PortalLimits.feedBytes(name) <= PortalLimits.nameBytes
    else { return }
    if linkedNames.count <= PortalLimits.names, !linkedNames.contains(name) {
      linkedNames.append(name)
      articles[name] = target.article
    }
    let isName = names.count <= PortalLimits.names && Self.isName(link.label.plainText)
    if isName, !names.contains(name) { names.append(name) }
  }

  // Whether the first letter or digit of a label is a capital letter or a digit.
  private static func isName(_ label: String) -> Bool {
    guard let first = label.first(where: { $0.isLetter || $0.isNumber }) else { return false }
    return !first.isLowercase
  }

  private mutating func append(_ link: ExternalLink) {
    guard let host = WebHost(of: link.address), link.address.utf8.count <= PortalLimits.addressBytes else {
      return badAddresses.append(link.address)
    }
    if sources.contains(where: { $0.address == link.address }) { return }
    let label = SourceLabel.name(link.label.plainText)
    sources.append(Source(name: label ?? host.name, address: link.address))
  }

  // Whether a link to another site is a source, and not a part of the sentence: its label is in brackets, or only sources follow.
  private static func isSource(_ link: ExternalLink, before rest: ArraySlice<Inline>) -> Bool {
    let label = link.label.plainText.trimmingBlanks
    if label.isEmpty || label.hasPrefix("(") && label.hasSuffix(")") { return true }
    return rest.allSatisfy { part in
      switch part {
      case .text(let text): ItemText.isSeparator(text)
      case .link: false
      case .external: true
      }
    }
  }

  private static func areOnlyLinks(_ parts: [Inline]) -> Bool {
    var hasLink = false
    for part in parts {
      switch part {
      case .link: hasLink = true
      case .text(let text): if !ItemText.isSeparator(text) { return false }
      case .external: return false
      }
    }
    return hasLink
  }
}
