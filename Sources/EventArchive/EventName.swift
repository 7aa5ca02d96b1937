/// A name of an event: its page's path below the content directory without the extension,
/// `/news/2013/11/14/slug`.
///
/// Bytes that a URI path may not hold (RFC 3986 section 3.3) stand percent-encoded, so that a name is ASCII,
/// and a link and a file that mean the same page have the same name.
package struct EventName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The name's text, beginning with `/news/`.
  package let path: String
  // Names are looked up far more often than they are made, so each carries its hash.
  private let hash: Int

  /// Makes a name from a path with or without a leading slash and `.md`, or `nil` when it is no event page's:
  /// those are `news/YYYY/MM/D/slug`, and the slug is neither `index` nor `README`.
  package init?(path: some StringProtocol) {
    let bytes = Array(path.utf8)
    guard let name = bytes.withUnsafeBufferPointer({ Self($0) }) else { return nil }
    self = name
  }

  /// The same from UTF-8 bytes.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    var bytes = bytes
    if bytes.holds(".md", at: bytes.count - 3) { bytes = bytes.slice(..<(bytes.count - 3)) }
    if bytes.first == 0x2F { bytes = bytes.slice(1...) }
    guard bytes.holds("news/", at: 0) else { return nil }
    var start = 5
    for length in [4...4, 1...2, 1...2] {
      let number = bytes[start...].prefix { (0x30...0x39).contains($0) }
      guard length.contains(number.count), number.endIndex < bytes.count, bytes[number.endIndex] == 0x2F else { return nil }
      start = number.endIndex + 1
    }
    let slug = bytes.slice(start...)
    guard !slug.isEmpty, !slug.contains(0x2F) else { return nil }
    for other in ["index", "README", ".", ".."] as [StaticString] {
      if slug.count == other.utf8CodeUnitCount, slug.holds(other, at: 0) { return nil }
    }
    self.init(storedPath: Self.percentEncoded(bytes))
  }

  /// Makes a name from text that was a name's `path` before, unchecked.
  package init(storedPath: String) {
    path = storedPath
    hash = storedPath.hashValue
  }

  /// The day in the path, or `nil` when the calendar has no such day.
  package var day: EventDay? {
    // `/news/YYYY/MM/D/`: months and days have one digit or two.
    var numbers = [0, 0, 0]
    var part = 0
    for byte in path.utf8.dropFirst(6) {
      if byte == 0x2F {
        part += 1
        if part == 3 { break }
      } else {
        numbers[part] = numbers[part] * 10 + Int(byte & 15)
      }
    }
    return EventDay(year: numbers[0], month: numbers[1], day: numbers[2])
  }

  /// The name's text.
  package var description: String { path }

  /// Names are equal whose bytes are.
  package static func == (left: Self, right: Self) -> Bool { left.hash == right.hash && left.path == right.path }

  /// Feeds the hash.
  package func hash(into hasher: inout Hasher) { hasher.combine(hash) }

  /// Names are ordered by their bytes.
  package static func < (left: Self, right: Self) -> Bool { left.path < right.path }
}

extension EventName {
  // The path with a slash before it.
  private static func percentEncoded(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    if bytes.allSatisfy(isPathByte) {
      return String(unsafeUninitializedCapacity: bytes.count + 1) { buffer in
        buffer[0] = 0x2F
        _ = buffer[1...].update(fromContentsOf: bytes)
        return bytes.count + 1
      }
    }
    var result: [UInt8] = [0x2F]
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

  private static func isEscape(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
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
