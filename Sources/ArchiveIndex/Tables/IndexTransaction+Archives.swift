package import Classification
internal import Primitives

extension IndexTransaction {
  /// The events in archive documents, by the path of the topic's feed, from the oldest document to the newest.
  package func archives() throws -> [String: [[NameNumber]]] {
    let row = try statement("SELECT topic, number, events FROM archive ORDER BY topic, number")
    var archives: [String: [[NameNumber]]] = [:]
    try row.forEachRow {
      let topic = try row.path(0)
      var documents = archives.removeValue(forKey: topic) ?? []
      let number = Int(try row.number(1, in: Int64(documents.count + 1)...Int64(IndexBounds.archives)))
      documents += repeatElement([], count: number - 1 - documents.count)
      documents.append(try row.itemNumbers(2, below: bounds().names))
      archives[topic] = documents
    }
    return archives
  }

  /// Stores the events of an archive document; `nil` removes the document.
  package func store(archive events: [NameNumber]?, topic: String, number: Int) throws {
    let row =
      try events == nil
      ? statement("DELETE FROM archive WHERE topic = ? AND number = ?") : statement(Self.storingArchive)
    row.bind(topic, at: 1)
    row.bind(Int64(number), from: 2)
    if let events { row.bind(NumberList.text(events), at: 3) }
    try row.run()
  }

  /// Removes all archive documents of a topic.
  package func removeArchives(ofTopic topic: String) throws {
    let row = try statement("DELETE FROM archive WHERE topic = ?")
    row.bind(topic, at: 1)
    try row.run()
  }

  private static let storingArchive = StoringSQL(
    in: "archive", key: ["topic", "number"], columns: ["events"])
}
