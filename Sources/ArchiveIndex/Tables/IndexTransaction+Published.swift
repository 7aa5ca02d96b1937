package import Classification
package import EventArchive
internal import Foundation
package import Primitives

extension IndexTransaction {
  /// All topics, by number; none in an index of an older version that is only read.
  package func topics() throws -> [TopicRecord] {
    guard try hasTable("topic") else { return [] }
    // An index of an older version, which is only read, has no such column.
    let hidden = try hasTable("discovery") ? "hidden, type" : "0, NULL"
    let row = try statement(
      "SELECT id, kind, slug, name, code, aliases, match, \(hidden) FROM topic ORDER BY id")
    var topics: [TopicRecord] = []
    try row.forEachRow {
      let aliases = try row.withText(5) { $0.elementsEqual("[]".utf8) } ? [] : row.json(5, as: [String].self)
      var topic = TopicRecord(
        number: try row.itemNumber(0, below: IndexBounds.topics), kind: try Self.kind(row),
        slug: try row.text(2),
        name: try row.text(3), code: try row.optionalText(4), aliases: aliases,
        match: try row.optionalText(6))
      topic.isHidden = try row.number(7) != 0
      topic.type = try row.optionalText(8).flatMap(EntityType.init)
      topics.append(topic)
    }
    return topics
  }

  private static func kind(_ row: any SQLStatement) throws -> TopicKind {
    let kind: DocumentRecord.Kind = try row.choice(1)
    guard case .feed(let kind) = kind, kind != .all else { throw row.damage(1, "is no kind of topic") }
    return kind
  }

  /// Stores a topic.
  package func store(_ topic: TopicRecord) throws {
    let row = try statement(Self.storingTopic)
    row.bind(Int64(topic.number.rawValue))
    row.bind(topic.kind.name, at: 2)
    row.bind(topic.slug, at: 3)
    row.bind(topic.name, at: 4)
    row.bind(topic.code, at: 5)
    row.bind(topic.aliases.isEmpty ? Array("[]".utf8) : Array(try JSONEncoder().encode(topic.aliases)), at: 6)
    row.bind(topic.match, at: 7)
    row.bind(topic.isHidden ? 1 : 0, from: 8)
    row.bind(topic.type?.rawValue, at: 9)
    try row.run()
  }

  /// Removes a topic.
  package func removeTopic(_ number: TopicRecord.Number) throws {
    let row = try statement("DELETE FROM topic WHERE id = ?")
    row.bind(Int64(number.rawValue))
    try row.run()
  }

  /// Calls `body` with each event in feeds, in no order.
  package func forEachPublished(_ body: (PublishedRecord) throws -> Void) throws {
    try forEachPublished("FROM published", body)
  }

  /// Calls `body` with each event in feeds, in the order of feeds: by time, the newest first, then by id.
  package func forEachPublishedInFeedOrder(_ body: (PublishedRecord) throws -> Void) throws {
    try forEachPublished(
      "FROM published LEFT JOIN name ON name.id = published.id ORDER BY published DESC, path", body)
  }

  private func forEachPublished(_ source: String, _ body: (PublishedRecord) throws -> Void) throws {
    let row = try statement("SELECT published.id, page, published, updated, topics \(source)")
    let names = try bounds().names
    try row.forEachRow {
      try body(
        PublishedRecord(
          id: try row.itemNumber(0, below: names), page: try row.index(1, below: IndexBounds.files),
          published: try row.time(2), updated: try row.time(3),
          topics: try row.itemNumbers(4, below: IndexBounds.topics)))
    }
  }

  /// The number of published events.
  package func publishedCount() throws -> Int {
    let row = try statement("SELECT count(*) FROM published")
    var count = 0
    try row.forEachRow { count = Int(try row.number(0)) }
    return count
  }

  /// Calls `body` with each page that is shown, and the digest of its version.
  package func forEachPublishedPage(_ body: (Int, ContentDigest) -> Void) throws {
    let row = try statement(
      "SELECT page.id, page.content FROM published JOIN page ON page.id = published.page")
    try row.forEachRow { body(try row.index(0, below: IndexBounds.files), try row.digest(1)) }
  }

  /// The name with a number; `nil` if there is none.
  package func name(_ number: NameNumber) throws -> EventName? {
    let row = try statement("SELECT path FROM name WHERE id = ?")
    row.bind(Int64(number.rawValue))
    var name: EventName?
    try row.forEachRow { name = try row.name(0) }
    return name
  }

  /// Calls `body` with the last valid version of the page of an event.
  /// - Throws: `IndexError.damaged` when the page does not exist, or what `body` throws.
  package func withText(ofPage number: Int, _ body: (StoredPage) throws -> Void) throws {
    let row = try statement(
      """
      SELECT name.path, file.path, bytes FROM page JOIN name ON name.id = page.name
      JOIN page_text ON page_text.id = page.id JOIN file ON file.id = page.id WHERE page.id = ?
      """)
    row.bind(Int64(number))
    var isThere = false
    try row.forEachRow {
      isThere = true
      try body(
        StoredPage(name: row.name(0), path: BytePath(row.text(1)), bytes: row.bytes(2)))
    }
    guard isThere else { throw damage("page_text", row: number, "is missing, or the page's name is") }
  }

  /// Stores an event in feeds.
  package func store(_ record: PublishedRecord) throws {
    let row = try statement(Self.storingPublished)
    row.bind(Int64(record.id.rawValue), Int64(record.page), record.published.seconds, record.updated.seconds)
    row.bind(NumberList.text(record.topics), at: 5)
    try row.run()
  }

  /// Removes an event that is in no feed any more.
  package func removePublished(_ id: NameNumber) throws {
    let row = try statement("DELETE FROM published WHERE id = ?")
    row.bind(Int64(id.rawValue))
    try row.run()
  }

  /// The path of the feed that the topic of a removed document has now; `.some(nil)` if it has none; `nil` for a document that
  /// exists, or never existed.
  package func successor(ofFormer path: String) throws -> String?? {
    let row = try statement("SELECT successor FROM former WHERE path = ?")
    row.bind(path, at: 1)
    var successor: String??
    try row.forEachRow { successor = .some(row.isNull(0) ? nil : try row.path(0)) }
    return successor
  }

  /// Stores the path of a removed document, and that of the feed that its topic has now.
  package func store(former path: String, successor: String?) throws {
    let row = try statement(Self.storingFormer)
    row.bind(path, at: 1)
    row.bind(successor, at: 2)
    try row.run()
  }

  /// Whether the index has removed documents.
  package func hasFormer() throws -> Bool {
    var isAny = false
    try statement("SELECT 1 FROM former LIMIT 1").forEachRow { isAny = true }
    return isAny
  }

  /// Deletes the record of a removed document, because it exists again.
  package func removeFormer(_ path: String) throws {
    let row = try statement("DELETE FROM former WHERE path = ?")
    row.bind(path, at: 1)
    try row.run()
  }
}

extension IndexTransaction {
  private static let storingTopic = StoringSQL(
    in: "topic", key: ["id"], columns: ["kind", "slug", "name", "code", "aliases", "match", "hidden", "type"])
  private static let storingPublished = StoringSQL(
    in: "published", key: ["id"], columns: ["page", "published", "updated", "topics"])
  private static let storingFormer = StoringSQL(
    in: "former", key: ["path"], columns: ["successor"])
}
