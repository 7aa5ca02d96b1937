/// Something in the content that is not as it should be.
package struct ArchiveProblem: Hashable, Sendable, CustomStringConvertible {
  /// Whether the file could still be used.
  package enum Severity: Int, Sendable {
    /// The file's version is not used; the last good one stays published.
    case rejected = 1
    /// The file is used, less the part that is wrong.
    case repaired = 0
  }

  /// The file's path below the content directory.
  package let path: String
  /// The line, counted from 1; 1 also when the problem is the file's as a whole.
  package let line: Int
  /// What is wrong and what to do, in one sentence without a full stop.
  package let what: String
  /// Whether the file could still be used.
  package let severity: Severity

  /// Makes a problem of a file and a line.
  package init(path: String, line: Int, what: String, severity: Severity) {
    (self.path, self.line, self.what, self.severity) = (path, line, what, severity)
  }

  /// The problem as compilers print theirs: `path:line: what is wrong`.
  package var description: String { "\(path):\(line): \(what)" }
}
