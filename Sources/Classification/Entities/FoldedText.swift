internal import EventArchive
package import Primitives

/// Text for searches that ignore case, accents and punctuation.
package struct FoldedText: Sendable {
  // The keys of the texts in UTF-8, with a space before, between and after words, and a separator between texts.
  private let words: [UInt8]

  /// Makes a text from plain texts.
  package init(_ texts: [TextSlice]) {
    self.init(keys: texts.map { EntityKey($0.string)?.text ?? "" })
  }

  /// Makes a text from the keys of texts.
  package init(keys: [String]) {
    words = Array(keys.map { " " + $0 + " " }.joined(separator: "|").utf8)
  }

  /// Whether one of the texts contains words in a row.
  /// - Parameter words: the key of the words.
  package func holds(_ words: String) -> Bool {
    var words = words
    return words.withUTF8 { part in
      self.words.withUnsafeBufferPointer { text in
        // The words must have spaces around them.
        guard let first = part.first, text.count > part.count + 1 else { return false }
        return (1..<(text.count - part.count)).contains { start in
          text[start] == first && text[start - 1] == 0x20 && text[start + part.count] == 0x20
            && text[start..<(start + part.count)].elementsEqual(part)
        }
      }
    }
  }
}
