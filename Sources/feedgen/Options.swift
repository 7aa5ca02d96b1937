import ArgumentParser
import Foundation
import Logging

/// The options that all commands share: where things are, and how much is said.
struct Options: ParsableArguments {
  @Option(help: "The configuration file (default: config.json, if there is one).")
  var config: String?

  @Option(help: "The directory of event files, instead of the configuration's.")
  var content: String?

  @Option(help: "The directory for feeds, instead of the configuration's.")
  var output: String?

  @Option(help: "The directory of the index, instead of the configuration's.")
  var state: String?

  @Flag(help: "Say nothing but errors.")
  var quiet = false

  @Flag(help: "Say on standard error what is being done.")
  var verbose = false

  @Option(help: "How log messages look: text or json, an object a line.")
  var logFormat = LogFormat.text

  /// How log messages look.
  enum LogFormat: String, ExpressibleByArgument, CaseIterable {
    /// `feedgen: warning: message`.
    case text
    /// An object a line, with time, level, message and more.
    case json
  }

  /// Refuses what contradicts itself.
  func validate() throws {
    if quiet, verbose {
      throw ValidationError("--quiet and --verbose contradict each other; give one of them.")
    }
  }

  /// The configuration, with the options' values in place of the file's. Paths of the file are relative to the
  /// file's directory.
  /// - Throws: `ConfigurationError`.
  func configuration() throws -> Configuration {
    var configuration = Configuration()
    let path = config ?? "config.json"
    if config != nil || FileManager.default.fileExists(atPath: path) {
      configuration = try ConfigurationReader.read(path)
      let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      for member in [\Configuration.content, \.output, \.state]
      where !configuration[keyPath: member].hasPrefix("/") {
        configuration[keyPath: member] = directory + configuration[keyPath: member]
      }
    }
    configuration.content = content ?? configuration.content
    configuration.output = output ?? configuration.output
    configuration.state = state ?? configuration.state
    return configuration
  }

  /// A logger to standard error, as talkative as the options say, else down to `level`.
  func logger(level: Logger.Level = .warning) -> Logger {
    var logger = Logger(label: "feedgen") { [logFormat] _ in ConsoleLogHandler(isJSON: logFormat == .json) }
    logger.logLevel = quiet ? .error : verbose ? .debug : level
    return logger
  }
}
