internal import EventArchive
internal import Foundation
internal import PageAssets
internal import Primitives
internal import Syndication

/// The web page of the site, and its assets.
enum SitePage {
  /// The assets, which are the same on every site, by path below the output directory.
  static let assets: [String: [UInt8]] = [
    "icon.png": asset(feedgen_icon_bytes(), feedgen_icon_count),
    "assets/feed.css": asset(feedgen_feed_style_bytes(), feedgen_feed_style_count),
    "assets/page.css": asset(feedgen_page_style_bytes(), feedgen_page_style_count),
    "assets/page.js": asset(feedgen_page_script_bytes(), feedgen_page_script_count),
  ]

  /// The digests of the assets, by path.
  static let digests = assets.mapValues { bytes in bytes.withUnsafeBytes { ContentDigest($0) } }

  private static let template = String(
    decoding: asset(feedgen_index_bytes(), feedgen_index_count), as: UTF8.self)
  private static let templateDigest = ContentDigest(template)

  /// The digest of a site's page.
  static func digest(_ site: ContentDigest) -> ContentDigest {
    ContentDigest([site.high, site.low, templateDigest.high, templateDigest.low])
  }

  /// The page of a site.
  static func html(_ site: Site) -> [UInt8] {
    let title = escaped(site.title)
    let values = [
      "title": title, "language": escaped(site.language),
      "alternates": site.formats.map { format in
        "<link rel=\"alternate\" type=\"\(format.mediaType)\" title=\"\(title) (\(format.name))\""
          + " href=\"all.\(format.pathExtension)\">"
      }.joined(separator: "\n"),
      "feeds": site.formats.map { format in
        "<li><a href=\"all.\(format.pathExtension)\">All events (\(format.name))</a></li>"
      }.joined(separator: "\n"),
      "rights": rights(of: site),
    ]
    // All placeholders are replaced in one pass, because a title may look like a placeholder.
    return Array(template.replacing(/{{(\w+)}}/) { values[String($0.output.1)] ?? "" }.utf8)
  }

  // The rights in the entries, which link to the licence if there is one; empty when none are stated.
  private static func rights(of site: Site) -> String {
    guard let text = site.rights ?? site.license.map({ _ in "Licence" }) else { return "" }
    let language = site.rights == nil ? "en" : escaped(site.language)
    let words = "<bdi lang=\"\(language)\">\(escaped(text))</bdi>"
    guard let license = site.license else { return "\n  <p>\(words)</p>" }
    return "\n  <p><a rel=\"license\" href=\"\(escaped(license))\">\(words)</a></p>"
  }

  private static func escaped(_ text: String) -> String {
    var html = HTMLFragment()
    html.untrustedText(text)
    return String(decoding: html.bytes, as: UTF8.self)
  }

  private static func asset(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: start, count: count))
  }
}
