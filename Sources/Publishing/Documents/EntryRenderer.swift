package import ArchiveIndex
package import Classification
package import EventArchive
package import Primitives
package import Syndication

/// Renders the content of an entry from an event's page. The content is the same in every feed.
package struct EntryRenderer: Sendable {
  let site: Site
  /// The settings of the site of posts.
  let posts: SiteSettings
  // The addresses that references in posts lead to.
  let addresses: PostAddresses?
  /// The names of events that do not exist; pages do not link to them.
  package var missingLinks: Set<String> = []
  /// The references of the last post to other files, by their texts; empty when their addresses are known.
  package internal(set) var notedReferences: [String: PostReference] = [:]
  /// The keys of the files to which the last post refers; empty when their addresses are known.
  package var references: [String] { Set(notedReferences.values.map(\.key)).sorted() }
  /// The facts about the body of the last post; `nil` before the first.
  package internal(set) var bodySummary: PostBody.Summary?
  // Reused for each entry, to save allocations.
  var entry = EntryContent()

  /// Makes a renderer for a site, and the settings of its content.
  /// - Parameter addresses: the addresses that references in posts lead to; without them, a placeholder takes their place.
  package init(
    site: Site, content: ContentSettings = ContentSettings(), addresses: PostAddresses? = nil
  ) {
    self.site = site
    self.addresses = addresses
    posts = content.site?.settings ?? SiteSettings()
  }

  /// The content of the entry for a page.
  package mutating func render(_ page: EventPage) -> EntryContent {
    entry.removeAll()
    page.title.withBytes { entry.title += $0 }
    setAddress(of: page.name.path)
    addSummary(of: page)
    if let cover = page.cover.flatMap({ WebAddress.valid($0.string) }) {
      add(EntryContent.Picture(address: cover, mediaType: Self.pictureType(cover)))
    }
    entry.bodyEnd = entry.content.bytes.count
    addSources(page.sources)
    entry.sourcesEnd = entry.content.bytes.count
    addRelated(page.related)
    return entry
  }
}

extension EntryRenderer {
  // The content begins with the summary, or with the title of a page without one.
  private mutating func addSummary(of page: EventPage) {
    let start = entry.content.bytes.count
    if page.summary.isEmpty || page.summary.withBytes(Markdown.isPlain) {
      entry.content.raw("<p>")
      (page.summary.isEmpty ? page.title : page.summary).withBytes { entry.content.text($0) }
      entry.content.raw("</p>\n")
      entry.content.setDirection(ofElementAt: start)
      PlainText.clean(page.summary).withBytes { entry.summary += $0 }
    } else {
      let text = entry.content.markdown(page.summary.string) { [site, missingLinks] reference in
        if !missingLinks.isEmpty, let event = site.event(ofReference: reference, onPage: page.name),
          missingLinks.contains(event.path)
        {
          return nil
        }
        return site.address(ofReference: reference, onPage: page.name)
      }
      entry.content.encloseWithDirection(from: start)
      entry.summary += PlainText.clean(decoded: text).utf8
    }
  }

  private mutating func addSources(_ sources: [Source]) {
    guard !sources.isEmpty else { return }
    let start = entry.content.bytes.count
    entry.content.raw("<p>Sources: ")
    for (index, source) in sources.enumerated() {
      if index > 0 { entry.content.raw(", ") }
      let name = source.name.string
      if let address = WebAddress.valid(source.address.string) {
        entry.sources.append(EntryContent.Source(address: address, name: name))
        entry.content.link(address, name)
      } else {
        entry.content.text(name)
      }
    }
    entry.content.raw("</p>\n")
    entry.content.setDirection(ofElementAt: start)
  }

  // Events that are held until their day are neither linked nor named.
  private mutating func addRelated(_ related: [RelatedEvent]) {
    let related =
      site.lastDay == nil
      ? related : related.filter { !site.isAhead($0.path.withBytes { EventName.day(inPath: $0) }) }
    guard !related.isEmpty else { return }
    entry.content.raw("<p>Related:</p>\n")
    entry.relatedStart = entry.content.bytes.count
    entry.content.raw("<ul>\n")
    for event in related {
      let start = entry.content.bytes.count
      entry.content.raw("<li>")
      var address: [UInt8] = []
      event.path.withBytes { path in
        if let day = EventName.day(inPath: path) {
          entry.content.text(day.description)
          entry.content.raw(": ")
        }
        site.setAddress(ofPage: path, &address)
      }
      let hasTitle = event.title.withBytes(InvisibleCharacters.leaveVisibleText)
      if !missingLinks.isEmpty, missingLinks.contains(event.path.string) {
        entry.content.text(hasTitle ? event.title.string : event.path.string)
      } else {
        address.withUnsafeBufferPointer { address in
          event.title.withBytes { entry.content.link(address, hasTitle ? $0 : address) }
        }
        entry.related.append(address)
      }
      if !event.context.isEmpty {
        entry.content.raw(" (")
        PlainText.clean(event.context).withBytes { entry.content.text($0) }
        entry.content.raw(")")
      }
      entry.content.raw("</li>\n")
      entry.content.setDirection(ofElementAt: start)
    }
    entry.content.raw("</ul>\n")
  }

  private mutating func setAddress(of path: String) {
    var path = path
    path.withUTF8 { site.setAddress(ofPage: $0, &entry.page) }
  }
}

extension EventPage {
  /// The summary as plain text, as readers see it, without the addresses of links.
  package var summaryText: TextSlice {
    summary.withBytes(Markdown.isPlain)
      ? PlainText.clean(summary) : TextSlice(PlainText.clean(decoded: Markdown.plainText(summary.string)))
  }
}

extension FoldedText {
  /// Title and summary of an event's page as plain text, in which words are searched.
  package init(title: TextSlice, summary: TextSlice) { self.init(keys: Self.keys(of: [title, summary])) }

  /// Plain texts in the form of an `EntityKey`.
  package static func keys(of texts: [TextSlice]) -> [String] {
    texts.map { EntityKey($0.string)?.text ?? "" }
  }
}

extension IndexTransaction {
  /// Title and summary of an event's page, in which words are searched.
  /// - Throws: `IndexError.damaged` when the page is missing.
  package func foldedText(ofPage page: Int) throws -> FoldedText {
    let texts = try texts(ofPage: page)
    guard texts.count == 2 else { throw damage("page", row: page, "is missing, or is no event's page") }
    return FoldedText(title: texts[0], summary: texts[1])
  }
}
