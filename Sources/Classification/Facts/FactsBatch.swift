package import EventArchive
package import Primitives

/// The facts of some pages, in names and contexts of their own. A batch is made on any thread; joining it to the facts of an
/// archive looks up each name and context once.
package struct FactsBatch: Sendable {
  // The facts of a page. The record has the batch's number of the name, and no lists yet.
  struct Page: Sendable {
    var record = PageRecord()
    var topic: TextSlice?
    var contexts: [Int32] = []
    var countries: LeadNumbers<Country> = []
    var links: [Link] = []
    var contentFingerprint = ContentFingerprint()
    // The batch's numbers of the spellings of terms.
    var terms: [Int32] = []
    // The articles about names of the contexts.
    var articles: [NamedArticle] = []
  }

  // A link to an event: the batch's numbers of the name and the context beside it.
  struct Link: Sendable {
    let name: NameNumber
    let context: Int32
  }

  var pages: [Page] = []
  var names = StringInterner()
  var contexts = StringInterner()
  var terms = StringInterner()

  /// The number of pages.
  package var count: Int { pages.count }

  /// Makes an empty batch.
  package init() {}

  /// Adds an event's page.
  /// - Parameters:
  ///   - summary: the page's summary as plain text.
  ///   - references: events that the summary links to.
  ///   - contentSize: the bound of the size of the entry content.
  ///   - countries: the countries that its text names.
  /// - Returns: the index of its facts.
  @discardableResult
  package mutating func add(
    _ page: EventPage, summary: TextSlice, references: [EventName] = [], content: ContentDigest,
    contentSize: EntryContentSize = EntryContentSize(),
    countries: LeadNumbers<Country>
  ) -> Int {
    var record = PageRecord()
    record.name = number(ofName: TextSlice(page.name.path))
    record.titleFingerprint = TitleFingerprint(page)
    record.isLater = page.topic != nil
    record.titleLength = Int32(page.title.count)
    record.changes = page.changes.map { change in
      PageRecord.Change(
        name: number(ofName: change.path), replaced: Self.number(in: change.replaced),
        isSameText: record.titleFingerprint.matches(change.title, on: page.day))
    }
    record.content = content
    record.contentSize = contentSize
    let contexts = page.contexts.map { self.contexts.number(of: $0.text) }
    let related = page.related.map { link(to: $0.path, context: $0.context) }
    let referenced = references.map { link(to: TextSlice($0.path), context: .empty) }
    pages.append(
      Page(
        record: record, topic: page.topic, contexts: contexts, countries: countries,
        links: related + referenced,
        contentFingerprint: ContentFingerprint(page, summary: summary),
        terms: page.categories.map {
          terms.number(of: TextSlice(TermSpelling(taxonomy: Taxonomy.category.name, name: $0.string).text))
        }, articles: page.articles))
    return pages.count - 1
  }

  /// Adds a post.
  /// - Returns: the index of its facts.
  @discardableResult
  package mutating func add(_ post: PostFacts) -> Int {
    var record = PageRecord()
    record.postTimes = post.times
    guard post.isPublished else {
      pages.append(Page(record: record))
      return pages.count - 1
    }
    record.name = number(ofName: TextSlice(post.name.path))
    record.titleFingerprint = TitleFingerprint(post: post.name)
    record.titleLength = Int32(post.title.utf8.count)
    // The first name is the id of a new event.
    record.changes = post.names.enumerated().map { index, name in
      PageRecord.Change(
        name: number(ofName: TextSlice(name.path)), replaced: Int64(index + 1), isSameText: true)
    }
    record.content = post.content
    record.contentSize = post.contentSize
    record.hasOwnCountries = post.hasOwnCountries
    var page = Page(record: record, countries: post.countries)
    page.contentFingerprint = ContentFingerprint(summary: TextSlice(post.searchText))
    page.links = post.references.map {
      link(to: TextSlice(EventName(referenceKey: $0).path), context: .empty)
    }
    page.terms = post.terms.map { terms.number(of: TextSlice($0.text)) }
    pages.append(page)
    return pages.count - 1
  }

  /// Adds a page of a site that is no post.
  /// - Returns: the index of its facts.
  package mutating func add(_ page: UndatedPage) -> Int {
    var record = PageRecord()
    if let address = page.address {
      let names = [EventName(postFile: page.path.path), EventName(postAddress: address)]
      record.changes = names.map {
        PageRecord.Change(name: number(ofName: TextSlice($0.path)), replaced: 0)
      }
    }
    pages.append(Page(record: record))
    return pages.count - 1
  }

  /// Adds a page that is no event.
  /// - Returns: the index of its facts.
  package mutating func addPage() -> Int {
    pages.append(Page())
    return pages.count - 1
  }

  /// Adds a day's page.
  /// - Returns: the index of its facts.
  @discardableResult
  package mutating func add(_ page: DayPage) -> Int {
    pages.append(Page(links: page.items.map { link(to: $0.path, context: $0.context.text) }))
    return pages.count - 1
  }

  private mutating func number(ofName path: TextSlice) -> NameNumber {
    NameNumber(rawValue: names.number(of: path))
  }

  private mutating func link(to name: TextSlice, context: TextSlice) -> Link {
    Link(name: number(ofName: name), context: contexts.number(of: context))
  }

  // `2018-02-06 13:49:25` as `yyyymmddhhmmss`; 0 for no time.
  private static func number(in time: TextSlice) -> Int64 {
    time.withBytes {
      $0.reduce(0) { (0x30...0x39).contains($1) ? $0 * 10 + Int64($1 & 15) : $0 }
    }
  }
}

extension StringInterner {
  // The number of a text, which is added if it is new.
  fileprivate mutating func number(of text: TextSlice) -> Int32 { text.withBytes { insert($0).number } }
}

extension ArchiveFacts {
  /// Adds the names and spellings of a batch to the archive, but not its pages.
  /// - Returns: the facts of the batch's pages in the archive's numbers, in the order of the batch.
  package mutating func join(_ batch: FactsBatch) -> [PageRecord] {
    let names = self.names.insert(batch.names).map { NameNumber(rawValue: $0) }
    equivalentNames.update(self.names)
    var starts: [Int] = [0]
    var spellings: [SpellingNumber] = []
    for context in batch.contexts.indices {
      batch.contexts.withBytes(at: context) { append(spellingsInContext: $0, to: &spellings) }
      starts.append(spellings.count)
    }
    func shared(_ context: Int32) -> ArraySlice<SpellingNumber> {
      spellings[starts[Int(context)]..<starts[Int(context) + 1]]
    }
    let terms = batch.terms.indices.map { SpellingNumber(rawValue: intern(term: batch.terms[$0])) }
    var links: [Int32] = []
    return batch.pages.map { page in
      var record = page.record
      if record.isEvent { record.name = names[record.name.index] }
      for index in record.changes.indices {
        record.changes[index].name = names[record.changes[index].name.index]
      }
      var own = page.contexts.flatMap(shared)
      if let topic = page.topic, let spelling = intern(spelling: topic.string) { own.append(spelling) }
      own = identified(own, by: page.articles)
      own += page.terms.lazy.map { terms[Int($0)] }
      links.removeAll(keepingCapacity: true)
      for link in page.links {
        let shared = shared(link.context)
        links.append(names[link.name.index].rawValue)
        links.append(Int32(shared.count))
        links += shared.lazy.map { $0.rawValue }
      }
      record.setLists(
        own: own, countries: page.countries, links: links, contentFingerprint: page.contentFingerprint)
      return record
    }
  }

  // The spellings with the articles about them, which replace those without. A name that only an article names is one, too.
  private mutating func identified(
    _ spellings: [SpellingNumber], by articles: [NamedArticle]
  ) -> [SpellingNumber] {
    if articles.isEmpty { return spellings }
    var spellings = spellings
    for article in articles {
      let name = PlainText.clean(article.name.string)
      guard EntityKey(name) != nil else { continue }
      let plain = number(ofSpelling: name)
      spellings.removeAll { $0 == plain }
      spellings.append(intern(IdentifiedSpelling(name: name, article: article.article)))
    }
    return spellings
  }
}
