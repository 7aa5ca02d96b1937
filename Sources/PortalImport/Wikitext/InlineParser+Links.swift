internal import Primitives

extension InlineParser {
  /// Splits a range at the bars that are in no pair of brackets inside it.
  func parts(of range: Range<Int>, limit: Int = .max) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      if let pair = pairs[index] {
        index = pair.end
        continue
      }
      if bytes[index] == UInt8(ascii: "|"), parts.count + 1 < limit {
        parts.append(start..<index)
        start = index + 1
      }
      index += 1
    }
    return parts + [start..<range.upperBound]
  }

  /// The text of a range without blanks at both ends.
  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes.slice(range).trimmed, as: UTF8.self)
  }

  /// The parts of a link to a page of the wiki.
  /// - Parameter trail: the letters behind the link.
  mutating func link(_ contents: Range<Int>, trail: Range<Int>) -> [Inline] {
    let parts = parts(of: contents, limit: 2)
    let target = text(parts[0])
    if LinkTarget(target).isMedia { return trail.isEmpty ? [] : [.text(text(trail))] }
    var label = parts.count > 1 ? parse(parts[1]) : []
    if label.plainText.allSatisfy(\.isWhitespace) {
      let shown = LinkTarget(target).shown
      label = [.text(parts.count > 1 ? LinkTarget.withoutBracket(shown) : shown)]
    }
    if !trail.isEmpty { label.append(.text(text(trail))) }
    return [.link(WikiLink(target: target, label: label))]
  }
}
