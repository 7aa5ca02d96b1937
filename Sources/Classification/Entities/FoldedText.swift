internal import EventArchive
package import Primitives

/// Text in which words are found whatever their case, accents and punctuation.
package struct FoldedText: Sendable {
  // The keys of the texts in UTF-8, with a blank before, between and behind words, and a mark between texts.
  private let words: [UInt8]

  /// Folds texts, which are plain.
  package init(_ texts: [TextSlice]) {
    self.init(keys: texts.map { EntityKey($0.string)?.text ?? "" })
  }

  /// Takes texts as their `EntityKey` has them.
  package init(keys: [String]) {
    words = Array(keys.map { " " + $0 + " " }.joined(separator: "|").utf8)
  }

  /// Whether words stand side by side in one of the texts; they are given as their `EntityKey` has them.
  package func holds(_ words: String) -> Bool {
    var words = words
    return words.withUTF8 { part in
      self.words.withUnsafeBufferPointer { text in
        // The blanks around the words are looked for as well.
        guard let first = part.first, text.count > part.count + 1 else { return false }
        return (1..<(text.count - part.count)).contains { start in
          text[start] == first && text[start - 1] == 0x20 && text[start + part.count] == 0x20
            && text[start..<(start + part.count)].elementsEqual(part)
        }
      }
    }
  }
}
