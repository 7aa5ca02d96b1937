package import Classification
package import Foundation
package import Serving
internal import Syndication
package import TestSupport
internal import Testing

extension Workspace {
  /// The feeds on demand of the index.
  package func onDemand() throws -> FeedsOnDemand {
    try FeedsOnDemand(
      site: configuration.site, content: configuration.format, countryFeeds: configuration.countryFeeds,
      index: configuration.indexLocation)
  }

  /// Expects that feeds made on demand hold the very entries that published ones do, of `count` feeds that `random` picks.
  package func expectSame(_ onDemand: FeedsOnDemand, _ count: Int, _ random: inout SeededGenerator) throws {
    let output = try output()
    let feeds = try CatalogueDocument(output).feeds.filter { $0.kind == "entity" || $0.kind == "country" }
    for _ in 0..<min(count, feeds.count) {
      let feed = random.pick(feeds)
      let leavesMentionsOut = feed.kind == "country" && configuration.countryFeeds == .about
      let expression = (leavesMentionsOut ? "about:" : "") + "\(feed.kind):\"\(feed.slug)\""
      let made = try onDemand.feed(.matching(Self.expression(expression)), .atom)
      #expect(
        Self.entries(Data(made)) == Self.entries(output.files[feed.formats["atom"] ?? ""]), "\(expression)")
    }
  }

  /// An expression.
  package static func expression(_ text: String) throws -> TopicExpression {
    try TopicExpression(text, gazetteer: Gazetteer.standard)
  }

  /// A document of Atom from its first entry on.
  package static func entries(_ document: Data?) -> String {
    let text = String(decoding: document ?? Data(), as: UTF8.self)
    return text.firstRange(of: "<entry").map { String(text[$0.lowerBound...]) } ?? ""
  }
}
