internal import CLibcmarkGFM
package import EventArchive
internal import Foundation
package import Primitives

/// Renders the body of a post as HTML that is safe in a feed, and as plain text.
///
/// What only the site's generator could run is replaced by its fallback, Markdown is converted by libcmark-gfm with the extensions of
/// GitHub, and all HTML goes through an allowlist (see `BodySource`, `MarkdownParser` and `HTMLSanitizer`). Equal bodies have equal
/// results. Several threads may render at once.
package struct PostBody {
  /// The notations of the body.
  package var dialect: BodyDialect
  /// The address of the post's page, absolute. Links are made absolute against it.
  package var page: String
  /// The address of the site's pages, without a slash at its end.
  package var site: String
  /// The fields of the front matter.
  package var fields: FrontMatterMapping
  /// Makes the absolute address of a reference to a file of the content, as it is written; `nil` when there is no such file.
  package var resolve: (String) -> String?

  /// Makes a renderer for a post.
  /// - Parameter site: the address of the site's pages; `nil` for the host of the page.
  package init(
    dialect: BodyDialect, page: String, site: String? = nil,
    fields: FrontMatterMapping = FrontMatterMapping(),
    resolve: @escaping (String) -> String? = { _ in nil }
  ) {
    self.dialect = dialect
    self.page = page
    self.site = site ?? PageAddress(page).origin
    self.fields = fields
    self.resolve = resolve
  }

  /// The facts about a rendered body besides its HTML.
  package struct Summary: Hashable, Sendable {
    /// The text without markup.
    package var plainText = ""
    /// The first paragraph as plain text. It is in no quotation, list, table or figure. `nil` when there is none.
    package var firstParagraph: String?
    /// The names of the tags without a fallback, with the number of their occurrences.
    package var unknownTags: [String: Int] = [:]
    /// The references of tags and notes to files that are not there.
    package var lostReferences: [String] = []
    /// Whether only the text was kept, because the body is too large or nested too deeply.
    package var isTextOnly = false
  }

  // Larger bodies are kept as text.
  private static let maximumSize = 1 << 20
  // The limit of the size of the HTML of Markdown, to which definitions of links could enlarge it.
  private static let maximumAddresses = 8 << 20
}

extension PostBody {
  /// Calls `body` with the HTML of a text in UTF-8. Invalid bytes are removed.
  package func render(_ text: TextSlice, _ body: (UnsafeRawBufferPointer) -> Void) -> Summary {
    text.withBytes { render($0, body) }
  }

  /// Calls `body` with the HTML of a text in UTF-8. Invalid bytes are removed.
  package func render(_ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeRawBufferPointer) -> Void) -> Summary
  {
    BodyText.cleaned(text).withUnsafeBufferPointer { renderClean($0, body) }
  }

  private func renderClean(
    _ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeRawBufferPointer) -> Void
  ) -> Summary {
    let page = PageAddress(page)
    let links = BodyLinks(page: page, resolve: resolve)
    let values = TemplateValues(
      site: site, page: page, field: { fields.value(at: $0)?.text },
      fieldsAreVariables: dialect.contains(.expressions))
    let source = BodySource(text, dialect: dialect, values: values, links: links)
    var summary = Summary()
    summary.unknownTags = source.unknownTags
    summary.lostReferences = source.lostReferences
    var sanitizer = HTMLSanitizer(
      links: links, inserts: source.inserts, removesTags: dialect.contains(.expressions))
    var prepared = source.output
    if dialect.contains(.markdown), LinkDefinitions.hasIncludes(text) {
      let lost = prepared.withUnsafeBufferPointer { LinkDefinitions.placeholders(for: $0) }
      if !lost.isEmpty { prepared += Array("\n\(lost)\n".utf8) }
    }
    let isRead =
      prepared.count <= Self.maximumSize
      && prepared.withUnsafeBufferPointer { withHTML(of: $0) { sanitizer.read($0) } }
    if isRead {
      summary.plainText = sanitizer.output.plain.text
      summary.firstParagraph = sanitizer.output.firstParagraph
      sanitizer.output.bytes.withUnsafeBytes(body)
    } else {
      let output = source.output.withUnsafeBufferPointer {
        BodyInserts.removingMarks(from: $0).withUnsafeBufferPointer(StrippedHTML.paragraphs)
      }
      summary.isTextOnly = true
      summary.plainText = output.plainText
      output.html.withUnsafeBytes(body)
    }
    return summary
  }

  // Calls `read` with the HTML of a prepared body. Returns its result, or false when there is no HTML.
  private func withHTML(
    of source: UnsafeBufferPointer<UInt8>, _ read: (UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Bool {
    guard dialect.contains(.markdown) else { return read(source) }
    guard BodyText.definedBytes(source) <= Self.maximumAddresses else { return false }
    let options = CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES
    guard
      let root = MarkdownParser.document(
        source, extensions: MarkdownParser.Extension.allCases, options: options)
    else { return false }
    defer { cmark_node_free(root) }
    guard let html = cmark_render_html(root, options, nil) else { return false }
    defer { free(html) }
    let length = strlen(html)
    return html.withMemoryRebound(to: UInt8.self, capacity: length) {
      read(UnsafeBufferPointer(start: $0, count: length))
    }
  }
}
