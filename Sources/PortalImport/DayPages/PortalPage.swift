package import EventArchive

/// The page of a day of Wikipedia's Portal:Current events.
package struct PortalPage: Equatable, Sendable {
  /// The day.
  package var day: EventDay
  /// The events, in the order of the page.
  package var events: [PortalEvent]
}

/// An event of a day page.
package struct PortalEvent: Equatable, Sendable {
  /// A report on another site.
  package struct Source: Hashable, Sendable {
    /// The publisher's name.
    package var name: String
    /// The report's address, an absolute http or https URL.
    package var address: String
  }

  /// The line of the event in its input.
  package var line: Int
  /// The title as plain text.
  package var title: String
  /// The text behind the title as plain text; empty when there is none.
  package var summary: String
  /// The topics above the event, outermost first, and the names in its text.
  package var names: [String]
  /// The articles about the names, by name.
  package var articles: [String: ArticleAddress] = [:]
  /// The heading above the event.
  package var category: String?
  /// The sources, in the order of the page.
  package var sources: [Source]
}
