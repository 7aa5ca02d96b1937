internal import Primitives

extension BodySource {
  /// The insert for a tag whose meaning is the same on all sites; `nil` for any other tag.
  mutating func insert(for tag: TemplateTag) -> BodyInsert? {
    let arguments = tag.arguments
    if tag.showsPicture { return picture(arguments, of: tag) }
    guard let page = EmbeddedPage(tag.name, arguments) else { return nil }
    return .link(reference: page.address, label: page.label)
  }

  private func picture(_ arguments: TagArguments, of tag: TemplateTag) -> BodyInsert? {
    let positional = arguments.positional
    guard let source = arguments.first(of: ["src", "url", "path", "file", "image_path"]) ?? positional.first,
      PictureName.isPicture(source)
    else { return nil }
    let last = positional.count > 1 && positional.last != source ? positional.last : nil
    let caption = arguments.first(of: ["caption", "title"]) ?? ""
    // Sites without bundles have their pictures at the root.
    let isRooted = tag.notation == .block && !source.contains("://") && !source.hasPrefix("/")
    return .picture(
      reference: isRooted ? links.file(source) ?? "\(values.site)/\(source)" : source,
      description: plain(arguments["alt"] ?? last ?? caption), caption: plain(caption))
  }

  // Captions may have elements of HTML.
  private func plain(_ text: String) -> String {
    guard text.contains("<") else { return text }
    return text.replacing(/<[^<>]*>/, with: "")
  }
}

extension TemplateTag {
  /// Whether the tag shows a picture. In Liquid, sites have variants of the tag, such as `image_with_class`, with the same arguments.
  var showsPicture: Bool {
    if ["figure", "img", "image"].contains(name) { return true }
    return notation == .block && (name.hasPrefix("image_") || name.hasPrefix("img_"))
  }

  /// The tag that an inclusion of a file with the name of a known tag is; `nil` for any other tag.
  var included: TemplateTag? {
    guard ["include", "include_relative", "include_cached", "render", "partial"].contains(name) else {
      return nil
    }
    guard let file = arguments.positional.first,
      let name = file.split(separator: "/").last?.split(separator: ".").first
    else { return nil }
    var tag = self
    tag.name = String(name)
    // The positional arguments begin with the file.
    guard let start = rest.firstIndex(where: { $0 > .space }) else { return nil }
    tag.rest = rest.slice(start...)
    tag.rest = tag.rest.slice(tag.rest.prefix { $0 > .space }.count...)
    return tag
  }

  /// The name by which the tag is counted.
  var countedName: String {
    guard ["include", "include_relative", "include_cached", "render", "partial"].contains(name),
      let file = arguments.positional.first
    else { return name }
    return "\(name) \(file)"
  }
}

/// The page at another site that a tag embeds.
struct EmbeddedPage {
  /// Its address.
  let address: String
  /// The title that the tag gives; empty for none.
  let label: String

  /// The page of a tag; `nil` when the tag embeds none, or without an identifier.
  init?(_ tag: String, _ arguments: TagArguments) {
    guard let start = Self.addresses[tag],
      let id = arguments.first(of: ["id", "v", "video", "url", "src"]) ?? arguments.positional.first,
      id.utf8.allSatisfy({ $0 > .space })
    else { return nil }
    label = arguments["title"] ?? ""
    if id.contains("://") {
      address = HTMLMedia.page(ofPlayer: id)
    } else if start == Self.posts {
      address = "\(start)\(arguments["user"] ?? "i")/status/\(id)"
    } else if tag == "gist" {
      guard arguments.positional.count > 1 || id.contains("/") else { return nil }
      address = start + arguments.positional.prefix(2).joined(separator: "/")
    } else {
      address = start + id
    }
  }

  private static let posts = "https://x.com/"
  // The begins of the addresses.
  private static let addresses: [String: String] = [
    "youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/", "tweet": posts,
    "twitter": posts,
    "twitter_simple": posts, "x": posts, "x_simple": posts, "instagram": "https://www.instagram.com/p/",
    "gist": "https://gist.github.com/",
  ]
}
