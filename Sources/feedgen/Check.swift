import ArgumentParser
import EventArchive
import Foundation

/// Says everything that is wrong with the content.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print every problem in the content as `path:line: what is wrong`.",
    discussion:
      """
      Every file is read; index and feeds are not looked at. The status is 65 if there is any problem. Pages that are \
      published as one event because their texts agree are named as well, and are no problem.
      """)

  @OptionGroup var options: Options

  func run() throws {
    try Failure.exitOnError {
      let configuration = try options.configuration()
      let progress = Progress(isQuiet: options.quiet)
      defer { progress.clear() }
      let time = try RunTime.ofOneRun()
      let check = ContentCheck(
        configuration.content, clock: configuration.clock(now: time.now, present: time.present))
      let findings = try check.findings {
        try progress.report("files checked", $0, $1)
      }
      progress.clear()
      if findings.held.first != nil { options.logger(level: .notice).notice("\(findings.held)") }
      for finding in findings.problems + findings.notes {
        print("\(configuration.content)/\(finding)".printable)
      }
      if !findings.problems.isEmpty { throw ExitCode(ExitStatus.data.rawValue) }
    }
  }
}
