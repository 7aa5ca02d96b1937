package import EventArchive
internal import Primitives
package import Syndication

extension EntryRenderer {
  /// The content of the entry for a post.
  package mutating func render(_ post: Post) -> EntryContent {
    entry.removeAll()
    entry.title += post.title.utf8
    entry.page += site.address(of: post).utf8
    entry.language = post.language(inFeedOf: site.language)
    let noted = addresses == nil ? NotedReferences() : nil
    let body = PostBody(
      dialect: BodyDialect(posts.kind, path: post.path.path), page: site.address(of: post),
      site: site.pagesURL, fields: post.fields, resolve: resolver(of: post, noting: noted))
    bodySummary = addContent(of: post, body)
    if let image = post.image, let address = site.address(ofReference: image.address, in: post) {
      add(EntryContent.Picture(address: address, mediaType: image.mediaType, size: image.size))
    }
    entry.bodyEnd = entry.content.bytes.count
    entry.sourcesEnd = entry.bodyEnd
    if let via = post.via.flatMap({ WebAddress.valid($0) }) {
      entry.sources.append(EntryContent.Source(address: via, name: Site.host(of: via)))
    }
    notedReferences = noted?.references ?? [:]
    return entry
  }

  // Adds the content and the summary of a post. Returns the facts about its body.
  private mutating func addContent(of post: Post, _ body: PostBody) -> PostBody.Summary {
    let text = site.showsSummaries ? TextSlice(post.summary?.text ?? "") : post.body
    let rendered = entry.content.body(text, of: body)
    var summary = post.summaryText(body)
    if summary.isEmpty {
      summary =
        site.showsSummaries
        ? post.firstParagraph(body) : PlainText.clean(decoded: rendered.firstParagraph ?? "")
    }
    entry.summary += summary.utf8
    if entry.content.bytes.isEmpty {
      entry.content.raw("<p>")
      entry.content.text(summary.isEmpty ? post.title : summary)
      entry.content.raw("</p>\n")
    }
    entry.content.encloseWithDirection(from: 0)
    return rendered
  }

  // Makes the addresses of references in a post.
  private func resolver(of post: Post, noting noted: NotedReferences?) -> (String) -> String? {
    let (site, addresses, contentFolder) = (site, addresses, posts.contentFolder)
    return { text in
      guard let reference = PostReference(text, in: post.path) else { return nil }
      guard let addresses else {
        noted?.references[text] = reference
        return site.pagesURL + Self.placeholder
      }
      return addresses.address(of: reference, contentFolder: contentFolder).flatMap(site.url(ofPost:))
    }
  }

  // The place of an address that is not known yet in the size of an entry.
  private static let placeholder = "/" + String(repeating: "x", count: 200)
}

// The references in a post, by their texts.
private final class NotedReferences {
  var references: [String: PostReference] = [:]
}

extension Post {
  /// The summary as plain text, in one line; empty when there is none.
  /// - Parameter body: renders texts of the post.
  package func summaryText(_ body: PostBody) -> String {
    guard let summary else { return "" }
    return PlainText.clean(decoded: body.render(TextSlice(summary.text)) { _ in }.plainText)
  }

  /// The first paragraph of the rendered body as plain text, in one line; empty when there is none.
  /// - Parameter body: renders texts of the post.
  func firstParagraph(_ body: PostBody) -> String {
    PlainText.clean(decoded: body.render(self.body) { _ in }.firstParagraph ?? "")
  }

  /// The summary as plain text, in one line, in the notations of a site; else the first paragraph, which a body in HTML has only when
  /// it is rendered.
  package func summaryText(site: SiteSettings) -> String {
    let body = PostBody(
      dialect: BodyDialect(site.kind, path: path.path), page: site.pagesURL ?? "https://localhost/",
      fields: fields)
    let summary = summaryText(body)
    return summary.isEmpty ? firstParagraph(body) : summary
  }
}

extension Site {
  /// The URL of the page of a post with an address; `nil` when this site cannot have a page there.
  func url(ofPost address: String) -> String? {
    guard pages == .all else { return pagesURL + address }
    return PagePath(ofPost: address).map { pagesURL + $0.address }
  }

  /// The URL of the page of a post. If its address is not known, that is its page on this site, else the original, else the site.
  func address(of post: Post) -> String {
    if let address = post.address, let url = url(ofPost: EventName(postAddress: address).path) { return url }
    if pages == .all, let path = PagePath(ofFile: post.path.path) { return pagesURL + path.address }
    return post.via.flatMap { WebAddress.valid($0) } ?? pagesURL + "/"
  }
}
