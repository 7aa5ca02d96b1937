import ArgumentParser
import Primitives

/// The command `feedgen`.
@main
struct Feedgen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feedgen",
    abstract: "Turns a directory of news event files, or the posts of a site, into feeds by topic.",
    usage: """
      feedgen [--config FILE] [--content DIR] [--output DIR] [--state DIR] [--full] [--force] [--quiet | --verbose]
      feedgen --watch [--interval SECONDS] [--serve [--host HOST] [--port PORT]] ...
      feedgen serve [--host HOST] [--port PORT] ...
      feedgen check | list | explain | status | entities | learned | quality ...
      feedgen backup | restore FILE ...
      feedgen import portal [FILE ...] ...
      feedgen config [KEY ...] [--changed] [--json]
      feedgen init [--content DIR] [--config FILE]
      """,
    discussion: """
      Without a subcommand, feedgen reads config.json in the working directory if there is one, brings the feeds up \
      to date with the content, and prints one line that sums it up. Only what has changed is read and written.

        --config FILE    the configuration (default: FEEDGEN_CONFIG, else config.json if there is one)
        --content DIR    the event files, instead of the configuration's
        --output DIR     where feeds go, instead of the configuration's
        --state DIR      where the index is, instead of the configuration's
        --set KEY=VALUE  the value of any key, instead of the configuration's; may be repeated
        --full           read every file and build every feed again
        --force          end events whose files are gone, however many they are
        --watch          stay, and keep the feeds up to date until told to stop by SIGTERM; SIGHUP reloads
        --interval S     with --watch, how often to look at the content, in seconds
        --serve          with --watch, answer feed readers over HTTP at --host (default: 127.0.0.1) and --port (8080)
        --log-format F   text, or json: an object a line
        --quiet          say nothing but errors
        --verbose        say on standard error what is being done

      EXAMPLES
      \(Manual.examples.map { "  \($0.command)\n      \($0.purpose)" }.joined(separator: "\n"))

      \(ExitStatus.table)
      """,
    version: Version.current,
    subcommands: [
      GenerateCommand.self, ServeCommand.self, CheckCommand.self, ListCommand.self, ExplainCommand.self,
      StatusCommand.self, BackupCommand.self, RestoreCommand.self, LearnedCommand.self,
      EntitiesCommand.self,
      QualityCommand.self,
      ImportCommand.self, InitCommand.self, ConfigCommand.self, ManualCommand.self,
    ],
    defaultSubcommand: GenerateCommand.self)

  /// Runs the command of the arguments. ArgumentParser's own `main` would print help and version without checking that they were
  /// written.
  static func main() {
    StandardOutput.prepare()
    do {
      var command = try parseAsRoot()
      try command.run()
      try ErrorReport.exitOnError { try StandardOutput.finish() }
    } catch {
      end(by: error)
    }
  }

  // The command that is behind options, where ArgumentParser looks for no command.
  private static var commandBehindOptions: String? {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.first?.hasPrefix("-") == true else { return nil }
    let commands = configuration.subcommands.compactMap { $0.configuration.commandName }
    return arguments.first { commands.contains($0) }
  }

  // Ends the process with an error, which may be a request for help.
  private static func end(by error: any Error) -> Never {
    guard exitCode(for: error) == .success else {
      if let command = commandBehindOptions {
        StandardError.write("feedgen: write the command first: feedgen \(command) …\n")
      }
      exit(withError: error)
    }
    do {
      try ErrorReport.exitOnError {
        try StandardOutput.write(fullMessage(for: error))
        try StandardOutput.finish()
      }
      exit()
    } catch {
      exit(withError: error)
    }
  }
}
