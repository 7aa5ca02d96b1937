internal import Primitives

/// Finds the next occurrence of delimiters in a text. Positions must not decrease, so each delimiter is searched once.
struct DelimiterSearch {
  private let text: UnsafeBufferPointer<UInt8>
  // The next occurrence by delimiter, at or behind the position of the last search; the end of the text for none.
  private var next: [Int: Int] = [:]

  /// Makes a search in a text.
  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  /// The index of the first occurrence at or behind a position; `nil` when there is none.
  mutating func index(of delimiter: StaticString, from position: Int) -> Int? {
    let key = Int(bitPattern: delimiter.utf8Start)
    if let known = next[key], known >= position { return known < text.count ? known : nil }
    guard position < text.count else { return nil }
    let found = text.slice(position...).firstIndex(of: delimiter).map { position + $0 } ?? text.count
    next[key] = found
    return found < text.count ? found : nil
  }
}
