internal import Primitives

/// Names of events as links on event pages give them.
extension EventName {
  /// The event that a link on a page of the archive leads to, by the link's path below the content directory.
  ///
  /// A path may end in `.md`, in `.html`, or in nothing. Its month and day have as many digits as those of the page's own path
  /// if these show which form the archive has.
  /// - Parameter path: begins with a slash, and has no dot segments.
  package init?(linkPath path: String, onPage page: EventName) {
    self.init(path: Self.inForm(of: page.path, Self.withoutExtension(path)))
  }

  /// The path of the event that a link's target on an event page leads to; `nil` for other targets.
  /// - Parameters:
  ///   - target: the path as it is written: below the content directory, or relative to the page's file.
  ///   - page: the page's name; only the form of the archive itself is read without it.
  static func path(_ target: UnsafeBufferPointer<UInt8>, onPage page: EventName?, of file: TextSlice)
    -> TextSlice?
  {
    let isSimple =
      target.holds("/news/", at: 0) && target.holds(".md", at: target.count - 3)
      && target.index(of: 0x26) == nil
    guard let page, !isSimple || !isInForm(of: page.path, target) else { return path(target, of: file) }
    guard target.firstIndex(of: "://") == nil else { return nil }
    var text = withLetters(target)
    if !text.utf8.starts(with: "/news/".utf8) {
      guard let merged = merged(text, onto: page.path) else { return nil }
      text = merged
    }
    return EventName(linkPath: text, onPage: page).map { TextSlice($0.path) }
  }

  // A path with the letters beyond ASCII that are written as character references; `&amp;` may be a part of a file's name.
  private static func withLetters(_ path: UnsafeBufferPointer<UInt8>) -> String {
    guard path.index(of: 0x26) != nil else { return String(decoding: path, as: UTF8.self) }
    var (result, index) = ([UInt8](), 0)
    while index < path.count {
      if path[index] == 0x26, let reference = HTMLCharacterReference.match(in: path, at: index),
        reference.hasSemicolon, reference.text.utf8.allSatisfy({ $0 >= 0x80 })
      {
        result += reference.text.utf8
        index += reference.length
      } else {
        result.append(path[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  // A path relative to a page's file, without dot segments (RFC 3986, section 5.2); `nil` for one that names no page.
  private static func merged(_ path: String, onto page: String) -> String? {
    guard !path.utf8.isEmpty, path.utf8.first != UInt8(ascii: "#"), path.utf8.first != UInt8(ascii: "?")
    else {
      return nil
    }
    var segments: [Substring] = []
    let start =
      path.utf8.first == UInt8(ascii: "/") ? "" : page[..<(page.lastIndex(of: "/") ?? page.startIndex)] + "/"
    for part in (start + path).split(separator: "/") {
      switch part {
      case ".": break
      case "..": _ = segments.popLast()
      default: segments.append(part)
      }
    }
    return "/" + segments.joined(separator: "/")
  }

  private static func withoutExtension(_ path: String) -> String {
    for ending in [".md", ".html", ".htm"]
    where path.utf8.suffix(ending.utf8.count).elementsEqual(ending.utf8) {
      return String(decoding: path.utf8.dropLast(ending.utf8.count), as: UTF8.self)
    }
    return path
  }

  // Whether month and day of a path have the digits that `inForm` would give them; it is asked of every link.
  private static func isInForm(of page: String, _ path: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let (month, day) = digits(path) else { return true }
    var page = page
    return page.withUTF8 { own in
      guard let (ownMonth, ownDay) = digits(own) else { return true }
      return form(month, like: ownMonth) == month.count && form(day, like: ownDay) == day.count
    }
  }

  private static func inForm(of page: String, _ path: String) -> String {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let own = page.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 6, own.count == 6 else { return path }
    for index in [3, 4] where (1...2).contains(parts[index].utf8.count) {
      let length = Array(parts[index].utf8).withUnsafeBufferPointer { part in
        Array(own[index].utf8).withUnsafeBufferPointer { form(part, like: $0) }
      }
      if length == 1, parts[index].utf8.count == 2 { parts[index].removeFirst() }
      if length == 2, parts[index].utf8.count == 1 { parts[index] = "0" + parts[index] }
    }
    return parts.joined(separator: "/")
  }

  // How many digits a number of an archive has, by another of its numbers.
  private static func form(
    _ number: UnsafeBufferPointer<UInt8>, like other: UnsafeBufferPointer<UInt8>
  ) -> Int {
    if number.count == 2, number[0] != 0x30 { return 2 }
    if other.count == 1 { return 1 }
    return other.first == 0x30 ? 2 : number.count
  }

  // Month and day of `/news/2024/05/4/slug`.
  private static func digits(_ path: UnsafeBufferPointer<UInt8>)
    -> (month: UnsafeBufferPointer<UInt8>, day: UnsafeBufferPointer<UInt8>)?
  {
    guard path.count > 13, path[10] == 0x2F, path.holds("/news/", at: 0) else { return nil }
    guard let month = path.slice(11...).index(of: 0x2F), (1...2).contains(month),
      let day = path.slice((12 + month)...).index(of: 0x2F), (1...2).contains(day)
    else { return nil }
    return (path.slice(11..<(11 + month)), path.slice((12 + month)..<(12 + month + day)))
  }
}
