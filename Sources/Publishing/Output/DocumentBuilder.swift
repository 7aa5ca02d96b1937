internal import ArchiveIndex
internal import Classification
internal import Primitives
internal import Syndication

/// Builds feeds and pages of a plan, and writes them to an output.
struct DocumentBuilder {
  let site: Site
  let plan: PublicationPlan
  /// The names that the ids of events are numbers of.
  let names: StringInterner
  let output: any DocumentOutput
  let renderedEntries: RenderedEntries

  /// The result of publishing one document.
  struct Outcome: Sendable {
    /// The document, by its index.
    var place: Int
    /// The record after the write.
    var record: DocumentRecord
    /// Whether its bytes changed.
    var isWritten = false
    /// Whether it was not written because a file of another program has its path.
    var isLeft = false
  }

  /// What a process does between the documents.
  struct Hooks {
    /// Called before each document, on any thread; an error that it throws ends the work.
    var check: @Sendable () throws -> Void = {}
    /// Called with the number of rendered entries and the number of all to render.
    var didRender: (Int, Int) throws -> Void = { _, _ in }
    /// Called with the outcomes of some documents.
    var consume: ([Outcome]) throws -> Void
    /// Called between documents on the calling thread; an error that it throws ends the work.
    var checkpoint: () throws -> Void = {}
  }

  /// Builds and writes documents.
  /// - Parameters:
  ///   - places: the indices of the documents to build.
  ///   - texts: the texts of pages whose entries are not rendered yet.
  /// - Throws: `IndexError`, `PublishingError`, or what a hook throws.
  func build(
    _ places: [Int], of documents: [PlannedDocument], from texts: any PageTexts, _ hooks: Hooks
  ) throws {
    guard !places.isEmpty else { return }
    let plan = plan
    let contents = places.lazy.map { documents[$0].content }
    let needed = plan.events(in: contents)
    let numbers = needed.map { plan.events[$0.index].page }
    let missing = plan.pageNames.missingLinks(ofPages: numbers, names)
    try renderedEntries.complete(numbers, missing: missing, from: texts, progress: hooks.didRender)
    let feeds = TopicFeedBuilder(
      site: site, plan: plan, entries: needed, names: names, renderedEntries: renderedEntries.reader(),
      writers: renderedEntries.writers)
    let pages = PageBuilder(
      site: site, plan: plan, documents: contents, events: needed, names: names,
      renderedEntries: renderedEntries.reader())
    let (output, check) = (output, hooks.check)
    let chunks = places.chunks(of: min(output.mostAtOnce, places.count / 16 + 1))
    try ParallelMap.run(chunks, workers: output.writers, ahead: 4 * output.writers) {
      (feeds: TopicFeedBuilder.Buffers(), page: [UInt8]())
    } transform: { buffers, chunk in
      try chunk.enumerated().map { index, place in
        try check()
        let document = documents[place]
        var record = document.record
        let bytes: [UInt8]
        if let feed = document.content.feed {
          // The feeds with the same entries follow one another, so that they are built together.
          let next = chunk[index...].lazy.map { documents[$0].content.feed }.prefix {
            $0?.source == feed.source
          }
          bytes = try feeds.build(
            feed.source, as: feed.format, with: next.compactMap { $0?.format }, into: &buffers.feeds)
        } else {
          if case .list = document.content { return Outcome(place: place, record: record) }
          if try output.isForeign(record.path, known: record.stamp) {
            return Outcome(place: place, record: Self.left(record, output), isLeft: true)
          }
          try pages.build(document.content, into: &buffers.page)
          bytes = buffers.page
        }
        let written = try output.write(bytes, to: record.path, known: record.stamp)
        (record.published, record.stamp) = (record.wanted, written.stamp)
        return Outcome(place: place, record: record, isWritten: written.isChanged)
      }
    } consume: {
      try hooks.consume($0)
    }
  }

  /// The record of a document that is not written because a file of another program has its path.
  static func left(_ record: DocumentRecord, _ output: any DocumentOutput) -> DocumentRecord {
    var record = record
    (record.published, record.stamp) = (record.wanted, output.stamp(of: record.path)?.ofAnotherProgram)
    return record
  }
}

extension PublicationPlan {
  // The events in documents, without duplicates.
  fileprivate func events(in documents: some Sequence<PlannedDocument.Content>)
    -> [PublicationPlan.Event.Index]
  {
    var isNeeded = [Bool](repeating: false, count: events.count)
    for document in documents {
      for event in events(in: document) { isNeeded[event.index] = true }
    }
    return isNeeded.indices.lazy.filter { isNeeded[$0] }.map { Event.Index($0) }
  }

  /// The events in a document.
  func events(in document: PlannedDocument.Content) -> [PublicationPlan.Event.Index] {
    switch document {
    case .feed(let topic, _), .topicPage(let topic): Array(window(of: topics[topic.index]))
    case .archive(let place, _), .archivePage(let place):
      events(inArchive: place.number, of: topics[place.topic.index])
    case .eventPage(let event): [event]
    case .calendarPage(.day(let day)): Array(calendar.events(on: day))
    case .calendarPage, .redirect, .sitemap, .list: []
    }
  }

  /// An event in a document: the newest one in the feed of a topic. Documents without events have `nil`.
  func leadingEvent(in document: PlannedDocument.Content) -> Event.Index? {
    switch document {
    case .feed(let topic, _), .topicPage(let topic): topics[topic.index].newest.first
    case .archive(let place, _), .archivePage(let place):
      events(inArchive: place.number, of: topics[place.topic.index]).last
    case .eventPage(let event): event
    case .calendarPage(.day(let day)): calendar.events(on: day).first
    case .calendarPage, .redirect, .sitemap, .list: nil
    }
  }
}
