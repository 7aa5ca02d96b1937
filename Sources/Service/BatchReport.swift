package import Logging
package import Pipeline

/// One batch of a service in a line of the log: what changed, what was done, and how long it took.
package struct BatchReport: CustomStringConvertible {
  private let new: Int
  private let changed: Int
  private let gone: Int
  private let summary: Generation.Summary
  private let stages: StageClock

  /// Makes the report of changes that a run has dealt with.
  package init(_ changes: ContentChanges, _ summary: Generation.Summary, _ stages: StageClock) {
    new = changes.changed.count { $0.isNew }
    (changed, gone) = (changes.changed.count - new, changes.removed.count)
    (self.summary, self.stages) = (summary, stages)
  }

  /// Whether anything came, went or was written; files that were only looked at once more are no news.
  package var isNews: Bool { new + gone + summary.report.written + summary.report.removed > 0 }

  /// The line, for people.
  package var description: String {
    """
    \(new) files new, \(changed) changed, \(gone) gone: \(summary.report.written) feeds written, \
    \(summary.report.removed) removed, \(summary.problems.count) problems, in \(milliseconds) ms
    """
  }

  /// The same in numbers, for programs, with the milliseconds of each stage.
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

  /// How long it took, in seconds.
  package var seconds: Double { Double(milliseconds) / 1000 }

  private static func milliseconds(_ duration: Duration) -> Int64 {
    duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
  }
}
