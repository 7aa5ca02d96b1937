internal import Classification
internal import Primitives

/// Windows: a feed has the newest entries of its topic, as many as the limits of the site allow. A topic keeps one event more than its
/// feed, if there is one, to know that the feed is complete.
extension PublicationPlan {
  /// The events of a topic's feed, newest first.
  package func window(of topic: Topic) -> ArraySlice<Event.Index> {
    topic.isComplete ? topic.newest.dropLast() : topic.newest[...]
  }

  /// Refills the windows of topics that have lost events.
  mutating func fillWindows(of changed: Set<Topic.Index>, _ names: StringInterner) {
    let short = changed.filter {
      topics[$0.index].newest.count < topics[$0.index].events && !topics[$0.index].isComplete
    }
    guard !short.isEmpty else { return }
    var isShort = [Bool](repeating: false, count: topics.count)
    for topic in short {
      isShort[topic.index] = true
      (topics[topic.index].newest, topics[topic.index].newestBytes) = ([], 0)
    }
    for index in events.indices where !events[index].isGone {
      let event = Event.Index(index)
      if isShort[0] { enter(event, into: .all, names: names, isWhole: true) }
      for topic in topics(of: events[index]).inFeeds where isShort[topic.index] {
        enter(event, into: topic, names: names, isWhole: true)
      }
    }
  }

  /// Inserts an event into a topic's window if it belongs there.
  ///
  /// An event that is older than all others in the window belongs there only if the window has room, and no newer event of the topic is
  /// missing in it. A window that is refilled from all events (`isWhole`) misses none.
  mutating func enter(
    _ event: Event.Index, into topic: Topic.Index, names: StringInterner, isWhole: Bool = false
  ) {
    let index = topic.index
    let place = Self.place(of: event, in: topics[index].newest, of: events, names)
    guard place == topics[index].newest.count else {
      topics[index].newest.insert(event, at: place)
      return trim(index)
    }
    guard isWhole || place == topics[index].events, !topics[index].isComplete else { return }
    topics[index].isComplete = !Self.hasRoom(
      events[event.index], behind: place, bytes: topics[index].newestBytes,
      first: topics[index].newest.first.map { events[$0.index] }, site)
    topics[index].newest.append(event)
    topics[index].newestBytes += Int(events[event.index].size)
  }

  /// Removes an event from a topic's window, if it is there.
  mutating func leave(_ event: Event.Index, from topic: Topic.Index) {
    guard let place = topics[topic.index].newest.firstIndex(of: event) else { return }
    topics[topic.index].newest.remove(at: place)
    trim(topic.index)
  }

  /// The order of a feed: newest first, and events of the same time by id.
  func precedes(_ left: Event.Index, _ right: Event.Index, names: StringInterner) -> Bool {
    Self.precedes(events[left.index], events[right.index], names)
  }

  private static func precedes(_ left: Event, _ right: Event, _ names: StringInterner) -> Bool {
    left.published != right.published
      ? left.published > right.published : names.precedes(left.id, right.id)
  }

  // The place of an event in a sorted list. Most events come in order, so the end is tried first. As a method of the plan, it would copy
  // the plan for each event of a topic, which takes a fifth of the time of planning.
  private static func place(
    of event: Event.Index, in newest: [Event.Index], of events: [Event], _ names: StringInterner
  ) -> Int {
    let new = events[event.index]
    guard let last = newest.last, precedes(new, events[last.index], names) else { return newest.count }
    return newest.partitioningIndex { precedes(new, events[$0.index], names) }
  }

  // Shortens the list to the feed's events and the next older one.
  private mutating func trim(_ topic: Int) {
    let newest = topics[topic].newest
    var (count, bytes) = (0, 0)
    let first = newest.first.map { events[$0.index] }
    while count < newest.count,
      Self.hasRoom(events[newest[count].index], behind: count, bytes: bytes, first: first, site)
    {
      bytes += Int(events[newest[count].index].size)
      count += 1
    }
    topics[topic].isComplete = count < newest.count
    guard count < newest.count else {
      topics[topic].newestBytes = bytes
      return
    }
    topics[topic].newest.removeLast(newest.count - count - 1)
    topics[topic].newestBytes = bytes + Int(events[newest[count].index].size)
  }

  // Whether a feed has room for an event after `count` entries of a total size, the first of which is `first`.
  private static func hasRoom(
    _ event: Event, behind count: Int, bytes: Int, first: Event?, _ site: Site
  ) -> Bool {
    guard let first, count > 0 else { return true }
    return site.hasRoom(
      for: (event.published, Int(event.size)), behind: count, bytes: bytes, newest: first.published)
  }
}
