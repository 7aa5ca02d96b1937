internal import Classification
internal import Primitives
internal import Syndication

/// Files that programs look for at a site: robots.txt, the index of sitemaps, the description of its search, its icon, and lists of feeds
/// by kind.
struct SiteFiles: Sendable {
  /// A group of feeds with an outline of its own.
  struct Group: Hashable, Sendable {
    /// The kind of the topics.
    var kind: TopicKind
    /// The type of entities; `nil` for all topics of the kind.
    var type: EntityType?

    /// The path of the outline.
    var path: String { "\(kind.name)/\(type?.rawValue ?? "feeds").opml" }

    /// The title of the outline.
    var title: String { type?.groupTitle ?? kind.groupTitle ?? kind.name }

    /// The groups that an archive may have.
    static var all: [Group] {
      TopicKind.known.filter { $0.groupTitle != nil }.map { Group(kind: $0, type: nil) }
        + EntityType.allCases.map { Group(kind: .entity, type: $0) }
    }
  }

  private let site: Site
  private let catalogue: Catalogue
  private let sitemaps: [Sitemap]

  private static let robots = "robots.txt"
  private static let icon = "favicon.ico"
  private static let search = "opensearch.xml"
  private static let sitemapIndex = "sitemap.xml"
  // The well-known address of a list of feeds.
  private static let wellKnown = ".well-known/feeds"
  /// The first line of robots.txt, by which feedgen recognises its own.
  static let robotsMark = "# Written by feedgen\n"

  /// Makes the files of a plan and its catalogue.
  init(_ plan: PublicationPlan, _ catalogue: Catalogue) {
    (site, self.catalogue) = (plan.site, catalogue)
    sitemaps = plan.sitemaps
  }

  /// The paths of all files that a site may have.
  static func paths(_ site: Site) -> [String] {
    let own = [wellKnown] + Group.all.map(\.path)
    return site.pages == .none ? own : own + [robots, icon, search, sitemapIndex]
  }

  /// Whether a file of another program may have a path.
  static func mayBeForeign(_ path: String) -> Bool {
    [robots, icon, search, sitemapIndex, wellKnown].contains(path)
  }

  /// The digests of the files of a plan, by path.
  static func digests(_ plan: PublicationPlan) -> [String: ContentDigest] {
    var digests: [String: ContentDigest] = [wellKnown: plan.outlinesDigest]
    for group in Group.all {
      if let digest = plan.outlinesDigest(of: group) { digests[group.path] = digest }
    }
    guard plan.site.pages != .none else { return digests }
    for path in [robots, icon, search] { digests[path] = plan.pageDigest([]) }
    digests[sitemapIndex] = plan.pageDigest([ContentDigest("\(plan.sitemaps.map(\.path))").high])
    return digests
  }

  /// Calls `body` with the pieces of the file at a path. Returns whether there is such a file.
  func write(_ path: String, _ body: Catalogue.Sink) throws -> Bool {
    if let group = Group.all.first(where: { $0.path == path }) {
      try catalogue.opml(of: site, group: group, body)
      return true
    }
    let bytes: [UInt8]
    switch path {
    case Self.robots: bytes = Array(robots.utf8)
    case Self.icon: bytes = Self.iconFile
    case Self.search: bytes = try searchDescription()
    case Self.sitemapIndex:
      bytes = try SitemapWriter(try XMLWriter()).index(sitemaps.map { site.url(ofPath: $0.path) })
    case Self.wellKnown: bytes = try listOfFeeds()
    default: return false
    }
    try bytes.withUnsafeBytes(body)
    return true
  }

  private var robots: String {
    Self.robotsMark + "User-agent: *\nAllow: /\n\nSitemap: \(site.url(ofPath: Self.sitemapIndex))\n"
  }

  private func searchDescription() throws -> [UInt8] {
    try OpenSearchWriter(try XMLWriter()).document(
      title: site.title, page: site.baseURL, icon: site.url(ofPath: "icon.png"))
  }

  // The feed of all events, and the outlines that have the other feeds.
  private func listOfFeeds() throws -> [UInt8] {
    guard let format = site.formats.first else { return [] }
    let all = Outline.feed(
      title: site.title, format: format,
      xmlURL: site.url(ofPath: "\(TopicKind.all.name).\(format.pathExtension)"),
      htmlURL: site.homePage(ofFeed: TopicKind.all.name))
    let groups = Group.all.filter { group in
      group.type == nil && catalogue.feeds.contains { $0.kind == group.kind }
    }
    let includes = groups.map { Outline.include(title: $0.title, url: site.url(ofPath: $0.path)) }
    return try OPMLWriter(try XMLWriter()).document(
      title: site.title, owner: site.author, [all] + includes)
  }

  /// The icon in the container of ICO files: a header of 6 bytes, an entry of 16 bytes, and the PNG.
  static var iconFile: [UInt8] {
    let png = SitePage.icon
    // The width and the height are in the first chunk of the PNG, as four bytes each.
    guard png.count > 24 else { return [] }
    var file: [UInt8] = [0, 0, 1, 0, 1, 0, png[19], png[23], 0, 0, 1, 0, 32, 0]
    for number in [UInt32(png.count), 22] {
      withUnsafeBytes(of: number.littleEndian) { file += $0 }
    }
    return file + png
  }
}

extension PublicationPlan {
  /// The sitemaps of the pages of topics.
  var sitemapsOfTopics: [Sitemap] {
    guard site.pages != .none else { return [] }
    let topics = topics.count(where: \.isLive)
    return (1...Sitemap.parts(topics)).map { Sitemap(content: .topics, part: $0) }
  }

  /// The sitemaps of the plan, those of topics first.
  var sitemaps: [Sitemap] {
    let first = sitemapsOfTopics
    guard site.pages == .all else { return first }
    let years = Set(calendar.days.map { Int($0.number / 10_000) }).sorted()
    return first + years.flatMap(sitemaps)
  }

  /// The sitemaps of a year with events.
  func sitemaps(ofYear year: Int) -> [Sitemap] {
    let days = calendar.days(in: .year(year))
    // Besides those of events, there are pages of the days, of twelve months at most, and of the year.
    let pages = days.reduce(0) { $0 + calendar.events(on: $1).count } + days.count + 13
    return (1...Sitemap.parts(pages)).map { Sitemap(content: .year(year), part: $0) }
  }
}
