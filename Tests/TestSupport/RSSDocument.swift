package import Foundation

/// An RSS document as an independent parser reads it.
package struct RSSDocument {
  /// The document has no channel.
  package struct NoChannel: Error {}

  /// The texts of the items' elements, by name with prefix, in order.
  package var items: [[String: String]]
  /// The texts of the channel's own elements, and the targets of its Atom links as `link RELATION`.
  package var channel: [String: String]

  /// Parses a document.
  /// - Throws: the error of the parser, or `NoChannel`.
  package init(_ data: Data) throws {
    guard let element = try XMLElementNode(parsing: data).all("channel").first else { throw NoChannel() }
    items = element.all("item").map(\.texts)
    channel = element.texts
    for link in element.children where link.qualifiedName == "atom:link" {
      channel["link " + (link.attributes["rel"] ?? "")] = link.attributes["href"]
    }
  }
}
