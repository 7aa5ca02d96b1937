internal import Primitives

/// Resolves links on event pages to names of events.
extension EventName {
  /// Makes the name of the event to which a link on a page of the archive points.
  ///
  /// The path may have the extension `.md`, `.html` or none. Its month and day get as many digits as those of the page's path, if these
  /// show whether the archive uses leading zeros.
  /// - Parameter path: the link's path below the content directory, with a leading slash and without dot segments.
  package init?(linkPath path: String, onPage page: EventName) {
    self.init(path: Self.withDigits(of: page.path, path: Self.withoutExtension(path)))
  }

  /// The path of the event to which a link on an event page points; `nil` for other links.
  /// - Parameters:
  ///   - target: the path in the link: below the content directory, or relative to the page's file.
  ///   - page: the page's name; `nil` if the path must be in the archive's own format.
  static func path(_ target: UnsafeBufferPointer<UInt8>, onPage page: EventName?, of file: TextSlice)
    -> TextSlice?
  {
    let isSimple =
      target.holds("/news/", at: 0) && target.holds(".md", at: target.count - 3)
      && target.index(of: .ampersand) == nil
    guard let page, !isSimple || !hasDigits(of: page.path, path: target) else {
      return path(target, of: file)
    }
    guard target.firstIndex(of: "://") == nil else { return nil }
    var text = withDecodedLetters(target)
    if !text.utf8.starts(with: "/news/".utf8) {
      guard let merged = merged(text, onto: page.path) else { return nil }
      text = merged
    }
    return EventName(linkPath: text, onPage: page).map { TextSlice($0.path) }
  }

  // Decodes the character references of characters beyond ASCII. Others, such as `&amp;`, may be part of a file's name.
  private static func withDecodedLetters(_ path: UnsafeBufferPointer<UInt8>) -> String {
    guard path.index(of: .ampersand) != nil else { return String(decoding: path, as: UTF8.self) }
    var result: [UInt8] = []
    var index = 0
    while index < path.count {
      if path[index] == .ampersand, let reference = HTMLCharacterReference.match(in: path, at: index),
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

  // Resolves a path relative to a page's file (RFC 3986, section 5.2); `nil` for a path that is empty, a query or a fragment.
  private static func merged(_ path: String, onto page: String) -> String? {
    guard let first = path.utf8.first, first != .numberSign, first != .questionMark else { return nil }
    var segments: [Substring] = []
    let directory = page[..<(page.lastIndex(of: "/") ?? page.startIndex)]
    let whole = first == .slash ? path : "\(directory)/\(path)"
    for part in whole.split(separator: "/") {
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

  // Whether `withDigits` would not change a path. This is the fast test for every link.
  private static func hasDigits(of page: String, path: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let date = MonthAndDay(inPath: path) else { return true }
    var page = page
    return page.withUTF8 { page in
      guard let own = MonthAndDay(inPath: page) else { return true }
      return digitCount(date.month, like: own.month) == date.month.count
        && digitCount(date.day, like: own.day) == date.day.count
    }
  }

  // Gives the month and day of a path as many digits as those of a page have.
  private static func withDigits(of page: String, path: String) -> String {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let own = page.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 6, own.count == 6 else { return path }
    for index in [3, 4] where (1...2).contains(parts[index].utf8.count) {
      let length = Array(parts[index].utf8).withUnsafeBufferPointer { part in
        Array(own[index].utf8).withUnsafeBufferPointer { digitCount(part, like: $0) }
      }
      if length == 1, parts[index].utf8.count == 2 { parts[index].removeFirst() }
      if length == 2, parts[index].utf8.count == 1 { parts[index] = "0" + parts[index] }
    }
    return parts.joined(separator: "/")
  }

  // The number of digits of a month or day, by the digits of another.
  private static func digitCount(
    _ number: UnsafeBufferPointer<UInt8>, like other: UnsafeBufferPointer<UInt8>
  ) -> Int {
    if number.count == 2, number[0] != 0x30 { return 2 }
    if other.count == 1 { return 1 }
    return other.first == 0x30 ? 2 : number.count
  }

  // The digits of the month and day in `/news/2024/05/4/slug`.
  private struct MonthAndDay {
    var month: UnsafeBufferPointer<UInt8>
    var day: UnsafeBufferPointer<UInt8>

    init?(inPath path: UnsafeBufferPointer<UInt8>) {
      guard path.count > 13, path[10] == .slash, path.holds("/news/", at: 0) else { return nil }
      guard let monthLength = path.slice(11...).index(of: .slash), (1...2).contains(monthLength) else {
        return nil
      }
      let dayStart = 12 + monthLength
      guard let dayLength = path.slice(dayStart...).index(of: .slash), (1...2).contains(dayLength) else {
        return nil
      }
      month = path.slice(11..<(11 + monthLength))
      day = path.slice(dayStart..<(dayStart + dayLength))
    }
  }
}
