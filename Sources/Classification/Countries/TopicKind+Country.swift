extension TopicKind {
  /// Countries.
  package static let country = TopicKind(
    name: "country", listName: "countries", groupTitle: "Countries", titleSuffix: "country"
  ) { "Events that concern the country \($0)." }
}
