/// All entities that the archive's contexts and topics name, and which spelling means which.
package struct EntityCatalogue: Sendable {
  /// The entities, ordered by key.
  package let entities: [Entity]
  /// By spelling number: the entity it means; -1 for a spelling that no page uses any more.
  package let entityOfSpelling: [EntityNumber]
  private let numbers: [EntityKey: EntityNumber]

  /// Collects the entities of an archive; `aliases` gives names the name that they are to be filed under.
  package init(_ facts: ArchiveFacts, aliases: [String: String] = [:]) {
    let counts = Self.counts(facts)
    let targets = Self.targets(of: aliases)
    var keys: [EntityKey?] = Array(repeating: nil, count: facts.spellings.count)
    var best: [EntityKey: (count: Int32, name: String)] = [:]
    for (number, spelling) in facts.spellings.enumerated() where counts[number] > 0 {
      guard let key = EntityKey(spelling) else { continue }
      let target = targets[key]
      keys[number] = target?.key ?? key
      // An alias's own spelling outdoes any count.
      let candidate = target.map { (count: Int32.max, name: $0.name) } ?? (counts[number], spelling)
      if let known = best[target?.key ?? key], !Self.outdoes(candidate, known) { continue }
      best[target?.key ?? key] = candidate
    }
    let sorted = best.keys.sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(sorted, EntityNumber(0)...))
    entities = sorted.map { Entity(key: $0, name: best[$0]?.name ?? $0.text, slug: $0.slug) }
    entityOfSpelling = keys.map { key in key.flatMap { numbers[$0] } ?? -1 }
    self.numbers = numbers
  }

  /// The number of the entity with a key.
  package func number(of key: EntityKey) -> EntityNumber? { numbers[key] }
}

extension EntityCatalogue {
  private static func outdoes(_ left: (count: Int32, name: String), _ right: (count: Int32, name: String))
    -> Bool
  {
    left.count != right.count ? left.count > right.count : left.name < right.name
  }

  // How often each spelling stands in a context or topic.
  private static func counts(_ facts: ArchiveFacts) -> [Int32] {
    var counts = [Int32](repeating: 0, count: facts.spellings.count)
    for case let page? in facts.pages {
      for spelling in page.own { counts[Int(spelling)] += 1 }
      page.forEachLink { _, spellings in
        for spelling in spellings { counts[Int(spelling)] += 1 }
      }
    }
    return counts
  }

  // Aliases by key, chains followed to their end; a circle ends where it began.
  private static func targets(of aliases: [String: String]) -> [EntityKey: (key: EntityKey, name: String)] {
    var steps: [EntityKey: (key: EntityKey, name: String)] = [:]
    for (name, target) in aliases.sorted(by: { $0.key < $1.key }) {
      if let from = EntityKey(name), let to = EntityKey(target), from != to { steps[from] = (to, target) }
    }
    var ends: [EntityKey: (key: EntityKey, name: String)] = [:]
    for (from, step) in steps {
      var (end, seen) = (step, Set([from]))
      while let next = steps[end.key], seen.insert(end.key).inserted { end = next }
      ends[from] = end
      // The target's own most frequent spelling must not outdo the one that the alias gives.
      if steps[end.key] == nil, end.name < ends[end.key]?.name ?? "\u{10FFFF}" { ends[end.key] = end }
    }
    return ends
  }
}
