package import Classification
package import EventArchive
import Foundation
package import Pipeline
internal import Primitives
package import Publishing
package import Purging
package import Serving
package import Syndication
package import Watching
package import WebSub

/// The values of config.json, with a default for every key.
package struct Configuration: Equatable {
  /// The directory of event files.
  package var content = "content"
  /// The kind of content.
  package var contentKind = ContentKind.automatic
  /// The settings of posts.
  package var posts = PostSettings()
  /// The settings by which content is parsed. `detectContent` sets them.
  package var format = ContentSettings()
  /// The files that the settings of a site were read from. `detectContent` sets them.
  package var siteFiles = SiteFiles()
  /// The fault of a pattern of ignored files that matches nothing in an archive of event pages.
  package var faultOfEventPages: ConfigurationError?
  /// The places where the values of keys come from, by the names of the keys; without those that have their default.
  package var origins: [String: ConfigurationOrigin] = [:]
  /// The output: the path of a directory, or the URL of a place in object storage.
  package var output = "feeds"
  /// The settings of object storage.
  package var storage = ObjectStorageSettings()
  /// The state directory, with what a process keeps, and with the index if `index` is not set.
  package var state = ".state"
  /// The location of the index when it is not in the state directory.
  package var index: String?
  /// The URL at which `output` is served.
  package var baseURL = "http://localhost:8080/"
  /// The authority of tag URIs; the host of `baseURL` when it is not set.
  package var authority: String?
  /// The site's title.
  package var title = "News by topic"
  /// The feeds' author.
  package var author = "The editors"
  /// The feeds' language.
  package var language = "en"
  /// The places of pictures in entries.
  package var pictures = PicturePlacement.all
  /// The folder of the feeds in the output of all languages, with a slash at its end; empty for the main language.
  package var languageFolder = ""
  /// The rights in the entries of feeds; `nil` when none are stated.
  package var rights: String?
  /// The URL of the licence of the entries of feeds; `nil` when there is none.
  package var license: String?
  /// The URL of another site that has the pages of events; `nil` when it is not set.
  package var pagesURL: String?
  /// The web pages that are written beside the feeds.
  package var pages = SitePages.all
  /// The suffix of an event's name in the URL of its page.
  package var pageExtension = ".html"
  /// The formats of every feed, in the order of `FeedFormat`.
  package var formats: [FeedFormat] = [.atom, .rss]
  /// The least number of entries in a feed, if there are enough events.
  package var windowEntries = 50
  /// The time before its newest entry of which a feed has all entries, in hours.
  package var windowHours = 48
  /// The limit of a feed's entries in bytes. No key sets it: tests lower it.
  package var windowBytes = 4_000_000
  /// Whether older entries are published in archive documents (RFC 5005).
  package var archives = false
  /// The topics that are defined by expressions.
  package var topics: [CombinedTopic] = []
  /// Whether names in title or summary count as entities.
  package var mentions = true
  /// The number of events from which on words are counted to discover names. No key sets it: tests lower it.
  package var leastEventsForCounts = 2_000
  /// Whether names that no list has are discovered in title and summary.
  package var discoversNames = true
  /// Whether plain words of lists have no feeds.
  package var hidesWords = true
  /// The events of the feeds of countries.
  package var countryFeeds = CountryFeeds.all
  /// Aliases of entities, each with the main name.
  package var aliases: [String: String] = [:]
  /// The country of the site, and the countries of disputed territories.
  package var countries = CountrySettings()
  /// The names that are united with no other, nor with a country.
  package var apart: Set<String> = []
  /// The least number of events of an entity with a feed.
  package var minimumEvents = 1

  /// The time zone of days.
  package var timeZone = SiteTimeZone.utc
  /// What happens with files of future days.
  package var future = EventClock.Future.hold

  /// The settings of the server.
  package var serve = ServerSettings()

  /// The external WebSub hubs.
  package var hubs: [String] = []
  /// The settings of WebSub.
  package var webSub = WebSubSettings()
  /// The caches that are told which addresses have changed.
  package var purge: [PurgeTarget] = []

  /// The interval at which a service polls the content, in seconds.
  package var watchInterval = 2.0
  /// The time without changes after which a file counts as stable, in seconds.
  package var watchSettle = 0.3
  /// The interval at which a service stats every file, in seconds.
  package var watchSweep = 60.0
  /// Whether a service uses notifications of the kernel.
  package var watchNotify = true
  /// The files and directories of the content that are ignored.
  package var ignore = IgnoreRules.standard

  /// The default configuration.
  package init() {}

  /// The site: all settings that change the bytes of feeds.
  package var site: Site {
    // Pages whose addresses end in another way are those of another site.
    let ownPages = pageExtension == ".html" || pages == .none ? pages : .topics
    var site = Site(servedAt: baseURL, pagesURL: pagesURL, authority: authority, pages: ownPages)
    site.pageExtension = pageExtension
    site.title = title
    site.author = author
    site.language = language
    site.languageFolder = languageFolder
    site.rights = rights
    site.license = license
    site.formats = formats
    site.windowEntries = windowEntries
    site.windowHours = windowHours
    site.hasArchives = archives
    site.hubs = allHubs
    site.timeZone = timeZone
    site.windowBytes = windowBytes
    site.showsSummaries = posts.showsSummaries
    site.pictures = pictures
    return site
  }
}

extension Configuration {
  /// The settings of builds.
  package var buildSettings: BuildSettings {
    var settings = BuildSettings(content: content, output: output, state: state, site: site)
    settings.index = indexLocation
    settings.storage = storage
    settings.maxAge = serve.maxAge
    settings.format = format
    settings.ignore = ignore
    settings.future = future
    settings.topics = topics
    settings.countsMentions = mentions
    settings.discoversNames = discoversNames
    settings.hidesWords = hidesWords
    settings.countryFeeds = countryFeeds
    settings.leastEventsForCounts = leastEventsForCounts
    settings.aliases = aliases
    settings.countries = countries
    settings.apart = apart
    settings.minimumEvents = minimumEvents
    return settings
  }

  /// The location of the index: a URL, or the state directory.
  package var indexLocation: String { index ?? state }

  /// Whether the output is in object storage, and not a directory.
  package var isOutputInObjectStorage: Bool { OutputLocation.isObjectStorage(output) }

  /// The source of the documents for a server; `nil` when they are files of the output directory.
  /// - Throws: `PublishingError`.
  func documentSource(warn: @escaping @Sendable (String) -> Void) throws -> (any DocumentSource)? {
    var settings = OutputSettings()
    settings.storage = storage
    settings.warn = warn
    return try OutputKind.source(output, settings)
  }

  /// Whether there is no authority for tag URIs: an IPv6 address cannot be one (RFC 4151, section 2.1).
  package var isAuthorityMissing: Bool { authority == nil && Site.host(of: baseURL).contains(":") }

  /// The hubs that feeds advertise.
  package var allHubs: [String] {
    webSub.serves ? hubs + [servedURL + WebSubSettings.path] : hubs
  }

  /// `baseURL` with a final slash.
  var servedURL: String { baseURL.hasSuffix("/") ? baseURL : baseURL + "/" }

  /// Makes relative paths start at the directory of the configuration file, also those of defaults. A pipe or a device is in no
  /// directory of the configuration.
  mutating func placeRelativePaths(besideFile file: String) {
    var status = stat()
    guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    let directory = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    for member in [\Configuration.content, \.output, \.state, \.serve.socket, \.serve.accessLog]
    where !["", "-"].contains(self[keyPath: member]) && !self[keyPath: member].hasPrefix("/")
      && !(member == \.output && isOutputInObjectStorage)
    {
      self[keyPath: member] = directory + self[keyPath: member]
    }
    for index in purge.indices {
      if case .file(let path) = purge[index].secret, !path.hasPrefix("/") {
        purge[index].secret = .file(directory + path)
      }
    }
  }

  /// Whether another configuration has the same index, by resolved paths.
  package func hasIndex(of other: Configuration) -> Bool {
    guard index == nil, other.index == nil else { return index == other.index }
    return Self.real(state) == Self.real(other.state)
  }

  /// Checks that output and state are outside the news directory, and that content, state and the home directory are not served
  /// with the feeds.
  /// - Throws: `ConfigurationError.overlap`.
  package func requireApart() throws {
    let content = (key: "content", path: content)
    let output = (key: "output", path: output)
    let state = (key: "state", path: state)
    let news = (key: "content", path: self.content + "/news")
    let watched = "what is written would be read as news"
    let served = "it would be served with the feeds"
    for (inner, outer, harm) in [
      (output, news, watched), (state, news, watched), (content, output, served),
      (state, output, served),
    ]
    where ![inner.path, outer.path].contains(where: OutputLocation.isObjectStorage)
      && DirectoryPath.isWithin(inner.path, outer.path)
    {
      throw ConfigurationError.overlap(
        key: inner.key, path: inner.path, otherKey: outer.key, other: outer.path, harm: harm)
    }
    if !isOutputInObjectStorage, DirectoryPath.isWithin(DirectoryPath.home, self.output) {
      throw ConfigurationError.overlap(
        key: "HOME", path: DirectoryPath.home, otherKey: "output", other: self.output,
        harm: "all of the home directory would be among the feeds")
    }
  }

  private static func real(_ path: String) -> String {
    URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }
}
