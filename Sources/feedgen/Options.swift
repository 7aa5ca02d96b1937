import ArgumentParser
import Foundation
import Logging
import Publishing
import Service

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
    if let path = try configurationFile() {
      configuration = try ConfigurationReader.read(path)
      if configuration.windowEntries > Site.mostEntries {
        logger().warning(
          "\(path): \"window.entries\" is \(configuration.windowEntries), but a feed holds \(Site.mostEntries) entries at most; write \(Site.mostEntries) or less"
        )
        configuration.windowEntries = Site.mostEntries
      }
      let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      for member in [\Configuration.content, \.output, \.state]
      where !configuration[keyPath: member].hasPrefix("/") {
        configuration[keyPath: member] = directory + configuration[keyPath: member]
      }
    }
    configuration.content = try directory("--content", content) ?? configuration.content
    configuration.output = try directory("--output", output) ?? configuration.output
    configuration.state = try directory("--state", state) ?? configuration.state
    return configuration
  }

  /// The source of the configuration of a service.
  var source: ConfigurationSource { ConfigurationSource(read: configuration, origin: { origin }) }

  /// Where the configuration comes from, for the log.
  var origin: String {
    ((try? configurationFile()) ?? nil).map { "configured by \($0)" }
      ?? "there is no config.json here, so that every setting has its default"
  }

  // The file to read; `nil` when none is named and there is none.
  private func configurationFile() throws -> String? {
    if let config { return try directory("--config", config) }
    let path = "config.json"
    // A link that leads nowhere is a mistake, and no lack of a configuration.
    var status = stat()
    return lstat(path, &status) == 0 ? path : nil
  }

  // A path of the command line, in which the shell may not have replaced the home directory: `--content=~/x`.
  private func directory(_ name: String, _ value: String?) throws -> String? {
    guard let value else { return nil }
    do throws(DirectoryPath.Refusal) {
      return try DirectoryPath.expanded(value)
    } catch {
      throw ConfigurationError.option(name: name, value: value, reason: error.reason)
    }
  }

  /// A logger to standard error, as talkative as the options say, else down to `level`.
  func logger(level: Logger.Level = .warning) -> Logger {
    var logger = Logger(label: "feedgen") { [logFormat] _ in ConsoleLogHandler(isJSON: logFormat == .json) }
    logger.logLevel = quiet ? .error : verbose ? .debug : level
    return logger
  }
}
