import ArgumentParser
import Foundation
import Logging
import Publishing
import Service

/// The options of all commands: directories and logging.
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

  /// The format of log messages.
  enum LogFormat: String, ExpressibleByArgument, CaseIterable {
    /// `feedgen: warning: message`.
    case text
    /// One JSON object per line, with time, level, message and metadata.
    case json
  }

  /// Refuses contradictory options.
  func validate() throws {
    if quiet, verbose {
      throw ValidationError("--quiet and --verbose contradict each other; give one of them.")
    }
  }

  /// The configuration of the file, overridden by the options. Relative paths in the file start at its directory.
  /// - Throws: `ConfigurationError`.
  func configuration() throws -> Configuration {
    var configuration = Configuration()
    let file = try configurationFile()
    if let path = file {
      configuration = try ConfigurationReader.read(path)
      if configuration.windowEntries > Site.mostEntries {
        logger().warning(
          "\(path): \"window.entries\" is \(configuration.windowEntries), but a feed holds \(Site.mostEntries) entries at most; write \(Site.mostEntries) or less"
        )
        configuration.windowEntries = Site.mostEntries
      }
      let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      for member in [\Configuration.content, \.output, \.state, \.serve.socket, \.serve.accessLog]
      where !["", "-"].contains(configuration[keyPath: member])
        && !configuration[keyPath: member].hasPrefix("/")
      {
        configuration[keyPath: member] = directory + configuration[keyPath: member]
      }
    }
    configuration.content = try directory("--content", content) ?? configuration.content
    configuration.output = try directory("--output", output) ?? configuration.output
    configuration.state = try directory("--state", state) ?? configuration.state
    if file == nil, content == nil {
      try NewConfiguration.requireNoSite(withoutContent: configuration.content)
    }
    try configuration.detectContent()
    return configuration
  }

  /// The source of the configuration of a service.
  var source: ConfigurationSource { ConfigurationSource(read: configuration, origin: { origin }) }

  /// The origin of the configuration, for the log.
  var origin: String {
    ((try? configurationFile()) ?? nil).map { "configured by \($0)" }
      ?? "there is no config.json here, so that every setting has its default"
  }

  // The configuration file; `nil` when no option names one and config.json does not exist.
  private func configurationFile() throws -> String? {
    if let config { return try directory("--config", config) }
    let path = "config.json"
    // A dangling link counts as a file, so that it is reported as an error.
    var status = stat()
    return lstat(path, &status) == 0 ? path : nil
  }

  // A path of the command line. Shells do not expand `~` in `--content=~/x`.
  private func directory(_ name: String, _ value: String?) throws -> String? {
    guard let value else { return nil }
    do throws(DirectoryPath.Refusal) {
      return try DirectoryPath.expanded(value)
    } catch {
      throw ConfigurationError.option(name: name, value: value, reason: error.reason)
    }
  }

  /// A logger to standard error, with the level of the options, else `level`.
  func logger(level: Logger.Level = .warning) -> Logger {
    var logger = Logger(label: "feedgen") { [logFormat] _ in ConsoleLogHandler(isJSON: logFormat == .json) }
    logger.logLevel = quiet ? .error : verbose ? .debug : level
    return logger
  }
}
