import Foundation
import Logging

/// Writes log messages to standard error, as `feedgen: warning: message` or as JSON objects, one a line.
struct ConsoleLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.warning
  private let isJSON: Bool

  /// Makes a handler that writes text, or JSON.
  init(isJSON: Bool = false) { self.isJSON = isJSON }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let line = isJSON ? json(event) : "feedgen: \(event.level): \("\(event.message)".printable)"
    StandardError.write(line + "\n")
  }

  // A JSON object; metadata that are integers become JSON numbers.
  private func json(_ event: LogEvent) -> String {
    var object: [String: JSONMember] = [:]
    for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
      object[key] = Int("\(value)").map { .number($0) } ?? .text("\(value)")
    }
    object["time"] = .text(Date.now.ISO8601Format(.iso8601(timeZone: .gmt, includingFractionalSeconds: true)))
    object["level"] = .text("\(event.level)")
    object["message"] = .text("\(event.message)")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) } ?? "\(event.message)"
  }

  private enum JSONMember: Encodable {
    case number(Int)
    case text(String)

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .number(let number): try container.encode(number)
      case .text(let text): try container.encode(text)
      }
    }
  }
}
