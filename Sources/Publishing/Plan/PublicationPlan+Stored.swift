internal import ArchiveIndex
internal import Classification
internal import EventArchive
internal import Primitives
internal import Syndication

/// The bytes of a plan, from which another process of the same version builds documents: topics, events and days. What is needed to
/// update the plan, or to write the lists of feeds, is not in them.
extension PublicationPlan {
  /// The bytes.
  func stored() -> [UInt8] {
    var writer = BinaryWriter()
    writer.append(list: topics) { Self.append($1, to: &$0) }
    writer.append(list: events) { Self.append($1, to: &$0) }
    writer.append(list: topicsOfEvents) { $0.append($1) }
    calendar.append(to: &writer)
    pageNames.appendMissingLinks(to: &writer)
    addresses.append(to: &writer)
    return writer.bytes
  }

  /// Reads a plan of a site.
  /// - Throws: `BinaryReader.Damaged`.
  init(stored bytes: [UInt8], site: Site) throws {
    var reader = BinaryReader(bytes)
    self.init(site: site)
    topics = try reader.list { try Self.topic(&$0) }
    events = try reader.list { try Self.event(&$0) }
    topicsOfEvents = try reader.list { try $0.number() }
    calendar = try EventCalendar(&reader)
    try pageNames.readMissingLinks(&reader)
    addresses = try PostAddresses(&reader)
    guard reader.isAtEnd else { throw BinaryReader.Damaged() }
    let names = (events.lazy.map(\.id.index).max() ?? -1) + 1
    eventOfID = Array(repeating: .none, count: names)
    for (index, event) in events.enumerated() where !event.isGone {
      eventOfID[event.id.index] = .init(Event.Index(index))
    }
  }

  private static func append(_ topic: Topic, to writer: inout BinaryWriter) {
    writer.append(topic.kind.name)
    writer.append(topic.slug)
    writer.append(topic.name)
    writer.append(topic.code)
    writer.append(list: topic.aliases) { $0.append($1) }
    writer.append(list: topic.copies) { $0.append($1) }
    writer.append(topic.type?.rawValue)
    writer.append(topic.article)
    writer.append(topic.isHidden)
    writer.append(Int64(topic.events))
    writer.append(list: topic.newest) { $0.append($1.rawValue) }
    writer.append(Int64(topic.newestBytes))
    writer.append(topic.isComplete)
    writer.append(list: topic.archive) { writer, document in
      writer.append(list: document) { $0.append($1.rawValue) }
    }
  }

  private static func topic(_ reader: inout BinaryReader) throws -> Topic {
    guard let kind = TopicKind.named(try reader.text()) else { throw BinaryReader.Damaged() }
    var topic = Topic(kind: kind, slug: try reader.text(), name: try reader.text())
    topic.code = try reader.optionalText()
    topic.aliases = try reader.list { try $0.text() }
    topic.copies = try reader.list { try $0.text() }
    topic.type = try reader.optionalText().flatMap(EntityType.init)
    topic.article = try reader.optionalText()
    topic.isHidden = try reader.flag()
    topic.events = Int(try reader.number(Int64.self))
    topic.newest = try reader.list { Event.Index(rawValue: try $0.number()) }
    topic.newestBytes = Int(try reader.number(Int64.self))
    topic.isComplete = try reader.flag()
    topic.archive = try reader.list { try $0.list { NameNumber(rawValue: try $0.number()) } }
    return topic
  }

  private static func append(_ event: Event, to writer: inout BinaryWriter) {
    writer.append(event.id.rawValue)
    writer.append(Int64(event.page))
    writer.append(event.published.seconds)
    writer.append(event.updated.seconds)
    writer.append(event.digest)
    writer.append(event.size)
    writer.append(event.publishedOffset)
    writer.append(event.address.rawValue)
    writer.append(event.day.number)
    writer.append(Int32(event.topics.lowerBound))
    writer.append(Int32(event.topics.upperBound))
  }

  private static func event(_ reader: inout BinaryReader) throws -> Event {
    let (id, page) = (NameNumber(rawValue: try reader.number()), Int(try reader.number(Int64.self)))
    let (published, updated) = (UnixTime(try reader.number()), UnixTime(try reader.number()))
    let digest = try reader.digest()
    let (size, offset) = (try reader.number(Int32.self), try reader.number(Int32.self))
    let address = NameNumber(rawValue: try reader.number())
    let day = try EventDay(number: reader.number())
    let (lower, upper) = (Int(try reader.number(Int32.self)), Int(try reader.number(Int32.self)))
    guard let day, lower <= upper else { throw BinaryReader.Damaged() }
    return Event(
      id: id, page: page, published: published, updated: updated, digest: digest, size: size,
      publishedOffset: offset, address: address, day: day, topics: lower..<upper)
  }
}
