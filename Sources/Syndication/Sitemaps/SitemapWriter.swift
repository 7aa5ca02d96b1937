package import Primitives

/// Writes sitemaps and sitemap indexes (sitemaps.org, version 0.9).
package struct SitemapWriter {
  /// A page in a sitemap.
  package struct Page: Hashable, Sendable {
    /// The absolute URL.
    package var url: String
    /// The time of its last change; `nil` when it is not known.
    package var modified: UnixTime?

    /// Makes a page.
    package init(url: String, modified: UnixTime?) { (self.url, self.modified) = (url, modified) }
  }

  /// The maximum number of pages in a sitemap.
  package static let mostPages = 50_000
  /// The comment by which feedgen recognises its own sitemaps.
  package static let mark = "<!-- Written by feedgen -->"

  private static let namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
  private let xml: XMLWriter

  /// Makes a writer.
  package init(_ xml: XMLWriter) { self.xml = xml }

  /// Writes a sitemap.
  /// - Returns: the bytes.
  /// - Throws: `SyndicationError`.
  package func sitemap(_ pages: some Sequence<Page>) throws -> [UInt8] {
    begin("urlset")
    for page in pages {
      xml.start("url")
      xml.element("loc", page.url)
      if let modified = page.modified { xml.element("lastmod", modified.description) }
      xml.end()
      xml.newline()
    }
    return try end()
  }

  /// Writes an index of sitemaps, by their absolute URLs.
  /// - Returns: the bytes.
  /// - Throws: `SyndicationError`.
  package func index(_ sitemaps: some Sequence<String>) throws -> [UInt8] {
    begin("sitemapindex")
    for url in sitemaps {
      xml.start("sitemap")
      xml.element("loc", url)
      xml.end()
      xml.newline()
    }
    return try end()
  }

  private func begin(_ root: StaticString) {
    xml.startDocument()
    xml.ownComment()
    xml.start(root)
    xml.attribute("xmlns", Self.namespace)
    xml.newline()
  }

  private func end() throws -> [UInt8] {
    xml.endDocument()
    return try xml.flush { Array($0) }
  }
}
