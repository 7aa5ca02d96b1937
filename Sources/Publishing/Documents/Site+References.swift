package import EventArchive
internal import Syndication

extension Site {
  /// The absolute address of an event's page, by the path of one of the event's names.
  func address(ofPage path: String) -> String {
    var (path, address) = (path, [UInt8]())
    path.withUTF8 { setAddress(ofPage: $0, &address) }
    return String(decoding: address, as: UTF8.self)
  }

  /// The absolute URL of a reference on an event's page, resolved by RFC 3986, section 5.
  ///
  /// References are relative to the page's file. A path that begins with a slash is below the content directory. The path of an event
  /// file leads to the event's page.
  /// - Returns: `nil` when the URL is not one of http or https.
  func address(ofReference reference: String, onPage page: EventName) -> String? {
    let reference = Reference(reference)
    if reference.hasScheme {
      return WebAddress.valid(reference.text).flatMap { ownAddress($0, onPage: page) }
    }
    if reference.hasAuthority {
      let scheme = pagesURL.prefix { $0 != ":" }
      return WebAddress.valid("\(scheme):\(reference.text)").flatMap { ownAddress($0, onPage: page) }
    }
    let file = page.path + ".md"
    let path = reference.path.isEmpty ? file : Reference.merged(reference.path, ontoPath: file)
    return address(ofPath: path, onPage: page).flatMap { WebAddress.valid($0 + reference.queryAndFragment) }
  }

  /// The absolute URL of a reference in a post, relative to the address of its page (RFC 3986, section 5).
  /// - Returns: `nil` when the URL is not one of http or https.
  func address(ofReference reference: String, in post: Post) -> String? {
    let reference = Reference(reference)
    if reference.hasScheme { return WebAddress.valid(reference.text) }
    if reference.hasAuthority {
      return WebAddress.valid("\(pagesURL.prefix { $0 != ":" }):\(reference.text)")
    }
    let page = post.address ?? "/"
    let path = reference.path.isEmpty ? page : Reference.merged(reference.path, ontoPath: page)
    return WebAddress.valid(pagesURL + path + reference.queryAndFragment)
  }

  /// The event to which a reference on an event's page leads; `nil` when it leads elsewhere.
  func event(ofReference reference: String, onPage page: EventName) -> EventName? {
    Reference(reference).path(onPage: page).flatMap { EventName(linkPath: $0, onPage: page) }
  }

  // A URL of the archive's own pages is treated like its path.
  private func ownAddress(_ address: String, onPage page: EventName) -> String? {
    guard address.hasPrefix(pagesURL + "/") else { return address }
    let reference = Reference(String(address.dropFirst(pagesURL.count)))
    return self.address(ofPath: reference.path, onPage: page).map {
      WebAddress.valid($0 + reference.queryAndFragment) ?? address
    }
  }

  /// Whether the events of a day are held.
  func isAhead(_ day: EventDay?) -> Bool {
    guard let lastDay, let day else { return false }
    return day > lastDay
  }

  // The URL of a path below the content directory; `nil` for the path of a day whose events are held.
  private func address(ofPath path: String, onPage page: EventName) -> String? {
    if lastDay != nil, isAhead(Reference.day(ofPath: path)) { return nil }
    guard [".md", ".html", ".htm"].contains(where: path.hasSuffix) else {
      // What this site does not have: a picture, a day without events.
      return pages == .all ? nil : pagesURL + path
    }
    if let name = EventName(linkPath: path, onPage: page) { return address(ofPage: name.path) }
    if pages == .all { return nil }
    guard path.hasSuffix(".md") else { return pagesURL + path }
    guard case .day = ContentPath(String(path.dropFirst())) else { return pagesURL + path }
    // Where URLs have no extension, the page of a day has the URL of its directory.
    let isFile = pageExtension.hasPrefix(".")
    return pagesURL
      + (isFile ? path.dropLast(3) + pageExtension : path[...(path.lastIndex(of: "/") ?? path.startIndex)])
  }
}

extension RenderedEntries {
  /// The names of events that the summary of a page links to.
  package static func events(linkedInSummaryOf page: EventPage) -> [EventName] {
    let mayLink = page.summary.withBytes { bytes in bytes.contains { $0 == 0x5B || $0 == 0x3C } }  // [ <
    guard mayLink else { return [] }
    var names: Set<EventName> = []
    Markdown.html(page.summary.string) { reference in
      guard names.count < PageLimits.listItems else { return nil }
      let path = Reference(reference).path(onPage: page.name)
      if let name = path.flatMap({ EventName(linkPath: $0, onPage: page.name) }) { names.insert(name) }
      return nil
    } _: {
      _ in
    }
    return names.sorted()
  }
}

/// A URI reference in its parts (RFC 3986, section 4.1).
private struct Reference {
  /// The reference without surrounding blanks.
  let text: String
  /// Whether it has a scheme.
  let hasScheme: Bool
  /// Whether it has an authority and no scheme.
  let hasAuthority: Bool
  /// The path.
  let path: String
  /// Query and fragment, with `?` and `#`.
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

  /// The path below the site that a reference on a page leads to; `nil` when it leads elsewhere.
  func path(onPage page: EventName) -> String? {
    guard hasScheme || hasAuthority else {
      return path.isEmpty ? nil : Self.merged(path, ontoPath: page.path + ".md")
    }
    return path.firstRange(of: "/news/").map { String(path[$0.lowerBound...]) }
  }

  /// The day of `/news/2033/05/20/…`; `nil` for other paths.
  static func day(ofPath path: String) -> EventDay? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 4, parts[0].isEmpty, parts[1] == "news", let year = Int(parts[2]),
      let month = Int(parts[3]), let day = Int(parts[4])
    else { return nil }
    return EventDay(year: year, month: month, day: day)
  }

  /// A path relative to that of a file, merged and without dot segments (RFC 3986, sections 5.2.3 and 5.2.4).
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
    // A path that ends in a dot segment is that of a directory.
    if let last = parts.last, last == "." || last == ".." { segments.append("") }
    return "/" + segments.joined(separator: "/")
  }
}
