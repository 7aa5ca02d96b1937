internal import Classification
internal import Foundation
internal import Primitives
internal import Syndication

/// Recognises documents that feedgen wrote, by their path and by the form of the part before the first entry. Texts in that part
/// can have any length, but no markup. Documents of older versions must be recognised, because they are removed when their
/// feeds end. Documents of other programs must not be, because they are never removed.
struct OwnDocument {
  /// The kind of document that the path is for.
  private let form: Form

  private enum Form: Equatable {
    case feed(FeedFormat)
    case outline
    // The numbers of events per month, which versions before 0.4 wrote.
    case months
    case page
    case sitemap
    case robots
    case icon
  }

  // The documents whose paths are fixed, besides the pages.
  private static let fixed: [String: Form] = [
    "robots.txt": .robots, "favicon.ico": .icon, "opensearch.xml": .sitemap, "sitemap.xml": .sitemap,
    ".well-known/feeds": .outline,
  ]

  /// Finds what a document at a path below the output directory would be; `nil` for a path that none of feedgen's has.
  init?(path: String) {
    guard let form = Self.fixed[path] ?? Self.form(ofPath: path) else { return nil }
    self.form = form
  }

  private static func form(ofPath path: String) -> Form? {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    let pathExtension = path[path.index(after: dot)...]
    if pathExtension == "html" { return .page }
    if pathExtension == "xml", path.hasPrefix("sitemaps/") { return .sitemap }
    if path.wholeMatch(of: /(\w[^\/]*\/)?\w+(\.\w+)?\.opml/) != nil { return .outline }
    if path.wholeMatch(of: /assets\/months\/[0-9a-f]{2}\.json/) != nil { return .months }
    let isInPlace =
      path[..<dot] == TopicKind.all.name
      || Topic.feedDirectories.contains(where: { path.hasPrefix($0 + "/") })
    return isInPlace ? FeedFormat.named(pathExtension).map(Form.feed) : nil
  }

  /// The text that ends the part of a document by which it is recognised; documents are read up to it.
  var end: String {
    switch form {
    case .feed(let format): format.entryMark
    case .outline: "<outline "
    case .months: ":[["
    case .page: "</head>"
    case .sitemap: SitemapWriter.mark
    case .robots: "\n\n"
    // An icon is read to its end.
    case .icon: "</icon>"
    }
  }

  /// Whether the beginning of a document, up to the `end` if it has one, is of the form that feedgen writes.
  func matches(_ head: Data) -> Bool {
    let head = DocumentHead(head)
    switch form {
    case .feed(let format): return format.isOwn(head)
    case .outline: return Self.isOutline(head)
    case .months: return Self.isMonths(head)
    case .page: return Self.isPage(head)
    case .sitemap: return head.hasPrefix(Self.sitemapStart)
    case .robots: return head.hasPrefix(SiteFiles.robotsMark)
    case .icon: return head.equals(SiteFiles.iconFile)
    }
  }

  /// Whether the bytes of a file are only the beginning of a document that feedgen writes, too short to recognise it: what a write
  /// leaves that was not finished, as after a power failure. An empty file is one.
  func isCut(_ bytes: Data) -> Bool {
    let head = DocumentHead(bytes)
    switch form {
    case .feed, .months: return bytes.isEmpty
    case .outline: return head.isCut(before: Self.outlineStart) || Self.isCutOutline(head)
    case .page: return head.isCut(before: PageFrame.opening)
    case .sitemap: return head.isCut(before: Self.sitemapStart)
    case .robots: return head.isCut(before: SiteFiles.robotsMark)
    case .icon: return bytes.count < SiteFiles.iconFile.count && SiteFiles.iconFile.starts(with: bytes)
    }
  }

  private static let sitemapStart = DocumentHead.xmlDeclaration + "\n" + SitemapWriter.mark
  private static let outlineStart =
    DocumentHead.xmlDeclaration + "\n<opml version=\"2.0\">\n<head><title>"

  // Whether an outline ends in its head.
  private static func isCutOutline(_ head: DocumentHead) -> Bool {
    head.hasPrefix(outlineStart) && !head.contains("</head>")
  }

  private static func isOutline(_ head: DocumentHead) -> Bool {
    head.hasPrefix(outlineStart) && head.contains("</title><ownerName>")
      && head.contains("</ownerName></head>\n<body>\n")
  }

  private static func isMonths(_ head: DocumentHead) -> Bool {
    TopicKind.known.contains { head.hasPrefix("{\n\"\($0.path(slug: ""))") } && head.contains("\":[[")
  }

  private static func isPage(_ head: DocumentHead) -> Bool {
    head.hasPrefix("<!doctype html>\n<html lang=\"") && (head.contains(PageFrame.mark) || isFormerPage(head))
  }

  // The page of versions before 0.4.
  private static func isFormerPage(_ head: DocumentHead) -> Bool {
    head.contains("<link rel=\"stylesheet\" href=\"assets/page.css\">")
      && head.contains("<script src=\"assets/page.js\" defer></script>")
  }
}

extension OwnDocument {
  // So much is read at a time, and at most, in bytes.
  private static let chunk = 1 << 16
  private static let most = 1 << 23

  /// The beginning of the document that a file holds, up to the `end` if it has one.
  /// - Throws: what reading throws.
  func head(of file: FileHandle) throws -> Data {
    var head = Data()
    let end = Data(end.utf8)
    while head.count < Self.most, let next = try file.read(upToCount: Self.chunk), !next.isEmpty {
      // The mark may begin in what was read before.
      let start = max(0, head.count - end.count)
      head += next
      if let place = head.range(of: end, in: start..<head.count) {
        return head[..<place.upperBound]
      }
    }
    return head
  }
}
