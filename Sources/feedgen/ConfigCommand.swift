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

  @Argument(
    help: "Names of keys, for example serve.port (default: all).",
    completion: .list(ConfigurationKey.all.map(\.name)))
  var keys: [String] = []

  @Flag(help: "Leave out the keys that have their default.")
  var changed = false

  @Flag(help: "Print a JSON array of objects with key, value, origin, place and variable.")
  var json = false

  func validate() throws {
    for key in keys where !ConfigurationKey.all.contains(where: { $0.name == key }) {
      throw ValidationError("There is no key \(key); did you mean \(ConfigurationKey.nearest(key))?")
    }
  }

  func run() throws {
    try ErrorReport.exitOnError {
      let configuration = try options.configuration()
      let shown = ConfigurationKey.all.filter { key in
        (keys.isEmpty || keys.contains(key.name)) && !(changed && configuration.origins[key.name] == nil)
      }
      let lines = json ? Self.json(shown, of: configuration) : Self.lines(shown, of: configuration)
      try StandardOutput.write(lines: lines)
    }
  }

  private static func lines(_ keys: [ConfigurationKey], of configuration: Configuration) -> [String] {
    let lines = keys.map { "\($0.name) = \($0.value(configuration).json)".printable }
    let width = min(lines.map(\.count).max() ?? 0, 48)
    return zip(keys, lines).map { key, line in
      let place = configuration.origins[key.name]?.description ?? "default"
      return line + String(repeating: " ", count: max(0, width - line.count)) + "  # \(place)".printable
    }
  }

  private static func json(_ keys: [ConfigurationKey], of configuration: Configuration) -> [String] {
    let objects = keys.map { key in
      let origin = configuration.origins[key.name]
      var members: [String: JSONValue] = [
        "key": .string(key.name), "value": key.value(configuration), "variable": .string(key.variable),
        "origin": .string(origin?.kind ?? "default"),
      ]
      if let origin { members["place"] = .string(origin.description) }
      return "  " + JSONValue.object(members).json
    }
    return ["[", objects.joined(separator: ",\n"), "]"].filter { !$0.isEmpty }
  }
}
