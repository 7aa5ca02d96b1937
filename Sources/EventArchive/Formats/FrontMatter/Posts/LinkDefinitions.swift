internal import Primitives

/// The definitions of links and footnotes of a body, `[label]: address` (CommonMark, section 4.7), for a part of the body that uses
/// them.
package enum LinkDefinitions {
  /// A part of a body with the definitions of its links, and without the marks of its footnotes.
  static func complete(_ text: String, from body: UnsafeBufferPointer<UInt8>) -> String {
    let labels = labels(in: text)
    guard !labels.isEmpty else { return text }
    var known: Set<String> = []
    var definitions = ""
    var footnotes: Set<String> = []
    for line in FrontMatterLines(body, firstLine: 1) {
      guard let label = label(ofDefinition: line.bytes), labels.contains(label) else { continue }
      if label.hasPrefix("^") {
        footnotes.insert(label)
      } else if known.insert(label).inserted {
        definitions += "\n" + String(decoding: line.bytes.trimmed, as: UTF8.self)
      }
    }
    if hasIncludes(body) {
      var text = text
      definitions += text.withUTF8 { placeholders(for: $0) }
    }
    let text = footnotes.isEmpty ? text : removing(footnotes, from: text)
    return definitions.isEmpty ? text : text + "\n" + definitions
  }

  /// Definitions without an address for the links `[text][label]` and `[text][]` of a text, so that their words stay when their own
  /// definitions are in a file that only the generator can include. Definitions before these win.
  package static func placeholders(for text: UnsafeBufferPointer<UInt8>) -> String {
    var labels: Set<String> = []
    var start = 0
    while start < text.count, let found = text.slice(start...).firstIndex(of: "][") {
      start += found + 2
      let rest = text.slice(start...)
      guard let end = rest.index(of: .rightBracket), end <= mostBytes else { continue }
      let label = end > 0 ? rest.slice(..<end) : label(before: start - 2, in: text)
      if !label.isEmpty, label.first != UInt8(ascii: "^"), label.allSatisfy({ !syntax.contains($0) }) {
        labels.insert(normalized(String(decoding: label, as: UTF8.self)))
      }
    }
    labels.remove("")
    return labels.sorted().map { "\n[\($0)]: <lost:>" }.joined()
  }

  /// Whether a text has tags that include files.
  package static func hasIncludes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.firstIndex(of: "{% include") != nil || text.firstIndex(of: "{%- include") != nil
  }

  // What is between an opening bracket and the closing one at a position.
  private static func label(before end: Int, in text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<
    UInt8
  > {
    var start = end
    while start > 0, end - start <= mostBytes, text[start - 1] != .leftBracket { start -= 1 }
    return start > 0 && text[start - 1] == .leftBracket ? text.slice(start..<end) : text.slice(0..<0)
  }

  private static let mostBytes = 200
  private static let syntax = ByteSet("[]\\<>`")

  // The labels that a text may use: what is between brackets.
  private static func labels(in text: String) -> Set<String> {
    var labels: Set<String> = []
    var start: String.Index?
    for index in text.indices {
      switch text[index] {
      case "[": start = text.index(after: index)
      case "]":
        if let first = start { labels.insert(normalized(text[first..<index])) }
        start = nil
      default: break
      }
    }
    labels.remove("")
    return labels
  }

  // The label of a definition in a line.
  private static func label(ofDefinition line: UnsafeBufferPointer<UInt8>) -> String? {
    let text = line.trimmed
    guard text.first == .leftBracket, let end = text.firstIndex(of: "]:"), end > 1 else { return nil }
    return normalized(String(decoding: text.slice(1..<end), as: UTF8.self))
  }

  // Case and the number of blanks do not matter.
  private static func normalized(_ label: some StringProtocol) -> String {
    label.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
  }

  private static func removing(_ footnotes: Set<String>, from text: String) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "["), let end = rest[start...].firstIndex(of: "]") {
      let isMark = footnotes.contains(normalized(rest[rest.index(after: start)..<end]))
      let next = isMark ? rest.index(after: end) : rest.index(after: start)
      result += isMark ? rest[..<start] : rest[..<next]
      rest = rest[next...]
    }
    return result + rest
  }
}
