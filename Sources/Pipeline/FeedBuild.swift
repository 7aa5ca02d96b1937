public import Foundation
internal import Logging
internal import Primitives
internal import Publishing
internal import Syndication

/// Builds feeds by topic from a content directory: the way into feedgen for other programs.
///
///     var build = FeedBuild(content: "content", output: "feeds", state: ".state")
///     build.baseURL = "https://news.example.org/feeds/"
///     let report = try build.run()
public struct FeedBuild: Sendable {
  /// A format that feedgen does not write.
  public struct UnknownFormat: Error, CustomStringConvertible {
    /// The name of the format.
    public let name: String

    /// The message, with the names of the formats that there are.
    public var description: String {
      let names = FeedFormat.allCases.map(\.pathExtension).joined(separator: ", ")
      return "there is no feed format \"\(name)\"; name one of these: \(names)"
    }
  }

  /// The web pages that are written beside the feeds.
  public enum Pages: Sendable {
    /// Pages of topics, events and days.
    case all
    /// Pages of topics; those of events are on another site.
    case topics
    /// Only the page to find feeds.
    case none
  }

  /// The result of a build.
  public struct Report: Sendable {
    /// The number of events that are published.
    public let events: Int
    /// The number of feeds, each format counted.
    public let feeds: Int
    /// The number of feeds that were written because their bytes changed.
    public let written: Int
    /// The number of feeds that were removed because their topics have no events any more.
    public let removed: Int
    /// The problems of the content, as `path:line: problem`.
    public let problems: [String]
  }

  /// The directory that holds the content.
  public var content: String
  /// The directory that the feeds are written to; created if it is missing.
  public var output: String
  /// The directory of the index, which must outlive the build: ids and times of events come from it.
  public var state: String
  /// The URL of the index in PostgreSQL; `nil` for an index in `state`.
  public var index: String?
  /// The URL at which `output` is served.
  public var baseURL = "http://localhost:8080/"
  /// The title of the site.
  public var title = "News by topic"
  /// The author of the feeds.
  public var author = "The editors"
  /// The language of the feeds, a tag of RFC 5646.
  public var language = "en"
  /// The formats of each feed, by their names in the configuration.
  public var formats = ["atom", "rss"]
  /// The web pages that are written.
  public var pages = Pages.all
  /// The URL of another site that has the pages of events; `nil` when there is none.
  public var pagesURL: String?
  /// Whether every file is read and every feed is written again.
  public var isFull = false

  /// Describes a build.
  public init(content: String, output: String, state: String) {
    self.content = content
    self.output = output
    self.state = state
  }

  /// Brings the feeds up to date with the content.
  /// - Parameter date: the time of the build, which new events of the same day get.
  /// - Throws: an error whose description has the problem and what to do.
  public func run(at date: Date = .now) throws -> Report {
    var site = Site(servedAt: baseURL, pagesURL: pagesURL, pages: sitePages)
    site.title = title
    site.author = author
    site.language = language
    site.formats = try formats.map { name in
      guard let format = FeedFormat.named(name) else { throw UnknownFormat(name: name) }
      return format
    }
    var settings = BuildSettings(content: content, output: output, state: state, site: site)
    if let index { settings.index = index }
    let logger = Logger(label: "feedgen") { _ in SwiftLogNoOpLogHandler() }
    let build = Build(
      settings, isFull: isFull, now: UnixTime(Int64(date.timeIntervalSince1970)),
      present: .now, logger: logger, observer: BuildObserver())
    let summary = try build.run()
    return Report(
      events: summary.events, feeds: summary.feeds, written: summary.report.written,
      removed: summary.report.removed, problems: summary.problems.map(\.description))
  }
}

extension FeedBuild {
  private var sitePages: SitePages {
    switch pages {
    case .all: .all
    case .topics: .topics
    case .none: .none
    }
  }
}
