import ArgumentParser
import Foundation
import Primitives
import Service

/// The command `manual`: writes man pages, completions of shells and the table of keys. `scripts/make-manual` runs it.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Write the man pages and the completions of shells into a directory.",
    shouldDisplay: false)

  @Argument(help: "The directory.", completion: .directory)
  var directory: String

  func run() throws {
    try ErrorReport.exitOnError {
      for (name, text) in try Self.documents() {
        let path = "\(directory)/\(name)"
        let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try AtomicFile.write(Array(text.utf8), to: path)
      }
    }
  }

  /// The documents by their paths in the directory.
  static func documents() throws -> [String: String] {
    var page = CommandPage(try .ofFeedgen())
    var documents = [
      "man/feedgen.1": page.text(), "man/feedgen-config.5": ConfigurationPage.text,
      "configuration-keys.md": ConfigurationPage.table.map { $0 + "\n" }.joined(),
    ]
    for (name, shell) in [
      ("feedgen.bash", CompletionShell.bash), ("_feedgen", .zsh), ("feedgen.fish", .fish),
    ] {
      // Shells read the completions, and do not run them as a script.
      let lines = Feedgen.completionScript(for: shell).split(
        separator: "\n", omittingEmptySubsequences: false)
      documents["completions/" + name] =
        lines.drop { $0.hasPrefix("#!") || $0.isEmpty }.joined(separator: "\n") + "\n"
    }
    return documents
  }
}
