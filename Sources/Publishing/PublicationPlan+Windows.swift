internal import Classification

/// Windows: a feed holds a topic's newest entries, and all that are not far behind the newest. A topic keeps one event
/// more than its feed, if there is one, to know that the feed is complete.
extension PublicationPlan {
  /// The events of a topic's feed, newest first, as indices into `events`.
  package func window(of topic: Topic) -> ArraySlice<Int32> {
    isComplete(topic.newest) ? topic.newest.dropLast() : topic.newest[...]
  }

  /// Fills windows out of which events have fallen.
  mutating func fillWindows(of changed: Set<Int32>, _ names: TextTable) {
    let short = changed.filter {
      topics[Int($0)].newest.count < topics[Int($0)].events && !isComplete(topics[Int($0)].newest)
    }
    guard !short.isEmpty else { return }
    var isShort = [Bool](repeating: false, count: topics.count)
    for topic in short { (isShort[Int(topic)], topics[Int(topic)].newest) = (true, []) }
    for index in events.indices where !events[index].isGone {
      if isShort[0] { enter(Int32(index), 0, names, isWhole: true) }
      for topic in topicsOfEvents[events[index].topics] where isShort[Int(topic)] {
        enter(Int32(index), topic, names, isWhole: true)
      }
    }
  }

  /// Puts an event in a topic's window if it belongs there. A window out of which an event has fallen does not tell
  /// whether one behind all others does, unless it `isWhole`; nor does one that is complete.
  mutating func enter(_ event: Int32, _ topic: Int32, _ names: TextTable, isWhole: Bool = false) {
    let count = topics[Int(topic)].newest.count
    var place = count
    while place > 0, precedes(event, topics[Int(topic)].newest[place - 1], names) { place -= 1 }
    if place == count {
      guard isWhole || count == topics[Int(topic)].events, !isComplete(topics[Int(topic)].newest) else {
        return
      }
    }
    topics[Int(topic)].newest.insert(event, at: place)
    while isComplete(topics[Int(topic)].newest.dropLast()) { topics[Int(topic)].newest.removeLast() }
  }

  /// The order of a feed: newest first; of one moment, by id.
  func precedes(_ left: Int32, _ right: Int32, _ names: TextTable) -> Bool {
    let (left, right) = (events[Int(left)], events[Int(right)])
    return left.published != right.published
      ? left.published > right.published : names.precedes(left.id, right.id)
  }

  // Whether the last of a topic's newest events does not belong to its feed any more.
  private func isComplete(_ newest: some BidirectionalCollection<Int32>) -> Bool {
    guard let first = newest.first, let last = newest.last, newest.count > site.windowEntries else {
      return false
    }
    return events[Int(last)].published < events[Int(first)].published - Int64(site.windowHours) * 3600
      || site.windowHours == 0
  }
}
