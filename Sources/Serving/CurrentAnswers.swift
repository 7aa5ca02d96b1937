internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// The answers of a server, in whose place others may be put while it runs.
final class CurrentAnswers: Sendable {
  /// What has been done.
  let metrics: Metrics
  private let logger: Logger
  // Whether each request is logged, found out once.
  private let logsRequests: Bool
  private let answers: Mutex<Answers>

  /// Makes it with the first.
  init(_ answers: Answers, logger: Logger) {
    (metrics, self.logger) = (answers.metrics, logger)
    logsRequests = logger.logLevel <= .debug
    self.answers = Mutex(answers)
  }

  /// Those of now.
  var now: Answers { answers.withLock { $0 } }

  /// Notes what somebody gets, before it is sent.
  func note(_ reply: Reply, _ method: String, _ target: String) {
    metrics.count(reply.status, bytes: reply.length)
    guard logsRequests else { return }
    logger.debug(
      "\(method) \(target): \(reply.status.code)",
      metadata: [
        "method": "\(method)", "target": "\(target)", "status": "\(reply.status.code)",
        "bytes": "\(reply.length)",
      ])
  }

  /// Puts others in their place.
  func replace(_ answers: Answers) { self.answers.withLock { $0 = answers } }
}
