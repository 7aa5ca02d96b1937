package import EventArchive
package import Primitives

/// Files that are held back until their day; the index has no records of them.
package struct HeldFiles {
  private var days: [BytePath: EventDay] = [:]
  /// The number of stories among them; the others are pages of days.
  package private(set) var stories = 0
  /// The day of the file that is due first; `nil` when none is held back.
  package private(set) var first: EventDay?

  /// Makes an empty set.
  package init() {}

  /// The day until which a file is held back; `nil` when it is not.
  package subscript(path: BytePath) -> EventDay? { days[path] }

  /// Holds a file back until a day.
  package mutating func hold(_ path: BytePath, until day: EventDay) {
    if days.updateValue(day, forKey: path) == nil, Self.isStory(path) { stories += 1 }
    first = min(first ?? day, day)
  }

  /// Adds other held files.
  package mutating func hold(_ others: HeldFiles) {
    for (path, day) in others.days { hold(path, until: day) }
  }

  /// Releases files; a file that is not held is ignored.
  package mutating func release(_ paths: some Sequence<BytePath>) {
    guard !days.isEmpty else { return }
    for path in paths where days.removeValue(forKey: path) != nil && Self.isStory(path) { stories -= 1 }
    first = days.values.min()
  }

  /// Releases the files whose day has come.
  /// - Returns: their paths.
  package mutating func releaseDue(by clock: EventClock) -> [BytePath] {
    guard let first, clock.heldUntil(first) == nil else { return [] }
    let due = days.filter { clock.heldUntil($0.value) == nil }.keys.sorted()
    release(due)
    return due
  }

  private static func isStory(_ path: BytePath) -> Bool {
    ContentFormat.format(of: path.text, ContentSettings())?.isEvent ?? false
  }
}

extension HeldFiles: CustomStringConvertible {
  /// The number of held stories, and the first day.
  package var description: String {
    let count = stories == 1 ? "1 story" : "\(stories) stories"
    return "\(count) held back" + (first.map { ", the first until \($0)" } ?? "")
  }
}
