/// The place where the value of a key comes from.
package enum ConfigurationOrigin: Equatable, Sendable {
  /// The configuration file, with the line of the key.
  case file(path: String, line: Int?)
  /// An environment variable.
  case variable(String)
  /// An option of the command line.
  case option(String)
  /// A file of the site whose posts are the content.
  case site(file: String)

  /// The kind of the place, for programs: `file`, `environment`, `option` or `site`.
  package var kind: String {
    switch self {
    case .file: "file"
    case .variable: "environment"
    case .option: "option"
    case .site: "site"
    }
  }

  /// The place, for people; a line follows the path of a file.
  package var description: String {
    switch self {
    case .file(let path, let line): line.map { "\(path):\($0)" } ?? path
    case .variable(let name): name
    case .option(let name): name
    case .site(let file): file
    }
  }
}
