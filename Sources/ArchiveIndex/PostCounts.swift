/// The number of posts by their state.
package struct PostCounts: Hashable, Sendable {
  /// Published posts.
  package var published = 0
  /// Posts whose time is over.
  package var expired = 0
  /// Posts that are not published.
  package var drafts = 0
  /// Posts in another language than the site's.
  package var inOtherLanguages = 0
  /// Posts with a date in the future.
  package var future = 0
  /// Files without an event.
  package var pages = 0

  /// All posts.
  package var all: Int { published + expired + drafts + inOtherLanguages + future }
}
