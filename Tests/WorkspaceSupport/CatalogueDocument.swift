internal import Foundation
package import TestSupport

/// catalogue.json as an independent parser reads it.
package struct CatalogueDocument: Decodable {
  /// A feed.
  package struct Feed: Decodable, Equatable {
    /// `all`, `entity` or `country`.
    package var kind: String
    /// The topic's name.
    package var name: String
    /// The topic's part of the path.
    package var slug: String
    /// A country's code.
    package var code: String?
    /// The kind of an entity.
    package var type: String?
    /// The number of its events.
    package var events: Int
    /// The newest entry's `updated`.
    package var updated: String
    /// The paths of the feed, by format.
    package var formats: [String: String]
  }

  /// All feeds, in order.
  package var feeds: [Feed]

  /// Reads the catalogue of an output tree; throws when there is none.
  package init(_ tree: FileTree) throws {
    self = try JSONDecoder().decode(Self.self, from: tree.files["catalogue.json"] ?? Data())
  }

  /// The number of events by the path of the Atom feed.
  package var events: [String: Int] {
    Dictionary(feeds.map { ($0.formats["atom"] ?? "", $0.events) }, uniquingKeysWith: { _, last in last })
  }
}
