internal import Primitives

/// An element that shows media, such as a video, which becomes a link.
struct HTMLMedia {
  /// The reference to what is shown.
  var reference: String?
  /// The title.
  var title: String

  /// Reads the attributes of the element.
  init(_ attributes: HTMLAttributeList) {
    reference = attributes["src"] ?? attributes["data-src"]
    title = attributes["title"] ?? attributes["aria-label"] ?? ""
  }

  /// The page for people of what a player shows; any other address unchanged.
  static func page(ofPlayer address: String) -> String {
    let youTube = ["youtube.com/embed/", "youtube-nocookie.com/embed/"]
    if let id = youTube.lazy.compactMap({ identifier(in: address, behind: $0) }).first, id != "videoseries" {
      return "https://www.youtube.com/watch?v=\(id)"
    }
    if let id = identifier(in: address, behind: "player.vimeo.com/video/") {
      return "https://vimeo.com/\(id)"
    }
    return address
  }

  /// A short text for an address: without its scheme.
  static func label(of address: String) -> String {
    let text = address.firstRange(of: "://").map { address[$0.upperBound...] } ?? address[...]
    return String(text.hasSuffix("/") ? text.dropLast() : text)
  }

  private static func identifier(in address: String, behind prefix: String) -> Substring? {
    guard let range = address.firstRange(of: prefix) else { return nil }
    let id = address[range.upperBound...].prefix { $0 != "?" && $0 != "/" && $0 != "#" && $0 != "&" }
    return id.isEmpty ? nil : id
  }
}
