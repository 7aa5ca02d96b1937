import ArgumentParser

/// The command `import`: writes event files from what others publish.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Write event files from the day pages of Wikipedia's Portal:Current events.",
    subcommands: [ImportPortalCommand.self])
}
