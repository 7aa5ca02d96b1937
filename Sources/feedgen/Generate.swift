import ArgumentParser
import Foundation

/// Brings the feeds up to date: the command without a subcommand.
struct Generate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring the feeds up to date with the content (the default).",
    discussion: ExitStatus.table)

  @OptionGroup var options: Options

  @Flag(help: "Read every file and build every feed again; what the index remembers of events is kept.")
  var full = false

  func run() throws {
    try Failure.exitOnError {
      let start = ContinuousClock.now
      let logger = options.logger()
      let progress = Progress(isQuiet: options.quiet)
      let generation = Generation(
        try options.configuration(), isFull: full, now: Self.now(), logger: logger, progress: progress)
      defer { progress.clear() }
      let summary = try generation.run()
      progress.clear()
      for problem in summary.problems.prefix(options.verbose ? .max : 10) { logger.warning("\(problem)") }
      if summary.problems.count > 10, !options.verbose {
        logger.warning("and \(summary.problems.count - 10) more problems; `feedgen check` lists all")
      }
      if !options.quiet { print(Self.line(summary, start.duration(to: .now))) }
    }
  }

  /// When events count as seen: SOURCE_DATE_EPOCH, which makes a run repeatable, else the present.
  static func now() -> Int64 {
    ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"].flatMap(Int64.init)
      ?? Int64(Date().timeIntervalSince1970)
  }

  private static func line(_ summary: Generation.Summary, _ duration: Duration) -> String {
    let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    let unchanged = summary.feeds - summary.report.written
    return """
      \(summary.events) events, \(summary.entities) entities, \(summary.countries) countries, \
      \(summary.feeds) feeds: \(summary.report.written) written, \(unchanged) unchanged, \
      \(summary.report.removed) removed; \(summary.problems.count) problems; \
      \(String(format: "%.2f", seconds)) seconds
      """
  }
}
