internal import Primitives

/// A name of an event: its page's path below the content directory without the extension,
/// `/news/2013/11/14/slug`.
///
/// Bytes that a URI path may not hold (RFC 3986 section 3.3) stand percent-encoded, so that a name is ASCII,
/// and a link and a file that mean the same page have the same name. A `%` in the name of a file is such a byte; in a link it
/// begins an escape if two hexadecimal digits follow.
package struct EventName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The name's text, beginning with `/news/`.
  package let path: String

  /// Makes a name from a path as links have it and people type it, with or without a leading slash and `.md`; `nil` when
  /// it is no event page's: those are `news/YYYY/MM/D/slug`, and the slug is neither `index` nor `README`.
  package init?(path: some StringProtocol) {
    let bytes = Array(path.utf8)
    let text = bytes.withUnsafeBufferPointer { bytes in
      Self.place(bytes).map { String(decoding: Self.percentEncoded($0), as: UTF8.self) }
    }
    guard let text else { return nil }
    self.init(storedPath: text)
  }

  /// Makes the name of a file from its path below the content directory, of which each byte means itself; `nil` when it is no
  /// event page's.
  package init?(file: some StringProtocol) {
    let bytes = Array(file.utf8)
    let text = bytes.withUnsafeBufferPointer { bytes in
      Self.place(bytes).map {
        String(decoding: Self.percentEncoded($0, isEscaped: { _ in false }), as: UTF8.self)
      }
    }
    guard let text else { return nil }
    self.init(storedPath: text)
  }

  /// The path of the name that bytes of a page are, or `nil`.
  static func path(_ bytes: UnsafeBufferPointer<UInt8>, of file: TextSlice) -> TextSlice? {
    guard let place = place(bytes) else { return nil }
    // As links are written, with a slash before it, the name stands in the page.
    if bytes.first == 0x2F, isPlain(place) { return file.slice(bytes.slice(...place.count)) }
    return percentEncoded(place).withUnsafeBufferPointer { TextSlice(copying: $0) }
  }

  /// Makes a name from text that was a name's `path` before, unchecked.
  package init(storedPath: String) { path = storedPath }

  /// The last part of a name's path.
  package static func slug(ofPath path: String) -> Substring.UTF8View {
    path.utf8[
      (path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path.utf8.index(after: $0) } ?? path.startIndex)...]
  }

  /// Whether bytes may be a name's `path`: `/news/YYYY/MM/D/slug`, in which what a URI may not hold is percent-encoded.
  package static func isPath(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.holds("/news/", at: 0) else { return false }
    var index = 6
    for part in 0..<3 {
      let first = index
      while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
      guard (part == 0 ? 4...4 : 1...2).contains(index - first), index < bytes.count, bytes[index] == 0x2F
      else { return false }
      index += 1
    }
    return index < bytes.count
      && bytes.slice(index...).allSatisfy { (isPathByte($0) || $0 == 0x25) && $0 != 0x2F }
  }

  /// The day in the path, or `nil` when the calendar has no such day.
  package var day: EventDay? {
    var path = path
    return path.withUTF8 { Self.day(inPath: $0) }
  }

  /// The day in the bytes of a name's path, or `nil` when the calendar has no such day.
  package static func day(inPath path: UnsafeBufferPointer<UInt8>) -> EventDay? {
    // `/news/YYYY/MM/D/`: months and days have one digit or two.
    var (year, month, number, part) = (0, 0, 0, 0)
    for index in 6..<max(6, path.count) {
      if path[index] == 0x2F {
        part += 1
        if part == 3 { break }
        (year, month, number) = (month, number, 0)
      } else {
        number = number * 10 + Int(path[index] & 15)
      }
    }
    return EventDay(year: year, month: month, day: number)
  }

  /// The name's text.
  package var description: String { path }

  /// Names are ordered by their bytes.
  package static func < (left: Self, right: Self) -> Bool { left.path < right.path }
}

extension EventName {
  // `news/YYYY/MM/D/slug` of a path with or without a leading slash and `.md`; `nil` when it is no event page's.
  private static func place(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
    var bytes = bytes
    if bytes.holds(".md", at: bytes.count - 3) { bytes = bytes.slice(..<(bytes.count - 3)) }
    if bytes.first == 0x2F { bytes = bytes.slice(1...) }
    guard bytes.holds("news/", at: 0) else { return nil }
    var start = 5
    for part in 0..<3 {
      let first = start
      while start < bytes.count, (0x30...0x39).contains(bytes[start]) { start += 1 }
      guard (part == 0 ? 4...4 : 1...2).contains(start - first), start < bytes.count, bytes[start] == 0x2F
      else { return nil }
      start += 1
    }
    let slug = bytes.slice(start...)
    guard !slug.isEmpty, slug.index(of: 0x2F) == nil else { return nil }
    func isSlug(_ text: StaticString) -> Bool {
      slug.count == text.utf8CodeUnitCount && slug.holds(text, at: 0)
    }
    return isSlug("index") || isSlug("README") || isSlug(".") || isSlug("..") ? nil : bytes
  }

  private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let (low, high) = pathBytes
    // Without a branch in the loop, for names are long and nearly all are plain.
    var all: UInt64 = 1
    for byte in bytes {
      let bits = byte & 0x40 == 0 ? low : high
      all &= bits >> UInt64(byte & 0x3F) & UInt64(~byte >> 7)
    }
    return all == 1
  }

  // The path of a link with a slash before it.
  private static func percentEncoded(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    percentEncoded(bytes) { index in
      (index - 2...index).contains { PercentCoding.isEscape(bytes, at: $0) }
    }
  }

  // A path with a slash before it; `isEscaped` says whether the byte at an index is part of an escape, and stays.
  private static func percentEncoded(
    _ bytes: UnsafeBufferPointer<UInt8>, isEscaped: (Int) -> Bool
  ) -> [UInt8] {
    if isPlain(bytes) { return [0x2F] + bytes }
    var result: [UInt8] = [0x2F]
    for (index, byte) in bytes.enumerated() {
      if isEscaped(index) {
        result.append((0x61...0x66).contains(byte) ? byte & 0xDF : byte)
      } else if isPathByte(byte) {
        result.append(byte)
      } else {
        PercentCoding.appendEscape(of: byte, to: &result)
      }
    }
    return result
  }

  // pchar and "/" of RFC 3986, section 3.3, as two sets of bits: those below 0x40, and those from there to 0x7F.
  private static func isPathByte(_ byte: UInt8) -> Bool {
    byte < 0x40
      ? pathBytes.0 >> UInt64(byte) & 1 == 1 : byte < 0x80 && pathBytes.1 >> UInt64(byte & 0x3F) & 1 == 1
  }

  private static let pathBytes: (UInt64, UInt64) = {
    var bits: (UInt64, UInt64) = (0, 0)
    let all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/"
    for byte in all.utf8 {
      if byte < 0x40 { bits.0 |= 1 << UInt64(byte) } else { bits.1 |= 1 << UInt64(byte & 0x3F) }
    }
    return bits
  }()
}
