package import Logging
internal import Synchronization

/// Records the stages of batches from the log of a service.
package struct LogRecorder: LogHandler {
  private final class Batches: Sendable {
    let stages = Mutex<[[String]]>([])
  }

  /// What is added to every message: nothing.
  package var metadata: Logger.Metadata = [:]
  /// What is recorded.
  package var logLevel = Logger.Level.info
  private let batches = Batches()

  /// The stages of each batch.
  package var stages: [[String]] { batches.stages.withLock { $0 } }

  /// Makes a recorder without batches.
  package init() {}

  /// A value of the metadata.
  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Records a message if it is the report of a batch.
  package func log(event: LogEvent) {
    let stages = (event.metadata ?? [:]).keys.filter { $0.hasPrefix("ms ") }.map { String($0.dropFirst(3)) }
    if !stages.isEmpty { batches.stages.withLock { $0.append(stages.sorted()) } }
  }
}
