internal import ArchiveIndex
package import Classification
internal import Publishing
package import Syndication

extension FeedsOnDemand {
  /// An OPML outline of the feeds in a format whose topics have an event that matches an expression. The feed of the expression
  /// itself is the first.
  /// - Parameter gazetteer: the gazetteer for the expressions of topics.
  /// - Throws: `IndexError`, `TooBroad`.
  package func outline(
    of expression: TopicExpression, format: FeedFormat, gazetteer: Gazetteer
  ) throws -> [UInt8] {
    let query = FeedQuery.matching(expression)
    let combined = try reader.read { try published($0).combinedTopics }.compactMap { topic in
      try topic.match.map { (path: topic.path, expression: try TopicExpression($0, gazetteer: gazetteer)) }
    }
    let pages = try pages(of: [expression] + combined.map(\.expression))
    var site = site
    site.title = query.title(onSite: site.title)
    let first = Outline.feed(
      title: Catalogue.outlineTitle(expression.normalText), format: format,
      xmlURL: "\(site.url(ofPath: query.path)).\(format.pathExtension)?\(query.query)",
      htmlURL: site.pagesURL + "/")
    return try reader.read { transaction in
      let published = try published(transaction)
      let texts = TextTerms(pages: pages, limit: maxTexts, transaction)
      let isMatch = published.matcher(expression, for: site, contains: texts.contain)
      let tests = combined.map {
        (path: $0.path, isMatch: published.matcher($0.expression, for: site, contains: texts.contain))
      }
      var paths: Set<String> = []
      for event in published.events where try isMatch(event) {
        paths.insert(TopicKind.all.path(slug: ""))
        paths.formUnion(
          published.topics(withFeedsOf: event, countryFeeds: countryFeeds).lazy.map(\.path))
        for test in tests where try !paths.contains(test.path) && test.isMatch(event) {
          paths.insert(test.path)
        }
      }
      let all = Catalogue(try transaction.documents(), try transaction.topics())
      var bytes: [UInt8] = []
      try Catalogue(all.feeds.filter { paths.contains($0.path) && $0.formats.contains(format) })
        .opml(of: site, format: format, first: first) { bytes += $0 }
      return bytes
    }
  }
}
