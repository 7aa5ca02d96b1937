package import EventArchive
internal import Primitives

/// The content of an event file that the import writes, as far as the format has a place for it.
package struct EventDocument: Equatable, Sendable {
  /// A link of the file.
  package struct Link: Hashable, Sendable {
    /// The text that is shown.
    package var text: String
    /// The address, or the path of the name of an event.
    package var target: String
  }

  /// A former or the present title, with the path of the file's name.
  package struct Change: Hashable, Sendable {
    /// The title and the path.
    package var title: Link
    /// The time when the title was replaced, `2026-08-20 13:49:25`; empty for the present one.
    package var replaced: String
  }

  /// A related event.
  package struct Related: Hashable, Sendable {
    /// The title and the path of the event.
    package var event: Link
    /// The names that both events share.
    package var names: [String]
  }

  /// The path of the file below the content directory.
  package let path: String
  /// The name of the event's page, from the path.
  package let name: EventName
  /// The text of the line `##### …`.
  package var topic: String?
  /// The title as plain text.
  package var title: String
  /// The summary in Markdown.
  package var summary: String
  /// The names of the contexts.
  package var names: [String] = []
  /// The articles about names of the contexts.
  package var articles: [Link] = []
  /// The categories.
  package var categories: [String] = []
  /// The sources.
  package var sources: [Link] = []
  /// The address of the picture.
  package var cover: String?
  /// The titles, the present one last; empty when there was only one.
  package var changes: [Change] = []
  /// Related events.
  package var related: [Related] = []

  /// Makes a document without lists; `nil` when the path is not that of an event file.
  package init?(path: String, title: String, summary: String) {
    guard let name = EventName(file: path) else { return nil }
    self.path = path
    self.name = name
    self.title = title
    self.summary = summary
  }

  /// Parses a file; `nil` for a file that is no event file.
  /// - Parameters:
  ///   - bytes: the content of the file.
  ///   - path: the file's path below the content directory.
  package init?(parsing bytes: UnsafeBufferPointer<UInt8>, path: String) {
    guard let name = EventName(file: path),
      let page = EventFileParser.parse(bytes, path: path, name: name).page
    else { return nil }
    self.init(page, path: path)
  }

  private init(_ page: EventPage, path: String) {
    self.path = path
    name = page.name
    topic = page.topic?.string
    title = page.title.string
    summary = page.summary.string
    names = page.contexts.flatMap { Self.names($0.text) }
    articles = page.articles.map { Link(text: $0.name.string, target: $0.article.text) }
    categories = page.categories.map(\.string)
    sources = page.sources.map { Link(text: $0.name.string, target: $0.address.string) }
    cover = page.cover?.string
    changes = page.changes.map {
      Change(title: Link(text: $0.title.string, target: $0.path.string), replaced: $0.replaced.string)
    }
    related = page.related.map {
      Related(event: Link(text: $0.title.string, target: $0.path.string), names: Self.names($0.context))
    }
  }

  private static func names(_ context: TextSlice) -> [String] {
    ContextList.names(context.string).map { PlainText.clean($0) }
  }
}
