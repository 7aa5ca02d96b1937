/// The reason why a configuration cannot be used.
package enum ConfigurationError: Error, CustomStringConvertible, Equatable {
  /// A fault in a configuration file.
  package struct Fault: Equatable, CustomStringConvertible {
    /// The line, counted from 1; `nil` for a fault of the whole file.
    package var line: Int?
    /// The fault and the remedy.
    package var what: String

    /// The line and the fault.
    package var description: String { line.map { "\($0): \(what)" } ?? " \(what)" }
  }

  /// The file cannot be read.
  case unreadable(path: String, reason: String)
  /// The file cannot be written.
  case unwritable(path: String, reason: String)
  /// The file is not JSON.
  case notJSON(path: String, error: JSONDocument.SyntaxError)
  /// Keys or values are invalid; all faults.
  case invalid(path: String, faults: [Fault])
  /// The value of an option of the command line cannot be used.
  case option(name: String, value: String, reason: String)
  /// An environment variable cannot be used; without its value, which may be a secret, if no key has the variable.
  case variable(name: String, value: String?, reason: String)
  /// Several errors, in the order in which their sources were read.
  case several([ConfigurationError])
  /// Several kinds of site have their configuration in one directory; each with the file that shows it.
  case ambiguous(content: String, kinds: [String], files: [String])
  /// The working directory is a site, and no configuration says that it is the content.
  case notInitialized(kind: String, file: String, content: String)
  /// A directory is inside another one, where it must not be.
  case overlap(key: String, path: String, otherKey: String, other: String, harm: String)

  /// The faults and remedies, one line each; control characters are escaped.
  package var lines: [String] {
    let lines =
      switch self {
      case .unreadable(let path, let reason): ["\(path): the configuration cannot be read (\(reason))"]
      case .unwritable(let path, let reason):
        [
          "\(path): the configuration cannot be written (\(reason)); name another file by --config, or move this one away"
        ]
      case .notJSON(let path, let error):
        ["\(path):\(error.line):\(error.column): the configuration is not valid JSON: \(error.what)"]
      case .invalid(let path, let faults): faults.map { "\(path):\($0)" }
      case .option(let name, let value, let reason): [Self.line(ofOption: name, value, reason)]
      case .variable(let name, let value, let reason):
        [name + (value.map { "=" + Self.abridged($0) } ?? "") + ": " + reason]
      case .several(let errors): errors.flatMap(\.lines)
      case .ambiguous(let content, let kinds, let files):
        [
          "\(content): has the configuration of \(kinds.count) kinds of site (\(files.joined(separator: ", "))); set \"format\" to \(kinds.map { "\"\($0)\"" }.joined(separator: " or "))"
        ]
      case .notInitialized(let kind, let file, let content):
        [
          "\(content): there is no such directory, but a \(kind) site here (\(file)); run `feedgen init` to publish it, or name the content by --content"
        ]
      case .overlap(let key, let path, let otherKey, let other, let harm):
        [
          "\"\(key)\" (\(path)) lies within \"\(otherKey)\" (\(other)), so that \(harm); name a directory outside of it"
        ]
      }
    return lines.map { Self.withoutPasswords($0).printable }
  }

  private static func line(ofOption name: String, _ value: String, _ reason: String) -> String {
    // `--set KEY=VALUE`, and `--port VALUE`
    "\(name)\(name.contains(" ") ? "=" : " ")\(abridged(value)): \(reason)"
  }

  // The beginning of a long value.
  private static func abridged(_ value: String) -> String {
    value.count <= 200 ? value : value.prefix(200) + "…"
  }

  // Messages go into logs, where passwords must not be.
  private static func withoutPasswords(_ line: String) -> String {
    line.replacing(/:\/\/[^\/@\s"]*:[^\/@\s"]*@/, with: "://…@")
  }

  /// One error for several; `nil` for none.
  static func all(_ errors: [ConfigurationError]) -> ConfigurationError? {
    errors.count < 2 ? errors.first : .several(errors)
  }

  /// The faults and remedies in one line.
  package var description: String { lines.joined(separator: "; ") }
}
