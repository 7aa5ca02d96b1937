package import Logging
internal import Synchronization

/// Records the messages of a log.
package struct MessageRecorder: LogHandler {
  private final class Messages: Sendable {
    let all = Mutex<[String]>([])
  }

  /// What is added to every message: nothing.
  package var metadata: Logger.Metadata = [:]
  /// The least level of what is recorded.
  package var logLevel = Logger.Level.info
  private let messages = Messages()

  /// The messages so far.
  package var all: [String] { messages.all.withLock { $0 } }

  /// A logger that writes to it.
  package var logger: Logger { Logger(label: "tests") { _ in self } }

  /// Makes a recorder without messages.
  package init() {}

  /// A value of the metadata.
  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Records a message.
  package func log(event: LogEvent) { messages.all.withLock { $0.append("\(event.message)") } }
}
