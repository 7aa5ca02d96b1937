internal import Primitives

/// The text of HTML, for HTML that is not parsed because it is too deep or too large. Nothing is interpreted but the bounds of tags.
enum StrippedHTML {
  /// Paragraphs with the text between the tags; the content of scripts and styles is left out.
  static func paragraphs(_ html: UnsafeBufferPointer<UInt8>) -> (html: [UInt8], plainText: String) {
    var output = HTMLOutput()
    for paragraph in text(html).split(separator: "\n\n") {
      guard let id = output.start(.p) else { continue }
      output.text(String(paragraph.drop(while: \.isWhitespace)))
      output.end(id)
    }
    return (output.bytes, output.plain.text)
  }

  private static func text(_ html: UnsafeBufferPointer<UInt8>) -> String {
    var result: [UInt8] = []
    var index = 0
    while index < html.count {
      let start = html.slice(index...).index(of: .lessThanSign).map { index + $0 } ?? html.count
      append(html.slice(index..<start), to: &result)
      guard start < html.count else { break }
      let end = endOfTag(html, from: start)
      if let end {
        index = end
      } else {
        result.append(.lessThanSign)
        index = start + 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  // The index behind a tag or comment; `nil` when none begins.
  private static func endOfTag(_ html: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    let rest = html.slice(start...)
    guard rest.count > 1 else { return nil }
    if rest.holds("<!--", at: 0) { return start + (rest.firstIndex(of: "-->").map { $0 + 3 } ?? rest.count) }
    guard rest[1].isLetter || rest[1] == .slash || rest[1] == .exclamationMark || rest[1] == .questionMark
    else {
      return nil
    }
    guard let end = rest.index(of: .greaterThanSign) else { return html.count }
    for name in ["script", "style"] as [StaticString]
    where rest.slice(1..<min(7, rest.count)).startsLike(name) {
      return start + (endOfElement(name, in: rest) ?? rest.count)
    }
    return start + end + 1
  }

  // The index behind the end tag of an element that contains no elements.
  private static func endOfElement(_ name: StaticString, in html: UnsafeBufferPointer<UInt8>) -> Int? {
    var from = 0
    while let length = html.slice(from...).firstIndex(of: "</") {
      let rest = html.slice((from + length + 2)...)
      from += length + 2
      guard rest.startsLike(name) else { continue }
      return rest.index(of: .greaterThanSign).map { from + $0 + 1 }
    }
    return nil
  }

  // Character references are decoded.
  private static func append(_ text: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]) {
    var index = 0
    while index < text.count {
      if let reference = HTMLCharacterReference.match(in: text, at: index) {
        result += reference.text.utf8
        index += reference.length
      } else {
        result.append(text[index])
        index += 1
      }
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether the bytes begin with an ASCII text in lower case, ignoring case.
  func startsLike(_ text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount && slice(..<text.utf8CodeUnitCount).isLike(text)
  }
}
