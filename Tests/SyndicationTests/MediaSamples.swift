import EventArchive
import TestSupport
import Testing

@testable import Syndication

/// The elements that pictures become in Atom and RSS.
enum MediaSamples {
  private static let address = "https://pictures.example/f.jpg?a=1&b=2"
  private static let samples: [(picture: EntryContent.Picture, attributes: [String: String])] = [
    (EntryContent.Picture(address: address), [:]),
    (EntryContent.Picture(address: address, mediaType: "image/jpeg"), ["type": "image/jpeg"]),
    (
      EntryContent.Picture(address: address, size: PictureSize(width: 12, height: 6)),
      ["width": "12", "height": "6"]
    ),
    (
      EntryContent.Picture(
        address: address, mediaType: "image/webp", size: PictureSize(width: 12, height: 6)),
      ["type": "image/webp", "width": "12", "height": "6"]
    ),
  ]

  /// Checks the elements of pictures with everything that may be known of them.
  /// - Parameter read: writes an item, and reads it back.
  static func check(_ read: (FeedSamples.Item) throws -> XMLElementNode?) throws {
    for (picture, attributes) in samples {
      var item = FeedSamples.item()
      item.story.picture = picture
      let entry = try #require(try read(item))
      let media = entry.children.filter { $0.namespace == "http://search.yahoo.com/mrss/" }
      #expect(media.map(\.qualifiedName) == ["media:content", "media:thumbnail"])
      let content = attributes.merging(["url": address, "medium": "image"]) { first, _ in first }
      #expect(media.map(\.attributes) == [content, ["url": address]])
      #expect(entry.all("enclosure") == [])
      #expect(!entry.all("link").contains { $0.attributes["rel"] == "enclosure" })
    }
    var item = FeedSamples.item()
    item.story.picture = nil
    let entry = try #require(try read(item))
    #expect(!entry.children.contains { $0.namespace == "http://search.yahoo.com/mrss/" })
  }
}
