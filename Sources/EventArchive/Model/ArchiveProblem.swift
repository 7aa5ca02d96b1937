/// A defect of a content file.
package struct ArchiveProblem: Hashable, Sendable, CustomStringConvertible {
  /// The effect of a problem on its file.
  package enum Severity: Int, Sendable {
    /// This version of the file is not used. The last valid version stays published.
    case rejected = 1
    /// The file is used without the defective part.
    case repaired = 0
  }

  /// The file's path below the content directory.
  package let path: String
  /// The line, counted from 1; 1 also for a problem of the whole file.
  package let line: Int
  /// The fault and the remedy, in one sentence without a full stop.
  package let message: String
  /// The effect on the file.
  package let severity: Severity

  /// Makes a problem.
  package init(path: String, line: Int, message: String, severity: Severity) {
    self.path = path
    self.line = line
    self.message = message
    self.severity = severity
  }

  /// The problem in the format of compilers: `path:line: message`.
  package var description: String { "\(path):\(line): \(message)" }
}
