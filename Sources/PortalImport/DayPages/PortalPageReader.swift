internal import EventArchive
internal import Primitives

/// Makes the events of a day of its headings and items.
struct PortalPageReader {
  /// The events.
  private(set) var events: [PortalEvent] = []
  /// Lines that are left out, wholly or in part.
  private(set) var problems: [DayList.Problem]

  // The topics, or the category, that an item gives the items below it.
  private struct Scope {
    var depth: Int
    var names: [String] = []
    var category: String?
  }

  private let elements: [DayList.Element]
  private var category: String?
  private var scopes: [Scope] = []
  // The articles about names so far.
  private var articles: [String: ArticleAddress] = [:]

  /// Reads the lines of a page without its head.
  init(_ lines: [WikitextLine]) {
    let list = DayList(lines)
    elements = list.elements
    problems = list.problems
    for (index, element) in elements.enumerated() {
      switch element {
      case .heading(let name):
        category = name
        scopes = []
      case .item(let item):
        read(item, hasChildren: hasChildren(item, at: index))
      }
    }
  }

  private func hasChildren(_ item: ListEntry, at index: Int) -> Bool {
    guard index + 1 < elements.count, case .item(let next) = elements[index + 1] else { return false }
    return next.depth > item.depth
  }

  private mutating func read(_ item: ListEntry, hasChildren: Bool) {
    while let scope = scopes.last, scope.depth >= item.depth { scopes.removeLast() }
    let content = ItemContent(item.text)
    articles.merge(content.articles) { first, _ in first }
    for address in content.badAddresses {
      report(
        item, "the address \"\(address.prefix(200))\" is no http or https URL with a host, so it is left out")
    }
    if let category = Self.category(of: content, item, hasChildren: hasChildren) {
      scopes.append(Scope(depth: item.depth, category: category))
    } else if content.isOnlyLinks || content.sources.isEmpty && hasChildren {
      let names = content.isOnlyLinks || content.names.isEmpty ? content.linkedNames : content.names
      scopes.append(Scope(depth: item.depth, names: names))
    } else if content.text.contains(where: { $0.isLetter || $0.isNumber }) {
      append(content, item)
      scopes.append(Scope(depth: item.depth, names: content.names))
    } else if !content.sources.isEmpty {
      report(item, "a source without a text, which is left out; write a sentence before it")
    }
  }

  // The category of an item that is a heading, as in `*Sports:` of 2005.
  private static func category(of content: ItemContent, _ item: ListEntry, hasChildren: Bool) -> String? {
    guard hasChildren, content.linkedNames.isEmpty, content.sources.isEmpty else { return nil }
    if let usual = PortalHeading.usualCategory(content.text) { return usual }
    guard item.depth == 1, content.text.hasSuffix(":") else { return nil }
    return PortalHeading.category(content.text)
  }

  private mutating func append(_ content: ItemContent, _ item: ListEntry) {
    guard events.count < PortalLimits.events else {
      if !problems.contains(where: { $0.message == Self.tooMany }) { report(item, Self.tooMany) }
      return
    }
    let text = EventText(content.text)
    let names = names(of: content, item)
    events.append(
      PortalEvent(
        line: item.line, title: text.title, summary: text.summary, names: names,
        articles: articles.filter { names.contains($0.key) },
        category: scopes.last { $0.category != nil }?.category ?? category,
        sources: sources(of: content, item)))
  }

  private static let tooMany =
    "more than \(PortalLimits.events) events on one day, so that this one and those after it are left out"

  private mutating func names(of content: ItemContent, _ item: ListEntry) -> [String] {
    var names: [String] = []
    var known: Set<String> = []
    for name in scopes.flatMap(\.names) + content.names where known.insert(name).inserted {
      names.append(name)
    }
    if names.count > PortalLimits.names {
      report(item, "more than \(PortalLimits.names) names, of which the rest is left out")
    }
    return Array(names.prefix(PortalLimits.names))
  }

  private mutating func sources(of content: ItemContent, _ item: ListEntry) -> [PortalEvent.Source] {
    var size = 0
    let sources = content.sources.prefix(PortalLimits.sources).prefix { source in
      size += PortalLimits.feedBytes(source.name) + PortalLimits.feedBytes(source.address)
      return size <= PortalLimits.sourceBytes
    }
    if sources.count < content.sources.count {
      report(item, "too many sources, of which the rest is left out")
    }
    return sources.map { PortalEvent.Source(name: $0.name, address: $0.address) }
  }

  private mutating func report(_ item: ListEntry, _ message: String) {
    guard problems.count <= 2 * PortalLimits.problems else { return }
    problems.append(DayList.Problem(line: item.line, message: message))
  }
}
