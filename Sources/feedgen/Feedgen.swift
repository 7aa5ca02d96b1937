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
      feedgen init [--content DIR] [--config FILE]
      """,
    discussion: """
      Without a subcommand, feedgen reads config.json in the working directory if there is one, brings the feeds up \
      to date with the content, and prints one line that sums it up. Only what has changed is read and written.

        --config FILE    the configuration (default: config.json, if there is one)
        --content DIR    the event files, instead of the configuration's
        --output DIR     where feeds go, instead of the configuration's
        --state DIR      where the index is, instead of the configuration's
        --full           read every file and build every feed again
        --force          end events whose files are gone, however many they are
        --watch          stay, and keep the feeds up to date until told to stop by SIGTERM; SIGHUP reloads
        --interval S     with --watch, how often to look at the content, in seconds
        --serve          with --watch, answer feed readers over HTTP at --host (default: 127.0.0.1) and --port (8080)
        --log-format F   text, or json: an object a line
        --quiet          say nothing but errors
        --verbose        say on standard error what is being done

      EXAMPLES
        feedgen
            bring feeds/ up to date with content/
        feedgen --content ~/site
            feeds by tag, category and author of a Hugo, Jekyll, Zola or Obsidian site
        feedgen --content archive --output public --full
            build every feed again
        feedgen --watch --interval 1
            keep feeds/ up to date, looking at content/ every second
        feedgen --watch --serve
            and answer feed readers at http://127.0.0.1:8080/
        feedgen status
            whether that goes well
        feedgen check
            what is wrong with the content
        feedgen list shoy
            topics with "shoy" in their name
        feedgen explain content/news/2015/03/3/*.md
            why an event is in which feeds
        feedgen import portal 2026-08-19.wiki
            event files from a day page of Wikipedia's Portal:Current events

      \(ExitStatus.table)
      """,
    version: Version.current,
    subcommands: [
      GenerateCommand.self, ServeCommand.self, CheckCommand.self, ListCommand.self, ExplainCommand.self,
      StatusCommand.self, BackupCommand.self, RestoreCommand.self, LearnedCommand.self,
      EntitiesCommand.self,
      QualityCommand.self,
      ImportCommand.self, InitCommand.self,
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

  // Ends the process with an error, which may be a request for help.
  private static func end(by error: any Error) -> Never {
    guard exitCode(for: error) == .success else { exit(withError: error) }
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
