internal import Classification
internal import EventArchive
internal import Primitives
internal import Syndication

/// The parts that all web pages of a site share.
struct PageFrame: Sendable {
  /// The version of the pages: it differs when a program makes other pages of the same events.
  static let edition = ContentDigest("1 \(SitePage.templateDigest.high) \(CountryNames.standardDigest.high)")

  /// The text by which feedgen recognises its own pages.
  static let mark = "<meta name=\"generator\" content=\"feedgen "
  /// The beginning of each page, up to the mark.
  static let opening = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" + mark

  /// The part before the head of a page.
  let start: [UInt8]
  /// The part between the head of a page and its content.
  let headEnd: [UInt8]
  /// The part behind the content.
  let end: [UInt8]

  // The page shows pictures of other sites, and loads only its own script and style. A search goes to the page of the site.
  private static let policy = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: http:; base-uri 'none'; \
    form-action 'self'
    """

  /// Makes the frame of a site.
  init(_ site: Site) {
    start = Self.start(site)
    headEnd = Self.headEnd(site)
    end = Self.end(site)
  }

  private static func start(_ site: Site) -> [UInt8] {
    var html = HTMLFragment()
    html.html(opening.utf8)
    html.text(site.generator.version)
    html.raw("\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"")
    html.text(policy)
    html.raw("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
    return html.bytes
  }

  private static func headEnd(_ site: Site) -> [UInt8] {
    var html = HTMLFragment()
    let base = site.basePath
    html.raw("<link rel=\"icon\" type=\"image/png\" href=\"")
    html.text(base)
    html.raw("icon.png\">\n<link rel=\"search\" type=\"application/opensearchdescription+xml\" href=\"")
    html.text(base)
    html.raw("opensearch.xml\" title=\"")
    html.untrustedText(site.title)
    html.raw("\">\n<link rel=\"stylesheet\" href=\"")
    html.text(base)
    html.raw("assets/page.css\">\n<script src=\"")
    html.text(base)
    html.raw("assets/topic.js\" defer></script>\n</head>\n<body>\n")
    html.raw("<a class=\"skip\" href=\"#main\">Skip to content</a>\n<header class=\"top\">\n")
    html.raw("<a class=\"site\" href=\"")
    html.text(base)
    html.raw("\"")
    html.language(site.language)
    html.raw("><bdi>")
    html.untrustedText(site.title)
    html.raw("</bdi></a>\n")
    html.raw("<form class=\"search\" role=\"search\" action=\"")
    html.text(base)
    html.raw("\"><label class=\"unseen\" for=\"query\">Search topics</label>")
    html.raw("<svg class=\"lens\" viewBox=\"0 0 20 20\" width=\"20\" height=\"20\" aria-hidden=\"true\">")
    html.raw("<circle cx=\"8.5\" cy=\"8.5\" r=\"5.5\"/><path d=\"M12.8 12.8 17.5 17.5\"/></svg>")
    html.raw(
      "<input id=\"query\" name=\"q\" type=\"search\" placeholder=\"Search topics\" autocomplete=\"off\">")
    html.raw("</form>\n<nav class=\"mine\" aria-label=\"Your list\"><a href=\"")
    html.text(base)
    html.raw("#/list\">Your list <span id=\"kept\" class=\"number\">0</span></a></nav>\n</header>\n")
    html.raw("<main id=\"main\" tabindex=\"-1\">\n")
    return html.bytes
  }

  private static func end(_ site: Site) -> [UInt8] {
    var html = HTMLFragment()
    html.raw("</main>\n<footer class=\"foot\">\n<p><a href=\"")
    html.text(site.basePath)
    html.raw("\">All topics</a>")
    if site.pages == .all {
      html.raw(" ")
      html.link(site, to: .all, "All events by day")
    }
    html.raw("</p>\n")
    html.html(SitePage.rights(of: site).utf8)
    html.raw(
      "</footer>\n<div class=\"unseen\" id=\"live\" role=\"status\" aria-live=\"polite\"></div>\n</body>\n</html>\n"
    )
    return html.bytes
  }
}

extension HTMLFragment {
  /// Appends the attribute with the language of texts of the archive, unless it is that of the page.
  mutating func language(_ tag: String) {
    guard tag != "en" else { return }
    raw(" lang=\"")
    untrustedText(tag)
    raw("\"")
  }

  /// Appends a link to a page of this site.
  /// - Parameter path: the path below the URL of the site, percent-encoded, without a leading slash.
  mutating func link(_ site: Site, path: String, _ label: String) {
    raw("<a href=\"")
    text(site.basePath)
    text(path)
    raw("\">")
    untrustedText(label)
    raw("</a>")
  }

  /// Appends a link to the page of a period.
  mutating func link(_ site: Site, to period: CalendarPeriod, _ label: String) {
    link(site, path: String(period.path.address.dropFirst()), label)
  }

  /// Appends the metadata of a page that programs read: title, description, canonical address, OpenGraph.
  mutating func metadata(_ page: PageMetadata, of site: Site) {
    raw("<title>")
    untrustedText(page.title)
    if page.title != site.title {
      raw(" – ")
      untrustedText(site.title)
    }
    raw("</title>\n")
    meta("<meta name=\"description\" content=\"", page.description)
    raw("<link rel=\"canonical\" href=\"")
    text(page.url)
    raw("\">\n")
    meta("<meta property=\"og:title\" content=\"", page.title)
    meta("<meta property=\"og:description\" content=\"", page.description)
    meta("<meta property=\"og:url\" content=\"", page.url)
    meta("<meta property=\"og:site_name\" content=\"", site.title)
    meta("<meta property=\"og:type\" content=\"", page.isArticle ? "article" : "website")
    meta("<meta property=\"og:locale\" content=\"", site.language.replacing("-", with: "_"))
    if let picture = page.picture { meta("<meta property=\"og:image\" content=\"", picture) }
  }

  private mutating func meta(_ start: StaticString, _ value: String) {
    if value.isEmpty { return }
    raw(start)
    untrustedText(value)
    raw("\">\n")
  }
}

/// The metadata of a web page that programs read.
struct PageMetadata {
  /// The title, plain text.
  var title: String
  /// A description in one sentence, plain text.
  var description: String
  /// The canonical URL.
  var url: String
  /// The URL of a picture; `nil` when there is none.
  var picture: String?
  /// Whether it is the page of an event.
  var isArticle = false
}
