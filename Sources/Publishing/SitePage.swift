internal import Foundation
internal import PageAssets
internal import Syndication

/// The page on which people find feeds, and what it is made of.
struct SitePage: Sendable {
  /// The icon of feeds and page, a PNG.
  static let icon = asset(feedgen_icon_bytes(), feedgen_icon_count)

  /// The files that are the same on every site, by their paths below the output directory.
  static let assets: [String: [UInt8]] = [
    "icon.png": icon,
    "assets/feed.css": asset(feedgen_feed_style_bytes(), feedgen_feed_style_count),
    "assets/page.css": asset(feedgen_page_style_bytes(), feedgen_page_style_count),
    "assets/page.js": asset(feedgen_page_script_bytes(), feedgen_page_script_count),
  ]

  /// The page of a site.
  static func html(_ site: Site) -> [UInt8] {
    func escaped(_ text: String) -> String {
      var html = HTMLFragment()
      html.text(text)
      return String(decoding: html.bytes, as: UTF8.self)
    }
    let alternates = site.formats.map { format in
      let title = "\(escaped(site.title)) (\(format.name))"
      return
        "<link rel=\"alternate\" type=\"\(format.mediaType)\" title=\"\(title)\" href=\"all.\(format.pathExtension)\">"
    }
    let feeds = site.formats.map { format in
      "<li><a href=\"all.\(format.pathExtension)\">All events (\(format.name))</a></li>"
    }
    let template = String(decoding: asset(feedgen_index_bytes(), feedgen_index_count), as: UTF8.self)
    return Array(
      template.replacing("{{alternates}}", with: alternates.joined(separator: "\n"))
        .replacing("{{feeds}}", with: feeds.joined(separator: "\n"))
        .replacing("{{language}}", with: escaped(site.language))
        .replacing("{{title}}", with: escaped(site.title)).utf8)
  }

  private static func asset(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: start, count: count))
  }
}
