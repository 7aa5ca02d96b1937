import ArgumentParser
import EventArchive
import Foundation

/// Says everything that is wrong with the content.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print every problem in the content as `path:line: what is wrong`.",
    discussion:
      "Every file is read; index and feeds are not looked at. The status is 65 if there is any problem.")

  @OptionGroup var options: Options

  func run() throws {
    try Failure.exitOnError {
      let configuration = try options.configuration()
      let progress = Progress(isQuiet: options.quiet)
      defer { progress.clear() }
      let problems = try ContentCheck(configuration.content).problems {
        try progress.report("files checked", $0, $1)
      }
      progress.clear()
      for problem in problems { print("\(configuration.content)/\(problem)") }
      if !problems.isEmpty { throw ExitCode(ExitStatus.data.rawValue) }
    }
  }
}
