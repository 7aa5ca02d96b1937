import Logging
import Synchronization

/// Records the messages of a log.
struct MessageRecorder: LogHandler {
  private final class Messages: Sendable {
    let all = Mutex<[String]>([])
  }

  /// What is added to every message: nothing.
  var metadata: Logger.Metadata = [:]
  /// The least level of what is recorded.
  var logLevel = Logger.Level.info
  private let messages = Messages()

  /// The messages so far.
  var all: [String] { messages.all.withLock { $0 } }

  /// A logger that writes to it.
  var logger: Logger { Logger(label: "tests") { _ in self } }

  /// A value of the metadata.
  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Records a message.
  func log(event: LogEvent) { messages.all.withLock { $0.append("\(event.message)") } }
}
