import ArchiveIndex
import ArgumentParser
import Classification

/// The command `learned`: prints entities that are associated with a country, because they nearly always appear together.
struct LearnedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learned",
    abstract: "Show which entities bring a country with them, as the last full run has learned.",
    discussion: """
      A line has the country's code, how many of the entity's events concerned it and how many there were, and the \
      entity's key. It is learned from the whole archive by the first run, and by each with --full.
      """)

  @OptionGroup var options: Options

  @Argument(help: "Any part of the entity's name.")
  var query: String?

  func run() throws {
    try ErrorReport.exitOnError {
      let location = try options.configuration().indexLocation
      let learned = try IndexKind.database(at: location).read {
        try $0.learned(Gazetteer.standard.number(ofCode:))
      }
      let wanted = query.flatMap { EntityKey($0)?.text } ?? ""
      for association in learned.associations where wanted.isEmpty || association.key.text.contains(wanted) {
        let code = Gazetteer.standard.countries[association.country.index].code
        try StandardOutput.write(
          "\(code)  \(association.together) of \(association.events)  \(association.key.text)")
      }
    }
  }
}
