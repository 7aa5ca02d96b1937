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
    updated: Set<Int32>, edited: Set<NameNumber>, _ names: StringInterner, _ changes: inout Changes
  ) {
    let topics = changes.topics
    let rests = rests(of: topics)
    // For each event 1 + the index in `topics` of the topic that has it outside its feed and in no document yet.
    var waiting = [Int](repeating: 0, count: events.count)
    for (index, topic) in topics.enumerated() {
      let old = self.topics[Int(topic)].archive
      if old.isEmpty, rests[index].isEmpty { continue }
      for event in rests[index] { waiting[Int(event)] = index + 1 }
      var documents = old.map { document in
        document.filter { id in
          let event = eventOfID[Int(id)]
          guard event >= 0, waiting[Int(event)] == index + 1 else { return false }
          waiting[Int(event)] = 0
          return true
        }
      }
      let new = rests[index].filter { waiting[Int($0)] == index + 1 }
      let outgrown = shrink(&documents, edited)
      append((new + outgrown).sorted { precedes($1, $0, names: names) }, to: &documents)
      while documents.last?.isEmpty == true { documents.removeLast() }
      self.topics[Int(topic)].archive = documents
      addChanges(of: topic, old: old, updated: updated, to: &changes)
    }
    if isNew {
      changes.endedArchives = notedArchives.keys.sorted()
      notedArchives = [:]
    }
  }

  /// The events of an archive document of a topic in the order of insertion, as indices into `events`.
  func events(inArchive number: Int, of topic: Topic) -> [Int32] {
    topic.archive.indices.contains(number - 1) ? topic.archive[number - 1].map { eventOfID[Int($0)] } : []
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
  private func rests(of topics: [Int32]) -> [[Int32]] {
    var places = [Int](repeating: -1, count: self.topics.count)
    var windows: [Set<Int32>] = []
    for (index, topic) in topics.enumerated() {
      let window = window(of: self.topics[Int(topic)])
      let isAll = window.count == self.topics[Int(topic)].events
      places[Int(topic)] = isAll ? -1 : index
      windows.append(isAll ? [] : Set(window))
    }
    var rests = [[Int32]](repeating: [], count: topics.count)
    func take(_ event: Int, _ topic: Int32) {
      let place = places[Int(topic)]
      if place >= 0, !windows[place].contains(Int32(event)) { rests[place].append(Int32(event)) }
    }
    for index in events.indices where !events[index].isGone {
      take(index, 0)
      for topic in topicsOfEvents[events[index].topics] { take(index, topic) }
    }
    return rests
  }

  // Removes events from documents that edits have made too large. Returns these events.
  private func shrink(
    _ documents: inout [[NameNumber]], _ edited: Set<NameNumber>
  ) -> [Int32] {
    var taken: [Int32] = []
    for place in documents.indices where documents[place].contains(where: edited.contains) {
      var bytes = documents[place].reduce(0) { $0 + size(ofID: $1) }
      while bytes > Self.mostBytes, documents[place].count > 1 {
        let id = documents[place].removeLast()
        taken.append(eventOfID[Int(id)])
        bytes -= size(ofID: id)
      }
    }
    return taken
  }

  private func size(ofID id: NameNumber) -> Int { Int(events[Int(eventOfID[Int(id)])].size) }

  // Appends events to the last document of a topic, and to new documents when it is full.
  private func append(
    _ events: [Int32], to documents: inout [[NameNumber]]
  ) {
    guard !events.isEmpty else { return }
    var bytes = (documents.last ?? []).reduce(0) { $0 + size(ofID: $1) }
    for event in events {
      let size = Int(self.events[Int(event)].size)
      if let last = documents.last, last.count < site.windowEntries,
        last.isEmpty || bytes + size <= Self.mostBytes
      {
        documents[documents.count - 1].append(self.events[Int(event)].id)
        bytes += size
      } else {
        documents.append([self.events[Int(event)].id])
        bytes = size
      }
    }
  }

  // Adds the changed documents of a topic, which had the `old` documents before, to `changes`.
  private func addChanges(
    of number: Int32, old: [[NameNumber]], updated: Set<Int32>, to changes: inout Changes
  ) {
    let topic = topics[Int(number)]
    var before = topic
    before.archive = old
    for index in 0..<max(old.count, topic.archive.count) {
      let isIn = (old.indices.contains(index), topic.archive.indices.contains(index))
      let isMoved = !(isIn.0 && isIn.1 && old[index] == topic.archive[index])
      let isOther =
        isNew || isMoved || neighbours(of: index + 1, in: before) != neighbours(of: index + 1, in: topic)
        || topic.archive[index].contains { updated.contains(eventOfID[Int($0)]) }
      if isOther {
        changes.archives.append(ArchivePlace(topic: number, number: index + 1, isMoved: isMoved))
      }
    }
  }
}
