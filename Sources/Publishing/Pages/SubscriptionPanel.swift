internal import Classification
internal import Primitives
internal import Syndication

/// The part of a topic's page by which people subscribe: one button, and behind "other ways" what to do where no app opens.
struct SubscriptionPanel {
  // A reader on the web, and the address at which it takes the address of a feed.
  private struct WebReader {
    let name: String
    let address: String
  }

  private let site: Site
  private let topic: Topic

  private static let webReaders = [
    WebReader(name: "Feedly", address: "https://feedly.com/i/subscription/feed/"),
    WebReader(name: "Inoreader", address: "https://www.inoreader.com/?add_feed="),
    WebReader(name: "NewsBlur", address: "https://www.newsblur.com/?url="),
    WebReader(name: "The Old Reader", address: "https://theoldreader.com/feeds/subscribe?url="),
    WebReader(name: "Feedbin", address: "https://feedbin.com/?subscribe="),
  ]

  /// Makes the panel of a topic.
  init(_ site: Site, _ topic: Topic) { (self.site, self.topic) = (site, topic) }

  /// Appends the panel.
  func append(to html: inout HTMLFragment) {
    // Fewer readers know JSON Feed than the other formats.
    guard let format = site.formats.first(where: { $0 != .json }) ?? site.formats.first else { return }
    let address = address(format)
    html.raw("<section class=\"subscribe\" aria-label=\"Subscribe\" data-path=\"")
    html.untrustedText(topic.path)
    html.raw("\" data-name=\"")
    html.untrustedText(topic.name)
    html.raw("\">\n<div class=\"line\"><a class=\"button primary\" id=\"subscribe\" href=\"feed:")
    html.text(address)
    html.raw("\">Subscribe</a><span class=\"soft\">Opens your feed reader.</span></div>\n")
    html.raw("<details id=\"ways\"><summary>Other ways to subscribe</summary>\n")
    html.raw("<p id=\"noapp\" class=\"note\" role=\"status\" hidden>No app on this device has opened. ")
    html.raw("Choose a reader on the web, or copy the address into an app.</p>\n")
    appendReaders(address, to: &html)
    for format in site.formats { append(format, to: &html) }
    html.raw("</details>\n</section>\n")
  }

  private func appendReaders(_ address: String, to html: inout HTMLFragment) {
    html.raw("<p>A reader on the web:</p>\n<ul class=\"choices\" role=\"list\">\n")
    let sent = PercentCoding.encoded(address, isAllowed: PercentCoding.isUnreserved)
    for reader in Self.webReaders {
      html.raw("<li><a class=\"button small\" rel=\"noopener noreferrer external\" href=\"")
      html.text(reader.address + sent)
      html.raw("\">")
      html.text(reader.name)
      html.raw("</a></li>\n")
    }
    html.raw(
      "</ul>\n<p>An app, such as NetNewsWire (iPhone, Mac), Feeder (Android), Thunderbird or newsboat: ")
    html.raw("copy an address, and add it there.</p>\n")
  }

  // The address of the feed in a format, with what to do with it.
  private func append(_ format: FeedFormat, to html: inout HTMLFragment) {
    html.raw("<div class=\"line\"><label for=\"address-")
    html.text(format.pathExtension)
    html.raw("\">")
    html.text(format.name)
    html.raw("</label><input class=\"address\" readonly id=\"address-")
    html.text(format.pathExtension)
    html.raw("\" value=\"")
    html.text(address(format))
    html.raw("\"><button class=\"button small copy\" type=\"button\" data-for=\"address-")
    html.text(format.pathExtension)
    html.raw("\" hidden>Copy</button><a class=\"button small\" href=\"feed:")
    html.text(address(format))
    html.raw("\">Subscribe")
    appendName(of: format, to: &html)
    html.raw("</a><a class=\"button small\" type=\"")
    html.text(format.mediaType)
    html.raw("\" href=\"")
    html.text(site.basePath + PercentCoding.encodedPath(topic.path) + "." + format.pathExtension)
    html.raw("\">Open")
    appendName(of: format, to: &html)
    html.raw("</a></div>\n")
  }

  // The format, for people who hear the page: its links differ only by their rows.
  private func appendName(of format: FeedFormat, to html: inout HTMLFragment) {
    html.raw("<span class=\"unseen\"> (")
    html.text(format.name)
    html.raw(")</span>")
  }

  private func address(_ format: FeedFormat) -> String {
    site.url(ofPath: "\(topic.path).\(format.pathExtension)")
  }
}
