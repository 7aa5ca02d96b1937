/// A name of an event: its page's path below the content directory without the extension,
/// `/news/2013/11/14/slug`.
///
/// Bytes that a URI path may not hold (RFC 3986 section 3.3) stand percent-encoded, so that a name is ASCII,
/// and a link and a file that mean the same page have the same name.
package struct EventName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The name's text, beginning with `/news/`.
  package let path: String

  /// Makes a name from a path with or without a leading slash and `.md`, or `nil` when it is no event page's:
  /// those are `news/YYYY/MM/D/slug`, and the slug is neither `index` nor `README`.
  package init?(path text: some StringProtocol) {
    var bytes = Array(text.utf8)
    if bytes.suffix(3).elementsEqual(".md".utf8) { bytes.removeLast(3) }
    if bytes.first != 0x2F { bytes.insert(0x2F, at: 0) }
    let parts = bytes.split(separator: 0x2F, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[1].elementsEqual("news".utf8), Self.isNumber(parts[2], 4...4),
      Self.isNumber(parts[3], 1...2), Self.isNumber(parts[4], 1...2)
    else { return nil }
    let slug = parts[5]
    guard !slug.isEmpty, !slug.elementsEqual("index".utf8), !slug.elementsEqual("README".utf8),
      !slug.elementsEqual(".".utf8), !slug.elementsEqual("..".utf8)
    else { return nil }
    path = Self.percentEncoded(bytes)
  }

  /// Makes a name from text that was a name's `path` before, unchecked.
  package init(storedPath: String) { path = storedPath }

  /// The day in the path, or `nil` when the calendar has no such day.
  package var day: EventDay? {
    let parts = path.split(separator: "/")
    return EventDay("\(parts[1])-\(parts[2])-\(parts[3])")
  }

  /// The name's text.
  package var description: String { path }

  /// Names are ordered by their bytes.
  package static func < (left: Self, right: Self) -> Bool { left.path < right.path }
}

extension EventName {
  private static func isNumber(_ bytes: ArraySlice<UInt8>, _ length: ClosedRange<Int>) -> Bool {
    length.contains(bytes.count) && bytes.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func percentEncoded(_ bytes: [UInt8]) -> String {
    if bytes.allSatisfy(isPathByte) { return String(decoding: bytes, as: UTF8.self) }
    var result: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if isPathByte(byte) || byte == 0x25 && isEscape(bytes[(index + 1)...].prefix(2)) {
        result.append(byte)
      } else {
        result.append(0x25)
        result += [hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let hexDigits = Array("0123456789ABCDEF".utf8)

  private static func isEscape(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count == 2
      && bytes.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0) }
  }

  // pchar and "/" of RFC 3986, section 3.3.
  private static func isPathByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: true  // letters and digits
    case 0x2D, 0x2E, 0x2F, 0x5F, 0x7E: true  // - . / _ ~
    case 0x21, 0x24, 0x26...0x2C, 0x3B, 0x3D, 0x3A, 0x40: true  // ! $ & ' ( ) * + , ; = : @
    default: false
    }
  }
}
