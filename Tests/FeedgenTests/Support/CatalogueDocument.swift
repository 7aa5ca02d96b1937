import Foundation
import Syndication

/// catalogue.json as an independent parser reads it.
struct CatalogueDocument: Decodable {
  /// A feed.
  struct Feed: Decodable, Equatable {
    /// `all`, `entity` or `country`.
    var kind: String
    /// The topic's name.
    var name: String
    /// The topic's part of the path.
    var slug: String
    /// A country's code.
    var code: String?
    /// How many events it has.
    var events: Int
    /// The newest entry's `updated`.
    var updated: String
    /// The paths of the feed, by format.
    var formats: [String: String]
  }

  /// All feeds, in order.
  var feeds: [Feed]

  /// Reads the catalogue of an output tree; throws when there is none.
  init(_ tree: FileTree) throws {
    self = try JSONDecoder().decode(Self.self, from: tree.files["catalogue.json"] ?? Data())
  }

  /// The number of events by the path of the Atom feed.
  var events: [String: Int] {
    Dictionary(feeds.map { ($0.formats["atom"] ?? "", $0.events) }, uniquingKeysWith: { _, last in last })
  }
}
