package import Logging

/// The current problems of a service. Each is logged once when it begins, and once when it ends.
package struct HealthIssues {
  /// The kinds of problems, the most severe first.
  package enum Kind: Int, Comparable {
    /// The content is missing or cannot be read.
    case content
    /// The index cannot be opened.
    case index
    /// Too many files are gone, so their events are kept.
    case loss
    /// Changes cannot be indexed or published.
    case batch
    /// Too many documents have ended at once, and are not removed.
    case removals
    /// The new configuration is invalid.
    case configuration
    /// The feeds in another language cannot be brought up to date.
    case edition
    /// The status file cannot be written.
    case status
    /// The kernel sends no notifications: the service is slower, but healthy.
    case notifications

    /// Orders kinds by severity, the most severe first.
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  private let logger: Logger
  private var current: [Kind: String] = [:]

  /// Starts without problems.
  package init(logger: Logger) { self.logger = logger }

  /// The problems that keep the feeds from being up to date, the most severe first.
  package var errors: [String] {
    current.filter { $0.key != .notifications }.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Sets the problem of a kind, `nil` when there is none, and logs a change.
  package mutating func set(_ kind: Kind, _ problem: String?) {
    guard current[kind] != problem else { return }
    // The watcher of the other language has logged its problem.
    if kind != .edition { log(problem, of: kind) }
    current[kind] = problem
  }

  private func log(_ problem: String?, of kind: Kind) {
    if let problem {
      logger.log(level: kind == .notifications ? .warning : .error, "\(problem)")
    } else if kind != .notifications {
      logger.notice("over: \(current[kind] ?? "")")
    }
  }
}
