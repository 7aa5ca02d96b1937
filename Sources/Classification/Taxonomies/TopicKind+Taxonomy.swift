internal import EventArchive
internal import Synchronization

extension TopicKind {
  // One value for each taxonomy, because kinds are compared by identity.
  private static let taxonomies = Mutex<[String: TopicKind]>(
    Dictionary(uniqueKeysWithValues: Taxonomy.standard.map { ($0.name, make($0.name)) }))

  /// The kind of the terms of a taxonomy, for example `tag`.
  package static func taxonomy(_ name: String) -> TopicKind {
    taxonomies.withLock { kinds in
      if let known = kinds[name] { return known }
      let kind = make(name)
      kinds[name] = kind
      return kind
    }
  }

  /// The kind of the authors of posts.
  package static let author = taxonomy(Taxonomy.author.name)

  /// The kind with a name, also that of a taxonomy; `nil` when the text is no name of a kind.
  package static func named(_ name: some StringProtocol) -> TopicKind? {
    if let kind = allCases.first(where: { $0.name == name }) { return kind }
    return Taxonomy.isName(String(name)) ? taxonomy(String(name)) : nil
  }

  /// Whether a name is that of a taxonomy that was named before.
  static func isKnown(_ name: String) -> Bool { taxonomies.withLock { $0[name] != nil } }

  /// All kinds that an archive of this process may have: those that every archive has, then the taxonomies that were named.
  package static var known: [TopicKind] {
    allCases + taxonomies.withLock { $0.values.sorted { $0.name < $1.name } }
  }

  private static func make(_ name: String) -> TopicKind {
    let plural = Taxonomy.plural(of: name)
    return TopicKind(
      name: name, listName: plural, groupTitle: plural.prefix(1).uppercased() + plural.dropFirst(),
      isDividedByLetter: true, titleSuffix: name,
      term: Term(
        name: { value, _ throws(InvalidValue) in
          if TermKey(value) != nil { return value }
          throw InvalidValue(reason: "\(name): needs a term")
        },
        normalized: { TermKey($0)?.text ?? $0 })
    ) { "Posts with the \(name) \($0)." }
  }
}

/// The terms of one taxonomy, in an `EntityCatalogue`.
package struct TermSource: TopicSource {
  /// The catalogue.
  let catalogue: EntityCatalogue
  /// The name of the taxonomy.
  let taxonomy: String

  /// Makes a source.
  package init(_ catalogue: EntityCatalogue, taxonomy: String) {
    self.catalogue = catalogue
    self.taxonomy = taxonomy
  }

  package var topicCount: Int { catalogue.topicCount }

  package func topic(_ number: TopicReference.Number) -> TopicDescription { catalogue.topic(number) }

  package func topicNumber(named name: String) -> TopicReference.Number? {
    catalogue.number(of: TermSpelling(taxonomy: taxonomy, name: name))
      .map { TopicReference.Number(rawValue: $0.rawValue) }
  }
}

extension EntityCatalogue {
  /// The topics of all kinds: entities and terms of the catalogue, and countries.
  package func sources(with gazetteer: Gazetteer) -> [TopicKind: any TopicSource] {
    var sources: [TopicKind: any TopicSource] = [.entity: self, .country: gazetteer]
    for kind in taxonomies { sources[kind] = TermSource(self, taxonomy: kind.name) }
    return sources
  }
}
