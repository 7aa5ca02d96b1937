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
      Without a flag, the names that are filed under another one because they are surely the same, as the last full run \
      has found. With --similar, pairs of names that may be the same, those that most often occur with the same names first: what is \
      printed can be pasted into classification.aliases of the configuration.
      """)

  @OptionGroup var options: Options

  @Flag(help: "Show the pairs that may be the same.")
  var similar = false

  func run() throws {
    try ErrorReport.exitOnError {
      let configuration = try options.configuration()
      if similar {
        let settings = configuration.buildSettings
        let time = try BuildTime.ofOneShotBuild()
        let clock = settings.clock(now: time.now, present: time.present)
        for pair in try Explanation(settings, clock: clock).similar {
          let coOccurrence = String(format: "%.2f", pair.coOccurrence)
          try StandardOutput.write("\(Self.member(pair.variant, pair.main))  co-occurrence \(coOccurrence)")
        }
      } else {
        let variants = try IndexKind.database(at: configuration.state).read { try $0.variants() }
        for (variant, main) in variants.sorted(by: {
          $0.value != $1.value ? $0.value < $1.value : $0.key < $1.key
        }) {
          try StandardOutput.write(Self.member(variant, main))
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
