package import Primitives

/// The lead of a page: the first sentence of its title. It says what the event is about; the sentences behind it, and the summary,
/// have circumstances.
package struct Lead: Sendable {
  private let title: TextSlice
  /// The length in bytes.
  package let count: Int

  /// Finds the lead of a title.
  package init(_ title: TextSlice) {
    self.title = title
    count = title.withBytes { SentenceEnd.first(in: $0) ?? $0.count }
  }

  /// The lead of the texts of a page: the title comes first.
  package init(of texts: [TextSlice]) { self.init(texts.first ?? .empty) }

  /// Whether the lead has words next to each other, in this spelling.
  package func hasWords(_ words: String) -> Bool {
    var words = words
    return words.withUTF8 { words in
      title.withBytes { bytes in
        guard let first = words.first, words.count <= count else { return false }
        return (0...(count - words.count)).contains { start in
          bytes[start] == first && bytes[start...].starts(with: words)
            && Self.isBound(bytes, before: start) && Self.isBound(bytes, at: start + words.count)
        }
      }
    }
  }

  // Whether no letter or digit is before an index. Signs such as dashes and quotation marks begin with 0xE2.
  private static func isBound(_ bytes: UnsafeBufferPointer<UInt8>, before index: Int) -> Bool {
    guard index > 0 else { return true }
    let byte = bytes[index - 1]
    return byte < 0x80 ? !byte.isLetter && !byte.isDigit : index > 2 && bytes[index - 3] == 0xE2
  }

  // Whether no letter or digit is at an index.
  private static func isBound(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    guard index < bytes.count else { return true }
    let byte = bytes[index]
    return byte < 0x80 ? !byte.isLetter && !byte.isDigit : byte == 0xE2
  }
}
