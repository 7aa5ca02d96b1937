import ArchiveIndex
import ArgumentParser
import Foundation
import Pipeline
import Service

/// The command `entities`: prints names that are spellings of one entity.
struct EntitiesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "entities",
    abstract: "Show which names are spellings of one entity, and which may be.",
    discussion: """
      Without a flag, the names that are filed under another one, each with the reason: a spelling, the same article, an abbreviation, a known \
      name, a body of one country, a country, or the surname of one person at the time. With --similar, pairs of names that may be the same, those that most often occur with the same names first: what is \
      printed can be pasted into classification.aliases of the configuration.
      """)

  @OptionGroup var options: Options

  @Flag(help: "Show the pairs that may be the same.")
  var similar = false

  func run() throws {
    try ErrorReport.exitOnError {
      let configuration = try options.configuration()
      let settings = configuration.buildSettings
      let time = try BuildTime.ofOneShotBuild()
      let clock = settings.clock(now: time.now, present: time.present)
      if similar {
        for pair in try Explanation(settings, clock: clock).similar {
          let coOccurrence = String(format: "%.2f", pair.coOccurrence)
          try StandardOutput.write("\(Self.member(pair.variant, pair.main))  co-occurrence \(coOccurrence)")
        }
      } else {
        // Without an index, no run has found any.
        try IndexKind.database(at: configuration.indexLocation).read { _ in }
        for merge in try Explanation(settings, clock: clock).merges {
          try StandardOutput.write("\(Self.member(merge.name, merge.main))  \(merge.reason.rawValue)")
        }
      }
    }
  }

  // A member of a JSON object.
  private static func member(_ variant: String, _ main: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return try [variant, main].map { String(decoding: try encoder.encode($0), as: UTF8.self) }
      .joined(separator: ": ")
  }
}
