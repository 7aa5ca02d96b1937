import ArgumentParser
import Classification
import EventArchive
import Foundation
import Pipeline
import Service

/// The command `explain`: prints why events are in their feeds.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say which entities, countries and topics an event has, and by which evidence each.",
    discussion: """
      FILE is an event file, or an event's name as feeds have it (/news/2013/11/14/slug). Files that the index does \
      not know yet are read as well; nothing is written.
      """)

  @OptionGroup var options: Options

  @Argument(help: "Event files.", completion: .file())
  var files: [String]

  @Flag(help: "Print a JSON object a line.")
  var json = false

  func run() throws {
    try ErrorReport.exitOnError {
      let settings = try options.configuration().buildSettings
      let time = try BuildTime.ofOneShotBuild()
      let clock = settings.clock(now: time.now, present: time.present)
      let explanation = try Explanation(settings, clock: clock, files: files)
      for file in files {
        let event = try explanation.event(file)
        try StandardOutput.write(json ? event.json() : event.text())
      }
    }
  }
}
