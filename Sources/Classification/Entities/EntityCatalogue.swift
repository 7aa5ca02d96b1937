internal import EventArchive
package import Primitives

/// All entities that the contexts and topics of the archive name, and the entity of each spelling.
package struct EntityCatalogue: Sendable {
  /// The changes that follow from changed pages.
  package struct Update: Sendable {
    /// Spellings that no page used before.
    package var added: [SpellingNumber] = []
    /// Spellings that no page uses any more.
    package var removed: [SpellingNumber] = []
    /// Entities that had another name, or were hidden and are not now, or the reverse.
    package var renamed: [EntityNumber] = []
    /// Whether terms with the same slug have come or gone, so that terms get other slugs: all topics must be made again.
    package var changesSlugs = false
  }

  /// The entities: those of the first update ordered by key, then later ones in the order of their updates.
  package private(set) var entities: [Entity] = []

  // By spelling: its entity; none for a spelling that no page uses.
  private var entityOfSpelling: [EntityNumber.OrNone] = []
  // By spelling: its frequency in contexts and topics.
  private var counts: [Int32] = []
  // By spelling: whether it is in use and is a plain word, or several names.
  private var areWords: [Bool] = []
  private var judge: ListedNameJudge?
  private var known: KnownNames?
  private var typer: EntityTyper?
  private var hidesWords: Bool
  private var numbers: [EntityKey: EntityNumber] = [:]
  // The terms in use.
  private var terms = TermSlugs()
  // The number of entities that are ordered by key.
  private var sortedCount = 0
  private var targets: [EntityKey: AliasTarget]
  // The keys of names that are united with no other, nor with a country.
  private let apart: Set<EntityKey>
  // By entity: the number of its spellings in use.
  private var spellingCounts: [Int32] = []
  // The names that a site gives its terms.
  private let termNames: [EntityKey: String]
  // The articles about terms that a site links.
  private let termArticles: [EntityKey: String]
  // By address of an article: the name of the entity that it is about.
  private var articles: [String: AliasTarget]
  // By key of a target: its aliases that have another key.
  private var aliases: [EntityKey: [String]]
  // The spellings in use that are filed under another key than their own.
  private var filedElsewhere: Set<SpellingNumber> = []

  // The name that an alias is filed under.
  private struct AliasTarget {
    let key: EntityKey
    let name: String
  }

  // The key that a spelling is filed under.
  private struct Filing {
    let key: EntityKey
    let isElsewhere: Bool
    let candidate: Candidate

    init(_ target: AliasTarget, from own: EntityKey, count: Int32) {
      key = target.key
      isElsewhere = target.key != own
      candidate = Candidate(name: target.name, count: count)
    }
  }

  // A name that an entity may get.
  private struct Candidate {
    let name: String
    let count: Int32

    // Whether the configuration or the site gives the name.
    var isConfigured: Bool { count == .max }

    // Whether this is the better name: the more frequent, else the smaller one.
    func isBetter(than other: Candidate) -> Bool {
      count != other.count
        ? count > other.count : name.utf8.lexicographicallyPrecedes(other.name.utf8)
    }
  }

  // What the spellings in use propose for entities.
  private struct Proposals<Key: Hashable> {
    // The best names.
    private(set) var names: [Key: Candidate] = [:]
    // The entities with a spelling that is a name.
    private(set) var named: Set<Key> = []
    // The most frequent articles.
    private var mostFrequentArticles: [Key: Candidate] = [:]
    // The entities with several most frequent articles, which mean different things.
    private var ambiguous: Set<Key> = []

    mutating func add(_ candidate: Candidate, of spelling: String, uses: Int32, isWord: Bool, for key: Key) {
      if !isWord || candidate.isConfigured { named.insert(key) }
      if names[key].map(candidate.isBetter) ?? true { names[key] = candidate }
      guard let article = IdentifiedSpelling(spelling)?.article else { return }
      let other = Candidate(name: article, count: uses)
      guard let known = mostFrequentArticles[key], known.count >= uses else {
        mostFrequentArticles[key] = other
        ambiguous.remove(key)
        return
      }
      if known.count == uses, known.name != article { ambiguous.insert(key) }
    }

    // The article about an entity; `nil` when there is none or are several.
    func article(_ key: Key) -> String? {
      ambiguous.contains(key) ? nil : mostFrequentArticles[key]?.name
    }
  }

  /// Makes a catalogue without entities.
  /// - Parameters:
  ///   - aliases: by alias, the name that it is filed under.
  ///   - articles: by address of an article, the name that names with this article are filed under.
  ///   - termNames: the names that a site gives its terms, which are shown instead of their spellings.
  ///   - termArticles: the addresses of articles about terms, which a site links.
  ///   - apart: the names that are united with no other, nor with a country.
  ///   - names: the rules by which a spelling is a name; without them, every one is.
  ///   - hidesWords: whether entities that have no spelling that is a name are hidden.
  package init(
    aliases: [String: String], articles: [String: String] = [:], termNames: [EntityKey: String] = [:],
    termArticles: [EntityKey: String] = [:], apart: Set<String> = [], names: NameModel? = nil,
    hidesWords: Bool = true
  ) {
    self.articles = Self.targets(ofArticles: articles)
    self.termNames = termNames
    self.termArticles = termArticles
    self.apart = Set(apart.compactMap { EntityKey($0) })
    judge = names.map(ListedNameJudge.init)
    known = names.map { KnownNames($0.learned, Gazetteer.standard) }
    typer = names.map(EntityTyper.init)
    self.hidesWords = hidesWords
    targets = Self.targets(of: aliases)
    self.aliases = Self.names(of: aliases, targets: targets)
  }

  /// Makes a catalogue without entities, with the aliases and names of another, which has none.
  package init(_ other: Self, names: NameModel, hidesWords: Bool) {
    self = other
    judge = ListedNameJudge(names)
    known = KnownNames(names.learned, Gazetteer.standard)
    typer = EntityTyper(names)
    self.hidesWords = hidesWords
  }

  /// Makes a catalogue of the entities of an archive.
  package init(
    _ facts: ArchiveFacts, aliases: [String: String] = [:], articles: [String: String] = [:],
    termNames: [EntityKey: String] = [:], termArticles: [EntityKey: String] = [:],
    apart: Set<String> = [], names: NameModel? = nil, hidesWords: Bool = true
  ) {
    self.init(
      aliases: aliases, articles: articles, termNames: termNames, termArticles: termArticles, apart: apart,
      names: names,
      hidesWords: hidesWords)
    _ = update(facts.spellings, removing: EmptyCollection(), adding: facts.pages.lazy.map(\.facts))
  }

  /// The number of the entity with a name or a slug.
  package func number(named name: String) -> EntityNumber? {
    guard let key = EntityKey(name) else { return nil }
    if let number = numbers[targets[key]?.key ?? key] { return number }
    if let main = main(of: name, key: key), let mainKey = EntityKey(main.name) {
      return numbers[targets[mainKey]?.key ?? mainKey]
    }
    // Only slugs with a digest differ from their keys.
    return name.contains("--") ? entities.firstIndex { $0.slug == name }.map { EntityNumber($0) } : nil
  }

  /// The topic of an entity or a term.
  package func reference(_ number: EntityNumber) -> TopicReference {
    TopicReference(entities[number.index].kind, TopicReference.Number(rawValue: number.rawValue))
  }

  /// The kinds of the terms in the catalogue.
  package var taxonomies: Set<TopicKind> {
    Set(terms.taxonomies.map(TopicKind.taxonomy))
  }

  /// The number of a term.
  package func number(of term: TermSpelling) -> EntityNumber? {
    EntityKey(term: term).flatMap { numbers[$0] }
  }

  /// The names that are filed under an entity and whose own key is another: aliases in order, then known names.
  package func aliases(of entity: Entity) -> [String] {
    let configured = aliases[entity.key] ?? []
    guard let known, !entity.key.isTerm, !apart.contains(entity.key) else { return configured }
    let others = known.others(of: entity.key, name: entity.name).filter { name in
      EntityKey(name).map { !apart.contains($0) && targets[$0] == nil } ?? false
    }
    return configured + others
  }

  /// The number of the entity with a key.
  package func number(of key: EntityKey) -> EntityNumber? { numbers[key] }

  /// The entity of a spelling; `nil` when no page uses the spelling.
  @inline(__always)
  package func entity(ofSpelling spelling: SpellingNumber) -> EntityNumber? {
    entityOfSpelling[spelling.index].number
  }

  /// The country that an entity is; `nil` when it is none, or the configuration sets it apart.
  func country(_ number: EntityNumber, _ gazetteer: Gazetteer) -> Gazetteer.CountryNumber? {
    let key = entities[number.index].key
    return apart.contains(key) ? nil : gazetteer.country(ofEntity: key)
  }

  /// By country, the paths that the feeds of entities in use with its names would have, in order.
  package func pathsOfCountries(_ gazetteer: Gazetteer) -> [TopicReference: [String]] {
    var paths: [TopicReference: [String]] = [:]
    for (key, country) in gazetteer.countryOfEntity where !apart.contains(key) {
      guard let number = numbers[key], spellingCounts[number.index] > 0 else { continue }
      paths[.country(country), default: []].append(TopicKind.entity.path(slug: key.slug))
    }
    return paths.mapValues { $0.sorted() }
  }

  /// Whether a spelling is no name but a plain word, or several names; `false` when no page uses it.
  package func isWord(_ spelling: SpellingNumber) -> Bool { areWords[spelling.index] }

  /// Whether one entity's key comes before another's.
  package func precedes(_ left: EntityNumber, _ right: EntityNumber) -> Bool {
    Self.precedes(left, right, in: entities, sortedCount: sortedCount)
  }

  private static func precedes(
    _ left: EntityNumber, _ right: EntityNumber, in entities: [Entity], sortedCount: Int
  ) -> Bool {
    max(left, right).index < sortedCount ? left < right : entities[left.index].key < entities[right.index].key
  }

  /// Sorts entities by their keys. Sorting by `precedes` copies the catalogue for each comparison, which takes several times as long.
  func sort(_ numbers: inout [EntityNumber]) {
    let (sortedCount, entities) = (sortedCount, entities)
    numbers.sort { Self.precedes($0, $1, in: entities, sortedCount: sortedCount) }
  }

  /// Replaces pages by others.
  /// - Parameter spellings: all spellings of the archive.
  package mutating func update(
    _ spellings: StringInterner, removing old: some Sequence<PageRecord>,
    adding new: some Sequence<PageRecord>
  ) -> Update {
    if counts.isEmpty { return fill(spellings, pages: new) }
    let newCount = spellings.count - counts.count
    counts += repeatElement(0, count: newCount)
    areWords += repeatElement(false, count: newCount)
    entityOfSpelling += repeatElement(.none, count: newCount)
    var before: [SpellingNumber: Int32] = [:]
    func count(_ pages: some Sequence<PageRecord>, step: Int32) {
      for page in pages {
        page.forEachUse { spelling in
          if before[spelling] == nil { before[spelling] = counts[spelling.index] }
          counts[spelling.index] += step
        }
      }
    }
    count(old, step: -1)
    count(new, step: 1)
    var update = Update()
    var affected: Set<EntityNumber> = []
    for (spelling, before) in before.sorted(by: { $0.key < $1.key }) where before != counts[spelling.index] {
      guard let filing = entity(of: spellings[spelling.index], count: 0) else { continue }
      let key = filing.key
      let entity = number(ofKnownOrNew: key)
      affected.insert(entity)
      let isUsed = counts[spelling.index] > 0
      set(filing, of: spelling, isUsed: isUsed)
      areWords[spelling.index] = isUsed && Self.isWord(spellings[spelling.index], by: &judge)
      if (before == 0) == isUsed { spellingCounts[entity.index] += isUsed ? 1 : -1 }
      if before == 0 { update.added.append(spelling) }
      if key.isTerm, (before == 0) == isUsed, terms.use(key, times: isUsed ? 1 : -1) {
        update.changesSlugs = true
      }
      if !isUsed { update.removed.append(spelling) }
      entityOfSpelling[spelling.index] = EntityNumber.OrNone(isUsed ? entity : nil)
    }
    update.renamed = rename(affected, spellings: spellings)
    return update
  }
}

// MARK: Variants

extension EntityCatalogue {
  /// Files names under others, with the result of a catalogue that is made with these aliases and articles. Entities keep their numbers,
  /// also those that lose all their names.
  /// - Parameters:
  ///   - aliases: the aliases with which the catalogue was made, and more.
  ///   - articles: by address of an article, the name that names with this article are filed under.
  /// - Returns: the entities that have got or lost names.
  package mutating func file(
    aliases: [String: String], articles: [String: String], spellings: StringInterner
  ) -> Set<EntityNumber> {
    targets = Self.targets(of: aliases)
    self.aliases = Self.names(of: aliases, targets: targets)
    self.articles = Self.targets(ofArticles: articles)
    var affected: Set<EntityNumber> = []
    for index in entityOfSpelling.indices {
      guard let old = entityOfSpelling[index].number else { continue }
      let spelling = SpellingNumber(index)
      // Other spellings keep their entity: their own key is that of the entity, and no alias.
      let mayMove =
        targets[entities[old.index].key] != nil || filedElsewhere.contains(spelling)
        || !articles.isEmpty && IdentifiedSpelling(spellings[index]) != nil
      guard mayMove, let filing = entity(of: spellings[index], count: 0) else { continue }
      let new = number(ofKnownOrNew: filing.key)
      set(filing, of: spelling, isUsed: true)
      // The target of an alias proposes its name.
      affected.formUnion([old, new])
      guard new != old else { continue }
      entityOfSpelling[index] = .init(new)
      spellingCounts[old.index] -= 1
      spellingCounts[new.index] += 1
    }
    _ = rename(affected, spellings: spellings)
    return affected
  }
}

extension EntityCatalogue {
  // Adds the entities of the first pages, in the order of their keys.
  private mutating func fill(
    _ spellings: StringInterner, pages: some Sequence<PageRecord>
  ) -> Update {
    counts = Array(repeating: 0, count: spellings.count)
    for page in pages { page.forEachUse { counts[$0.index] += 1 } }
    let (keys, keyOfSpelling, proposals) = readSpellings(spellings)
    // The keys in their order, by their places in `keys`.
    let sorted = keys.indices.sorted { keys[$0] < keys[$1] }
    for key in keyOfSpelling { if let key, keys[key].isTerm { terms.use(keys[key], times: 1) } }
    let slugs = terms.slugs
    let named = sorted.map { (key: keys[$0], name: proposals.names[$0]?.name ?? keys[$0].text) }
    entities = zip(sorted, zip(named, types(of: named))).map { place, entity in
      let ((key, name), type) = entity
      return Entity(
        key: key, name: name, slug: slugs[key] ?? key.slug,
        isHidden: hidesWords && !proposals.named.contains(place),
        type: type, article: termArticles[key] ?? proposals.article(place))
    }
    var numberOfPlace = [EntityNumber](repeating: EntityNumber(0), count: keys.count)
    for (number, place) in sorted.enumerated() { numberOfPlace[place] = EntityNumber(number) }
    numbers = Dictionary(uniqueKeysWithValues: zip(keys, numberOfPlace))
    spellingCounts = Array(repeating: 0, count: entities.count)
    for place in keyOfSpelling { if let place { spellingCounts[numberOfPlace[place].index] += 1 } }
    entityOfSpelling = keyOfSpelling.map { EntityNumber.OrNone($0.map { numberOfPlace[$0] }) }
    sortedCount = entities.count
    var update = Update()
    for (spelling, entity) in entityOfSpelling.enumerated() where entity != .none {
      update.added.append(SpellingNumber(spelling))
    }
    return update
  }

  // The number of spellings, or of entities, that a thread takes at a time.
  private static let atOnce = 4_096

  // Judges the spellings in use. Returns the keys, the place of that of each spelling among them, and what the spellings propose for the
  // entities, by these places.
  private mutating func readSpellings(
    _ spellings: StringInterner
  ) -> (keys: [EntityKey], keyOfSpelling: [Int?], proposals: Proposals<Int>) {
    let catalogue = self
    areWords = Array(repeating: false, count: spellings.count)
    var keys: [EntityKey] = []
    var places: [EntityKey: Int] = [:]
    var keyOfSpelling: [Int?] = Array(repeating: nil, count: spellings.count)
    var proposals = Proposals<Int>()
    let used = counts.indices.filter { counts[$0] > 0 }
    ParallelMap.run(used.chunks(of: Self.atOnce)) { [judge] in
      judge
    } transform: { judge, numbers in
      numbers.map { number in
        let spelling = spellings[number]
        return catalogue.entity(of: spelling, count: catalogue.counts[number]).map { filing in
          (spelling: spelling, number: number, filing: filing, isWord: Self.isWord(spelling, by: &judge))
        }
      }
    } consume: { found in
      for case (let spelling, let number, let filing, let isWord)? in found {
        let place = places[filing.key] ?? keys.count
        if place == keys.count {
          places[filing.key] = place
          keys.append(filing.key)
        }
        keyOfSpelling[number] = place
        areWords[number] = isWord
        set(filing, of: SpellingNumber(number), isUsed: true)
        proposals.add(filing.candidate, of: spelling, uses: counts[number], isWord: isWord, for: place)
      }
    }
    return (keys, keyOfSpelling, proposals)
  }

  // Notes whether a spelling is filed under another key than its own.
  private mutating func set(_ filing: Filing, of spelling: SpellingNumber, isUsed: Bool) {
    if filing.isElsewhere, isUsed {
      filedElsewhere.insert(spelling)
    } else if !filedElsewhere.isEmpty {
      filedElsewhere.remove(spelling)
    }
  }

  // The types of entities by their names.
  private func types(of named: [(key: EntityKey, name: String)]) -> [EntityType] {
    var types: [EntityType] = []
    types.reserveCapacity(named.count)
    ParallelMap.run(named.chunks(of: Self.atOnce)) { entities in
      entities.map { type(of: $0.name, $0.key) }
    } consume: {
      types += $0
    }
    return types
  }

  private func type(of name: String, _ key: EntityKey) -> EntityType {
    key.isTerm ? .other : typer?.type(of: name) ?? .other
  }

  private static func isWord(_ spelling: String, by judge: inout ListedNameJudge?) -> Bool {
    // What an article is about is no plain word.
    guard !TermSpelling.isTerm(spelling), IdentifiedSpelling(spelling) == nil,
      let verdict = judge?.judge(spelling)
    else { return false }
    return verdict != .name
  }

  // The key that a spelling is filed under, whether that is another than its own, and the name that it proposes for the entity.
  private func entity(of spelling: String, count: Int32) -> Filing? {
    guard let key = EntityKey(spelling) else { return nil }
    // The target of an alias is better than any other name.
    if let target = targets[key] { return Filing(target, from: key, count: .max) }
    let identified = IdentifiedSpelling(spelling)
    if let identified, !key.isTerm, !apart.contains(key), aliases[key] == nil,
      let target = articles[identified.article], target.key != key
    {
      return Filing(targets[target.key] ?? target, from: key, count: 0)
    }
    let spelling = identified?.name ?? spelling
    if let main = main(of: spelling, key: key), let mainKey = EntityKey(main.name) {
      return Filing(targets[mainKey] ?? AliasTarget(key: mainKey, name: main.name), from: key, count: .max)
    }
    if let name = termNames[key] { return Filing(AliasTarget(key: key, name: name), from: key, count: .max) }
    let name = TermSpelling(spelling)?.name ?? spelling
    return Filing(AliasTarget(key: key, name: name), from: key, count: count)
  }

  /// The names in use that are filed under others, and the surnames of persons with feeds, ordered by main name.
  package func merges(
    _ spellings: StringInterner, variants: [String: String], learned: LearnedNames, gazetteer: Gazetteer
  ) -> [EntityMerge] {
    var merges: [EntityMerge] = []
    var identified: Set<String> = []
    for (index, spelling) in spellings.enumerated() {
      guard let number = entityOfSpelling[index].number, let key = EntityKey(spelling), !key.isTerm else {
        continue
      }
      let name = IdentifiedSpelling.name(of: spelling)
      if let article = IdentifiedSpelling(spelling)?.article, variants[article] != nil {
        identified.insert(name)
      }
      if let country = country(number, gazetteer) {
        merges.append(EntityMerge(name, main: gazetteer.countries[country.index].name, reason: .country))
      } else if targets[key] == nil, let main = main(of: name, key: key) {
        merges.append(EntityMerge(name, main: main.name, reason: main.reason))
      }
    }
    for (name, main) in variants where ArticleAddress(name) == nil {
      merges.append(EntityMerge(name, main: main, reason: identified.contains(name) ? .article : .spelling))
    }
    for (surname, bearers) in learned.surnames where EntityKey(surname).map({ !apart.contains($0) }) ?? true {
      for bearer in bearers { merges.append(EntityMerge(surname, main: bearer.name, reason: .surname)) }
    }
    return Set(merges).sorted { ($0.main, $0.name) < ($1.main, $1.name) }
  }

  // The known name that a spelling is filed under, unless the configuration decides about one of the two.
  private func main(of spelling: String, key: EntityKey) -> KnownNames.Main? {
    guard let known, !key.isTerm, !apart.contains(key), aliases[key] == nil else { return nil }
    return known.main(of: spelling, key: key)
  }

  private mutating func number(ofKnownOrNew key: EntityKey) -> EntityNumber {
    if let known = numbers[key] { return known }
    let number = EntityNumber(entities.count)
    numbers[key] = number
    entities.append(Entity(key: key, name: "", slug: key.slug, isHidden: false))
    spellingCounts.append(0)
    return number
  }

  // Gives entities their best names; returns the entities that had another name.
  private mutating func rename(
    _ affected: Set<EntityNumber>, spellings: StringInterner
  ) -> [EntityNumber] {
    var proposals = Proposals<EntityNumber>()
    for (spelling, entity) in entityOfSpelling.enumerated() {
      guard let number = entity.number, affected.contains(number),
        let filing = self.entity(of: spellings[spelling], count: counts[spelling])
      else { continue }
      proposals.add(
        filing.candidate, of: spellings[spelling], uses: counts[spelling], isWord: areWords[spelling],
        for: number)
    }
    var renamed: [EntityNumber] = []
    for (number, candidate) in proposals.names.sorted(by: { $0.key < $1.key }) {
      let entity = entities[number.index]
      let isHidden = hidesWords && !proposals.named.contains(number)
      let article = termArticles[entity.key] ?? proposals.article(number)
      guard
        !entity.name.utf8.elementsEqual(candidate.name.utf8) || isHidden != entity.isHidden
          || article != entity.article
      else { continue }
      if !entity.name.isEmpty { renamed.append(number) }
      entities[number.index] = Entity(
        key: entity.key, name: candidate.name, slug: entity.slug, isHidden: isHidden,
        type: type(of: candidate.name, entity.key), article: article)
    }
    return renamed
  }

  /// By article that is the best one of several entities, and by name of each of these: the name of the one with most uses.
  package func namesOfArticles() -> [String: String] {
    var entitiesOfArticle: [String: [EntityNumber]] = [:]
    for (index, entity) in entities.enumerated() where !entity.key.isTerm && !apart.contains(entity.key) {
      if let article = entity.article { entitiesOfArticle[article, default: []].append(EntityNumber(index)) }
    }
    var uses: [EntityNumber: Int] = [:]
    for (spelling, entity) in entityOfSpelling.enumerated() {
      if let number = entity.number { uses[number, default: 0] += Int(counts[spelling]) }
    }
    var names: [String: String] = [:]
    for (article, numbers) in entitiesOfArticle {
      guard
        let main = numbers.min(by: { left, right in
          let isConfigured = [left, right].map { aliases[entities[$0.index].key] != nil }
          if isConfigured[0] != isConfigured[1] { return isConfigured[0] }
          return (uses[right, default: 0], entities[left.index].key)
            < (uses[left, default: 0], entities[right.index].key)
        })
      else { continue }
      names[article] = entities[main.index].name
      for other in numbers where other != main && aliases[entities[other.index].key] == nil {
        names[entities[other.index].name] = entities[main.index].name
      }
    }
    return names
  }

  // The targets by the addresses of articles.
  private static func targets(ofArticles articles: [String: String]) -> [String: AliasTarget] {
    articles.compactMapValues { name in EntityKey(name).map { AliasTarget(key: $0, name: name) } }
  }

  private static func names(
    of aliases: [String: String], targets: [EntityKey: AliasTarget]
  ) -> [EntityKey: [String]] {
    var names: [EntityKey: [String]] = [:]
    for name in aliases.keys.sorted() {
      if let key = EntityKey(name), let target = targets[key], target.key != key {
        names[target.key, default: []].append(name)
      }
    }
    return names
  }

  // The targets by the keys of their aliases. Follows chains of aliases to their end; a cycle ends where it began.
  private static func targets(of aliases: [String: String]) -> [EntityKey: AliasTarget] {
    var steps: [EntityKey: AliasTarget] = [:]
    for (name, target) in aliases.sorted(by: { $0.key < $1.key }) {
      guard let from = EntityKey(name), let to = EntityKey(target), from != to else { continue }
      steps[from] = AliasTarget(key: to, name: target)
    }
    var ends: [EntityKey: AliasTarget] = [:]
    for (from, step) in steps {
      var end = step
      var seen = Set([from])
      while let next = steps[end.key], seen.insert(end.key).inserted { end = next }
      ends[from] = end
      // The name of the target is also the name for its own spellings, however frequent these are.
      if steps[end.key] == nil, ends[end.key].map({ end.name < $0.name }) ?? true { ends[end.key] = end }
    }
    return ends
  }
}
