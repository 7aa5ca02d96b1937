/// Why a configuration cannot be used.
package enum ConfigurationError: Error, CustomStringConvertible, Equatable {
  /// Something that is wrong with a file of the configuration.
  package struct Fault: Equatable, CustomStringConvertible {
    /// The line, counted from 1; `nil` when it is the file as a whole.
    package var line: Int?
    /// What is wrong and what to do.
    package var what: String

    /// The line, and what is wrong.
    package var description: String { line.map { "\($0): \(what)" } ?? " \(what)" }
  }

  /// The file cannot be read.
  case unreadable(path: String, reason: String)
  /// The file is not JSON.
  case notJSON(path: String, error: JSONDocument.SyntaxError)
  /// Something is wrong with keys or values; all of it, a line each.
  case invalid(path: String, faults: [Fault])
  /// A path of the command line cannot be used.
  case option(name: String, value: String, reason: String)
  /// An environment variable cannot be used.
  case variable(name: String, value: String, reason: String)
  /// Of two directories one lies within the other, which does harm.
  case overlap(key: String, path: String, otherKey: String, other: String, harm: String)

  /// What is wrong and what to do, a line for each fault; characters that control a terminal are escaped.
  package var lines: [String] {
    let lines =
      switch self {
      case .unreadable(let path, let reason): ["\(path): the configuration cannot be read (\(reason))"]
      case .notJSON(let path, let error):
        ["\(path):\(error.line):\(error.column): the configuration is not valid JSON: \(error.what)"]
      case .invalid(let path, let faults): faults.map { "\(path):\($0)" }
      case .option(let name, let value, let reason): ["\(name) \(value): \(reason)"]
      case .variable(let name, let value, let reason): ["\(name)=\(value): \(reason)"]
      case .overlap(let key, let path, let otherKey, let other, let harm):
        [
          "\"\(key)\" (\(path)) lies within \"\(otherKey)\" (\(other)), so that \(harm); name a directory outside of it"
        ]
      }
    return lines.map(\.printable)
  }

  /// What is wrong and what to do, in one line.
  package var description: String { lines.joined(separator: "; ") }
}
