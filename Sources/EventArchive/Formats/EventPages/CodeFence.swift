internal import Primitives

/// Finds the fenced code blocks of a summary (CommonMark, section 4.5), in which the format has no markup.
///
/// A fence without an end begins no code block, because it would hide all sections behind it.
struct CodeFence {
  private struct Fence {
    var mark: UInt8
    var length: Int
  }

  private var open: Fence?
  // By mark: the length from which on a fence has no end.
  private var unclosed: [UInt8: Int] = [:]

  /// Whether a line is part of a code block, or one of its fences. The lines must be given in order.
  mutating func contains(_ line: PageText.Line, before ahead: PageText) -> Bool {
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
    guard let mark = text.first, mark == .backtick || mark == .tilde else { return nil }
    let length = text.prefix { $0 == mark }.count
    // Backticks with another one behind them are a code span.
    guard length >= 3, mark != .backtick || !text[length...].contains(mark) else { return nil }
    return Fence(mark: mark, length: length)
  }

  private static func closes(_ line: PageText.Line, _ fence: Fence) -> Bool {
    let text = line.heading.trimmed
    return text.count >= fence.length && text.allSatisfy { $0 == fence.mark }
  }
}
