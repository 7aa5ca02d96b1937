internal import Primitives

/// The address of a page, against which references are resolved (RFC 3986, section 5.2).
struct PageAddress {
  /// The whole address without its fragment.
  let text: String
  /// The scheme and authority, for example `https://a.example`.
  let origin: String
  /// The path, which begins with a slash.
  let path: String

  private let scheme: Substring
  // The path and query.
  private let target: Substring

  /// Parses an absolute address of the scheme http or https.
  init(_ address: String) {
    let text = address.prefix { $0 != "#" }
    self.text = String(text)
    let start = text.firstRange(of: "://")?.upperBound ?? text.startIndex
    scheme = self.text[..<(self.text.firstIndex(of: ":") ?? self.text.startIndex)]
    let end = text[start...].firstIndex { $0 == "/" || $0 == "?" } ?? text.endIndex
    origin = String(text[..<end])
    let path = text[end...].prefix { $0 != "?" }
    self.path = path.isEmpty ? "/" : String(path)
    target = text[end...]
  }

  /// The absolute address of a reference without a scheme.
  func resolved(_ reference: String) -> String {
    switch reference.utf8.first {
    case .numberSign, nil: text + reference
    case UInt8(ascii: "?"): origin + path + reference
    case .slash where reference.hasPrefix("//"): "\(scheme):\(reference)"
    case .slash: origin + Self.withoutDots(reference)
    default: origin + Self.withoutDots(String(path[...lastSlash]) + reference)
    }
  }

  private var lastSlash: String.Index { path.lastIndex(of: "/") ?? path.startIndex }

  // Removes the segments `.` and `..` of a path, before its query and fragment (RFC 3986, section 5.2.4).
  private static func withoutDots(_ reference: String) -> String {
    guard reference.contains("/.") else { return reference }
    let path = reference.prefix { $0 != "?" && $0 != "#" }
    let rest = reference[path.endIndex...]
    var segments: [Substring] = []
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      switch part {
      case ".": if isLast { segments.append("") }
      case "..":
        if segments.count > 1 { segments.removeLast() }
        if isLast { segments.append("") }
      default: segments.append(part)
      }
    }
    return segments.joined(separator: "/") + rest
  }
}
