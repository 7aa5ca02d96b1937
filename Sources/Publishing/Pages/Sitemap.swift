internal import EventArchive
internal import Primitives
internal import Syndication

/// A sitemap: a part of the pages of the events of a year, or of the pages of topics.
struct Sitemap: Hashable, Sendable {
  /// The pages of a sitemap.
  enum Content: Hashable, Sendable {
    /// The pages of topics.
    case topics
    /// The pages of a year: those of its days, months and events.
    case year(Int)
  }

  /// The pages.
  let content: Content
  /// The number of the part, from 1.
  let part: Int

  /// The path below the output directory.
  var path: String {
    let name = if case .year(let year) = content { "\(year)" } else { "topics" }
    return "sitemaps/\(name)\(part > 1 ? "-\(part)" : "").xml"
  }

  /// The number of sitemaps for a number of pages.
  static func parts(_ pages: Int) -> Int {
    max(1, (pages + SitemapWriter.mostPages - 1) / SitemapWriter.mostPages)
  }

  /// The document.
  /// - Throws: `SyndicationError`.
  func document(_ plan: PublicationPlan, _ names: StringInterner) throws -> [UInt8] {
    let pages =
      switch content {
      case .topics: Self.topics(of: plan)
      case .year(let year): Self.pages(of: year, plan, names)
      }
    let writer = SitemapWriter(try XMLWriter())
    return try writer.sitemap(
      pages.dropFirst((part - 1) * SitemapWriter.mostPages).prefix(SitemapWriter.mostPages))
  }

  private static func topics(of plan: PublicationPlan) -> [SitemapWriter.Page] {
    plan.sortedTopics.compactMap { index in
      let topic = plan.topics[index.index]
      guard topic.isLive else { return nil }
      let window = plan.window(of: topic)
      return SitemapWriter.Page(
        url: plan.site.url(ofPath: PagePath.page(ofFeed: topic.path)),
        modified: window.isEmpty ? nil : plan.updated(window))
    }
  }

  private static func pages(of year: Int, _ plan: PublicationPlan, _ names: StringInterner) -> [SitemapWriter
    .Page]
  {
    let days = plan.calendar.days(in: .year(year))
    var periods: [CalendarPeriod] = [.year(year)]
    var pages: [SitemapWriter.Page] = []
    for day in days {
      let month = CalendarPeriod.month(of: day)
      if !periods.contains(month) { periods.append(month) }
      periods.append(.day(day))
      for index in plan.calendar.events(on: day) {
        let event = plan.events[index.index]
        guard let path = plan.pagePath(of: event, names) else { continue }
        pages.append(.init(url: plan.site.pagesURL + path.address, modified: event.updated))
      }
    }
    let calendar = periods.map {
      SitemapWriter.Page(url: plan.site.pagesURL + $0.path.address, modified: nil)
    }
    return calendar + pages.sorted { $0.url < $1.url }
  }
}
