internal import Foundation

/// What forms send: names and values, `application/x-www-form-urlencoded`.
enum Form {
  private static let safe = CharacterSet(
    charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")

  /// A name is there twice.
  struct Repeated: Error {
    /// The name.
    var name: String
  }

  /// A value as a form has it.
  static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: safe) ?? ""
  }

  /// The values by name, where each name is to be there once.
  /// - Throws: `RequestPath.Fault`, `Repeated`.
  static func values(_ text: Substring) throws -> [String: String] {
    var single: [String: String] = [:]
    for (name, values) in try allValues(text) {
      guard values.count == 1 else { throw Repeated(name: name) }
      single[name] = values[0]
    }
    return single
  }

  /// The values by name.
  /// - Throws: `RequestPath.Fault`.
  static func allValues(_ text: Substring) throws(RequestPath.Fault) -> [String: [String]] {
    var values: [String: [String]] = [:]
    for part in text.split(separator: "&") {
      let mark = part.firstIndex(of: "=") ?? part.endIndex
      let name = try RequestPath.decoded(part[..<mark], spaces: true)
      values[name, default: []].append(try RequestPath.decoded(part[mark...].dropFirst(), spaces: true))
    }
    return values
  }
}
