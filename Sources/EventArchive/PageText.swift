/// The text of a page, line by line, over bytes that are known to be UTF-8.
struct PageText {
  /// One line without its end, and its number counted from 1.
  struct Line {
    /// The line's bytes.
    let bytes: UnsafeBufferPointer<UInt8>
    /// The line's number, counted from 1.
    let number: Int
  }

  private var rest: UnsafeBufferPointer<UInt8>
  private var number = 0

  /// Begins at the first line; a byte order mark is passed over.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? UnsafeBufferPointer(rebasing: bytes[3...]) : bytes
  }

  /// The next line, without the CR of a CRLF end, or `nil` after the last.
  mutating func next() -> Line? {
    guard !rest.isEmpty else { return nil }
    let end = rest.firstIndex(of: 0x0A) ?? rest.count
    var line = rest[..<end]
    if line.last == 0x0D { line.removeLast() }
    rest = UnsafeBufferPointer(rebasing: rest[min(end + 1, rest.count)...])
    number += 1
    return Line(bytes: UnsafeBufferPointer(rebasing: line), number: number)
  }
}

extension PageText.Line {
  /// The line's text as it stands.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether the line holds nothing but blanks.
  var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

  /// Whether the line begins with ASCII text.
  func hasPrefix(_ prefix: StaticString) -> Bool {
    bytes.count >= prefix.utf8CodeUnitCount
      && bytes.prefix(prefix.utf8CodeUnitCount).elementsEqual(
        UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount))
  }

  /// The line's bytes from an offset on.
  func dropFirst(_ count: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes.dropFirst(count))
  }

  /// The names of a `_Context: A, B_` line as they stand, or `nil` for any other line.
  var context: String? {
    guard hasPrefix("_Context:") else { return nil }
    let inside = dropFirst(9)
    guard let end = inside.lastIndex(of: 0x5F) else { return nil }
    return String(decoding: inside[..<end], as: UTF8.self).trimmed
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The bytes of a range, as a buffer that begins at zero.
  func slice(_ range: some RangeExpression<Int>) -> Self { Self(rebasing: self[range]) }

  /// Where ASCII text last begins at or before `end`, or `nil`.
  func lastIndex(of text: StaticString, before end: Int? = nil) -> Int? {
    let count = text.utf8CodeUnitCount
    var index = Swift.min(end ?? self.count, self.count - count)
    while index >= 0 {
      if self[index] == text.utf8Start[0],
        Self(rebasing: self[index..<(index + count)])
          .elementsEqual(Self(start: text.utf8Start, count: count))
      {
        return index
      }
      index -= 1
    }
    return nil
  }
}

extension String {
  /// The string without blanks and tabs at either end.
  var trimmed: String {
    var view = self[...]
    while let first = view.utf8.first, first == 0x20 || first == 0x09 { view.removeFirst() }
    while let last = view.utf8.last, last == 0x20 || last == 0x09 { view.removeLast() }
    return String(view)
  }
}
