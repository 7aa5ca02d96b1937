/// A path below a directory, compared, hashed and ordered by the bytes of its UTF-8.
///
/// Swift compares strings by canonical equivalence, so that "é" equals "e" with a combining accent. In file systems of Linux, these are
/// the names of two files.
package struct BytePath: Hashable, Comparable, Sendable {
  /// The path as text.
  package let text: String

  /// Makes a path of text.
  package init(_ text: String) {
    var text = text
    text.makeContiguousUTF8()
    self.text = text
  }

  /// The path of the parent directory; empty at the top.
  package var parent: BytePath {
    // The views of strings take several times as long as bytes, which counts when a service begins.
    withRawBytes { bytes in BytePath(Self.text(bytes[..<(bytes.lastIndex(of: .slash) ?? 0)])) }
  }

  /// The last component of the path.
  package var name: String {
    withRawBytes { bytes in bytes.lastIndex(of: .slash).map { Self.text(bytes[($0 + 1)...]) } ?? text }
  }

  /// The path of an entry of this directory. The empty path is the top directory.
  package func appending(_ name: String) -> BytePath {
    if text.isEmpty { return BytePath(name) }
    // A string that grows has room for twice its length, and an archive has many paths.
    var path = ""
    path.reserveCapacity(text.utf8.count + 1 + name.utf8.count)
    path += text
    path += "/"
    path += name
    return BytePath(path)
  }

  /// Whether the path is below a directory, at any depth.
  package func isBelow(_ directory: BytePath) -> Bool {
    let count = directory.text.utf8.count
    return text.utf8.count > count && text.utf8.starts(with: directory.text.utf8)
      && text.utf8.dropFirst(count).first == UInt8(ascii: "/")
  }

  /// Compares bytes.
  package static func == (left: Self, right: Self) -> Bool {
    left.withRawBytes { left in right.withRawBytes { left.isEqual(to: $0) } }
  }

  /// Orders by bytes.
  package static func < (left: Self, right: Self) -> Bool {
    left.withRawBytes { left in right.withRawBytes { left.precedes($0) } }
  }

  /// Hashes the bytes.
  package func hash(into hasher: inout Hasher) {
    withRawBytes { hasher.combine(bytes: $0) }
  }
}

extension BytePath: CustomStringConvertible, ExpressibleByStringInterpolation {
  /// The path as text.
  package var description: String { text }

  /// Makes a path of a literal.
  package init(stringLiteral text: String) { self.init(text) }
}

extension BytePath {
  private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: bytes), as: UTF8.self)
  }

  /// Calls `body` with the bytes of the path.
  package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    // A string of contiguous UTF-8 always has such storage.
    text.utf8.withContiguousStorageIfAvailable(body) ?? Array(text.utf8).withUnsafeBufferPointer(body)
  }

  private func withRawBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    withBytes { body(UnsafeRawBufferPointer($0)) }
  }
}
