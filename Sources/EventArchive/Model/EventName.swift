internal import Primitives

/// A name of an event: its page's path below the content directory without the extension,
/// `/news/2013/11/14/slug`; or a name of a post (`EventName+Post.swift`).
///
/// Bytes that a URI path must not contain (RFC 3986, section 3.3) are percent-encoded. So a name is ASCII, and a link to a page has
/// the same name as the page's file. In the name of a file, `%` is such a byte. In a link, it begins an escape if two hexadecimal
/// digits follow.
package struct EventName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The name's text, which begins with `/news/`.
  package let path: String

  /// Makes a name from a path of a link or of user input, with or without a leading slash and `.md`; `nil` when it is not the path of
  /// an event page: `news/YYYY/MM/D/slug` with a slug other than `index` and `README`.
  package init?(path: some StringProtocol) {
    let bytes = Array(path.utf8)
    let text = bytes.withUnsafeBufferPointer { bytes in
      Self.pagePath(bytes).map { String(decoding: Self.percentEncodedLink($0), as: UTF8.self) }
    }
    guard let text else { return nil }
    self.init(storedPath: text)
  }

  /// Makes a name from the path of a file below the content directory, which has no escapes; `nil` when it is not the path of an event
  /// page.
  package init?(file: some StringProtocol) {
    let bytes = Array(file.utf8)
    let text = bytes.withUnsafeBufferPointer { bytes in
      Self.pagePath(bytes).map {
        String(decoding: Self.percentEncoded($0, isEscaped: { _ in false }), as: UTF8.self)
      }
    }
    guard let text else { return nil }
    self.init(storedPath: text)
  }

  /// The path of the name in a link of a page; `nil` when it is not the path of an event page.
  static func path(_ bytes: UnsafeBufferPointer<UInt8>, of file: TextSlice) -> TextSlice? {
    guard let path = pagePath(bytes) else { return nil }
    // Links usually contain the name as it is, with a slash before it.
    if bytes.first == .slash, pathBytes.containsAll(of: path) {
      return file.slice(bytes.slice(...path.count))
    }
    return percentEncodedLink(path).withUnsafeBufferPointer { TextSlice(copying: $0) }
  }

  /// Makes a name from the stored `path` of a name, unchecked.
  package init(storedPath: String) { path = storedPath }

  /// The last segment of a name's path.
  package static func slug(ofPath path: String) -> Substring.UTF8View {
    // Addresses of posts may end with a slash.
    let path = path.utf8.last == .slash ? path.utf8.dropLast() : path.utf8[...]
    let slash = path.lastIndex(of: .slash)
    return path[(slash.map { path.index(after: $0) } ?? path.startIndex)...]
  }

  /// Whether bytes have the form of a name's `path`: that of an event page, `/news/YYYY/MM/D/slug`, or one of a post,
  /// percent-encoded.
  package static func isPath(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.holds("/news/", at: 0), let start = endOfDate(in: bytes, from: 6) else {
      return isPostName(bytes)
    }
    let slug = bytes.slice(start...)
    let isSlug =
      !slug.isEmpty && slug.allSatisfy { (pathBytes.contains($0) || $0 == .percentSign) && $0 != .slash }
    return isSlug || isPostName(bytes)
  }

  /// The day in the path; `nil` when the calendar has no such day.
  package var day: EventDay? {
    var path = path
    return path.withUTF8 { Self.day(inPath: $0) }
  }

  /// The day in the bytes of a name's path; `nil` when the calendar has no such day.
  package static func day(inPath path: UnsafeBufferPointer<UInt8>) -> EventDay? {
    guard path.holds("/news/", at: 0) else { return nil }
    // `/news/YYYY/MM/D/`: months and days have one digit or two.
    var year = 0
    var month = 0
    var number = 0
    var slashes = 0
    for index in 6..<max(6, path.count) {
      if path[index] == .slash {
        slashes += 1
        if slashes == 3 { break }
        year = month
        month = number
        number = 0
      } else {
        number = number * 10 + Int(path[index] & 15)
      }
    }
    return EventDay(year: year, month: month, day: number)
  }

  /// The name's text.
  package var description: String { path }

  /// Orders names by their bytes.
  package static func < (left: Self, right: Self) -> Bool { left.path < right.path }
}

extension EventName {
  // The path `news/YYYY/MM/D/slug` without a leading slash and `.md`; `nil` when the path is not that of an event page.
  private static func pagePath(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
    var path = bytes
    if path.holds(".md", at: path.count - 3) { path = path.slice(..<(path.count - 3)) }
    if path.first == .slash { path = path.slice(1...) }
    guard path.holds("news/", at: 0), let start = endOfDate(in: path, from: 5) else { return nil }
    let slug = path.slice(start...)
    guard !slug.isEmpty, slug.index(of: .slash) == nil, !isReserved(slug) else { return nil }
    return path
  }

  // The index behind the `YYYY/MM/D/` that begins at an index; `nil` when there is no such text.
  private static func endOfDate(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var index = start
    for part in 0..<3 {
      let first = index
      while index < bytes.count, bytes[index].isDigit { index += 1 }
      let length = part == 0 ? 4...4 : 1...2
      guard length.contains(index - first), index < bytes.count, bytes[index] == .slash else { return nil }
      index += 1
    }
    return index
  }

  // Whether a slug is that of a day's page, or a dot segment.
  private static func isReserved(_ slug: UnsafeBufferPointer<UInt8>) -> Bool {
    func equals(_ text: StaticString) -> Bool {
      slug.count == text.utf8CodeUnitCount && slug.holds(text, at: 0)
    }
    return equals("index") || equals("README") || equals(".") || equals("..")
  }

  // Encodes the path of a link, with a slash before it. Existing escapes are kept.
  private static func percentEncodedLink(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    percentEncoded(bytes) { index in
      (index - 2...index).contains { PercentCoding.isEscape(bytes, at: $0) }
    }
  }

  /// Encodes a path. Existing escapes are kept.
  static func encodedPath(_ bytes: UnsafeBufferPointer<UInt8>) -> ArraySlice<UInt8> {
    percentEncodedLink(bytes).dropFirst()
  }

  // Encodes a path, with a slash before it.
  // - Parameter isEscaped: whether the byte at an index is part of an escape, which is kept.
  private static func percentEncoded(
    _ bytes: UnsafeBufferPointer<UInt8>, isEscaped: (Int) -> Bool
  ) -> [UInt8] {
    if pathBytes.containsAll(of: bytes) { return [.slash] + bytes }
    var result: [UInt8] = [.slash]
    for (index, byte) in bytes.enumerated() {
      if isEscaped(index) {
        // Hexadecimal digits in upper case.
        result.append((0x61...0x66).contains(byte) ? byte & 0xDF : byte)
      } else if pathBytes.contains(byte) {
        result.append(byte)
      } else {
        PercentCoding.appendEscape(of: byte, to: &result)
      }
    }
    return result
  }

  // The characters `pchar` and `/` of RFC 3986, section 3.3.
  static let pathBytes = ByteSet.alphanumerics.union(ByteSet("-._~!$&'()*+,;=:@/"))
}
