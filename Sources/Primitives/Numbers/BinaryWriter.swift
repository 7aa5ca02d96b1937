/// Writes numbers and texts as bytes, for another process of the same version. All numbers are little-endian.
package struct BinaryWriter {
  /// The bytes so far.
  package private(set) var bytes: [UInt8] = []

  /// Makes an empty writer.
  package init() {}

  /// Appends a number.
  package mutating func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }

  /// Appends a truth value.
  package mutating func append(_ isTrue: Bool) { bytes.append(isTrue ? 1 : 0) }

  /// Appends a text: its length in bytes, and its bytes.
  package mutating func append(_ text: String) {
    append(UInt32(text.utf8.count))
    bytes += text.utf8
  }

  /// Appends a text that may be missing.
  package mutating func append(_ text: String?) {
    append(text != nil)
    if let text { append(text) }
  }

  /// Appends a text: its length in bytes, and its bytes.
  package mutating func append(_ text: TextSlice) { text.withBytes { append(text: $0) } }

  /// Appends a text of bytes in UTF-8: its length in bytes, and its bytes.
  package mutating func append(text: UnsafeBufferPointer<UInt8>) {
    append(UInt32(text.count))
    bytes += text
  }

  /// Appends a digest.
  package mutating func append(_ digest: ContentDigest) {
    append(digest.high)
    append(digest.low)
  }

  /// Appends a digest that may be missing.
  package mutating func append(_ digest: ContentDigest?) {
    append(digest != nil)
    if let digest { append(digest) }
  }

  /// Appends a list: its length, and each item as `body` appends it.
  package mutating func append<Items: Collection>(
    list items: Items, _ body: (inout BinaryWriter, Items.Element) -> Void
  ) {
    append(UInt32(items.count))
    for item in items { body(&self, item) }
  }
}
