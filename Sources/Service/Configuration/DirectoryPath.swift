import Foundation
import Primitives

/// Paths of directories in the configuration and on the command line.
package enum DirectoryPath {
  /// The reason why a path cannot be used.
  package struct Refusal: Error, Equatable {
    /// The fault and the remedy, as the end of a sentence about the path.
    package var reason: String
  }

  /// The user's home directory: the value of HOME, as in shells, else that of the system.
  package static var home: String {
    let path = ProcessInfo.processInfo.environment["HOME"] ?? ""
    return path.hasPrefix("/") ? path : FileManager.default.homeDirectoryForCurrentUser.path
  }

  /// A path with the home directory in place of a leading `~`. Variables and other shell syntax are refused: taken literally, they
  /// would name an unwanted directory.
  /// - Throws: `Refusal`.
  package static func expanded(_ path: String, home: String = DirectoryPath.home) throws(Refusal) -> String {
    if let syntax = refusedSyntax.first(where: { $0.matches(path) }) { throw Refusal(reason: syntax.reason) }
    if path == "~" { return home }
    if path.hasPrefix("~/") {
      return (home.hasSuffix("/") ? String(home.dropLast()) : home) + path.dropFirst()
    }
    if path.hasPrefix("~") {
      throw Refusal(
        reason:
          "begins with ~, which means a home directory; write the path itself, or ./\(path) if that is its name"
      )
    }
    return path
  }

  // Syntax that a path of the configuration must not have.
  private struct RefusedSyntax: Sendable {
    let matches: @Sendable (String) -> Bool
    let reason: String
  }

  // The first that matches gives the reason.
  private static let refusedSyntax: [RefusedSyntax] = [
    RefusedSyntax(matches: { $0.isEmpty }, reason: "is empty; write a path"),
    RefusedSyntax(matches: { $0.utf8.contains(0) }, reason: "has a zero byte; write it without"),
    RefusedSyntax(
      matches: { $0.contains(/\$(\{|\(|[A-Za-z_])/) || $0.contains(/%[A-Za-z_][A-Za-z0-9_()]*%/) },
      reason: "has a variable, which is not replaced here; write the path itself"),
    RefusedSyntax(
      matches: { $0.contains("`") },
      reason: "has a backtick, which runs commands in shells alone; write the path itself"),
    RefusedSyntax(
      matches: { $0.contains(/^[A-Za-z][A-Za-z0-9+.\-]*:\/\//) || $0.contains(/^(?i)file:/) },
      reason: "is a URL; write a path"),
    RefusedSyntax(
      matches: { $0.contains(/^[A-Za-z]:\\/) },
      reason: "begins with a drive letter, which only Windows has; write a path of this system"),
    RefusedSyntax(
      matches: { $0.first?.isWhitespace == true || $0.last?.isWhitespace == true },
      reason: "begins or ends with a blank; write it without"),
    RefusedSyntax(
      matches: { $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } },
      reason: "has a control character; write it without"),
  ]

  /// Whether a directory is another one or inside it, by resolved paths. The directories need not exist.
  package static func isWithin(_ path: String, _ other: String) -> Bool {
    let path = resolved(path)
    let other = resolved(other)
    if BytePath(path) == BytePath(other) || other == "/" { return true }
    if BytePath(path).isBelow(BytePath(other)) { return true }
    // One directory may be mounted at two places.
    guard let identity = identity(other) else { return false }
    var ancestor = path
    while true {
      if Self.identity(ancestor) == identity { return true }
      guard let slash = ancestor.utf8.lastIndex(of: UInt8(ascii: "/")), ancestor != "/" else { return false }
      ancestor = slash == ancestor.startIndex ? "/" : String(ancestor[..<slash])
    }
  }

  // The absolute path, with links resolved in the part that exists.
  private static func resolved(_ path: String) -> String {
    var parts = absolute(path).split(separator: "/").map(String.init)
    var rest: [String] = []
    while true {
      if let real = realpath("/" + parts.joined(separator: "/"), nil) {
        defer { free(real) }
        return normal(String(cString: real), rest)
      }
      guard let last = parts.popLast() else { return normal("/", rest) }
      rest.insert(last, at: 0)
    }
  }

  private static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }

  private static func normal(_ start: String, _ rest: [String]) -> String {
    var parts = start.split(separator: "/").map(String.init)
    for part in rest where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  private struct Identity: Equatable {
    var device: UInt64
    var inode: UInt64
  }

  private static func identity(_ path: String) -> Identity? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Identity(device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(status.st_ino))
  }
}
