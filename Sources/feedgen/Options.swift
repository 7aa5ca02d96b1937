import ArgumentParser
import Foundation
import Logging
import Publishing
import Service

/// The options of all commands: directories and logging.
struct Options: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The configuration file (default: FEEDGEN_CONFIG, else config.json if there is one).", valueName: "file"
    ), completion: .file())
  var config: String?

  @Option(
    help: ArgumentHelp(
      "The directory of event files, instead of the configuration's.", valueName: "directory"),
    completion: .directory)
  var content: String?

  @Option(
    help: ArgumentHelp(
      "The directory for feeds, or s3://BUCKET/PREFIX, instead of the configuration's.",
      valueName: "directory"),
    completion: .directory)
  var output: String?

  @Option(
    help: ArgumentHelp("The directory of the index, instead of the configuration's.", valueName: "directory"),
    completion: .directory)
  var state: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "The value of any key of the configuration, instead of the configuration's; may be repeated.",
      valueName: "key=value"),
    completion: .list(ConfigurationKey.all.map { $0.name + "=" }))
  var settings: [String] = []

  @Flag(help: "Say nothing but errors.")
  var quiet = false

  @Flag(help: "Say on standard error what is being done.")
  var verbose = false

  @Option(help: ArgumentHelp("How log messages look: text or json, an object a line.", valueName: "format"))
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
    if let setting = settings.first(where: { !$0.contains("=") }) {
      throw ValidationError("--set \(setting) has no value; write --set \(setting)=VALUE.")
    }
  }

  /// Refuses options whose values are invalid.
  /// - Throws: `ValidationError`.
  static func validate(_ keys: [ConfigurationReader.Option]) throws {
    for option in keys {
      guard let fault = option.faults.first else { continue }
      throw ValidationError("\(option.name) \(option.text): \(fault).")
    }
  }

  /// The configuration of the file, of environment variables and of the options.
  /// - Parameter others: options of the command that set keys.
  /// - Throws: `ConfigurationError`.
  func configuration(and others: [ConfigurationReader.Option] = []) throws -> Configuration {
    try configuration(of: configurationFile(), and: others)
  }

  private func configuration(
    of file: String?, and others: [ConfigurationReader.Option]
  ) throws -> Configuration {
    var configuration = try ConfigurationReader.read(
      file: file, environment: ProcessInfo.processInfo.environment, options: keys + others)
    if configuration.windowEntries > Site.mostEntries {
      let place = configuration.origins["window.entries"]?.description ?? ""
      logger().warning(
        "\(place): \"window.entries\" is \(configuration.windowEntries), but a feed holds \(Site.mostEntries) entries at most; write \(Site.mostEntries) or less"
      )
      configuration.windowEntries = Site.mostEntries
    }
    if file == nil, configuration.origins["content"] == nil {
      try NewConfiguration.requireNoSite(withoutContent: configuration.content)
    }
    try configuration.detectContent()
    return configuration
  }

  // The options that set keys.
  private var keys: [ConfigurationReader.Option] {
    let directories = [("content", content), ("output", output), ("state", state)].compactMap { key, text in
      text.map { ConfigurationReader.Option(name: "--\(key)", key: key, text: $0) }
    }
    return directories
      + settings.map { setting in
        let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
          String.init)
        return .init(name: "--set \(parts[0])", key: parts[0], text: parts.count == 2 ? parts[1] : "")
      }
  }

  /// The source of the configuration of a service. A file that was there at the start must be there when it is read again.
  /// - Parameter others: options of the command that set keys.
  /// - Throws: `ConfigurationError`.
  func source(and others: [ConfigurationReader.Option] = []) throws -> ConfigurationSource {
    let first = try configurationFile()
    return ConfigurationSource(
      read: { try configuration(of: first ?? configurationFile(), and: others) }, origin: { origin })
  }

  /// The origin of the configuration, for the log.
  var origin: String {
    ((try? configurationFile()) ?? nil).map { "configured by \($0)" } ?? "there is no config.json here"
  }

  /// The configuration file of a directory.
  static let standardFile = "config.json"

  // The path of the configuration file; `nil` when nothing names one and config.json does not exist.
  private func configurationFile() throws -> String? {
    if let named = try Self.configurationFile(config) { return named }
    // A dangling link counts as a file, so that it is reported as an error.
    var status = stat()
    return lstat(Self.standardFile, &status) == 0 ? Self.standardFile : nil
  }

  /// The configuration file that `--config` or the environment names.
  /// - Throws: `ConfigurationError`.
  static func configurationFile(_ option: String?) throws -> String? {
    if let option { return try path(option, of: "--config") }
    let variable = EnvironmentVariable.configurationFile
    guard let named = ProcessInfo.processInfo.environment[variable], !named.isEmpty else { return nil }
    return try path(named) { .variable(name: variable, value: named, reason: $0) }
  }

  /// The path that the value of an option means. Shells do not expand `~` in `--config=~/x`.
  /// - Throws: `ConfigurationError`.
  static func path(_ text: String, of option: String) throws -> String {
    try path(text) { .option(name: option, value: text, reason: $0) }
  }

  private static func path(_ text: String, refusal: (String) -> ConfigurationError) throws -> String {
    do throws(DirectoryPath.Refusal) {
      return try DirectoryPath.expanded(text)
    } catch {
      throw refusal(error.reason)
    }
  }

  /// A logger to standard error, with the level of the options, else `level`.
  func logger(level: Logger.Level = .warning) -> Logger {
    var logger = Logger(label: "feedgen") { [logFormat] _ in ConsoleLogHandler(isJSON: logFormat == .json) }
    logger.logLevel = quiet ? .error : verbose ? .debug : level
    return logger
  }
}
