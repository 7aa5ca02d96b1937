internal import Primitives

extension BodySource {
  /// Replaces what a brace begins.
  mutating func replaceBraces() -> Bool {
    guard index + 1 < input.count else { return false }
    switch input[index + 1] {
    case .leftBrace, .percentSign: return index < literalEnd ? copyLiteralBraces() : replaceTag()
    case .colon: return removeAttributeList()
    case .numberSign, .fullStop: return removeAttributes() || removeHashComment()
    default: return replaceFilePrefix() || replaceExpression()
    }
  }

  // Attributes of kramdown, `{: .class}`. On a line of their own, they go with it.
  private mutating func removeAttributeList() -> Bool {
    guard dialect.contains(.markdown), let close = closeOfAttributeList(at: index) else { return false }
    if input.holds("{::comment}", at: index) {
      guard let end = search.index(of: "{:/", from: index),
        let last = input.slice(end...).index(of: .rightBrace)
      else { return false }
      append(.nothing)
      index = end + last + 1
      return true
    }
    let isFirst = isFirst(at: index)
    index = close + 1
    removeLine(isFirst: isFirst)
    return true
  }

  // Attributes at the end of a heading, `{#id .class}`, or of a line of their own.
  private mutating func removeAttributes() -> Bool {
    guard dialect.contains(.markdown), let close = close(of: index), endIfLast(at: close + 1) != nil,
      input.slice((index + 1)..<close).allSatisfy({ Self.attributeBytes.contains($0) || $0 >= 0x80 })
    else { return false }
    let isFirst = isFirst(at: index)
    guard input[index + 1] == .numberSign || isFirst || isHeading(at: index) else { return false }
    index = close + 1
    removeLine(isFirst: isFirst)
    return true
  }

  // Removes a line that consists of attributes, or the blanks before attributes at its end.
  private mutating func removeLine(isFirst: Bool) {
    guard let end = endIfLast(at: index) else { return }
    removeBlanks()
    guard isFirst, end < input.count else { return }
    // A blank line would part the items of a list.
    let next = MarkdownLine(input.slice((end + 1)..<endOfLine(from: end + 1)))
    if next.isListItem, output.last == .lineFeed { output.removeLast() }
  }

  private func isHeading(at position: Int) -> Bool {
    var start = position
    while start > 0, input[start - 1] != .lineFeed { start -= 1 }
    return MarkdownLine(input.slice(start..<position)).text.first == .numberSign
  }

  // The index of the brace that closes another in the same line.
  private func close(of start: Int) -> Int? {
    let limit = min(start + 500, input.count)
    for place in (start + 1)..<limit {
      switch input[place] {
      case .rightBrace: return place
      case .leftBrace, .lineFeed: return nil
      default: break
      }
    }
    return nil
  }

  // The index of the brace that closes an attribute list, which may have several lines, and expressions of templates in its values.
  // Lists have no commas, which tuples of Elixir and Ruby have.
  private func closeOfAttributeList(at start: Int) -> Int? {
    let limit = min(start + 500, input.count)
    var isQuoted = false
    var place = start + 1
    while place < limit {
      switch input[place] {
      case .rightBrace: return place
      case .quotationMark: isQuoted.toggle()
      case .comma where !isQuoted: return nil
      case .leftBrace:
        guard input.holds("{{", at: place), let end = input.slice(place..<limit).firstIndex(of: "}}") else {
          return nil
        }
        place += end + 1
      case .lineFeed where input.slice((place + 1)..<endOfLine(from: place + 1)).allSatisfy(\.isBlank):
        return nil
      default: break
      }
      place += 1
    }
    return nil
  }

  private mutating func removeHashComment() -> Bool {
    guard dialect.contains(.hashComments), input[index + 1] == .numberSign, index >= literalEnd,
      let end = search.index(of: "#}", from: index + 2)
    else { return false }
    append(.nothing)
    index = end + 2
    return true
  }

  // Addresses of Pelican, `{filename}post.md` and `{static}/images/x.png`.
  private mutating func replaceFilePrefix() -> Bool {
    guard dialect.contains(.filePrefixes), let close = close(of: index) else { return false }
    let prefix = String(decoding: input[(index + 1)..<close], as: UTF8.self)
    guard Self.filePrefixes.contains(prefix) else { return false }
    var end = close + 1
    while end < input.count, !Self.addressEnds.contains(input[end]) { end += 1 }
    let path = String(decoding: input[(close + 1)..<end], as: UTF8.self)
    if let address = links.file("{\(prefix)}\(path)") ?? links.file(path),
      let valid = WebAddress.valid(address)
    {
      append(valid)
    } else if prefix == "static" || prefix == "attach" {
      append(values.site + (path.hasPrefix("/") ? path : "/" + path))
    } else {
      lostReferences.append("{\(prefix)}\(path)")
      append(.nothing)
    }
    index = end
    return true
  }

  private static let attributeBytes = ByteSet.alphanumerics.union(ByteSet("#.:-_ =\"'/"))
  private static let addressEnds = ByteSet(" \t\r\n)\"'>")
  private static let filePrefixes: Set<String> = [
    "filename", "static", "attach", "tag", "category", "author", "index",
  ]
}
