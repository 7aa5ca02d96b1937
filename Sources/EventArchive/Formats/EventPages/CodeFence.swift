/// Follows the fenced code blocks of a summary (CommonMark, section 4.5), in which nothing is a mark of the format.
///
/// A fence that is never closed begins no code: it would hide all sections behind it.
struct CodeFence {
  private struct Fence {
    var mark: UInt8
    var length: Int
  }

  private var open: Fence?
  // Fences at least as long as these are never closed, by their marks.
  private var unclosed: [UInt8: Int] = [:]

  /// Whether a line is in a block of code, or is the fence before or behind one; lines are to be given in order.
  mutating func holds(_ line: PageText.Line, before ahead: PageText) -> Bool {
    if let fence = open {
      if Self.closes(line, fence) { open = nil }
      return true
    }
    guard let fence = Self.fence(line), fence.length < unclosed[fence.mark] ?? Int.max else { return false }
    var ahead = ahead
    while let next = ahead.next() {
      guard Self.closes(next, fence) else { continue }
      open = fence
      return true
    }
    unclosed[fence.mark] = fence.length
    return false
  }

  private static func fence(_ line: PageText.Line) -> Fence? {
    let text = line.heading
    guard let mark = text.first, mark == 0x60 || mark == 0x7E else { return nil }
    let length = text.prefix { $0 == mark }.count
    // Behind backticks, another one makes code within a line.
    guard length >= 3, mark != 0x60 || !text[length...].contains(mark) else { return nil }
    return Fence(mark: mark, length: length)
  }

  private static func closes(_ line: PageText.Line, _ fence: Fence) -> Bool {
    let text = line.heading.trimmed
    return text.count >= fence.length && text.allSatisfy { $0 == fence.mark }
  }
}
