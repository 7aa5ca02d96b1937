internal import Foundation
internal import Primitives

/// Makes the addresses in the body of a post absolute, and refuses those that no feed may contain.
struct BodyLinks {
  /// The page of the post.
  let page: PageAddress
  /// Makes the absolute address of a reference to a file of the content, as it is written; `nil` when there is no such file.
  let resolve: (String) -> String?

  /// The address of a link; `nil` when its scheme is none of http, https, mailto and tel.
  func link(_ reference: String) -> String? {
    let reference = Self.cleaned(reference)
    switch Self.scheme(of: reference) {
    case nil: return relative(reference)
    case "http", "https": return WebAddress.valid(reference)
    case "mailto", "tel": return Self.encoded(reference)
    default: return nil
    }
  }

  /// The address of a picture or of other media; `nil` when its scheme is neither http nor https.
  func media(_ reference: String) -> String? {
    let reference = Self.cleaned(reference)
    switch Self.scheme(of: reference) {
    case nil: return reference.isEmpty ? nil : relative(reference)
    case "http", "https": return WebAddress.valid(reference)
    default: return nil
    }
  }

  private func relative(_ reference: String) -> String? {
    if Self.isPage(reference), let address = file(reference) { return WebAddress.valid(address) }
    return WebAddress.valid(page.resolved(reference))
  }

  /// The absolute address of a file of the content, by a reference to it with or without a fragment.
  func file(_ reference: String) -> String? {
    let path = reference.prefix { $0 != "#" && $0 != "?" }
    guard !path.isEmpty, let address = resolve(path.removingPercentEncoding ?? String(path)) else {
      return nil
    }
    return address + reference[path.endIndex...]
  }

  /// Whether a link is one to the source of a page: the file has an extension of Markdown, or the reference the mark of Zola.
  static func isPage(_ reference: String) -> Bool {
    if reference.hasPrefix("@/") { return true }
    let path = reference.prefix { $0 != "#" && $0 != "?" }.lowercased()
    return !path.hasPrefix("//")
      && [".md", ".markdown", ".mdown", ".mkd", ".mdx"].contains(where: path.hasSuffix)
  }

  // The reference without what browsers ignore in it (URL standard, section 4.4): controls and blanks around it, tabs and ends of
  // lines within.
  private static func cleaned(_ reference: String) -> String {
    var bytes = Array(reference.utf8.drop { $0 <= .space })
    while let last = bytes.last, last <= .space { bytes.removeLast() }
    bytes.removeAll { $0 < .space || $0 == .delete }
    return String(decoding: bytes, as: UTF8.self)
  }

  // The scheme in lower case; `nil` for a relative reference.
  private static func scheme(of reference: String) -> String? {
    let name = reference.utf8.prefix {
      $0.isLetter || $0.isDigit || $0 == .plusSign || $0 == .hyphen || $0 == .fullStop
    }
    guard name.first?.isLetter == true, reference.utf8[name.endIndex...].first == .colon else {
      // Browsers take any other name before a colon for a part of a path.
      return nil
    }
    return String(reference[..<name.endIndex]).lowercased()
  }

  // Encodes what URIs must not contain.
  private static func encoded(_ reference: String) -> String {
    let bytes = Array(reference.utf8)
    var result: [UInt8] = []
    for index in bytes.indices {
      if plainBytes.contains(bytes[index]) || PercentCoding.isEscape(bytes, at: index) {
        result.append(bytes[index])
      } else {
        PercentCoding.appendEscape(of: bytes[index], to: &result)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let plainBytes = ByteSet.alphanumerics.union(ByteSet("!$&'()*+,-./:;=?@_~"))
}
