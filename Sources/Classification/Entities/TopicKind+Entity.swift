extension TopicKind {
  /// Entities: persons, organisations, places and subjects.
  package static let entity = TopicKind(
    name: "entity", listName: "entities", groupTitle: "Entities", isDividedByLetter: true,
    term: Term(
      name: { value, _ throws(InvalidValue) in
        if EntityKey(value) != nil { return value }
        throw InvalidValue(reason: "entity: needs letters or digits")
      },
      // A slug with a digest is the key of no name.
      normalized: { isSlugWithDigest($0) ? $0 : EntityKey($0)?.text ?? $0 })
  ) { "Events that concern \($0)." }

  private static func isSlugWithDigest(_ name: String) -> Bool {
    name.contains("--")
      && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
  }
}

extension EntityCatalogue: TopicSource {
  /// The number of entities.
  package var topicCount: Int { entities.count }

  /// The description of the entity with a number.
  package func topic(_ number: TopicReference.Number) -> TopicDescription {
    let entity = entities[number.index]
    var topic = TopicDescription(slug: entity.slug, name: entity.name, aliases: aliases(of: entity))
    topic.isHidden = entity.isHidden
    topic.type = entity.kind == .entity ? entity.type : nil
    topic.article = entity.article
    return topic
  }

  /// The number of the entity with a name or a slug; `nil` for an unknown one.
  package func topicNumber(named name: String) -> TopicReference.Number? {
    number(named: name).map { TopicReference.Number(rawValue: $0.rawValue) }
  }
}
