/// Decides which entities are topics: those with a minimum number of events.
package struct EntityThreshold: Sendable {
  private let minimum: Int
  // By entity: the number of its events.
  private var counts: [EntityNumber: Int] = [:]
  // By the page that an event shows: the entities of the event, topics or not.
  private var entities: [Int: [EntityNumber]] = [:]

  /// Makes a threshold without events.
  package init(minimum: Int) { self.minimum = minimum }

  /// Replaces the events that some pages show by others, which must have all their entities.
  /// - Returns: the entities that are topics now and were not before, or the reverse.
  package mutating func update(
    _ events: [Classifier.Event], replacing pages: some Sequence<Int>
  ) -> Set<EntityNumber> {
    guard minimum > 1 else { return [] }
    var before: [EntityNumber: Int] = [:]
    for page in pages {
      for entity in entities.removeValue(forKey: page) ?? [] { count(entity, step: -1, before: &before) }
    }
    for event in events {
      entities[event.page] = event.entities
      for entity in event.entities { count(entity, step: 1, before: &before) }
    }
    return Set(before.filter { ($0.value >= minimum) != isTopic($0.key) }.keys)
  }

  /// The pages that show the events of some entities.
  package func pages(of wanted: Set<EntityNumber>) -> [Int] {
    entities.filter { $0.value.contains(where: wanted.contains) }.keys.sorted()
  }

  /// Removes the entities that are no topics from events.
  package func apply(to events: inout [Classifier.Event]) {
    guard minimum > 1 else { return }
    for index in events.indices { events[index].entities.removeAll { !isTopic($0) } }
  }

  private func isTopic(_ entity: EntityNumber) -> Bool { counts[entity, default: 0] >= minimum }

  private mutating func count(
    _ entity: EntityNumber, step: Int, before: inout [EntityNumber: Int]
  ) {
    let count = counts[entity, default: 0]
    if before[entity] == nil { before[entity] = count }
    counts[entity] = count + step
  }
}
