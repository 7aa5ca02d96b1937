package import EventArchive
package import Primitives
package import Syndication

/// Who publishes the feeds, where, in which formats, and how many entries a feed holds: all of the configuration that a feed's bytes
/// depend on.
package struct Site: Hashable, Sendable {
  /// Where the output directory is served, an absolute URL that ends in `/`.
  package var baseURL: String
  /// Where the archive's pages are, an absolute URL without a slash at its end.
  package var pagesURL: String
  /// What follows an event's name in its page's address, for example `.html`.
  package var pageExtension: String
  /// The authority in tag URIs (RFC 4151): a domain name.
  package var authority: String
  /// The time zone that decides what day it is.
  package var timeZone = SiteTimeZone.utc
  /// The last day whose stories are shown; links to later ones are not. `nil` when stories are published before their day, and
  /// where it is not known yet.
  /// It is no part of `digest`: what a page links to counts with the event.
  package var lastDay: EventDay?
  /// The site's title.
  package var title: String
  /// The feeds' author.
  package var author: String
  /// The feeds' language, a tag of RFC 5646.
  package var language: String
  /// The formats that every feed is published in, without repetition.
  package var formats: [FeedFormat]
  /// How many entries a feed holds at least, if there are so many.
  package var windowEntries: Int
  /// How far behind its newest entry a feed holds all entries, in hours.
  package var windowHours: Int
  /// The most entries of a feed, whatever `windowEntries` and `windowHours` ask for.
  package static let mostEntries = 1_000
  /// The most bytes that the entries of a feed have together in any format; a feed has one entry at least.
  package var windowBytes = 4_000_000
  /// Whether the entries that a feed has no room for are in archive documents (RFC 5005, section 4).
  package var hasArchives: Bool
  /// The WebSub hubs that are told when a feed changes, absolute URLs.
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
  ///   - pagesURL: the URL of the archive's pages; the origin of `baseURL` when it is `nil`.
  ///   - authority: the authority of tag URIs; the host of `baseURL` when it is `nil`.
  package init(servedAt baseURL: String, pagesURL: String? = nil, authority: String? = nil) {
    let pages = pagesURL ?? Self.origin(of: baseURL)
    self.init(
      baseURL: baseURL.hasSuffix("/") ? baseURL : baseURL + "/",
      pagesURL: pages.hasSuffix("/") ? String(pages.dropLast()) : pages, pageExtension: ".html",
      authority: authority ?? Self.host(of: baseURL), title: "News by topic", author: "The editors",
      language: "en", formats: [.atom, .rss], windowEntries: 50, windowHours: 48,
      generator: Generator(name: "feedgen", version: Version.current))
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

  /// Tells two sites apart whose feeds differ.
  package var digest: ContentDigest {
    // The description of a list quotes its elements, so that no two sites have the same.
    let texts = [
      baseURL, pagesURL, pageExtension, authority, title, author, language, generator.name, generator.version,
    ]
    return ContentDigest(
      "\(texts) \(formats.map(\.pathExtension)) \(windowEntries) \(windowHours) \(windowBytes) \(hasArchives) \(hubs) \(timeZone.identifier)"
    )
  }

  /// Whether an entry, by when it was published and its bytes, belongs to a feed that holds `count` entries before it, which
  /// have so many bytes, and of which the newest was published at a given time.
  package func hasRoom(
    for entry: (published: Int64, bytes: Int), behind count: Int, bytes: Int, newest: Int64
  ) -> Bool {
    if count == 0 { return true }
    guard count < Self.mostEntries, bytes + entry.bytes <= windowBytes else { return false }
    return count < windowEntries
      || windowHours > 0 && entry.published >= newest - Int64(windowHours) * 3600
  }

  /// Puts the address of an event's page in place of what `address` holds, by the path of one of the event's names.
  package func setAddress(ofPage path: UnsafeBufferPointer<UInt8>, _ address: inout [UInt8]) {
    address.removeAll(keepingCapacity: true)
    address += pagesURL.utf8
    address += path
    address += pageExtension.utf8
  }

  /// The id of an event, by the name it was first published under: `tag:AUTHORITY,2013-11-14:/news/…`.
  package func id(ofEvent name: EventName) -> String {
    TagURI(authority: authority, date: name.day?.description ?? "2000-01-01", specific: name.path).description
  }

  /// The id of a feed, by its path without extension.
  package func id(ofFeed path: String) -> String {
    TagURI(authority: authority, date: "2000-01-01", specific: "/feeds/" + path).description
  }
}
