internal import Foundation
internal import Primitives

/// The secret of requests to a cache: a token, or the key of signatures. It is never printed.
package enum PurgeSecret: Hashable, Sendable {
  /// The secret itself.
  case text(String)
  /// The name of the environment variable that has it.
  case variable(String)
  /// The path of the file that has it, with or without a line break at its end.
  case file(String)

  /// The secret as it is now: a file is read again for each batch of requests, so that a new secret needs no restart.
  /// - Throws: `PurgeFailure`.
  func value(environment: [String: String]) throws(PurgeFailure) -> String {
    switch self {
    case .text(let text): return text
    case .variable(let name):
      guard let value = environment[name], !value.isEmpty else {
        throw PurgeFailure("the environment variable \(name), which should have its secret, is not set")
      }
      return value
    case .file(let path): return try Self.contents(of: path)
    }
  }

  private static func contents(of path: String) throws(PurgeFailure) -> String {
    let text: String
    do {
      text = try FileReader().read(path) { String(decoding: $0, as: UTF8.self) }
    } catch FileReadError.refused(let reason) {
      throw PurgeFailure("\(path), which should have its secret, cannot be read (\(reason))")
    } catch {
      throw PurgeFailure("\(path), which should have its secret, is no small file of text")
    }
    let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
    // A line break in a header field would begin another field.
    guard !secret.isEmpty, secret.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw PurgeFailure("\(path) should have a secret in one line")
    }
    return secret
  }
}

extension PurgeSecret: CustomStringConvertible, CustomReflectable {
  /// The place of the secret, without the secret.
  package var description: String {
    switch self {
    case .text: "a hidden text"
    case .variable(let name): "the environment variable \(name)"
    case .file(let path): path
    }
  }

  package var customMirror: Mirror { Mirror(reflecting: description) }
}
