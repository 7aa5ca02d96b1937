internal import EventArchive
internal import Syndication

extension Site {
  /// The absolute address of an event's page, by the path of one of the event's names.
  func address(ofPage path: String) -> String {
    var (path, address) = (path, [UInt8]())
    path.withUTF8 { setAddress(ofPage: $0, &address) }
    return String(decoding: address, as: UTF8.self)
  }

  /// The absolute address that a reference on an event's page leads to, as RFC 3986, section 5, resolves it.
  ///
  /// References are relative to the page's file, and a path that begins with a slash is below the content directory. A path
  /// of an event file leads to the event's page.
  /// - Returns: `nil` when it is no address of http or https.
  func address(ofReference reference: String, onPage page: EventName) -> String? {
    let reference = Reference(reference)
    if reference.hasScheme { return WebAddress.valid(reference.text).map(ownAddress) }
    if reference.hasAuthority {
      let scheme = pagesURL.prefix { $0 != ":" }
      return WebAddress.valid("\(scheme):\(reference.text)").map(ownAddress)
    }
    let file = page.path + ".md"
    let path = reference.path.isEmpty ? file : Reference.merged(reference.path, ontoPath: file)
    return WebAddress.valid(address(ofPath: path) + reference.queryAndFragment)
  }

  // An address of the archive's own pages is treated as its path is.
  private func ownAddress(_ address: String) -> String {
    guard address.hasPrefix(pagesURL + "/") else { return address }
    let reference = Reference(String(address.dropFirst(pagesURL.count)))
    return WebAddress.valid(self.address(ofPath: reference.path) + reference.queryAndFragment) ?? address
  }

  // The address of a path below the content directory.
  private func address(ofPath path: String) -> String {
    guard path.hasSuffix(".md") else { return pagesURL + path }
    if let name = EventName(path: path) { return address(ofPage: name.path) }
    guard case .day = ContentPath(String(path.dropFirst())) else { return pagesURL + path }
    // A day's page is its directory's where addresses have no extension.
    let isFile = pageExtension.hasPrefix(".")
    return pagesURL
      + (isFile ? path.dropLast(3) + pageExtension : path[...(path.lastIndex(of: "/") ?? path.startIndex)])
  }
}

/// A URI reference in its parts (RFC 3986, section 4.1).
private struct Reference {
  /// The whole of it, without blanks around it.
  let text: String
  /// Whether it has a scheme.
  let hasScheme: Bool
  /// Whether it has an authority and no scheme.
  let hasAuthority: Bool
  /// The path.
  let path: String
  /// Query and fragment, with their marks.
  let queryAndFragment: String

  init(_ reference: String) {
    let text = reference.drop(while: \.isWhitespace)
    let end = text.lastIndex { !$0.isWhitespace }.map(text.index(after:)) ?? text.startIndex
    self.text = String(text[..<end])
    let path = text[..<end].prefix { $0 != "?" && $0 != "#" }
    (self.path, queryAndFragment) = (String(path), String(text[path.endIndex..<end]))
    hasAuthority = path.hasPrefix("//")
    let scheme = path.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    hasScheme = scheme.first?.isLetter == true && path[scheme.endIndex...].first == ":"
  }

  /// A path relative to that of a file (sections 5.2.3 and 5.2.4): merged, and without dot segments.
  static func merged(_ path: String, ontoPath base: String) -> String {
    let whole = path.hasPrefix("/") ? path : base[...(base.lastIndex(of: "/") ?? base.startIndex)] + path
    var segments: [Substring] = []
    let parts = whole.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for part in parts {
      switch part {
      case ".": break
      case "..": _ = segments.popLast()
      default: segments.append(part)
      }
    }
    // A path that ends in a dot segment is a directory's.
    if let last = parts.last, last == "." || last == ".." { segments.append("") }
    return "/" + segments.joined(separator: "/")
  }
}
