internal import Syndication

extension EntryRenderer {
  /// Adds the picture of the entry, whose body is rendered already. A body with this picture needs no second one.
  mutating func add(_ picture: EntryContent.Picture) {
    if site.pictures.isInElements { entry.picture = picture }
    guard site.pictures.isInContent else { return }
    let file = Self.file(at: picture.address)
    if entry.content.pictures.contains(where: { Self.file(at: $0) == file }) { return }
    entry.content.insertPicture(picture.address, description: entry.title)
  }

  /// The media type of a picture by the extension of its file; `nil` for an unknown one.
  static func pictureType(_ address: String) -> String? {
    let path = address.prefix { $0 != "?" && $0 != "#" }
    guard let dot = path.lastIndex(of: ".") else { return nil }
    return switch path[path.index(after: dot)...].lowercased() {
    case "jpg", "jpeg": "image/jpeg"
    case "png": "image/png"
    case "gif": "image/gif"
    case "webp": "image/webp"
    case "svg": "image/svg+xml"
    case "avif": "image/avif"
    default: nil
    }
  }

  // The address by which pictures are compared. The query of a file of a picture gives its size or version; that of a program, as in
  // `/picture?id=1`, which picture it is.
  private static func file(at address: String) -> String {
    let normal = WebAddress.normal(address)
    return String(normal.prefix { $0 != "#" && ($0 != "?" || pictureType(normal) == nil) })
  }
}
