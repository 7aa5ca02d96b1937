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
      guard length.contains(number.count), number.endIndex < bytes.count, bytes[number.endIndex] == 0x2F
      else { return nil }
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
    var path = storedPath
    hash = path.withUTF8 { Self.hash($0) }
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
  package static func == (left: Self, right: Self) -> Bool {
    left.hash == right.hash && left.path == right.path
  }

  /// Feeds the hash.
  package func hash(into hasher: inout Hasher) { hasher.combine(hash) }

  /// Names are ordered by their bytes.
  package static func < (left: Self, right: Self) -> Bool { left.path < right.path }
}

extension EventName {
  // Eight bytes at a time: names are long, and all are hashed.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    func mix(_ word: UInt64) {
      hash = (hash ^ word) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
    }
    var index = 0
    if let start = UnsafeRawPointer(bytes.baseAddress) {
      while index + 8 <= bytes.count {
        mix(start.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        index += 8
      }
    }
    for byte in bytes[index...] { mix(UInt64(byte)) }
    return Int(truncatingIfNeeded: hash)
  }

  // The path with a slash before it.
  private static func percentEncoded(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    let (low, high) = pathBytes
    let isPlain = bytes.allSatisfy {
      $0 < 0x40 ? low >> UInt64($0) & 1 == 1 : $0 < 0x80 && high >> UInt64($0 & 0x3F) & 1 == 1
    }
    if isPlain {
      return String(unsafeUninitializedCapacity: bytes.count + 1) { buffer in
        buffer[0] = 0x2F
        _ = buffer[1...].update(fromContentsOf: bytes)
        return bytes.count + 1
      }
    }
    var result: [UInt8] = [0x2F]
    for (index, byte) in bytes.enumerated() {
      let isInEscape =
        isEscape(bytes, at: index) || isEscape(bytes, at: index - 1) || isEscape(bytes, at: index - 2)
      if isInEscape {
        result.append((0x61...0x66).contains(byte) ? byte & 0xDF : byte)
      } else if isPathByte(byte) {
        result.append(byte)
      } else {
        result.append(0x25)
        result += [hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let hexDigits = Array("0123456789ABCDEF".utf8)

  // Whether `%` and two hexadecimal digits stand at `index`.
  private static func isEscape(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    guard index >= 0, index + 3 <= bytes.count, bytes[index] == 0x25 else { return false }
    return bytes[(index + 1)...].prefix(2).allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20)
    }
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
