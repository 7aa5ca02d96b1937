internal import Synchronization

/// The routes of a running server; a reload of the configuration replaces them.
final class ReloadableRoutes: Sendable {
  private let routes: Mutex<FeedRoutes>

  /// Starts with some routes.
  init(_ routes: FeedRoutes) { self.routes = Mutex(routes) }

  /// The current routes.
  var now: FeedRoutes { routes.withLock { $0 } }

  /// Replaces the routes, for open connections too.
  func replace(_ routes: FeedRoutes) { self.routes.withLock { $0 = routes } }
}
