internal import EventArchive
package import Primitives

/// The bytes of a batch, which another process of the same version joins to its archive.
extension FactsBatch {
  /// Appends the batch.
  package func append(to writer: inout BinaryWriter) {
    for texts in [names, contexts, terms] { texts.append(to: &writer) }
    writer.append(list: pages) { Self.append($1, to: &$0) }
  }

  /// Reads a batch.
  /// - Throws: `BinaryReader.Damaged`.
  package init(_ reader: inout BinaryReader) throws {
    self.init()
    names = try StringInterner(&reader)
    contexts = try StringInterner(&reader)
    terms = try StringInterner(&reader)
    pages = try reader.list { try Self.page(&$0) }
    try requireNumbers()
  }

  private static func append(_ page: Page, to writer: inout BinaryWriter) {
    append(page.record, to: &writer)
    writer.append(page.topic?.string)
    writer.append(list: page.contexts) { $0.append($1) }
    writer.append(list: page.countries.all) { $0.append($1.rawValue) }
    writer.append(Int32(page.countries.leadCount))
    writer.append(list: page.links) { writer, link in
      writer.append(link.name.rawValue)
      writer.append(link.context)
    }
    writer.append(list: page.contentFingerprint.numbers) { $0.append($1) }
    writer.append(list: page.terms) { $0.append($1) }
    writer.append(list: page.articles) { writer, article in
      writer.append(article.name.string)
      writer.append(article.article.text)
      writer.append(Int64(article.line))
    }
  }

  private static func page(_ reader: inout BinaryReader) throws -> Page {
    var page = Page(record: try record(&reader))
    page.topic = try reader.optionalText().map { TextSlice($0) }
    page.contexts = try reader.list { try $0.number() }
    let countries = try reader.list { ItemNumber<Country>(rawValue: try $0.number()) }
    let lead = Int(try reader.number(Int32.self))
    guard let countries = LeadNumbers(stored: countries, leadCount: lead) else {
      throw BinaryReader.Damaged()
    }
    page.countries = countries
    page.links = try reader.list {
      Link(name: NameNumber(rawValue: try $0.number()), context: try $0.number())
    }
    page.contentFingerprint = ContentFingerprint(numbers: try reader.list { try $0.number() })
    page.terms = try reader.list { try $0.number() }
    page.articles = try reader.list { reader in
      let name = TextSlice(try reader.text())
      guard let article = ArticleAddress(try reader.text()) else { throw BinaryReader.Damaged() }
      return NamedArticle(name: name, article: article, line: Int(try reader.number(Int64.self)))
    }
    return page
  }

  // The lists of a record are empty until the batch is joined to an archive.
  private static func append(_ record: PageRecord, to writer: inout BinaryWriter) {
    writer.append(record.name.rawValue)
    writer.append(record.titleFingerprint.key)
    writer.append(list: record.titleFingerprint.others) { $0.append($1) }
    writer.append(record.isLater)
    writer.append(record.titleLength)
    writer.append(list: record.changes) { writer, change in
      writer.append(change.name.rawValue)
      writer.append(change.replaced)
      writer.append(change.isSameText)
    }
    writer.append(record.content)
    writer.append(record.contentSize.bytes)
    writer.append(record.contentSize.addresses)
    writer.append(record.postTimes != nil)
    if let times = record.postTimes {
      writer.append(times.published.seconds)
      writer.append(Int64(times.offset))
      append(times.updated, to: &writer)
      writer.append(times.start.seconds)
      append(times.end, to: &writer)
    }
    writer.append(record.hasOwnCountries)
  }

  private static func record(_ reader: inout BinaryReader) throws -> PageRecord {
    var record = PageRecord()
    record.name = NameNumber(rawValue: try reader.number())
    record.titleFingerprint = TitleFingerprint(
      key: try reader.number(), others: try reader.list { try $0.number() })
    record.isLater = try reader.flag()
    record.titleLength = try reader.number()
    record.changes = try reader.list {
      PageRecord.Change(
        name: NameNumber(rawValue: try $0.number()), replaced: try $0.number(), isSameText: try $0.flag())
    }
    record.content = try reader.digest()
    record.contentSize = EntryContentSize(bytes: try reader.number(), addresses: try reader.number())
    if try reader.flag() {
      record.postTimes = PostTimes(
        published: UnixTime(try reader.number()), offset: Int(try reader.number(Int64.self)),
        updated: try time(&reader), start: UnixTime(try reader.number()), end: try time(&reader))
    }
    record.hasOwnCountries = try reader.flag()
    return record
  }

  private static func append(_ time: UnixTime?, to writer: inout BinaryWriter) {
    writer.append(time != nil)
    if let time { writer.append(time.seconds) }
  }

  private static func time(_ reader: inout BinaryReader) throws -> UnixTime? {
    try reader.flag() ? UnixTime(try reader.number()) : nil
  }

  // Requires that every number has its text.
  private func requireNumbers() throws {
    func areIn(_ texts: StringInterner, _ numbers: some Sequence<Int32>) -> Bool {
      numbers.allSatisfy { texts.indices.contains(Int($0)) }
    }
    for page in pages {
      let own = page.record.isEvent ? [page.record.name] : []
      let names = own + page.record.changes.map(\.name) + page.links.map(\.name)
      guard areIn(self.names, names.lazy.map(\.rawValue)), areIn(terms, page.terms),
        areIn(contexts, page.contexts + page.links.map(\.context))
      else { throw BinaryReader.Damaged() }
    }
  }
}
