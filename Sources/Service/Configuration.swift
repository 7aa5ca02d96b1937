import Classification
package import EventArchive
import Foundation
package import Pipeline
internal import Primitives
package import Publishing
package import Serving
package import Syndication
package import Watching
package import WebSub

/// What config.json says, with a default for every key.
package struct Configuration: Equatable {
  /// The directory of event files.
  package var content = "content"
  /// The directory that feeds are written to.
  package var output = "feeds"
  /// The directory of the index.
  package var state = ".state"
  /// Where `output` is served.
  package var baseURL = "http://localhost:8080/"
  /// The authority of tag URIs; the host of `baseURL` when it is not set.
  package var authority: String?
  /// The site's title.
  package var title = "News by topic"
  /// The feeds' author.
  package var author = "The editors"
  /// The feeds' language.
  package var language = "en"
  /// Where the archive's pages are; the origin of `baseURL` when it is not set.
  package var pagesURL: String?
  /// What follows an event's name in its page's address.
  package var pageExtension = ".html"
  /// The formats that every feed is published in, in the order in which `FeedFormat` has them.
  package var formats: [FeedFormat] = [.atom, .rss]
  /// How many entries a feed holds at least, if there are so many.
  package var windowEntries = 50
  /// How far behind its newest entry a feed holds all entries, in hours.
  package var windowHours = 48
  /// The most bytes of a feed's entries. There is no key for it: tests have feeds that are full with few entries.
  package var windowBytes = 4_000_000
  /// Whether the entries that a feed has no room for are in archive documents.
  package var archives = false
  /// The topics that are made of others.
  package var topics: [CombinedTopic] = []
  /// Whether names that stand in title or summary count.
  package var mentions = true
  /// Names that are filed under another name.
  package var aliases: [String: String] = [:]
  /// How many events an entity must have to be a topic.
  package var minimumEvents = 1

  /// The time zone that decides what day it is.
  package var timeZone = SiteTimeZone.utc
  /// What is done with files of days to come.
  package var future = EventClock.Future.hold

  /// Where the feeds are served, and what the server bears.
  package var serve = ServerSettings()

  /// The WebSub hubs that are told when feeds change, beside the one that is served.
  package var hubs: [String] = []
  /// Whether a WebSub hub is served, and what it bears.
  package var webSub = WebSubSettings()

  /// How often a service looks at the content, in seconds.
  package var watchInterval = 2.0
  /// How long a file must be quiet before a service takes it for complete, in seconds.
  package var watchSettle = 0.3
  /// How often a service looks at every file, in seconds.
  package var watchSweep = 60.0
  /// Whether a service listens to the kernel's notices.
  package var watchNotify = true
  /// Which files and directories of the content are left out.
  package var ignore = IgnoreRules.standard

  /// Makes a configuration of defaults.
  package init() {}

  /// Everything that the bytes of a feed depend on beside the events.
  package var site: Site {
    var site = Site(servedAt: baseURL, pagesURL: pagesURL, authority: authority)
    site.pageExtension = pageExtension
    site.title = title
    site.author = author
    site.language = language
    site.formats = formats
    site.windowEntries = windowEntries
    site.windowHours = windowHours
    site.hasArchives = archives
    site.hubs = allHubs
    site.timeZone = timeZone
    site.windowBytes = windowBytes
    return site
  }
}

extension Configuration {
  /// The settings of builds.
  package var buildSettings: BuildSettings {
    var settings = BuildSettings(content: content, output: output, state: state, site: site)
    settings.ignore = ignore
    settings.future = future
    settings.topics = topics
    settings.countsMentions = mentions
    settings.aliases = aliases
    settings.minimumEvents = minimumEvents
    return settings
  }

  /// Whether ids cannot be made: an IPv6 address is no authority of them (RFC 4151, section 2.1).
  package var isAuthorityMissing: Bool { authority == nil && Site.host(of: baseURL).contains(":") }

  /// The hubs that feeds name.
  package var allHubs: [String] {
    webSub.serves ? hubs + [servedURL + WebSubSettings.path] : hubs
  }

  // Where `output` is served, with a slash at the end.
  private var servedURL: String { baseURL.hasSuffix("/") ? baseURL : baseURL + "/" }

  /// Whether the index is in the same directory, however that is spelled.
  package func hasState(of other: Configuration) -> Bool { Self.real(state) == Self.real(other.state) }

  /// Makes sure that what is written does not lie where it is read as news, and that neither content nor index
  /// lie where feeds are served.
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
