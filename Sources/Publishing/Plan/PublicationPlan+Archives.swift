internal import ArchiveIndex
internal import Classification
internal import EventArchive
internal import Primitives

/// Archives (RFC 5005, section 4): events for which a feed has no room are in archive documents, the oldest of which has the number 1. An
/// event stays in its document, which the index stores, unless it ends, leaves the topic, or returns to the feed because newer events
/// were removed.
extension PublicationPlan {
  /// Puts the events outside the feeds of the changed topics into archive documents.
  /// - Parameters:
  ///   - updated: the events that may have changed.
  ///   - edited: the ids of events whose content has changed.
  mutating func fillArchives(
    updated: Set<Event.Index>, edited: Set<NameNumber>, _ names: StringInterner, _ changes: inout Changes
  ) {
    let topics = changes.topics
    let rests = rests(of: topics)
    // For each event 1 + the index in `topics` of the topic that has it outside its feed and in no document yet.
    var waiting = [Int](repeating: 0, count: events.count)
    for (index, topic) in topics.enumerated() {
      let old = self.topics[topic.index].archive
      if old.isEmpty, rests[index].isEmpty { continue }
      for event in rests[index] { waiting[event.index] = index + 1 }
      var documents = old.map { document in
        document.filter { id in
          guard let event = event(withID: id), waiting[event.index] == index + 1 else { return false }
          waiting[event.index] = 0
          return true
        }
      }
      let new = rests[index].filter { waiting[$0.index] == index + 1 }
      let outgrown = shrink(&documents, edited)
      append((new + outgrown).sorted { precedes($1, $0, names: names) }, to: &documents)
      while documents.last?.isEmpty == true { documents.removeLast() }
      self.topics[topic.index].archive = documents
      addChanges(of: topic, old: old, updated: updated, to: &changes)
    }
    if isNew {
      changes.endedArchives = notedArchives.keys.sorted()
      notedArchives = [:]
    }
  }

  /// The events of an archive document of a topic in the order of insertion.
  func events(inArchive number: Int, of topic: Topic) -> [Event.Index] {
    topic.archive.indices.contains(number - 1) ? topic.archive[number - 1].compactMap(event) : []
  }

  /// The number of the newest archive document of a topic; `nil` when there is none.
  func lastArchive(of topic: Topic) -> Int? {
    topic.archive.lastIndex { !$0.isEmpty }.map { $0 + 1 }
  }

  /// The numbers of the neighbours of an archive document, without empty documents.
  func neighbours(of number: Int, in topic: Topic) -> (previous: Int?, next: Int?) {
    let index = number - 1
    return (
      topic.archive[..<index].lastIndex { !$0.isEmpty }.map { $0 + 1 },
      topic.archive[(index + 1)...].firstIndex { !$0.isEmpty }.map { $0 + 1 }
    )
  }
}

extension PublicationPlan {
  // The maximum size of the entries of a document. Some readers read at most 512 KB, including the head.
  private static let mostBytes = 500_000

  // For each topic, its events outside the window of the feed.
  private func rests(of topics: [Topic.Index]) -> [[Event.Index]] {
    var places = [Int](repeating: -1, count: self.topics.count)
    var windows: [Set<Event.Index>] = []
    for (index, topic) in topics.enumerated() {
      let window = window(of: self.topics[topic.index])
      let isAll =
        window.count == self.topics[topic.index].events || self.topics[topic.index].isHidden
      places[topic.index] = isAll ? -1 : index
      windows.append(isAll ? [] : Set(window))
    }
    var rests = [[Event.Index]](repeating: [], count: topics.count)
    func take(_ event: Event.Index, _ topic: Topic.Index) {
      let place = places[topic.index]
      if place >= 0, !windows[place].contains(event) { rests[place].append(event) }
    }
    for index in events.indices where !events[index].isGone {
      take(Event.Index(index), .all)
      for topic in self.topics(of: events[index]).inFeeds { take(Event.Index(index), topic) }
    }
    return rests
  }

  // Removes events from documents that edits have made too large. Returns these events.
  private func shrink(
    _ documents: inout [[NameNumber]], _ edited: Set<NameNumber>
  ) -> [Event.Index] {
    var taken: [Event.Index] = []
    for place in documents.indices where documents[place].contains(where: edited.contains) {
      var bytes = documents[place].reduce(0) { $0 + size(ofID: $1) }
      while bytes > Self.mostBytes, documents[place].count > 1 {
        let id = documents[place].removeLast()
        if let event = event(withID: id) { taken.append(event) }
        bytes -= size(ofID: id)
      }
    }
    return taken
  }

  private func size(ofID id: NameNumber) -> Int {
    event(withID: id).map { Int(events[$0.index].size) } ?? 0
  }

  // Appends events to the last document of a topic, and to new documents when it is full.
  private func append(
    _ events: [Event.Index], to documents: inout [[NameNumber]]
  ) {
    guard !events.isEmpty else { return }
    var bytes = (documents.last ?? []).reduce(0) { $0 + size(ofID: $1) }
    for event in events {
      let size = Int(self.events[event.index].size)
      if let last = documents.last, last.count < site.windowEntries,
        last.isEmpty || bytes + size <= Self.mostBytes
      {
        documents[documents.count - 1].append(self.events[event.index].id)
        bytes += size
      } else {
        documents.append([self.events[event.index].id])
        bytes = size
      }
    }
  }

  // Adds the changed documents of a topic, which had the `old` documents before, to `changes`.
  private func addChanges(
    of index: Topic.Index, old: [[NameNumber]], updated: Set<Event.Index>, to changes: inout Changes
  ) {
    let topic = topics[index.index]
    var before = topic
    before.archive = old
    for place in 0..<max(old.count, topic.archive.count) {
      let isIn = (old.indices.contains(place), topic.archive.indices.contains(place))
      let isMoved = !(isIn.0 && isIn.1 && old[place] == topic.archive[place])
      let isOther =
        isNew || isMoved || neighbours(of: place + 1, in: before) != neighbours(of: place + 1, in: topic)
        || topic.archive[place].contains { event(withID: $0).map(updated.contains) ?? false }
      if isOther {
        changes.archives.append(ArchivePlace(topic: index, number: place + 1, isMoved: isMoved))
      }
    }
  }
}
