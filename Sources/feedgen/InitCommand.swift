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
      never replaced. docs/configuration.md describes every key.
      """)

  @Option(help: "The configuration file to write.")
  var config = "config.json"

  @Option(help: "The content directory (default: this directory if it is a site, else content).")
  var content: String?

  @Flag(help: "Say nothing but errors.")
  var quiet = false

  func run() throws {
    try ErrorReport.exitOnError {
      let new = try NewConfiguration(content: content)
      try new.write(to: config)
      if !quiet { try StandardOutput.write("wrote \(config): \(new.summary)") }
    }
  }
}
