internal import Primitives

/// Prepares the bytes of bodies, and measures them.
enum BodyText {
  /// The text as valid UTF-8, without null bytes, byte order marks and the private-use characters that mark inserts.
  static func cleaned(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result = Array(text)
    if text.contains(where: { $0 >= 0x80 }) { result = Array(String(decoding: text, as: UTF8.self).utf8) }
    result.removeAll { $0 == 0 }
    guard result.contains(BodyInserts.lead) else { return result }
    return result.withUnsafeBufferPointer(BodyInserts.removingMarks)
  }

  /// The limit of the bytes that definitions of links, `[label]: address`, can add to a text: each use copies the address.
  static func definedBytes(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    var longest = 0
    var uses = 0
    var start = 0
    while start < text.count {
      let end = text.slice(start...).index(of: .lineFeed).map { start + $0 } ?? text.count
      let line = text.slice(start..<end)
      start = end + 1
      guard let bracket = line.index(of: .leftBracket) else { continue }
      uses += line.count { $0 == .leftBracket }
      if line.slice(bracket...).firstIndex(of: "]:") != nil { longest = max(longest, line.count) }
    }
    return longest * uses
  }
}
