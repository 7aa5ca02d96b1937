/// What a path below the content directory stands for.
package enum ContentPath: Hashable, Sendable {
  /// An event page, `news/YYYY/MM/D/slug.md`.
  case event(EventName)
  /// A day's page, `news/YYYY/MM/D/index.md` or `README.md`.
  case day
  /// Anything else: fronts, opinion, pictures.
  case other

  /// Reads a path relative to the content directory, without a leading slash.
  package init(_ path: String) {
    guard path.hasPrefix("news/"), path.hasSuffix(".md") else {
      self = .other
      return
    }
    if let name = EventName(path: path) {
      self = .event(name)
      return
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[4] == "index.md" || parts[4] == "README.md",
      EventName(path: parts[..<4].joined(separator: "/") + "/x") != nil
    else {
      self = .other
      return
    }
    self = .day
  }
}
