package import Primitives

/// All entities that the archive's contexts and topics name, and which spelling means which.
package struct EntityCatalogue: Sendable {
  /// What became of spellings when pages changed.
  package struct Update: Sendable {
    /// Spellings that no page used before.
    package var known: [SpellingNumber] = []
    /// Spellings that no page uses any more.
    package var forgotten: [SpellingNumber] = []
    /// Entities that were known under another name.
    package var renamed: [EntityNumber] = []
  }

  /// The entities, ordered by key as far as they were known at first; others come behind them.
  package private(set) var entities: [Entity] = []
  /// By spelling number: the entity it means; -1 for a spelling that no page uses any more.
  package private(set) var entityOfSpelling: [EntityNumber] = []

  // By spelling number: how often it stands in a context or topic.
  private var counts: [Int32] = []
  private var numbers: [EntityKey: EntityNumber] = [:]
  private var sortedCount = 0
  private let targets: [EntityKey: Target]
  // By the key that they are filed under: names whose own key is another.
  private let names: [EntityKey: [String]]

  private typealias Target = (key: EntityKey, name: String)
  private typealias Candidate = (count: Int32, name: String)

  /// Makes a catalogue without entities; `aliases` gives names the name that they are to be filed under.
  package init(aliases: [String: String]) {
    targets = Self.targets(of: aliases)
    names = Self.names(aliases, targets)
  }

  /// Collects the entities of an archive.
  package init(_ facts: ArchiveFacts, aliases: [String: String] = [:]) {
    self.init(aliases: aliases)
    _ = update(facts.spellings, removing: EmptyCollection(), adding: facts.pages.lazy.map(\.facts))
  }

  /// The number of the entity that a name means, or that has it for its slug.
  package func number(named name: String) -> EntityNumber? {
    guard let key = EntityKey(name) else { return nil }
    if let number = numbers[targets[key]?.key ?? key] { return number }
    // Only slugs that hold a digest are not the keys they were made of.
    return name.contains("--") ? entities.firstIndex { $0.slug == name }.map { EntityNumber($0) } : nil
  }

  /// The names that are filed under a key beside the spellings that have it by themselves, in order.
  package func aliases(of key: EntityKey) -> [String] { names[key] ?? [] }

  /// The number of the entity with a key.
  package func number(of key: EntityKey) -> EntityNumber? { numbers[key] }

  /// Whether one entity's key comes before another's.
  package func precedes(_ left: EntityNumber, _ right: EntityNumber) -> Bool {
    max(left, right) < sortedCount ? left < right : entities[Int(left)].key < entities[Int(right)].key
  }

  /// Replaces pages by others.
  package mutating func update(
    _ spellings: StringInterner, removing old: some Sequence<PageRecord>,
    adding new: some Sequence<PageRecord>
  ) -> Update {
    if counts.isEmpty { return fill(spellings, new) }
    let added = spellings.count - counts.count
    counts += repeatElement(0, count: added)
    entityOfSpelling += repeatElement(-1, count: added)
    var before: [SpellingNumber: Int32] = [:]
    func count(_ pages: some Sequence<PageRecord>, _ step: Int32) {
      for page in pages {
        page.forEachUse { spelling in
          if before[spelling] == nil { before[spelling] = counts[Int(spelling)] }
          counts[Int(spelling)] += step
        }
      }
    }
    count(old, -1)
    count(new, 1)
    var update = Update()
    var concerned: Set<EntityNumber> = []
    for (spelling, before) in before.sorted(by: { $0.key < $1.key }) where before != counts[Int(spelling)] {
      guard let (key, _) = entity(of: spellings[Int(spelling)], 0) else { continue }
      let entity = number(ofKnownOrNew: key)
      concerned.insert(entity)
      if before == 0 { update.known.append(spelling) }
      if counts[Int(spelling)] == 0 { update.forgotten.append(spelling) }
      entityOfSpelling[Int(spelling)] = counts[Int(spelling)] > 0 ? entity : -1
    }
    update.renamed = rename(concerned, spellings)
    return update
  }
}

extension EntityCatalogue {
  // Collects the entities of the first pages, in the order of their keys.
  private mutating func fill(_ spellings: StringInterner, _ pages: some Sequence<PageRecord>) -> Update {
    counts = Array(repeating: 0, count: spellings.count)
    for page in pages { page.forEachUse { counts[Int($0)] += 1 } }
    var keys: [EntityKey?] = Array(repeating: nil, count: spellings.count)
    var best: [EntityKey: Candidate] = [:]
    for (number, spelling) in spellings.enumerated() where counts[number] > 0 {
      guard let (key, candidate) = entity(of: spelling, counts[number]) else { continue }
      keys[number] = key
      if let known = best[key], !Self.outdoes(candidate, known) { continue }
      best[key] = candidate
    }
    let sorted = best.keys.sorted()
    numbers = Dictionary(uniqueKeysWithValues: zip(sorted, EntityNumber(0)...))
    entities = sorted.map { Entity(key: $0, name: best[$0]?.name ?? $0.text, slug: $0.slug) }
    entityOfSpelling = keys.map { key in key.flatMap { numbers[$0] } ?? -1 }
    sortedCount = entities.count
    var update = Update()
    for (spelling, entity) in entityOfSpelling.enumerated() where entity >= 0 {
      update.known.append(SpellingNumber(spelling))
    }
    return update
  }

  // The key that a spelling is filed under, and how well it does as the entity's name.
  private func entity(of spelling: String, _ count: Int32) -> (key: EntityKey, candidate: Candidate)? {
    guard let key = EntityKey(spelling) else { return nil }
    // An alias's own spelling outdoes any count.
    if let target = targets[key] { return (target.key, (Int32.max, target.name)) }
    return (key, (count, spelling))
  }

  private mutating func number(ofKnownOrNew key: EntityKey) -> EntityNumber {
    if let known = numbers[key] { return known }
    let number = EntityNumber(entities.count)
    numbers[key] = number
    entities.append(Entity(key: key, name: "", slug: key.slug))
    return number
  }

  // Gives entities their best names; returns those that had another.
  private mutating func rename(_ concerned: Set<EntityNumber>, _ spellings: StringInterner) -> [EntityNumber]
  {
    var best: [EntityNumber: Candidate] = [:]
    for (spelling, number) in entityOfSpelling.enumerated() where concerned.contains(number) {
      guard let (_, candidate) = entity(of: spellings[spelling], counts[spelling]) else { continue }
      if let known = best[number], !Self.outdoes(candidate, known) { continue }
      best[number] = candidate
    }
    var renamed: [EntityNumber] = []
    for (number, candidate) in best.sorted(by: { $0.key < $1.key }) {
      let entity = entities[Int(number)]
      guard !entity.name.utf8.elementsEqual(candidate.name.utf8) else { continue }
      if !entity.name.isEmpty { renamed.append(number) }
      entities[Int(number)] = Entity(key: entity.key, name: candidate.name, slug: entity.slug)
    }
    return renamed
  }

  private static func outdoes(_ left: Candidate, _ right: Candidate) -> Bool {
    left.count != right.count
      ? left.count > right.count : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }

  private static func names(
    _ aliases: [String: String], _ targets: [EntityKey: Target]
  ) -> [EntityKey: [String]] {
    var names: [EntityKey: [String]] = [:]
    for name in aliases.keys.sorted() {
      if let key = EntityKey(name), let target = targets[key], target.key != key {
        names[target.key, default: []].append(name)
      }
    }
    return names
  }

  // Aliases by key, chains followed to their end; a circle ends where it began.
  private static func targets(of aliases: [String: String]) -> [EntityKey: Target] {
    var steps: [EntityKey: Target] = [:]
    for (name, target) in aliases.sorted(by: { $0.key < $1.key }) {
      if let from = EntityKey(name), let to = EntityKey(target), from != to { steps[from] = (to, target) }
    }
    var ends: [EntityKey: Target] = [:]
    for (from, step) in steps {
      var (end, seen) = (step, Set([from]))
      while let next = steps[end.key], seen.insert(end.key).inserted { end = next }
      ends[from] = end
      // The target's own most frequent spelling must not outdo the one that the alias gives.
      if steps[end.key] == nil, ends[end.key].map({ end.name < $0.name }) ?? true { ends[end.key] = end }
    }
    return ends
  }
}
