internal import ArchiveIndex
internal import EventArchive
internal import Primitives
internal import Syndication

/// A document that another process builds: its source, its place among the documents of the leader, and what the index knows of it.
struct SharedDocument {
  /// The index of the document among those of the leader.
  let place: Int
  /// The document.
  let document: PlannedDocument

  /// Whether another process can build a document.
  static func canShare(_ document: PlannedDocument) -> Bool {
    switch document.content {
    case .sitemap, .list: false
    default: true
    }
  }

  /// Appends the document.
  func append(to writer: inout BinaryWriter, formats: [FeedFormat]) {
    writer.append(Int32(place))
    writer.append(document.record.path)
    writer.append(document.record.kind.rawValue)
    writer.append(document.record.wanted)
    Self.append(document.record.stamp, to: &writer)
    append(document.content, to: &writer, formats: formats)
  }

  /// Reads a document.
  /// - Throws: `BinaryReader.Damaged`.
  init(_ reader: inout BinaryReader, formats: [FeedFormat]) throws {
    place = Int(try reader.number(Int32.self))
    let path = try reader.text()
    guard let kind = DocumentRecord.Kind(rawValue: try reader.text()) else { throw BinaryReader.Damaged() }
    var record = DocumentRecord(
      path: path, kind: kind, slug: "", name: "", wanted: try reader.optionalDigest())
    record.stamp = try Self.stamp(&reader)
    document = PlannedDocument(record: record, content: try Self.content(&reader, formats: formats))
  }

  /// Makes the document at a place.
  init(_ document: PlannedDocument, place: Int) { (self.document, self.place) = (document, place) }

  /// Appends a stamp that may be missing.
  static func append(_ stamp: DocumentRecord.Stamp?, to writer: inout BinaryWriter) {
    writer.append(stamp != nil)
    if let stamp {
      writer.append(stamp.size)
      writer.append(stamp.modified)
    }
  }

  /// Reads a stamp that may be missing.
  /// - Throws: `BinaryReader.Damaged`.
  static func stamp(_ reader: inout BinaryReader) throws -> DocumentRecord.Stamp? {
    try reader.flag() ? .init(size: reader.number(), modified: reader.number()) : nil
  }
}

extension SharedDocument {
  // The kinds of sources, by the byte before each.
  private enum Source: UInt8 {
    case feed, archive, topicPage, archivePage, eventPage, day, month, year, allDays, redirect
  }

  private func append(
    _ content: PlannedDocument.Content, to writer: inout BinaryWriter, formats: [FeedFormat]
  ) {
    func append(_ source: Source, _ numbers: Int32...) {
      writer.append(source.rawValue)
      for number in numbers { writer.append(number) }
    }
    func number(_ format: FeedFormat) -> Int32 { Int32(formats.firstIndex(of: format) ?? 0) }
    switch content {
    case .feed(let topic, let format): append(.feed, topic.rawValue, number(format))
    case .archive(let place, let format):
      append(.archive, place.topic.rawValue, Int32(place.number), number(format))
    case .topicPage(let topic): append(.topicPage, topic.rawValue)
    case .archivePage(let place): append(.archivePage, place.topic.rawValue, Int32(place.number))
    case .eventPage(let event): append(.eventPage, event.rawValue)
    case .calendarPage(.day(let day)): append(.day, day.number)
    case .calendarPage(.month(let month)): append(.month, Int32(month))
    case .calendarPage(.year(let year)): append(.year, Int32(year))
    case .calendarPage(.all): append(.allDays)
    case .redirect(let address):
      append(.redirect)
      writer.append(address)
    case .sitemap, .list: break
    }
  }

  private static func content(
    _ reader: inout BinaryReader, formats: [FeedFormat]
  ) throws -> PlannedDocument.Content {
    guard let source = Source(rawValue: try reader.number()) else { throw BinaryReader.Damaged() }
    switch source {
    case .feed: return .feed(try topic(&reader), try format(&reader, formats))
    case .archive: return .archive(try place(&reader), try format(&reader, formats))
    case .topicPage: return .topicPage(try topic(&reader))
    case .archivePage: return .archivePage(try place(&reader))
    case .eventPage: return .eventPage(.init(rawValue: try reader.number()))
    case .redirect: return .redirect(to: try reader.text())
    case .day, .month, .year, .allDays: return .calendarPage(try period(&reader, source))
    }
  }

  private static func period(_ reader: inout BinaryReader, _ source: Source) throws -> CalendarPeriod {
    if source == .allDays { return .all }
    let number = try reader.number(Int32.self)
    if source == .month { return .month(Int(number)) }
    if source == .year { return .year(Int(number)) }
    guard let day = EventDay(number: number) else { throw BinaryReader.Damaged() }
    return .day(day)
  }

  private static func topic(_ reader: inout BinaryReader) throws -> Topic.Index {
    Topic.Index(rawValue: try reader.number())
  }

  private static func place(_ reader: inout BinaryReader) throws -> PublicationPlan.ArchivePlace {
    .init(topic: try topic(&reader), number: Int(try reader.number(Int32.self)), isMoved: false)
  }

  private static func format(_ reader: inout BinaryReader, _ formats: [FeedFormat]) throws -> FeedFormat {
    let number = Int(try reader.number(Int32.self))
    guard formats.indices.contains(number) else { throw BinaryReader.Damaged() }
    return formats[number]
  }
}

extension DocumentBuilder.Outcome {
  /// Appends the outcome, without what the leader knows of the document.
  func append(to writer: inout BinaryWriter) {
    writer.append(Int32(place))
    SharedDocument.append(record.stamp, to: &writer)
    writer.append(isWritten)
    writer.append(isLeft)
  }

  /// Reads the outcome of a document of the leader.
  /// - Throws: `BinaryReader.Damaged`.
  init(_ reader: inout BinaryReader, of documents: [PlannedDocument]) throws {
    place = Int(try reader.number(Int32.self))
    guard documents.indices.contains(place) else { throw BinaryReader.Damaged() }
    record = documents[place].record
    record.stamp = try SharedDocument.stamp(&reader)
    record.published = record.wanted
    isWritten = try reader.flag()
    isLeft = try reader.flag()
  }
}
