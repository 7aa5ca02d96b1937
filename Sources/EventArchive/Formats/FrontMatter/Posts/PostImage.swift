internal import Primitives

/// Width and height of a picture, in pixels.
package struct PictureSize: Hashable, Sendable {
  /// The width.
  package var width: Int
  /// The height.
  package var height: Int

  /// Makes a size.
  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  // The size that the members of a mapping give; `nil` when they give none.
  fileprivate init?(_ fields: FrontMatterMapping) {
    func pixels(_ key: String) -> Int? {
      fields[key]?.text.flatMap { Int($0) }.flatMap { (1...99_999).contains($0) ? $0 : nil }
    }
    guard let width = pixels("width"), let height = pixels("height") else { return nil }
    self.init(width: width, height: height)
  }
}

/// The picture of a post.
package struct PostImage: Hashable, Sendable {
  /// Its address as written: absolute, from the root of the site, or relative to the post.
  package var address: String
  /// The media type, by the extension.
  package var mediaType: String
  /// Its size, if it is given beside the address.
  package var size: PictureSize?
  /// The line where it is given, counted from 1.
  package var line: Int

  /// The picture in the fields of a post; `nil` when no value looks like the file of a picture.
  static func find(in fields: FrontMatterMapping) -> PostImage? {
    for key in keys {
      for value in fields[key]?.items ?? [] {
        if let image = image(value) { return image }
      }
    }
    return fields["images"]?.items.first.flatMap(image) ?? resource(in: fields)
  }

  // Hugo: the resource of a page bundle with one of some names.
  private static func resource(in fields: FrontMatterMapping) -> PostImage? {
    for item in fields["resources"]?.items ?? [] {
      guard let resource = item.mapping, let name = resource["name"]?.text,
        ["hero", "cover", "featured"].contains(name.lowercased()), let source = resource["src"]
      else { continue }
      if let image = image(source) { return image }
    }
    return nil
  }

  // A text, or a mapping with the address in one of some keys.
  private static func image(_ value: FrontMatterValue) -> PostImage? {
    guard
      let source = value.mapping?.first(of: ["path", "src", "url", "image"])?.value
        ?? value.text.map({ _ in value }),
      var address = source.text
    else { return nil }
    // Obsidian embeds a file as `![[picture.png]]`.
    address = address.trimmingCharacters(of: ["!", "[", "]"])
    guard !address.isEmpty, !address.contains("{{"), let type = mediaType(of: address) else { return nil }
    return PostImage(
      address: address, mediaType: type, size: value.mapping.flatMap { PictureSize($0) }, line: source.line)
  }

  private static func mediaType(of address: String) -> String? {
    let path = address.split(whereSeparator: { $0 == "?" || $0 == "#" }).first ?? ""
    let file = path.split(separator: "/").last ?? ""
    guard let mark = file.lastIndex(of: "."), !file.contains(where: \.isNewline) else { return nil }
    return mediaTypes[file[file.index(after: mark)...].lowercased()]
  }

  private static let keys = [
    "image", "cover", "featured_image", "hero", "heroImage", "thumbnail", "banner", "ogImage",
  ]
  private static let mediaTypes = [
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
    "avif": "image/avif", "svg": "image/svg+xml", "bmp": "image/bmp",
  ]
}

extension String {
  fileprivate func trimmingCharacters(of set: Set<Character>) -> String {
    let start = drop { set.contains($0) }
    return String(start.reversed().drop { set.contains($0) }.reversed())
  }
}
