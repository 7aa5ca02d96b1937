internal import Primitives

/// Builds the plain text of HTML. Blanks are squeezed.
struct HTMLPlainText {
  private var bytes: [UInt8] = []

  /// The number of bytes so far.
  var count: Int { bytes.count }
  /// The text without blanks at its end.
  var text: String { text(from: 0) }

  /// The text from a place on, without blanks at both ends.
  func text(from start: Int) -> String {
    bytes.withUnsafeBufferPointer {
      String(decoding: $0.slice(min(start, $0.count)...).trimmed, as: UTF8.self)
    }
  }

  /// Appends a text.
  mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.reserveCapacity(bytes.count + text.count)
    for byte in text {
      if byte <= .space { separate() } else { bytes.append(byte) }
    }
  }

  /// Appends a text.
  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Appends a space, if none is there.
  mutating func separate() {
    if let last = bytes.last, last != .space { bytes.append(.space) }
  }

  /// Appends a separator in place of a space, if anything is before it.
  mutating func separate(by separator: StaticString) {
    if bytes.last == .space { bytes.removeLast() }
    if !bytes.isEmpty {
      bytes += UnsafeBufferPointer(start: separator.utf8Start, count: separator.utf8CodeUnitCount)
    }
  }

  /// Takes back the text behind a place.
  mutating func truncate(to length: Int) { bytes.removeLast(max(0, bytes.count - length)) }
}
