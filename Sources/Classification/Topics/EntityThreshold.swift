/// Decides which entities are topics: those with a minimum number of events. An entity that no list names needs more.
package struct EntityThreshold: Sendable {
  // The events of an entity: all, and those in which a list names it.
  private struct Count: Equatable {
    var all = 0
    var listed = 0
  }

  private let minimum: Int
  private let unlistedMinimum: Int
  // By entity: its events.
  private var counts: [Count] = []
  // By the page that an event shows: the entities of the event, topics or not, with a bit for those that no list names.
  private var entities = NumberLists()

  /// Makes a threshold without events.
  /// - Parameter discovered: the minimum for entities that no list names.
  package init(minimum: Int, discovered: Int) {
    self.minimum = minimum
    unlistedMinimum = max(minimum, discovered)
  }

  private var isNeeded: Bool { unlistedMinimum > 1 }

  /// Replaces the events that some pages show by others, which must have all their entities.
  /// - Returns: the entities that are topics now and were not before, or the reverse; none for the first events.
  package mutating func update(
    _ events: [Classifier.Event], replacing pages: some Sequence<Int>
  ) -> Set<EntityNumber> {
    guard isNeeded else { return [] }
    var before: [EntityNumber: Count]? = counts.isEmpty ? nil : [:]
    for page in pages {
      for entity in entities[page] { count(entity, step: -1, before: &before) }
      entities.removeList(at: page)
    }
    if counts.isEmpty {
      // A table that grows is in memory twice.
      let elements = events.reduce(0) { $0 + $1.markedEntities.count }
      entities.reserveCapacity(lists: events.count, elements: elements)
    }
    for event in events {
      let packed = event.markedEntities.map { $0.number.rawValue << 1 | ($0.isUnlisted ? 1 : 0) }
      entities.set(packed, at: event.page)
      for entity in packed { count(entity, step: 1, before: &before) }
    }
    guard let before else { return [] }
    return Set(before.filter { isTopic($0.value) != isTopic($0.key) }.keys)
  }

  /// The pages that show the events of some entities.
  package func pages(of wanted: Set<EntityNumber>) -> [Int] {
    entities.indices.filter { entities[$0].contains { wanted.contains(Self.entity($0)) } }
  }

  /// Removes the entities that are no topics from events.
  package func apply(to events: inout [Classifier.Event]) {
    guard isNeeded else { return }
    for index in events.indices { events[index].markedEntities.removeAll { !isTopic($0.number) } }
  }

  /// Whether an entity has enough events.
  func isTopic(_ entity: EntityNumber) -> Bool {
    !isNeeded || isTopic(entity.index < counts.count ? counts[entity.index] : Count())
  }

  private func isTopic(_ count: Count) -> Bool {
    count.all >= (count.listed > 0 ? minimum : unlistedMinimum)
  }

  private static func entity(_ packed: Int32) -> EntityNumber { EntityNumber(rawValue: packed >> 1) }

  private mutating func count(_ packed: Int32, step: Int, before: inout [EntityNumber: Count]?) {
    let entity = Self.entity(packed)
    if entity.index >= counts.count {
      counts += repeatElement(Count(), count: max(entity.index + 1 - counts.count, counts.count))
    }
    if before != nil, before?[entity] == nil { before?[entity] = counts[entity.index] }
    counts[entity.index].all += step
    if packed & 1 == 0 { counts[entity.index].listed += step }
  }
}
