import Foundation
import Pipeline

/// A progress bar on standard error; without effect when that is not a terminal.
final class ProgressBar {
  private let isShown: Bool
  private var last = ContinuousClock.now
  private var isDrawn = false

  /// Makes a progress bar, which stays hidden if `isQuiet`.
  init(isQuiet: Bool) { isShown = !isQuiet && isatty(STDERR_FILENO) == 1 }

  /// A build observer that draws the progress.
  var observer: BuildObserver {
    var observer = BuildObserver()
    observer.onProgress = { [self] in report($0, done: $1, total: $2) }
    return observer
  }

  /// Draws the progress of some work, at most ten times a second.
  func report(_ work: String, done: Int, total: Int) {
    let now = ContinuousClock.now
    guard isShown, total > 0, now - last > .milliseconds(100) else { return }
    last = now
    isDrawn = true
    let width = 30
    let filled = min(width, done * width / total)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    let percent = String(done * 100 / total)
    write("\r\u{1B}[K\(bar) \(String(repeating: " ", count: max(0, 3 - percent.count)))\(percent) % \(work)")
  }

  /// Clears the line. To be called before other output.
  func clear() {
    if isDrawn { write("\r\u{1B}[K") }
    isDrawn = false
  }

  private func write(_ text: String) { StandardError.write(text) }
}
