package import EventArchive

/// Text in which words are found whatever their case, accents and punctuation.
package struct FoldedText: Sendable {
  // The keys of the texts, with a blank before, between and behind words, and a mark between texts.
  private let words: String

  /// Folds texts, which are plain.
  package init(_ texts: [TextSlice]) {
    words = texts.map { " " + (EntityKey($0.string)?.text ?? "") + " " }.joined(separator: "|")
  }

  /// Whether words stand side by side in one of the texts; they are given as their `EntityKey` has them.
  package func holds(_ words: String) -> Bool { self.words.utf8.holds(" \(words) ".utf8) }
}

extension String.UTF8View {
  fileprivate func holds(_ part: Self) -> Bool {
    let (text, part) = (Array(self), Array(part))
    guard let first = part.first, text.count >= part.count else { return false }
    return (0...(text.count - part.count)).contains { start in
      text[start] == first && text[start..<(start + part.count)].elementsEqual(part)
    }
  }
}
