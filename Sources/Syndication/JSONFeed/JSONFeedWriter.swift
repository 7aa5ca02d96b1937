/// Writes JSON Feed 1.1. Links for which the format has no member are in `_links`, an object with a list for each relation
/// of RFC 8288.
package struct JSONFeedWriter: FeedWriter {
  package let format = FeedFormat.json
  package let entrySeparator = Array(",\n".utf8)
  package let categoryFrame: (start: [UInt8], separator: [UInt8], end: [UInt8]) = (
    Array(",\"tags\":[".utf8), Array(",".utf8), Array("]".utf8)
  )
  package let entryEnd = Array("}".utf8)
  package let documentEnd = Array("\n]}\n".utf8)

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
      $0.member("_links") {
        $0.object { json in
          for (relation, links) in links(of: feed) {
            json.member(relation) { $0.array(links) { link, json in Self.write(link, &json) } }
          }
        }
      }
    }
    // The object stays open for the items.
    bytes += json.bytes.dropLast()
    bytes += ",\"items\":[\n".utf8
  }

  package func append(_ entry: Entry, of feed: Feed, to bytes: inout [UInt8]) {
    bytes += "{\"id\":\"".utf8
    JSONCharacters.append(entry.id, to: &bytes)
    bytes += "\",\"date_published\":\"".utf8
    entry.published.append(to: &bytes)
    bytes += "\",\"date_modified\":\"".utf8
    entry.updated.append(to: &bytes)
    bytes += "\"".utf8
  }

  package func append(_ entry: EntryContent, to bytes: inout [UInt8]) {
    member(",\"url\":\"", entry.page, to: &bytes)
    member(",\"title\":\"", entry.title, to: &bytes)
    if !entry.summary.isEmpty { member(",\"summary\":\"", entry.summary, to: &bytes) }
    if let picture = entry.picture { member(",\"image\":\"", Array(picture.address.utf8), to: &bytes) }
    member(",\"content_html\":\"", entry.content.bytes, to: &bytes)
  }

  package func append(_ category: Category, to bytes: inout [UInt8]) {
    member("\"", Array(category.label.utf8), to: &bytes)
  }

  // Appends what begins a string, the string, and the mark that ends it.
  private func member(_ start: StaticString, _ text: [UInt8], to bytes: inout [UInt8]) {
    start.withUTF8Buffer { bytes += $0 }
    text.withUnsafeBufferPointer { JSONCharacters.append($0, to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func write(_ link: Link, _ json: inout JSONWriter) {
    json.object {
      $0.member("type", link.format.mediaType)
      $0.member("href", link.address)
    }
  }

  private typealias Link = (format: FeedFormat, address: String)

  private func links(of feed: Feed) -> [(relation: String, links: [Link])] {
    let alternates = feed.formats.filter { $0 != format }.map { ($0, feed.address($0)) }
    let neighbours = [("current", feed.paging?.current), ("next-archive", feed.paging?.next)].map {
      relation, path in
      (relation, path.map { [(format, feed.address(format, path: $0))] } ?? [])
    }
    return ([("alternate", alternates)] + neighbours).filter { !$0.1.isEmpty }
  }
}
