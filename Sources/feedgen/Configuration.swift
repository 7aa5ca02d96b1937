import Classification
import EventArchive
import Foundation
import Publishing
import Serving
import Syndication
import Watching

/// What config.json says, with a default for every key.
struct Configuration: Equatable {
  /// The directory of event files.
  var content = "content"
  /// The directory that feeds are written to.
  var output = "feeds"
  /// The directory of the index.
  var state = ".state"
  /// Where `output` is served.
  var baseURL = "http://localhost:8080/"
  /// The authority of tag URIs; the host of `baseURL` when it is not set.
  var authority: String?
  /// The site's title.
  var title = "News by topic"
  /// The feeds' author.
  var author = "The editors"
  /// The feeds' language.
  var language = "en"
  /// Where the archive's pages are; the origin of `baseURL` when it is not set.
  var pagesURL: String?
  /// What follows an event's name in its page's address.
  var pageExtension = ".html"
  /// The formats that every feed is published in, in the order in which `FeedFormat` has them.
  var formats: [FeedFormat] = [.atom, .rss]
  /// How many entries a feed holds at least, if there are so many.
  var windowEntries = 50
  /// How far behind its newest entry a feed holds all entries, in hours.
  var windowHours = 48
  /// The most bytes of a feed's entries. There is no key for it: tests have feeds that are full with few entries.
  var windowBytes = 4_000_000
  /// Whether the entries that a feed has no room for are in archive documents.
  var archives = false
  /// The topics that are made of others.
  var topics: [CombinedTopic] = []
  /// Whether names that stand in title or summary count.
  var mentions = true
  /// Names that are filed under another name.
  var aliases: [String: String] = [:]
  /// How many events an entity must have to be a topic.
  var minimumEvents = 1

  /// The time zone that decides what day it is.
  var timeZone = SiteTimeZone.utc
  /// What is done with files of days to come.
  var future = EventClock.Future.hold

  /// Where the feeds are served, and what the server bears.
  var serve = ServerSettings()

  /// The WebSub hubs that are told when feeds change, beside the one that is served.
  var hubs: [String] = []
  /// Whether a WebSub hub is served, and what it bears.
  var webSub = WebSubSettings()

  /// How often a service looks at the content, in seconds.
  var watchInterval = 2.0
  /// How long a file must be quiet before a service takes it for complete, in seconds.
  var watchSettle = 0.3
  /// How often a service looks at every file, in seconds.
  var watchSweep = 60.0
  /// Whether a service listens to the kernel's notices.
  var watchNotify = true
  /// Which files and directories of the content are left out.
  var ignore = IgnoreRules.standard

  /// The aliases, and names that were found to be variants of others; of a name of which the configuration says something,
  /// that alone counts.
  func aliases(with variants: [String: String]) -> [String: String] {
    let decided = Set((Array(aliases.keys) + Array(aliases.values)).compactMap { EntityKey($0) })
    return variants.filter { name, _ in EntityKey(name).map { !decided.contains($0) } ?? false }
      .merging(aliases) { $1 }
  }

  /// Everything that the bytes of a feed depend on beside the events.
  var site: Site {
    let pages = pagesURL ?? origin
    var site = Site(
      baseURL: servedURL,
      pagesURL: pages.hasSuffix("/") ? String(pages.dropLast()) : pages, pageExtension: pageExtension,
      authority: authority ?? host, title: title, author: author,
      language: language, formats: formats, windowEntries: windowEntries, windowHours: windowHours,
      hasArchives: archives, hubs: allHubs, generator: Generator(name: "feedgen", version: Feedgen.version))
    site.timeZone = timeZone
    site.windowBytes = windowBytes
    return site
  }
}

extension Configuration {
  // Scheme, host and port of `baseURL`.
  private var origin: String {
    guard let start = baseURL.firstRange(of: "://") else { return baseURL }
    return String(baseURL[..<(baseURL[start.upperBound...].firstIndex(of: "/") ?? baseURL.endIndex)])
  }

  // The host of `baseURL`, without the brackets of an IP address.
  private var host: String {
    let authority = origin.firstRange(of: "://").map { origin[$0.upperBound...] } ?? "localhost"
    if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
    return String(authority.prefix { $0 != ":" })
  }

  /// Whether ids cannot be made: an IP address of version 6 is no authority of them (RFC 4151, section 2.1).
  var isAuthorityMissing: Bool { authority == nil && host.contains(":") }

  /// What gives events their times in a run at `now`, when the clock of the system says `present`, both in seconds
  /// since 1970.
  func clock(now: Int64, present: Int64) -> EventClock {
    EventClock(now: now, present: present, timeZone: timeZone, future: future)
  }

  /// The hubs that feeds name.
  var allHubs: [String] {
    webSub.serves ? hubs + [servedURL + WebSubSettings.path] : hubs
  }

  // Where `output` is served, with a slash at the end.
  private var servedURL: String { baseURL.hasSuffix("/") ? baseURL : baseURL + "/" }

  /// Whether the index is in the same directory, however that is spelled.
  func hasState(of other: Configuration) -> Bool { Self.real(state) == Self.real(other.state) }

  /// Makes sure that what is written does not lie where it is read as news, and that neither content nor index
  /// lie where feeds are served.
  /// - Throws: `ConfigurationError.overlap`.
  func requireApart() throws {
    let content = (key: "content", path: content)
    let output = (key: "output", path: output)
    let state = (key: "state", path: state)
    let news = (key: "content", path: self.content + "/news")
    let watched = "what is written would be read as news"
    let served = "it would be served with the feeds"
    for (inner, outer, harm) in [
      (output, news, watched), (state, news, watched), (content, output, served),
      (state, output, served),
    ] where DirectoryPath.isWithin(inner.path, outer.path) {
      throw ConfigurationError.overlap(
        key: inner.key, path: inner.path, otherKey: outer.key, other: outer.path, harm: harm)
    }
    if DirectoryPath.isWithin(DirectoryPath.home, self.output) {
      throw ConfigurationError.overlap(
        key: "HOME", path: DirectoryPath.home, otherKey: "output", other: self.output,
        harm: "all of the home directory would be among the feeds")
    }
  }

  private static func real(_ path: String) -> String {
    URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }
}
