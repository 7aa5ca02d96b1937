internal import Primitives

/// Finds the fenced code blocks of Markdown (CommonMark, section 4.5), line by line.
struct MarkdownBlocks {
  // The byte and the length of the open fence.
  private var fence: (mark: UInt8, length: Int)?

  /// Whether the next line belongs to a fenced code block, or is one of its fences.
  mutating func isCode(_ line: FrontMatterLines.Line) -> Bool {
    let text = line.bytes.trimmed
    guard let mark = text.first, mark == .backtick || mark == .tilde else { return fence != nil }
    let length = text.prefix { $0 == mark }.count
    if let open = fence {
      if mark == open.mark, length >= open.length, length == text.count { fence = nil }
      return true
    }
    guard length >= 3, mark == .tilde || !text.slice(length...).contains(.backtick) else { return false }
    fence = (mark, length)
    return true
  }
}
