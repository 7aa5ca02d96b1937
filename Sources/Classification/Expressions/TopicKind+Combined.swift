extension TopicKind {
  /// Topics that the configuration defines by expressions. They are no categories of entries: a change of the configuration must not
  /// change the entries.
  package static let combined = TopicKind(
    name: "topic", listName: "combined", groupTitle: "Topics", titleSuffix: "topic", isCategory: false,
    isConfigured: true
  ) { "Events on the topic \($0)." }
}
