import Foundation
import Pipeline

/// A line on standard error that says how far long work is; nothing at all where that is no terminal.
final class ProgressBar {
  private let isShown: Bool
  private var last = ContinuousClock.now
  private var isDrawn = false

  /// Makes a bar, which is shown on a terminal unless `isQuiet`.
  init(isQuiet: Bool) { isShown = !isQuiet && isatty(STDERR_FILENO) == 1 }

  /// An observer of a build that draws its progress.
  var observer: BuildObserver {
    var observer = BuildObserver()
    observer.onProgress = { [self] in report($0, done: $1, total: $2) }
    return observer
  }

  /// Draws that `done` of `total` pieces of some work are done, ten times a second at most.
  func report(_ work: String, done: Int, total: Int) {
    let now = ContinuousClock.now
    guard isShown, total > 0, now - last > .milliseconds(100) else { return }
    (last, isDrawn) = (now, true)
    let width = 30
    let filled = min(width, done * width / total)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    let percent = String(done * 100 / total)
    write("\r\u{1B}[K\(bar) \(String(repeating: " ", count: max(0, 3 - percent.count)))\(percent) % \(work)")
  }

  /// Takes the line away, before anything else is written.
  func clear() {
    if isDrawn { write("\r\u{1B}[K") }
    isDrawn = false
  }

  private func write(_ text: String) { StandardError.write(text) }
}
