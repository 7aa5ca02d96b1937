/// Writes OpenSearch 1.1 description documents, by which browsers offer a site's search.
package struct OpenSearchWriter {
  private static let namespace = "http://a9.com/-/spec/opensearch/1.1/"
  // The maximum length of a short name in the specification.
  private static let longestShortName = 16
  private let xml: XMLWriter

  /// Makes a writer.
  package init(_ xml: XMLWriter) { self.xml = xml }

  /// Writes the description of a site whose page takes a query as the parameter `q`.
  /// - Parameters:
  ///   - title: the title of the site.
  ///   - page: the absolute URL of the page.
  ///   - icon: the absolute URL of a PNG.
  /// - Returns: the bytes.
  /// - Throws: `SyndicationError`.
  package func document(title: String, page: String, icon: String) throws -> [UInt8] {
    xml.startDocument()
    xml.ownComment()
    xml.start("OpenSearchDescription")
    xml.attribute("xmlns", Self.namespace)
    xml.newline()
    xml.line("ShortName", String(title.prefix(Self.longestShortName)))
    xml.line("Description", "Find topics on \(title)")
    xml.line("InputEncoding", "UTF-8")
    xml.start("Image")
    xml.attribute("width", "64")
    xml.attribute("height", "64")
    xml.attribute("type", "image/png")
    xml.text(icon)
    xml.end()
    xml.newline()
    xml.start("Url")
    xml.attribute("type", "text/html")
    xml.attribute("template", page + "?q={searchTerms}")
    xml.end()
    xml.newline()
    xml.endDocument()
    return try xml.flush { Array($0) }
  }
}
