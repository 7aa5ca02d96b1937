import ArgumentParser
import Service

/// The command `init`: writes a configuration with what it finds.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write config.json with what is found in the content directory.",
    discussion:
      """
      The kind of site is found by its configuration, which is read as data. Nothing is asked, and an existing file is \
      never replaced. feedgen-config(5) describes every key.
      """)

  @Option(
    help: ArgumentHelp(
      "The configuration file to write (default: FEEDGEN_CONFIG, else config.json).", valueName: "file"),
    completion: .file())
  var config: String?

  @Option(
    help: ArgumentHelp(
      "The content directory (default: this directory if it is a site, else content).", valueName: "directory"
    ),
    completion: .directory)
  var content: String?

  @Flag(help: "Say nothing but errors.")
  var quiet = false

  func run() throws {
    try ErrorReport.exitOnError {
      let config = try Options.configurationFile(config) ?? Options.standardFile
      let new = try NewConfiguration(content: content.map { try Options.path($0, of: "--content") })
      try new.write(to: config)
      if !quiet { try StandardOutput.write("wrote \(config): \(new.summary)") }
    }
  }
}
