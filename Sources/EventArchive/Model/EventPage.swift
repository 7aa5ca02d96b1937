package import Primitives

/// The page of an event: the data of one file of the archive.
package struct EventPage: Hashable, Sendable {
  /// The page's name.
  package var name: EventName
  /// The event's day, from the page's path.
  package var day: EventDay
  /// The text of the heading of level 5, which only later pages have: the event's subject or one of its entities.
  package var topic: TextSlice?
  /// The title as plain text.
  package var title: TextSlice
  /// The source's description of the event as Markdown; empty when there is none.
  package var summary: TextSlice
  /// The sources of the event, in the page's order.
  package var sources: [Source]
  /// The address of the event's picture.
  package var cover: TextSlice?
  /// The event's titles and names, oldest first, the current ones last; empty when the page lists none.
  package var changes: [TitleChange]
  /// Events that share entities with this one, usually ten, ordered by the number of shared entities.
  package var related: [RelatedEvent]
  /// The contexts in the page's body.
  package var contexts: [ContextLine]
  /// The categories in the page's body, which are no entities.
  package var categories: [TextSlice] = []
  /// The articles about its contexts.
  package var articles: [NamedArticle] = []
  /// The line of the heading of level 5; `nil` when there is none.
  package var topicLine: Int?
}

/// A source of an event: a report on another site.
package struct Source: Hashable, Sendable {
  /// The publisher's name.
  package var name: TextSlice
  /// The report's address, an absolute http or https URL as in the page.
  package var address: TextSlice
}

/// An article about what a name means.
package struct NamedArticle: Hashable, Sendable {
  /// The name.
  package var name: TextSlice
  /// The article.
  package var article: ArticleAddress
  /// The line.
  package var line: Int

  /// Makes a named article.
  package init(name: TextSlice, article: ArticleAddress, line: Int) {
    self.name = name
    self.article = article
    self.line = line
  }
}

/// An item of a Changes list: a version of the event's title and name.
package struct TitleChange: Hashable, Sendable {
  /// The title as plain text.
  package var title: TextSlice
  /// The name's path (see `EventName.path`).
  package var path: TextSlice
  /// The time when this version was replaced, `2018-02-06 13:49:25`; empty for the current version.
  package var replaced: TextSlice
}

/// An item of a Related list.
package struct RelatedEvent: Hashable, Sendable {
  /// The other event's title on this page, as plain text.
  package var title: TextSlice
  /// The path of one of the other event's names (see `EventName.path`).
  package var path: TextSlice
  /// The entities of both events: names joined by `, `.
  package var context: TextSlice
  /// The item's line.
  package var line: Int
}

/// A context: names joined by `, `, and their line.
package struct ContextLine: Hashable, Sendable {
  /// The names, joined by `, `.
  package var text: TextSlice
  /// The line.
  package var line: Int
}

/// The page of a day: the contexts of the events that it lists.
package struct DayPage: Hashable, Sendable {
  /// A heading with a context under it.
  package struct Item: Hashable, Sendable {
    /// The path of the event's name (see `EventName.path`).
    package var path: TextSlice
    /// The event's entities, joined by `, `.
    package var context: ContextLine
  }

  /// The items with a context, in the page's order.
  package var items: [Item]
}
