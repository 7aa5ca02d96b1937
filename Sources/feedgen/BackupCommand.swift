import ArchiveIndex
import ArgumentParser
import Foundation
import Primitives
import Service

/// The command `backup`: writes what cannot be built again to a file.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Write the index and the subscriptions to one file, also while a service runs.",
    discussion: """
      FILE is a tar archive of SQLite databases. It gets its name only when it is complete and checked. It has the \
      secrets of subscribers, so only its owner can read it. `feedgen restore FILE` restores it.
      """)

  @OptionGroup var options: Options

  @Argument(help: "The file to write.", completion: .file())
  var file: String

  @Flag(help: "Replace FILE if it is there already.")
  var force = false

  func run() throws {
    try ErrorReport.exitOnError {
      let configuration = try options.configuration()
      let file = try Options.path(file, of: "FILE")
      if !configuration.isOutputInObjectStorage, DirectoryPath.isWithin(file, configuration.output) {
        throw BackupError.served(path: file)
      }
      let manifest = try StateBackup(ofServiceAt: configuration.indexLocation).write(
        to: file, replaces: force, version: Version.current,
        time: try BuildTime.ofOneShotBuild().now)
      if !options.quiet { try StandardOutput.write("\(file): \(manifest.summary)".printable) }
    }
  }
}
