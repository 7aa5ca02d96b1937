/// Writes JSON Feed 1.1. Links for which the format has no member are in the extension `_links`, an object with a list of links for
/// each link relation (RFC 8288). The rights in the items are the member `text` of the extension `_rights`.
package struct JSONFeedWriter: FeedWriter {
  package let format = FeedFormat.json
  package let entrySeparator = Array(",\n".utf8)
  package let categoryFrame = CategoryFrame(
    start: Array(",\"tags\":[".utf8), separator: Array(",".utf8), end: Array("]".utf8))
  package let entryEnd = Array("}".utf8)
  package let documentEnd = Array("\n]}\n".utf8)
  package let contentEscaping = ContentEscaping.json

  /// Makes a writer.
  package init() {}

  package func append(_ feed: Feed, to bytes: inout [UInt8]) {
    var json = JSONWriter()
    json.object {
      $0.member("version", "https://jsonfeed.org/version/1.1")
      $0.member("title", feed.title)
      $0.member("home_page_url", feed.homePage)
      $0.member("feed_url", feed.address(format))
      $0.member("description", feed.subtitle)
      $0.member("user_comment", "A feed by \(feed.generator.name). Put its address into a feed reader.")
      if let previous = feed.paging?.previous {
        $0.member("next_url", feed.address(format, path: previous))
      }
      $0.member("icon", feed.icon)
      $0.member("authors") {
        $0.array([feed.author]) { author, json in json.object { $0.member("name", author.name) } }
      }
      $0.member("language", feed.language)
      if !feed.hubs.isEmpty {
        $0.member("hubs") {
          $0.array(feed.hubs) { hub, json in
            json.object {
              $0.member("type", "WebSub")
              $0.member("url", hub)
            }
          }
        }
      }
      if let rights = feed.rights {
        $0.member("_rights") { $0.object { $0.member("text", rights) } }
      }
      $0.member("_links") {
        $0.object { json in
          for group in linkGroups(of: feed) {
            json.member(group.relation) {
              $0.array(group.links) { link, json in Self.write(link, to: &json) }
            }
          }
        }
      }
    }
    // The object stays open, because the items follow.
    bytes += json.bytes.dropLast()
    bytes += ",\"items\":[\n".utf8
  }

  package func append(_ entry: Entry, of feed: Feed, to bytes: inout [UInt8]) {
    bytes += "{\"id\":\"".utf8
    JSONCharacters.append(entry.id, to: &bytes)
    bytes += "\",\"date_published\":\"".utf8
    entry.published.append(to: &bytes, offset: entry.publishedOffset)
    bytes += "\",\"date_modified\":\"".utf8
    entry.updated.append(to: &bytes)
    bytes += "\"".utf8
    if !entry.authors.isEmpty { append(entry.authors, to: &bytes) }
    if let language = entry.language { member(",\"language\":\"", Array(language.utf8), to: &bytes) }
  }

  private func append(_ authors: [Person], to bytes: inout [UInt8]) {
    bytes += ",\"authors\":[".utf8
    for (index, author) in authors.enumerated() {
      if index > 0 { bytes.append(.comma) }
      member("{\"name\":\"", Array(author.name.utf8), to: &bytes)
      bytes.append(UInt8(ascii: "}"))
    }
    bytes.append(UInt8(ascii: "]"))
  }

  package func appendStart(of entry: EntryContent, to bytes: inout [UInt8]) {
    member(",\"url\":\"", entry.page, to: &bytes)
    member(",\"title\":\"", entry.title, to: &bytes)
    if !entry.summary.isEmpty { member(",\"summary\":\"", entry.summary, to: &bytes) }
    if let picture = entry.picture { member(",\"image\":\"", Array(picture.address.utf8), to: &bytes) }
    bytes += ",\"content_html\":\"".utf8
  }

  package func appendEnd(of entry: EntryContent, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
  }

  package func append(_ category: Category, to bytes: inout [UInt8]) {
    member("\"", Array(category.label.utf8), to: &bytes)
  }

  // Appends a string after its opening characters, and its closing quotation mark.
  private func member(_ start: StaticString, _ text: [UInt8], to bytes: inout [UInt8]) {
    start.withUTF8Buffer { bytes += $0 }
    text.withUnsafeBufferPointer { JSONCharacters.append($0, to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func write(_ link: Link, to json: inout JSONWriter) {
    json.object {
      if let format = link.format { $0.member("type", format.mediaType) }
      $0.member("href", link.address)
    }
  }

  private struct Link {
    // The format of a document with the same entries, or with others of the feed; `nil` for other resources.
    var format: FeedFormat?
    var address: String
  }

  // The links of one relation.
  private struct LinkGroup {
    var relation: String
    var links: [Link]
  }

  private func linkGroups(of feed: Feed) -> [LinkGroup] {
    let otherFormats = feed.formats.filter { $0 != format }
    func neighbour(_ path: String?) -> [Link] {
      path.map { [Link(format: format, address: feed.address(format, path: $0))] } ?? []
    }
    let groups = [
      LinkGroup(
        relation: "alternate",
        links: otherFormats.map { Link(format: $0, address: feed.address($0)) }),
      LinkGroup(relation: "license", links: feed.license.map { [Link(address: $0)] } ?? []),
      LinkGroup(relation: "current", links: neighbour(feed.paging?.current)),
      LinkGroup(relation: "next-archive", links: neighbour(feed.paging?.next)),
    ]
    return groups.filter { !$0.links.isEmpty }
  }
}
