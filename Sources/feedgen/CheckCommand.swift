import ArgumentParser
import EventArchive
import Foundation
import Pipeline
import Primitives
import Service

/// The command `check`: prints all faults of the content.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Print every problem in the content as `path:line: what is wrong`.",
    discussion:
      """
      Every file is read; index and feeds are not looked at. The status is 65 if there is any problem. Pages that are \
      published as one event because their texts agree are named as well, and are no problem. Of a site, the last line has \
      the number of its posts by their state.
      """)

  @OptionGroup var options: Options

  func run() throws {
    try ErrorReport.exitOnError {
      let configuration = try options.configuration()
      let settings = configuration.buildSettings
      let progress = ProgressBar(isQuiet: options.quiet)
      defer { progress.clear() }
      let time = try BuildTime.ofOneShotBuild()
      let logger = options.logger(level: .notice)
      let check = ContentCheck(
        settings, clock: settings.clock(now: time.now, present: time.present), logger: logger)
      let findings = try check.findings {
        progress.report("files checked", done: $0, total: $1)
      }
      progress.clear()
      if findings.held.first != nil { logger.notice("\(findings.held)") }
      let lines = (findings.problems + findings.notes).lazy.map {
        "\(configuration.content)/\($0)".printable
      }
      try StandardOutput.write(lines: lines)
      if let line = configuration.siteLine(findings) { try StandardOutput.write(line) }
      if !findings.problems.isEmpty { throw ExitCode(ExitStatus.data.rawValue) }
    }
  }
}
