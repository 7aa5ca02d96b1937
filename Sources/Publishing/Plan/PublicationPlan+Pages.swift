internal import ArchiveIndex
package import Classification
internal import EventArchive
internal import Primitives

/// The web pages of a plan: those of topics, and, if the site has no others, those of events and days.
extension PublicationPlan {
  /// The digest of a page that is made from some digests by this version of the program.
  func pageDigest(_ parts: [UInt64]) -> ContentDigest {
    ContentDigest([siteDigest.high, siteDigest.low, PageFrame.edition.high] + parts)
  }

  /// The page of a topic, and the pages that lead there from the copies of its feed.
  /// - Parameter line: the digests of what lists say of the topic.
  func pages(of number: Topic.Index, line: [UInt64]) -> [PlannedDocument] {
    let topic = topics[number.index]
    let path = PagePath.page(ofFeed: topic.path)
    let record = DocumentRecord(page: path, wanted: pageDigest(line + [months[number]]))
    let copies = copies(of: topic).map { copy in
      var document = redirect(from: PagePath.page(ofFeed: copy), to: "/" + PercentCoding.encodedPath(path))
      (document.record.kind, document.record.slug) = (.copy, topic.slug)
      return document
    }
    return [PlannedDocument(record: record, content: .topicPage(number))] + copies
  }

  /// The pages of changed events and days, with the sitemaps of their years.
  mutating func eventPages(of changes: Changes, _ names: StringInterner) -> [PlannedDocument] {
    let claims = pageNames.takeChangedClaims().compactMap { event(withID: $0) }
    let events = claims.isEmpty ? changes.events : Set(changes.events).union(claims).sorted()
    var documents = events.flatMap { pages(of: $0, names) }
    for period in periods(of: changes) {
      let days = calendar.days(in: period)
      guard !days.isEmpty || period == .all else { continue }
      let neighbours = calendar.neighbours(of: period)
      let parts = [neighbours.previous, neighbours.next].map { ContentDigest($0?.path.address ?? "").high }
      let wanted = pageDigest(parts + [calendar.digest(of: days)])
      let record = DocumentRecord(page: period.path.file, wanted: wanted)
      documents.append(PlannedDocument(record: record, content: .calendarPage(period)))
      guard case .year(let year) = period else { continue }
      documents += sitemaps(ofYear: year).map { document($0, wanted: wanted) }
    }
    return documents
  }

  /// The documents of the sitemaps of the pages of topics.
  func documentsOfTopicSitemaps() -> [PlannedDocument] {
    let wanted = pageDigest([catalogueDigest.high, catalogueDigest.low])
    return sitemapsOfTopics.map { document($0, wanted: wanted) }
  }

  private func document(_ sitemap: Sitemap, wanted: ContentDigest) -> PlannedDocument {
    PlannedDocument(
      record: DocumentRecord(page: sitemap.path, wanted: wanted), content: .sitemap(sitemap))
  }

  /// The paths of the pages that changed events and days have or may have.
  func pagePaths(of changes: Changes, _ names: StringInterner) -> [String] {
    let periods = periods(of: changes)
    let years = periods.compactMap { if case .year(let year) = $0 { year } else { nil } }
    let sitemaps = years.flatMap { paths(ofFormerSitemaps: self.sitemaps(ofYear: $0)) }
    return changes.events.flatMap { pagePaths(of: events[$0.index], names) } + periods.map(\.path.file)
      + sitemaps
  }

  /// The paths of the sitemaps of topics, and of one that may have ended.
  var pathsOfTopicSitemaps: [String] {
    paths(ofFormerSitemaps: sitemapsOfTopics)
  }

  // The paths of sitemaps, and of the part behind the last, which may have ended.
  private func paths(ofFormerSitemaps sitemaps: [Sitemap]) -> [String] {
    let next = sitemaps.last.map { Sitemap(content: $0.content, part: $0.part + 1) }
    return (sitemaps + [next].compactMap { $0 }).map(\.path)
  }

  /// All names of the events of some pages.
  package func names(ofPages pages: some Sequence<Int>) -> [NameNumber] {
    pages.flatMap { page in
      guard eventOfPage.indices.contains(page), let event = eventOfPage[page].number else {
        return [NameNumber]()
      }
      return pageNames.names(ofEvent: events[event.index].id)
    }
  }

  /// The paths of the pages that an event may have.
  func pagePaths(of event: Event, _ names: StringInterner) -> [String] {
    guard site.pages == .all else { return [] }
    return pageNames.names(ofEvent: event.id).compactMap {
      PagePath(EventName(storedPath: names[$0.index]))?.file
    }
  }

  /// The path of the page of an event; `nil` when it has none.
  func pagePath(of event: Event, _ names: StringInterner) -> PagePath? {
    guard site.pages == .all else { return nil }
    return pageNames.path(of: event.address, ofEvent: event.id, isPage: true, names)
  }
}

extension PublicationPlan {
  // The page of an event, and the pages that lead there from its other names.
  private func pages(of index: Event.Index, _ names: StringInterner) -> [PlannedDocument] {
    let event = events[index.index]
    guard let path = pagePath(of: event, names) else { return [] }
    let record = DocumentRecord(
      page: path.file, wanted: pageDigest([event.digest.high, event.digest.low, UInt64(event.day.number)]))
    var documents = [PlannedDocument(record: record, content: .eventPage(index))]
    var known: Set<String> = [path.file]
    for name in pageNames.names(ofEvent: event.id) where name != event.address {
      guard let other = pageNames.path(of: name, ofEvent: event.id, isPage: false, names),
        known.insert(other.file).inserted
      else { continue }
      documents.append(redirect(from: other.file, to: path.address))
    }
    return documents
  }

  private func redirect(from file: String, to address: String) -> PlannedDocument {
    let record = DocumentRecord(page: file, wanted: pageDigest([ContentDigest(address).high]))
    return PlannedDocument(record: record, content: .redirect(to: address))
  }

  // The periods of changed days, and the neighbours that link to them.
  private func periods(of changes: Changes) -> [CalendarPeriod] {
    var periods: Set<CalendarPeriod> = [.all]
    for day in changes.days {
      var period: CalendarPeriod? = .day(day)
      while let next = period {
        let neighbours = calendar.neighbours(of: next)
        periods.formUnion([next, neighbours.previous, neighbours.next].compactMap { $0 })
        period = next.parent
      }
    }
    // Each path is made once, and not for each comparison: that took 0.3 s of planning an archive of 8,900 days.
    return periods.map { (period: $0, file: $0.path.file) }.sorted { $0.file < $1.file }.map(\.period)
  }
}
