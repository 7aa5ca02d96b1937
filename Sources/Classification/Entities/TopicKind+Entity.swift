extension TopicKind {
  /// Entities: persons, organisations, places and subjects.
  package static let entity = TopicKind(
    name: "entity", listName: "entities", groupTitle: "Entities", isDividedByLetter: true
  ) { "Events that concern \($0)." }
}
