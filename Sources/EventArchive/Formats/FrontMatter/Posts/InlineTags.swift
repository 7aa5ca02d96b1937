internal import Primitives

/// Finds the tags in the text of notes of Obsidian: `#tag`, outside of code and of comments `%%…%%`.
enum InlineTags {
  /// The tags of a text, in its order.
  /// - Parameter firstLine: the line of the file where the text begins.
  static func tags(in body: UnsafeBufferPointer<UInt8>, firstLine: Int) -> [Term] {
    guard body.index(of: .numberSign) != nil else { return [] }
    var tags: [Term] = []
    var blocks = MarkdownBlocks()
    var isInComment = false
    for line in FrontMatterLines(body, firstLine: firstLine) {
      if blocks.isCode(line) { continue }
      appendTags(in: line, isInComment: &isInComment, to: &tags)
    }
    return tags
  }

  private static func appendTags(
    in line: FrontMatterLines.Line, isInComment: inout Bool, to tags: inout [Term]
  ) {
    let bytes = line.bytes
    var isInCode = false
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if bytes.holds("%%", at: index) {
        isInComment.toggle()
        index += 2
        continue
      }
      if byte == .backtick, isInCode || bytes.slice((index + 1)...).index(of: .backtick) != nil {
        isInCode.toggle()
      }
      if byte == .numberSign, !isInComment, !isInCode, index == 0 || bytes[index - 1].isBlank {
        let name = bytes.slice((index + 1)...).prefix { isNameByte($0) }
        // A number is no tag.
        if name.contains(where: { !$0.isDigit }),
          let tag = Term(String(decoding: name, as: UTF8.self), line: line.number)
        {
          tags.append(tag)
        }
        index += name.count
      }
      index += 1
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte.isLetter || byte.isDigit || byte == .hyphen || byte == .underscore || byte == .slash
  }
}
