internal import Classification
internal import EventArchive
internal import Primitives
internal import Syndication

/// A topic in a list of a web page: a link to its page, or to its feed if the site has no pages, and a number of events.
struct TopicRow {
  private let name: String
  private let code: String?
  private let path: String
  private let site: Site

  /// Makes the row of a topic of a plan.
  init(_ topic: Topic, _ site: Site) {
    (name, code, self.site) = (topic.name, topic.code, site)
    path = Self.path(topic.path, site)
  }

  /// Makes the row of a feed of a catalogue.
  init(_ feed: Catalogue.Feed, _ site: Site) {
    (name, code, self.site) = (feed.name, feed.code, site)
    path = Self.path(feed.path, site)
  }

  private static func path(_ feed: String, _ site: Site) -> String {
    let format = site.formats.first.map { "\(feed).\($0.pathExtension)" } ?? feed
    return PercentCoding.encodedPath(site.pages == .none ? format : PagePath.page(ofFeed: feed))
  }

  /// Appends the row as an item of a list, which has the language of the names. Rows are short, because a page has hundreds.
  func append(count: Int, to html: inout HTMLFragment) {
    html.raw("<li class=\"item\"><a class=\"topic\" href=\"")
    html.text(site.basePath + path)
    html.raw("\">")
    if let flag = code.flatMap(PageText.flag) {
      html.raw("<i aria-hidden=\"true\">")
      html.text(flag)
      html.raw("</i>")
    }
    html.raw("<bdi class=\"name\">")
    html.untrustedText(name)
    html.raw("</bdi><span class=\"count\">")
    html.text(PageText.number(count))
    html.raw("</span></a></li>\n")
  }
}
