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

  /// The strength of the place, from 1; the value of a stronger place replaces that of a weaker one. 0 is that of a default.
  var strength: Int {
    switch self {
    case .site: 1
    case .file: 2
    case .variable: 3
    case .option: 4
    }
  }

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
