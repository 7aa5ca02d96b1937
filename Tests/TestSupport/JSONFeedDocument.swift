package import Foundation

/// A JSON Feed as an independent parser reads it.
package struct JSONFeedDocument: Decodable {
  /// An item.
  package struct Item: Decodable {
    /// The members that every item has, named nearly as in the format.
    package var id, url, title, contentHtml, datePublished, dateModified: String
    /// The authors; `nil` when the item has those of the feed.
    package var authors: [Author]?
    /// The address of the picture.
    package var image: String?
    /// The language; `nil` when it is that of the feed.
    package var language: String?
  }

  /// An author.
  package struct Author: Decodable {
    /// The name.
    package var name: String
  }

  /// The address of the document.
  package var feedUrl: String
  /// The address of the document with the items before these.
  package var nextUrl: String?
  /// The items, in order.
  package var items: [Item]

  /// Parses a document.
  package init(_ data: Data) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(Self.self, from: data)
  }
}
