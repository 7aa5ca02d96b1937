package import EventArchive
internal import Primitives
package import Syndication

extension EntryRenderer {
  /// The content of the entry for a post.
  package mutating func render(_ post: Post) -> EntryContent {
    entry.removeAll()
    entry.title += post.title.utf8
    entry.page += site.address(of: post).utf8
    if let image = post.image, let address = site.address(ofReference: image.address, in: post) {
      entry.picture = EntryContent.Picture(address: address, mediaType: image.mediaType)
    }
    let body = site.showsSummaries ? post.summary?.text ?? "" : post.body.string
    if body.utf8.contains(where: { !$0.isBlank && $0 != .lineFeed && $0 != .carriageReturn }) {
      _ = entry.content.markdown(body) { [site] in site.address(ofReference: $0, in: post) }
    }
    let summary = post.summaryText
    entry.summary += summary.utf8
    if entry.content.bytes.isEmpty {
      entry.content.raw("<p>")
      entry.content.text(summary.isEmpty ? post.title : summary)
      entry.content.raw("</p>\n")
    }
    if let via = post.via.flatMap({ WebAddress.valid($0) }) {
      entry.sources.append(EntryContent.Source(address: via, name: Site.host(of: via)))
    }
    return entry
  }
}

extension Post {
  /// The summary as plain text, in one line; empty when there is none.
  package var summaryText: String {
    summary.map { PlainText.clean(decoded: Markdown.plainText($0.text)) } ?? ""
  }
}

extension Site {
  /// The URL of the page of a post; without pages, that of the original or of the site.
  func address(of post: Post) -> String {
    if let address = post.address { return pagesURL + EventName(postAddress: address).path }
    return post.via.flatMap { WebAddress.valid($0) } ?? pagesURL + "/"
  }
}
