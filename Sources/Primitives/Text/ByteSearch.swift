internal import Foundation

extension UnsafeBufferPointer<UInt8> {
  /// The bytes of a range, as a buffer that begins at zero.
  // Public, so that it can be inlined into other modules, which call it for each part of a page.
  @inlinable
  public func slice(_ range: some RangeExpression<Int>) -> Self { Self(rebasing: self[range]) }

  /// The index of the last occurrence of an ASCII text; `nil` when there is none.
  package func lastIndex(of text: StaticString) -> Int? {
    var last: Int?
    var from = 0
    while let next = slice(from...).index(of: text.utf8Start[0]) {
      if holds(text, at: from + next) { last = from + next }
      from += next + 1
    }
    return last
  }

  /// The index of the first occurrence of an ASCII text; `nil` when there is none.
  package func firstIndex(of text: StaticString) -> Int? {
    var from = 0
    while let next = slice(from...).index(of: text.utf8Start[0]) {
      if holds(text, at: from + next) { return from + next }
      from += next + 1
    }
    return nil
  }

  /// The index of the first occurrence of a byte; `nil` when there is none.
  package func index(of byte: UInt8) -> Int? {
    guard let baseAddress, let place = memchr(baseAddress, Int32(byte), count) else { return nil }
    return UnsafeRawPointer(baseAddress).distance(to: UnsafeRawPointer(place))
  }

  /// Whether the bytes equal an ASCII text in lower case, ignoring case.
  package func isLike(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount
      && zip(self, UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)).allSatisfy {
        $0 == $1 || $0 | 0x20 == $1
      }
  }

  /// The bytes without spaces and tabs at both ends.
  package var trimmed: Self {
    var start = 0
    var end = count
    while start < end, self[start].isBlank { start += 1 }
    while start < end, self[end - 1].isBlank { end -= 1 }
    return slice(start..<end)
  }

  /// Whether a text begins at an index.
  package func holds(_ text: StaticString, at index: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard index >= 0, index + length <= count else { return false }
    return baseAddress.map { memcmp($0 + index, text.utf8Start, length) == 0 } ?? false
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The bytes without those of a set at the beginning.
  package func dropping(while set: ByteSet) -> Self {
    var start = 0
    while start < count, set.contains(self[start]) { start += 1 }
    return slice(start...)
  }

  /// The bytes without those of a set at the end.
  package func dropping(fromEndWhile set: ByteSet) -> Self {
    var end = count
    while end > 0, set.contains(self[end - 1]) { end -= 1 }
    return slice(..<end)
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes are equal to others.
  package func isEqual(to other: Self) -> Bool {
    guard count == other.count else { return false }
    guard let left = baseAddress, let right = other.baseAddress else { return true }
    return memcmp(left, right, count) == 0
  }

  /// Whether the bytes precede others in the order of bytes.
  package func precedes(_ other: Self) -> Bool {
    guard let left = baseAddress, let right = other.baseAddress else { return count < other.count }
    let order = memcmp(left, right, Swift.min(count, other.count))
    return order == 0 ? count < other.count : order < 0
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether the bytes are equal to others.
  package func isEqual(to other: Self) -> Bool {
    UnsafeRawBufferPointer(self).isEqual(to: UnsafeRawBufferPointer(other))
  }
}
