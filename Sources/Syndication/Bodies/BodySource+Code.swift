internal import Primitives

/// What the lines so far say about the next one.
struct BodyLineState {
  /// Whether the last line was blank, or none was before.
  var isAfterBlank = true
  /// Whether the last line was indented code.
  var isInCode = false
  /// Whether a list may be open.
  var isInList = false
}

extension BodySource {
  /// Copies or replaces a whole line that is no text, and returns whether it did.
  mutating func beginLine() -> Bool {
    let line = MarkdownLine(input.slice(index..<endOfLine(from: index)))
    if let fence = line.fence {
      copyFencedCode(fence, in: line)
      return true
    }
    if line.isBlank {
      lines.isAfterBlank = true
      return false
    }
    defer { lines.isAfterBlank = false }
    if line.indentation >= 4, lines.isAfterBlank || lines.isInCode, !lines.isInList {
      lines.isInCode = true
      copyCode(to: min(endOfLine(from: index) + 1, input.count))
      return true
    }
    lines.isInCode = false
    if line.isListItem {
      lines.isInList = true
    } else if lines.isAfterBlank, line.indentation == 0 {
      lines.isInList = false
    }
    return skipModuleSyntax(line) || replaceCallout(line)
  }

  private mutating func copyFencedCode(_ fence: MarkdownLine.Fence, in first: MarkdownLine) {
    var end = endOfLine(from: index)
    while end < input.count {
      let start = end + 1
      let line = MarkdownLine(input.slice(start..<endOfLine(from: start)))
      // The block ends with the quotation or the list item that contains it.
      if first.isQuotation, !line.isQuotation { break }
      if lines.isInList, first.indentation >= 2, !line.isBlank, line.indentation == 0, line.fence == nil {
        break
      }
      end = endOfLine(from: start)
      if let other = line.fence, other.closes(fence) { break }
    }
    copyCode(to: min(end + 1, input.count))
    lines.isAfterBlank = false
  }

  /// Copies a code span.
  mutating func copyCodeSpan() -> Bool {
    let length = input.slice(index...).prefix { $0 == .backtick }.count
    var place = index + length
    while place < input.count {
      switch input[place] {
      case .backtick:
        let run = input.slice(place...).prefix { $0 == .backtick }.count
        place += run
        if run == length {
          copyCode(to: place)
          return true
        }
      case .lineFeed:
        guard MarkdownLine(input.slice((place + 1)..<endOfLine(from: place + 1))).continuesText else {
          copy(length)
          return true
        }
        place += 1
      default: place += 1
      }
      // No author writes so long a span. The limit keeps the time proportional to the text.
      if place - index > 2000 { break }
    }
    copy(length)
    return true
  }

  /// Copies an element of HTML whose content is code, a comment, a script or a style.
  mutating func copyCodeElement() -> Bool {
    let rest = input.slice(index...)
    if rest.holds("<!--", at: 0) {
      guard let end = search.index(of: "-->", from: index) else { return false }
      copy(end + 3 - index)
      return true
    }
    let elements: [(start: StaticString, end: StaticString)] = [
      ("<pre", "</pre>"), ("<code", "</code>"), ("<script", "</script>"), ("<style", "</style>"),
    ]
    for (start, end) in elements where rest.startsLike(start) {
      let next = start.utf8CodeUnitCount
      guard next < rest.count, rest[next] == .greaterThanSign || rest[next] <= .space,
        let place = search.index(of: end, from: index)
      else { return false }
      copyCode(to: place + end.utf8CodeUnitCount)
      return true
    }
    return false
  }

  /// Copies code, without the tags that only say that tags in it are text.
  mutating func copyCode(to end: Int) {
    let code = input.slice(index..<end)
    index = end
    guard code.index(of: .leftBrace) != nil else {
      output += code
      return
    }
    var place = 0
    while place < code.count {
      if let mark = Self.literalMark(in: code, at: place) {
        output += mark.text.utf8
        place += mark.length
      } else {
        output.append(code[place])
        place += 1
      }
    }
  }

  // `{% raw %}`, `{% endraw %}`, and the comment marks in `{{</* x */>}}`.
  private static func literalMark(
    in code: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (text: String, length: Int)? {
    let marks: [(StaticString, String)] = [
      ("{{</*", "{{<"), ("*/>}}", ">}}"), ("{{%/*", "{{%"), ("*/%}}", "%}}"),
    ]
    for (mark, text) in marks where code.holds(mark, at: index) { return (text, mark.utf8CodeUnitCount) }
    guard code.holds("{%", at: index) else { return nil }
    let rest = code.slice((index + 2)..<min(index + 20, code.count))
    guard let length = rest.firstIndex(of: "%}"),
      let tag = TemplateTag(rest.slice(..<length), notation: .block), tag.name == "raw",
      tag.rest.trimmed.isEmpty
    else { return nil }
    return ("", length + 4)
  }
}
