import EventArchive
import Foundation
import Primitives

/// Finds pictures of posts that are no files of the site.
///
/// A generator may make files, so a picture is reported only if the folder that it should be in is there and lacks it.
struct PictureCheck: Sendable {
  private let content: String
  private let site: SiteSettings
  private let pagesURL: String
  // The directories whose files the generator copies to the root of the site.
  private let roots: [String]

  /// Makes a check.
  /// - Parameters:
  ///   - content: the content directory.
  ///   - pagesURL: the address of the pages, without a slash at its end.
  init(content: String, site: PostSite, pagesURL: String) {
    self.content = content
    self.site = site.settings
    self.pagesURL = pagesURL
    let top = site.root == .site ? content : content + "/.."
    let themes = (try? FileManager.default.contentsOfDirectory(atPath: top + "/themes")) ?? []
    roots =
      switch site.settings.kind {
      case .hugo, .zola:
        ["\(top)/static", "\(top)/assets", "\(top)/\(site.settings.contentFolder ?? "content")"]
          + themes.sorted().map { "\(top)/themes/\($0)/static" }
      case .jekyll: [top]
      // Where other generators take pictures from is in programs.
      case .eleventy, .astro, .pelican, .obsidian, nil: []
      }
  }

  /// The addresses of the missing pictures of a post.
  func missing(of read: PageReader.ReadPost, lines: inout PostLines) -> [PostReview.Located<String>] {
    guard !roots.isEmpty else { return [] }
    var missing: [PostReview.Located<String>] = []
    func add(_ address: String, line: Int) {
      missing.append(PostReview.Located(value: address, line: line))
    }
    if let image = read.post.image, isMissing(image, of: read.post) { add(image.address, line: image.line) }
    var known: Set<String> = []
    for address in read.content.content.pictures where address.hasPrefix(pagesURL + "/") {
      let path = String(address.dropFirst(pagesURL.count))
      guard known.insert(path).inserted else { continue }
      let name = path.split(separator: "/").last.map(String.init) ?? path
      if isMissing(path, in: read.post) { add(path, line: lines.line(of: name)) }
    }
    return missing
  }

  // Whether the picture of a post's front matter is missing. Without a slash, themes look for it in folders of their own.
  private func isMissing(_ image: PostImage, of post: Post) -> Bool {
    let address = image.address.prefix { $0 != "?" && $0 != "#" }
    guard !address.contains(":"), !address.hasPrefix("//") else { return false }
    var places = roots.map { Place(path: "\($0)/\(address)", isTelling: address.dropFirst().contains("/")) }
    if !address.hasPrefix("/") {
      places.append(Place(path: "\(folder(of: post))/\(address)", isTelling: post.path.isBundle))
    }
    return isMissing(places)
  }

  // Whether the picture at a path of the site is missing. One below the address of the post may lie beside its file.
  private func isMissing(_ path: String, in post: Post) -> Bool {
    guard let file = path.removingPercentEncoding else { return false }
    var places = roots.map { Place(path: $0 + file, isTelling: file.dropFirst().contains("/")) }
    let page = (post.address ?? "/").removingPercentEncoding ?? "/"
    let directory = page[...(page.lastIndex(of: "/") ?? page.startIndex)]
    if directory != "/", file.hasPrefix(directory) {
      let name = file.dropFirst(directory.count)
      places.append(Place(path: "\(folder(of: post))/\(name)", isTelling: true))
    }
    return isMissing(places)
  }

  // A place where a picture may be.
  private struct Place {
    let path: String
    // Whether the picture should be there if the folder is.
    let isTelling: Bool
  }

  private func isMissing(_ places: [Place]) -> Bool {
    let files = FileManager.default
    return !places.contains { files.fileExists(atPath: $0.path) }
      && places.contains { $0.isTelling && files.fileExists(atPath: BytePath($0.path).parent.text) }
  }

  private func folder(of post: Post) -> String { BytePath(content).appending(post.path.path).parent.text }
}
