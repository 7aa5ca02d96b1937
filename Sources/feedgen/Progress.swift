import Foundation

/// A line on standard error that says how far long work is; nothing at all where that is no terminal.
final class Progress {
  private let isShown: Bool
  private let checkpoint: () throws -> Void
  private var last = ContinuousClock.now
  private var isDrawn = false

  /// Makes a line, which is shown on a terminal unless `isQuiet`; `checkpoint` is called again and again while work
  /// goes on, and ends it by an error.
  init(isQuiet: Bool, checkpoint: @escaping () throws -> Void = {}) {
    isShown = !isQuiet && isatty(STDERR_FILENO) == 1
    self.checkpoint = checkpoint
  }

  /// Says that `done` of `total` pieces of some work are done; drawn ten times a second at most.
  /// - Throws: what the checkpoint throws.
  func report(_ what: String, _ done: Int, _ total: Int) throws {
    try checkpoint()
    let now = ContinuousClock.now
    guard isShown, total > 0, now - last > .milliseconds(100) else { return }
    (last, isDrawn) = (now, true)
    let width = 30
    let filled = min(width, done * width / total)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    let percent = String(done * 100 / total)
    write("\r\u{1B}[K\(bar) \(String(repeating: " ", count: max(0, 3 - percent.count)))\(percent) % \(what)")
  }

  /// Takes the line away, before anything else is written.
  func clear() {
    if isDrawn { write("\r\u{1B}[K") }
    isDrawn = false
  }

  private func write(_ text: String) { StandardError.write(text) }
}
