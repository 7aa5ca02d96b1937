package import Primitives

/// One event page: what one file of the archive says of an event.
package struct EventPage: Hashable, Sendable {
  /// The page's own name.
  package var name: EventName
  /// The event's day, from the page's path.
  package var day: EventDay
  /// The text of the `#####` line, which only later pages have: the event's subject or one of its entities.
  package var topic: TextSlice?
  /// The title as plain text.
  package var title: TextSlice
  /// The source's own description of the event as Markdown, empty when there is none.
  package var summary: TextSlice
  /// Where the news was reported, in the page's order.
  package var sources: [Source]
  /// The address of the event's picture.
  package var cover: TextSlice?
  /// The event's titles and names, oldest first, its own the last; empty when the page lists none.
  package var changes: [TitleChange]
  /// Up to ten events that share entities with this one, those that share most first.
  package var related: [RelatedEvent]
  /// The contexts written in the page's own body, each with its line.
  package var contexts: [ContextLine]
  /// The line of the `#####` heading, 0 when there is none.
  package var topicLine: Int
}

/// A report of an event elsewhere.
package struct Source: Hashable, Sendable {
  /// The publisher's name.
  package var name: TextSlice
  /// The report's address, an absolute http or https URL as the page writes it.
  package var address: TextSlice
}

/// One line of a Changes list: a title that the event had, and the name it had then.
package struct TitleChange: Hashable, Sendable {
  /// The title as plain text.
  package var title: TextSlice
  /// The name's path (see `EventName.path`).
  package var path: TextSlice
  /// When this version was replaced, `2018-02-06 13:49:25`; empty for the current version.
  package var replaced: TextSlice
}

/// One item of a Related list.
package struct RelatedEvent: Hashable, Sendable {
  /// The other event's title as plain text, as this page has it.
  package var title: TextSlice
  /// The path of the other event's name, or of one of its names (see `EventName.path`).
  package var path: TextSlice
  /// What both events share: names joined by `, `, unsplit.
  package var context: TextSlice
  /// The item's line.
  package var line: Int
}

/// Names joined by `, `, unsplit, and the line where they stand.
package struct ContextLine: Hashable, Sendable {
  /// The names, joined by `, `.
  package var text: TextSlice
  /// The line.
  package var line: Int
}

/// A day's page: the contexts it gives to the events it lists.
package struct DayPage: Hashable, Sendable {
  /// One heading with a context line under it.
  package struct Item: Hashable, Sendable {
    /// The path of the event's name (see `EventName.path`).
    package var path: TextSlice
    /// The event's entities, joined by `, `.
    package var context: ContextLine
  }

  /// The items that have a context, in the page's order.
  package var items: [Item]
}
