package import EventArchive
package import Primitives
package import Syndication

/// The web pages that are written beside the feeds.
package enum SitePages: String, CaseIterable, Sendable {
  /// Pages of topics, events and days.
  case all
  /// Pages of topics; those of events are on another site.
  case topics
  /// Only the page to find feeds.
  case none
}

/// The settings of the site on which the bytes of feeds depend: publisher, addresses, formats and limits.
package struct Site: Hashable, Sendable {
  /// The URL at which the output directory is served: absolute, with `/` at its end.
  package var baseURL: String
  /// The URL of the archive's pages: absolute, without a slash at its end.
  package var pagesURL: String
  /// The suffix of an event's name in the URL of its page, for example `.html`.
  package var pageExtension: String
  /// The web pages that are written beside the feeds.
  package var pages = SitePages.topics
  /// The authority in tag URIs (RFC 4151): a domain name.
  package var authority: String
  /// The time zone in which days begin.
  package var timeZone = SiteTimeZone.utc
  /// The last published day; links to later events are hidden. `nil` when events are published before their day, or when the day is not
  /// known yet. It is not in `digest`: links are part of the event's digest.
  package var lastDay: EventDay?
  /// The site's title.
  package var title: String
  /// The feeds' author.
  package var author: String
  /// The feeds' language, a tag of RFC 5646.
  package var language: String
  /// The folder of the feeds in the output of all languages, with a slash at its end; empty for the main language.
  package var languageFolder = ""
  /// The rights in the entries, plain text; `nil` when none are stated.
  package var rights: String?
  /// The absolute URL of the licence of the entries; `nil` when there is none.
  package var license: String?
  /// The formats of the feeds, without duplicates.
  package var formats: [FeedFormat]
  /// The least number of entries of a feed, if the topic has so many events.
  package var windowEntries: Int
  /// The time before its newest entry in which a feed has all entries, in hours.
  package var windowHours: Int
  /// The maximum number of entries of a feed. It limits `windowEntries` and `windowHours`.
  package static let mostEntries = 1_000
  /// The maximum size of all entries of a feed in any format, in bytes. A feed has one entry at least.
  package var windowBytes = 4_000_000
  /// Whether entries have the summary of a post instead of its whole text.
  package var showsSummaries = false
  /// The places of pictures in entries.
  package var pictures = PicturePlacement.all
  /// Whether archive documents have the entries for which a feed has no room (RFC 5005, section 4).
  package var hasArchives: Bool
  /// The absolute URLs of the WebSub hubs that are notified of changed feeds.
  package var hubs: [String]
  /// The program's name and version.
  package var generator: Generator

  /// Makes a site.
  package init(
    baseURL: String, pagesURL: String, pageExtension: String, authority: String, title: String,
    author: String, language: String, formats: [FeedFormat] = [.atom], windowEntries: Int,
    windowHours: Int = 0, hasArchives: Bool = false, hubs: [String] = [], generator: Generator
  ) {
    (self.baseURL, self.pagesURL, self.pageExtension) = (baseURL, pagesURL, pageExtension)
    (self.authority, self.title, self.author) = (authority, title, author)
    (self.language, self.formats, self.generator) = (language, formats, generator)
    (self.windowEntries, self.windowHours, self.hasArchives) = (windowEntries, windowHours, hasArchives)
    self.hubs = hubs
  }

  /// Makes a site with the defaults of the configuration.
  /// - Parameters:
  ///   - baseURL: the URL at which the output directory is served.
  ///   - pagesURL: the URL of a site that has the pages of events; when it is `nil`, that is `baseURL` if `pages` are all, and else the
  ///     origin of `baseURL`.
  ///   - authority: the authority of tag URIs; the host of `baseURL` when it is `nil`.
  ///   - pages: the wanted pages. Those of events are not written when `pagesURL` is another site.
  package init(
    servedAt baseURL: String, pagesURL: String? = nil, authority: String? = nil, pages: SitePages = .all
  ) {
    let address = pagesURL ?? (pages == .all ? baseURL : Self.origin(of: baseURL))
    self.init(
      baseURL: baseURL.hasSuffix("/") ? baseURL : baseURL + "/",
      pagesURL: address.hasSuffix("/") ? String(address.dropLast()) : address, pageExtension: ".html",
      authority: authority ?? Self.host(of: baseURL), title: "News by topic", author: "The editors",
      language: "en", formats: [.atom, .rss], windowEntries: 50, windowHours: 48,
      generator: Generator(name: "feedgen", version: Version.current))
    self.pages = pagesURL == nil || pages == .none ? pages : .topics
  }

  /// The host of a URL, without the brackets of an IPv6 address.
  package static func host(of url: String) -> String {
    let origin = origin(of: url)
    let authority = origin.firstRange(of: "://").map { origin[$0.upperBound...] } ?? "localhost"
    if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
    return String(authority.prefix { $0 != ":" })
  }

  // Scheme, host and port of a URL.
  private static func origin(of url: String) -> String {
    guard let start = url.firstRange(of: "://") else { return url }
    return String(url[..<(url[start.upperBound...].firstIndex(of: "/") ?? url.endIndex)])
  }

  /// The digest of all settings on which feeds depend.
  package var digest: ContentDigest {
    // The description of an array quotes its elements, so different sites have different descriptions.
    let texts = [
      baseURL, pagesURL, pageExtension, authority, title, author, language, generator.name, generator.version,
      rights ?? "", license ?? "",
    ]
    return ContentDigest(
      "\(texts) \(formats.map(\.pathExtension)) \(windowEntries) \(windowHours) \(windowBytes) \(hasArchives) \(hubs) \(timeZone.identifier) \(showsSummaries) \(languageFolder) \(pages) \(pictures)"
    )
  }

  /// Whether a feed has room for an entry.
  /// - Parameters:
  ///   - entry: the time of publication in seconds since 1970, and the size in bytes.
  ///   - count: the number of newer entries in the feed.
  ///   - bytes: the total size of these.
  ///   - newest: the time of publication of the newest entry.
  package func hasRoom(
    for entry: (published: UnixTime, bytes: Int), behind count: Int, bytes: Int, newest: UnixTime
  ) -> Bool {
    if count == 0 { return true }
    guard count < Self.mostEntries, bytes + entry.bytes <= windowBytes else { return false }
    return count < windowEntries
      || windowHours > 0 && entry.published >= newest - Int64(windowHours) * 3600
  }

  /// Replaces `address` by the URL of an event's page, by the path of one of the event's names.
  package func setAddress(ofPage path: UnsafeBufferPointer<UInt8>, _ address: inout [UInt8]) {
    address.removeAll(keepingCapacity: true)
    address += pagesURL.utf8
    if pages == .all {
      PagePath.append(ofEvent: path, to: &address)
    } else {
      address += path
      address += pageExtension.utf8
    }
  }

  /// The id of an event, made from the name under which it was first published: `tag:AUTHORITY,2013-11-14:/news/…`; or the URI that
  /// a post gives itself.
  package func id(ofEvent name: EventName) -> String {
    if let uri = name.ownURI { return uri }
    let tag = name.tag
    return TagURI(authority: authority, date: tag.date, specific: tag.specific).description
  }

  /// The id of a feed, by its path without extension.
  package func id(ofFeed path: String) -> String {
    TagURI(
      authority: authority, date: "2000-01-01",
      specific: "/feeds/" + languageFolder + PercentCoding.encodedPath(path)
    )
    .description
  }

  /// The URL of a document of the output.
  package func url(ofPath path: String) -> String { baseURL + PercentCoding.encodedPath(path) }

  /// The path of `baseURL`, with a slash at both ends.
  package var basePath: String {
    let path = baseURL.dropFirst(Self.origin(of: baseURL).count)
    return path.isEmpty ? "/" : String(path)
  }

  /// The URL of the page to which a feed belongs, by the path of the feed without extension; without pages, the URL of the site.
  package func homePage(ofFeed path: String) -> String {
    pages == .none ? pagesURL + "/" : url(ofPath: PagePath.page(ofFeed: path))
  }
}
