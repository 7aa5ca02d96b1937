internal import Primitives

/// The address of the page of a post, below the address of the site.
struct PostAddress {
  private let post: Post
  private let site: SiteSettings

  /// Makes the address of a post.
  init(_ post: Post, site: SiteSettings) {
    self.post = post
    self.site = site
  }

  /// The path, percent-encoded, with a slash at its begin; `nil` where no pattern gives it.
  var path: String? {
    if let ownPath { return Self.encoded(ownPath) }
    if post.path.isSection { return sectionPath.map { Self.encoded(inLanguage($0)) } }
    // A pattern with an unknown token gives no address rather than a wrong one.
    let path = pattern.map(expanded) ?? defaultPath
    return path.map { Self.encoded(inLanguage($0)) }
  }

  /// The path that the front matter gives. Expressions of templates are not understood.
  private var ownPath: String? {
    let key: String? =
      switch site.kind {
      case .hugo: "url"
      case .jekyll, .eleventy, .obsidian, nil: "permalink"
      case .zola: "path"
      case .astro, .pelican: nil
      }
    guard let key, let value = post.fields[key], value.boolean == nil, let text = value.text,
      !text.contains("{{"), !text.contains("{%"), !text.contains("://")
    else { return nil }
    switch site.kind {
    case .hugo where text.contains(":"): return expanded(text)
    case .jekyll: return expanded(JekyllPermalink.styles[text] ?? text)
    case .hugo where !text.hasPrefix("/"): return inLanguage(text)
    case .zola: return text.hasSuffix("/") ? text : text + "/"
    default: return text
    }
  }

  // The pattern of the longest folder above the post.
  private var pattern: String? {
    if site.kind == .jekyll, !isInCollection { return nil }
    let folders = foldersBelowContent
    for count in stride(from: folders.count, through: 0, by: -1) {
      let folder = folders[..<count].joined(separator: "/")
      if let pattern = site.permalinks[folder] ?? site.permalinks["/" + folder] { return pattern }
    }
    return nil
  }

  private var defaultPath: String? {
    switch site.kind {
    case .hugo:
      let name = post.fields["slug"]?.text ?? post.path.name
      return HugoPermalink.path((foldersBelowContent + [name]).joined(separator: "/")) + "/"
    case .jekyll: return jekyllPath
    case .zola: return ZolaPermalink(post, site: site, folders: foldersBelowContent).path
    case .obsidian: return ObsidianPermalink.path(of: post.path)
    case .pelican: return expanded("/{slug}.html")
    case .eleventy, .astro, nil: return nil
    }
  }

  // The address of the page of a folder. Patterns are those of posts.
  private var sectionPath: String? {
    let path = site.foldersBelowContent(post.path.folders + [post.path.name]).joined(separator: "/")
    switch site.kind {
    case .hugo: return HugoPermalink.path(path) + "/"
    case .zola: return "/\(path)/"
    case .jekyll, .pelican, .obsidian, .eleventy, .astro, nil: return nil
    }
  }

  // Jekyll has a pattern for posts, one for other collections, and the path for pages.
  private var jekyllPath: String? {
    guard isInCollection else {
      let style = site.permalinks[""] ?? "date"
      let end = style == "pretty" || style.hasSuffix("/") ? "/" : ".html"
      return (post.path.folders + [post.path.name]).joined(separator: "/") + (post.path.isBundle ? "/" : end)
    }
    return expanded(isOfPosts ? JekyllPermalink.date : "/:collection/:path:output_ext")
  }

  private var isOfPosts: Bool { post.path.folders.contains { $0 == "_posts" || $0 == "_drafts" } }

  private var isInCollection: Bool {
    isOfPosts || post.path.folders.first.map { site.collections.contains(String($0.dropFirst())) } ?? false
  }

  private func expanded(_ pattern: String) -> String? {
    switch site.kind {
    case .jekyll: JekyllPermalink(post, site: site).path(pattern)
    case .pelican: PelicanPermalink(post, site: site).path(pattern)
    case .hugo, .zola, .obsidian, .eleventy, .astro, nil:
      HugoPermalink(post, site: site, folders: foldersBelowContent).path(pattern)
    }
  }

  // The folders below the folder of the content.
  private var foldersBelowContent: [String] { site.foldersBelowContent(post.path.folders) }

  // The path with the segment of the language of the post.
  private func inLanguage(_ path: String) -> String {
    let prefix = site.contentLanguage(of: post.path)?.prefix ?? ""
    return prefix.isEmpty ? path : "/\(prefix)/\(path)"
  }

  // One slash at the begin and between segments, and no dot segments, which could lead out of the site. Bytes that paths do not
  // allow are encoded (RFC 3986, section 3.3).
  private static func encoded(_ path: String) -> String {
    var bytes: [UInt8] = [.slash]
    let source = Array(path.utf8)
    for (index, byte) in source.enumerated() where byte != .slash || bytes.last != .slash {
      if pathBytes.contains(byte) || PercentCoding.isEscape(source, at: index) {
        bytes.append(byte)
      } else {
        PercentCoding.appendEscape(of: byte, to: &bytes)
      }
    }
    return withoutDotSegments(String(decoding: bytes, as: UTF8.self))
  }

  // RFC 3986, section 5.2.4. Browsers take an encoded dot for a dot.
  private static func withoutDotSegments(_ path: String) -> String {
    let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    let dots = segments.map { $0.lowercased().replacing("%2e", with: ".") }
    guard dots.contains(".") || dots.contains("..") else { return path }
    var result: [Substring] = []
    for (segment, dots) in zip(segments, dots) {
      if dots == ".." { _ = result.popLast() }
      if dots != ".", dots != ".." { result.append(segment) }
    }
    if [".", ".."].contains(dots.last) { result.append("") }
    return "/" + result.joined(separator: "/")
  }

  private static let pathBytes = ByteSet.alphanumerics.union(ByteSet("-._~!$&'()*+,;=:@/"))
}
