internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// The routes of a running server; a reload of the configuration replaces them.
final class ReloadableRoutes: Sendable {
  /// The server's metrics, which a reload keeps.
  let metrics: Metrics
  private let logger: Logger
  // Whether each request is logged, determined once.
  private let logsRequests: Bool
  private let routes: Mutex<FeedRoutes>

  /// Starts with some routes.
  init(_ routes: FeedRoutes, logger: Logger) {
    metrics = routes.metrics
    self.logger = logger
    logsRequests = logger.logLevel <= .debug
    self.routes = Mutex(routes)
  }

  /// The current routes.
  var now: FeedRoutes { routes.withLock { $0 } }

  /// Counts and logs a reply before it is sent.
  func record(_ reply: Reply, method: String, target: String) {
    metrics.countResponse(reply.status, bytes: reply.length)
    guard logsRequests else { return }
    logger.debug(
      "\(method) \(target): \(reply.status.code)",
      metadata: [
        "method": "\(method)", "target": "\(target)", "status": "\(reply.status.code)",
        "bytes": "\(reply.length)",
      ])
  }

  /// Replaces the routes, for open connections too.
  func replace(_ routes: FeedRoutes) { self.routes.withLock { $0 = routes } }
}
