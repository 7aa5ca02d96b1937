import ArgumentParser
import Service

/// The command `config`: prints the configuration in force.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Print the configuration in force, and where each value comes from.",
    discussion: """
      A value comes from an option, else from an environment variable, else from the configuration file, else from the \
      configuration of the site whose posts are published, else it is the default. Each line has a key, its value as JSON, \
      and the place. With KEY, only these keys are printed. A wrong configuration is reported as by any other command, \
      with status 78.

      EXAMPLES
        feedgen config
        feedgen config state serve.port
        FEEDGEN_SERVE_PORT=9000 feedgen config --changed
        feedgen config --set serve.port=9000 --json

      """)

  @OptionGroup var options: Options
  @OptionGroup var address: ServerAddress
  @OptionGroup var interval: WatchInterval

  @Argument(
    help: ArgumentHelp(
      "Names of keys or of objects, for example serve.port or serve (default: all).", valueName: "key"),
    completion: .list(ConfigurationKey.all.map(\.name)))
  var keys: [String] = []

  @Flag(help: "Print only keys that a file, a variable or an option sets.")
  var changed = false

  @Flag(help: "Print a JSON array of objects with key, value, origin, place and variable.")
  var json = false

  func validate() throws {
    for name in keys where !ConfigurationKey.all.contains(where: { Self.isNamed($0, name) }) {
      throw ValidationError("There is no key \"\(name)\"; \(ConfigurationKey.advice(forUnknown: name))")
    }
  }

  func run() throws {
    try ErrorReport.exitOnError {
      let configuration = try options.configuration(and: address.keys + interval.keys)
      try configuration.requireApart()
      let shown = ConfigurationKey.all.filter { key in
        (keys.isEmpty || keys.contains { Self.isNamed(key, $0) })
          && !(changed && configuration.origins[key.name] == nil)
      }
      let lines = json ? Self.json(shown, of: configuration) : Self.lines(shown, of: configuration)
      try StandardOutput.write(lines: lines)
    }
  }

  // Whether a name is that of a key, or of the object that it is a member of.
  private static func isNamed(_ key: ConfigurationKey, _ name: String) -> Bool {
    key.name == name || key.name.hasPrefix(name + ".")
  }

  private static func lines(_ keys: [ConfigurationKey], of configuration: Configuration) -> [String] {
    let lines = keys.map { "\($0.name) = \($0.value(configuration).json)".printable }
    let width = min(lines.map(\.count).max() ?? 0, 48)
    return zip(keys, lines).map { key, line in
      let standard = key.defaultInWords.map { "default: \($0.replacing("`", with: ""))" } ?? "default"
      let place = configuration.origins[key.name]?.description ?? standard
      return line + String(repeating: " ", count: max(0, width - line.count)) + "  # \(place)".printable
    }
  }

  private static func json(_ keys: [ConfigurationKey], of configuration: Configuration) -> [String] {
    let objects = keys.map { key in
      let origin = configuration.origins[key.name]
      let members: [String: JSONValue] = [
        "key": .string(key.name), "value": key.value(configuration), "variable": .string(key.variable),
        "origin": .string(origin?.kind ?? "default"),
        "place": origin.map { .string($0.description) } ?? .null,
      ]
      return "  " + JSONValue.object(members).json
    }
    return ["[", objects.joined(separator: ",\n"), "]"].filter { !$0.isEmpty }
  }
}
