import ArchiveIndex
import ArgumentParser
import Foundation
import Primitives
import Service

/// The command `restore`: restores what `backup` has written.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Restore the index and the subscriptions from a file of `feedgen backup`.",
    discussion: """
      No service may run. The file is checked first; then everything is restored, or nothing. The next run of feedgen \
      updates the feeds, and keeps the ids and times of all events that the backup has.
      """)

  @OptionGroup var options: Options

  @Argument(help: "The backup.", completion: .file())
  var file: String

  @Flag(help: "Replace an index that is there already; it is kept under another name.")
  var force = false

  @Option(help: "Restore only this: index, or websub (the subscriptions).")
  var only: StateBackup.Part?

  func run() throws {
    try ErrorReport.exitOnError {
      let location = try options.configuration().indexLocation
      let restored = try StateBackup(ofServiceAt: location).restore(
        from: Options.path(file, of: "FILE"), only: only, replaces: force)
      guard !options.quiet else { return }
      try StandardOutput.write("restored \(restored.manifest.summary)".printable)
      for path in restored.kept { try StandardOutput.write("kept \(path), which it replaces".printable) }
    }
  }
}

extension StateBackup.Part: ExpressibleByArgument {}

extension BackupManifest {
  /// The contents in one line, for people.
  var summary: String {
    let counts = [
      (rows("event"), "events"), (rows("departed"), "of them ended"), (rows("name"), "names"),
      (rows("former"), "former documents"), (rows("subscription"), "subscriptions"),
      (rows("errand"), "deliveries"),
    ]
    let contents = counts.filter { $0.0 > 0 || $0.1 == "events" }.map { "\($0.0) \($0.1)" }
    let megabytes = String(format: "%.1f", Double(size) / 1e6)
    return
      "\(contents.joined(separator: ", ")); \(megabytes) MB, made by feedgen \(feedgen) at \(UnixTime(made))"
  }
}
