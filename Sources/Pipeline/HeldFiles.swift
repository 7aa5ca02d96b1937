package import EventArchive
package import Primitives

/// Files that are held back until their day, and so are unknown to the index.
package struct HeldFiles {
  private var days: [BytePath: EventDay] = [:]
  /// How many of them are stories; the others are days' pages.
  package private(set) var stories = 0
  /// The day of the file that is due first; `nil` when none is held back.
  package private(set) var first: EventDay?

  /// Holds nothing back.
  package init() {}

  /// The day until which a file is held back; `nil` when it is not.
  package subscript(path: BytePath) -> EventDay? { days[path] }

  /// Holds a file back until a day.
  package mutating func hold(_ path: BytePath, until day: EventDay) {
    if days.updateValue(day, forKey: path) == nil, Self.isStory(path) { stories += 1 }
    first = min(first ?? day, day)
  }

  /// Holds back what others hold back.
  package mutating func hold(_ others: HeldFiles) {
    for (path, day) in others.days { hold(path, until: day) }
  }

  /// Lets go of files, whether they are held back or not.
  package mutating func release(_ paths: some Sequence<BytePath>) {
    guard !days.isEmpty else { return }
    for path in paths where days.removeValue(forKey: path) != nil && Self.isStory(path) { stories -= 1 }
    first = days.values.min()
  }

  /// Lets go of the files of which the day has come.
  /// - Returns: their paths.
  package mutating func releaseDue(by clock: EventClock) -> [BytePath] {
    guard let first, clock.heldUntil(first) == nil else { return [] }
    let due = days.filter { clock.heldUntil($0.value) == nil }.keys.sorted()
    release(due)
    return due
  }

  private static func isStory(_ path: BytePath) -> Bool {
    ContentFormat.format(of: path.text)?.isEvent ?? false
  }
}

extension HeldFiles: CustomStringConvertible {
  /// How many stories are held back, and until when, for people.
  package var description: String {
    let count = stories == 1 ? "1 story" : "\(stories) stories"
    return "\(count) held back" + (first.map { ", the first until \($0)" } ?? "")
  }
}
