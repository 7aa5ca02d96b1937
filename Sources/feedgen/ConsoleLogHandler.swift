import Foundation
import Logging

/// Writes log messages to standard error as `feedgen: warning: message`.
struct ConsoleLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.warning

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    FileHandle.standardError.write(Data("feedgen: \(event.level): \(event.message)\n".utf8))
  }
}
