internal import Foundation
internal import Primitives

/// The id that a post gives itself.
package enum PostID: Hashable, Sendable {
  /// A URI.
  case uri(String)
  /// A UUID, in lower case (RFC 9562, section 4).
  case uuid(String)
  /// A name of 8 to 200 characters, unique in the archive.
  case name(String)

  /// Makes the id of a text; `nil` when it is none.
  package init?(_ text: String) {
    let text = PostText.oneLine(text)
    if let uuid = UUID(uuidString: text) {
      self = .uuid(uuid.uuidString.lowercased())
    } else if Self.isURI(text) {
      self = .uri(text)
    } else if (8...200).contains(text.utf8.count), text.utf8.allSatisfy({ Self.nameBytes.contains($0) }) {
      self = .name(text)
    } else {
      return nil
    }
  }

  /// The fault of a text that is no id, and the remedy.
  static func problem(key: String) -> String {
    "\"\(key)\" is no id; write a URI, a UUID, or 8 to 200 letters and digits"
  }

  // RFC 3986, section 3: a scheme, a colon, and characters of URIs.
  private static func isURI(_ text: String) -> Bool {
    guard let mark = text.utf8.firstIndex(of: .colon), text.utf8.first?.isLetter == true,
      text.utf8.count <= 1000
    else { return false }
    let scheme = text.utf8[..<mark]
    let rest = text.utf8[mark...].dropFirst()
    return scheme.count >= 2 && scheme.allSatisfy { schemeBytes.contains($0) } && !rest.isEmpty
      && rest.allSatisfy { uriBytes.contains($0) }
  }

  private static let schemeBytes = ByteSet.alphanumerics.union(ByteSet("+-."))
  private static let nameBytes = ByteSet.alphanumerics.union(ByteSet("-._~"))
  private static let uriBytes = nameBytes.union(ByteSet(":/?#[]@!$&'()*+,;=%"))
}
