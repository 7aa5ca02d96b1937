internal import Classification
package import Primitives

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

  /// Makes counts of no posts.
  package init() {}

  /// Counts a post.
  /// - Parameters:
  ///   - isPublished: whether it is published.
  ///   - start: the time from which on it is published (see `PostTimes`).
  ///   - time: the present.
  package mutating func addPost(isPublished: Bool, start: UnixTime, at time: UnixTime) {
    switch (isPublished, start) {
    case (true, _): published += 1
    case (_, PostTimes.never): drafts += 1
    case (_, PostTimes.inOtherLanguage): inOtherLanguages += 1
    case (_, let start) where start > time: future += 1
    default: expired += 1
    }
  }
}
