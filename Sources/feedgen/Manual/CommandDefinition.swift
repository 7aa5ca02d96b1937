import ArgumentParser
import Foundation

/// A command as ArgumentParser knows it: the part of its description (`_dumpHelp`) that the manual needs.
struct CommandDefinition: Decodable {
  /// An argument, an option or a flag.
  struct Argument: Decodable {
    /// A name of an option or flag.
    struct Name: Decodable {
      /// The name without hyphens.
      var name: String
      /// Whether two hyphens or one are before the name.
      var kind: String

      /// The name as it is typed.
      var text: String { (kind == "long" ? "--" : "-") + name }
    }

    /// What it is: `positional`, `option` or `flag`.
    var kind: String
    /// Whether help shows it.
    var shouldDisplay: Bool
    /// Whether it may be left out.
    var isOptional: Bool
    /// Whether it may be there several times.
    var isRepeating: Bool
    /// The names of an option or a flag.
    var names: [Name]?
    /// The name of the value.
    var valueName: String?
    /// What it does, in a sentence.
    var abstract: String?
    /// The value when it is left out.
    var defaultValue: String?

    /// Whether it has a place instead of a name.
    var isPositional: Bool { kind == "positional" }
  }

  /// The name.
  var commandName: String
  /// Whether help shows it.
  var shouldDisplay: Bool
  /// What it does, in a sentence.
  var abstract: String?
  /// More about it, in paragraphs; lines that begin with spaces keep their form.
  var discussion: String?
  /// The arguments, options and flags.
  var arguments: [Argument]?
  /// The commands below this one.
  var subcommands: [CommandDefinition]?

  private struct Dump: Decodable {
    var command: CommandDefinition
  }

  /// The definition of `feedgen`, with all commands.
  /// - Throws: `DecodingError` when ArgumentParser describes commands in another form.
  static func ofFeedgen() throws -> CommandDefinition {
    try JSONDecoder().decode(Dump.self, from: Data(Feedgen._dumpHelp().utf8)).command
  }

  /// All commands that do something, with the names that call them.
  func leaves(below names: [String] = []) -> [(names: [String], command: CommandDefinition)] {
    let below = (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
    if below.isEmpty { return [(names, self)] }
    return below.flatMap { $0.leaves(below: names + [$0.commandName]) }
  }
}
