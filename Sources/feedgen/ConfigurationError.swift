/// Why a configuration cannot be used.
enum ConfigurationError: Error, CustomStringConvertible, Equatable {
  /// The file cannot be read.
  case unreadable(path: String, reason: String)
  /// The file is not JSON.
  case notJSON(path: String, reason: String)
  /// Something is wrong with keys or values; all of it, a line each.
  case invalid(path: String, faults: [String])
  /// A directory that is written to lies within the content, where a service would take it for news.
  case overlap(key: String, path: String, content: String)

  /// What is wrong and what to do.
  var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): the configuration cannot be read (\(reason))"
    case .notJSON(let path, let reason): "\(path): the configuration is not valid JSON (\(reason))"
    case .overlap(let key, let path, let content):
      "\"\(key)\" is \(path), which lies within the content directory \(content), so that a service would watch itself; name a directory outside of it"
    case .invalid(let path, let faults): faults.map { "\(path): \($0)" }.joined(separator: "\n")
    }
  }
}
