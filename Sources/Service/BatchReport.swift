package import Logging
package import Pipeline

/// The log line of one batch: what has changed, what was done, and how long it took.
package struct BatchReport: CustomStringConvertible {
  private let new: Int
  private let changed: Int
  private let gone: Int
  private let summary: Build.Summary
  private let stages: StageClock

  /// Makes the report of a batch.
  package init(of changes: ContentChanges, _ summary: Build.Summary, stages: StageClock) {
    new = changes.changed.count { $0.isNew }
    changed = changes.changed.count - new
    gone = changes.removed.count
    self.summary = summary
    self.stages = stages
  }

  /// Whether files were added or removed, or feeds written or removed.
  package var isNews: Bool { new + gone + summary.report.written + summary.report.removed > 0 }

  /// The line for people.
  package var description: String {
    """
    \(new) files new, \(changed) changed, \(gone) gone: \(summary.report.written) feeds written, \
    \(summary.report.removed) removed, \(summary.problems.count) problems, in \(milliseconds) ms
    """
  }

  /// The same numbers for programs, with the milliseconds of each stage.
  package var metadata: Logger.Metadata {
    var metadata: Logger.Metadata = [
      "new": "\(new)", "changed": "\(changed)", "gone": "\(gone)", "written": "\(summary.report.written)",
      "removed": "\(summary.report.removed)", "problems": "\(summary.problems.count)",
      "milliseconds": "\(milliseconds)",
    ]
    for (stage, duration) in stages.durations { metadata["ms \(stage)"] = "\(Self.milliseconds(duration))" }
    return metadata
  }

  private var milliseconds: Int64 { Self.milliseconds(duration) }

  private var duration: Duration { stages.durations.reduce(Duration.zero) { $0 + $1.duration } }

  /// The duration in seconds.
  package var seconds: Double { Double(milliseconds) / 1000 }

  private static func milliseconds(_ duration: Duration) -> Int64 {
    duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
  }
}
