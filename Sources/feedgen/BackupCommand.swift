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

  @Argument(help: "The file to write.")
  var file: String

  @Flag(help: "Replace FILE if it is there already.")
  var force = false

  func run() throws {
    try ErrorReport.exitOnError {
      let configuration = try options.configuration()
      if Self.isBelow(configuration.output, file) { throw BackupError.served(path: file) }
      let manifest = try StateBackup(ofServiceIn: configuration.state).write(
        to: file, replaces: force, version: Version.current,
        time: try BuildTime.ofOneShotBuild().now)
      if !options.quiet { try StandardOutput.write("\(file): \(manifest.summary)") }
    }
  }

  // Whether a path is below a directory, as the paths are written.
  private static func isBelow(_ directory: String, _ path: String) -> Bool {
    let directory = URL(filePath: directory).standardizedFileURL.path(percentEncoded: false)
    return URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
      .hasPrefix(directory.hasSuffix("/") ? directory : directory + "/")
  }
}
