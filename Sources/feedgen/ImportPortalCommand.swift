import ArgumentParser
import EventArchive
import Foundation
import PortalImport
import Service

/// The command `import portal`: writes event files from day pages of Wikipedia's Portal:Current events.
struct ImportPortalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "portal",
    abstract: "Write event files from day pages of Wikipedia's Portal:Current events.",
    discussion: """
      FILE is the wikitext of a day page, or of several, one behind another; - is standard input, as is no FILE at all. \
      Every event becomes a file in the content directory. Run again with a newer version of a page, it changes the \
      files of the events whose text has changed, under the same names. Files of events that are no longer on their \
      page stay, and so does every other file.

        feedgen import portal --content archive 2026-08-18.wiki 2026-08-19.wiki

      The texts are by Wikipedia's contributors, under CC BY-SA 4.0; each event names them as a source.
      """)

  @OptionGroup var options: Options

  @Argument(help: "The wikitext of day pages; - for standard input.", completion: .file())
  var files: [String] = []

  func run() throws {
    try ErrorReport.exitOnError {
      let logger = options.logger()
      let configuration = try options.configuration()
      let time = try BuildTime.ofOneShotBuild()
      if let warning = time.warning { logger.warning("\(warning)") }
      var importer = PortalImporter(content: configuration.content, now: time.now)
      var hasRejection = false
      var firstError: PortalImportError?
      for file in files.isEmpty ? ["-"] : files {
        do throws(PortalImportError) {
          let reading = try PortalInput(reading: file).read()
          for problem in reading.problems { logger.warning("\(problem)") }
          hasRejection = hasRejection || reading.problems.contains { $0.severity == .rejected }
          for page in reading.pages { try importer.add(page) }
        } catch {
          // One bad file does not stop the import of the others.
          logger.error("\(error)")
          firstError = firstError ?? error
        }
      }
      if !options.quiet { try StandardOutput.write(importer.summary.description) }
      if let firstError { throw ExitCode(ErrorReport.status(of: firstError).rawValue) }
      if hasRejection { throw ExitCode(ExitStatus.data.rawValue) }
    }
  }
}
