package import Classification
package import EventArchive
internal import Foundation
internal import HummingbirdCore
package import Logging
internal import NIOCore
internal import NIOPosix
package import Publishing
internal import ServiceLifecycle
internal import Synchronization

/// Serves feeds over HTTP (RFC 9110, RFC 9112).
package final class FeedServer: Sendable {
  /// The site that is served, with its directories.
  package struct ServedSite: Sendable {
    /// The metadata of the site.
    var site: Site
    /// The settings by which content is parsed.
    var content: ContentSettings
    /// The events of the feeds of countries.
    var countryFeeds: CountryFeeds
    /// The output directory.
    var output: String
    /// The state directory, with the index.
    var state: String
    /// The gazetteer for expressions.
    var gazetteer: Gazetteer
    /// The WebSub hub, if there is one.
    var hub: HubEndpoint?

    /// Makes a site.
    package init(
      _ site: Site, content: ContentSettings = ContentSettings(), countryFeeds: CountryFeeds = .all,
      output: String, state: String, gazetteer: Gazetteer, hub: HubEndpoint? = nil
    ) {
      self.site = site
      self.content = content
      self.countryFeeds = countryFeeds
      self.output = output
      self.state = state
      self.gazetteer = gazetteer
      self.hub = hub
    }
  }

  /// The extent of a rebuild.
  package enum Rebuild: Equatable, Sendable {
    /// The feeds with changes.
    case changes
    /// Every feed.
    case everything
  }

  /// The callbacks of a server into the process around it. They may be called on any thread.
  package struct Hooks: Sendable {
    /// Reports the health of the service.
    var report: @Sendable () -> ServerReport
    /// Requests a rebuild and returns at once: `nil`, or the reason for refusal.
    var regenerate: @Sendable (Rebuild) -> String?
    /// The bearer token for `POST /regenerate`; `nil` disables it.
    var token: String?

    /// Makes the callbacks.
    package init(
      report: @escaping @Sendable () -> ServerReport,
      regenerate: @escaping @Sendable (Rebuild) -> String?,
      token: String?
    ) {
      self.report = report
      self.regenerate = regenerate
      self.token = token
    }
  }

  /// The reason why a server cannot listen.
  package struct Failure: Error, CustomStringConvertible {
    /// The address, the reason, and the remedy.
    package var description: String
  }

  /// The port on which the server listens.
  package var port: Int { state.withLock { $0.port } }

  private struct State {
    var port = 0
    var group: ServiceGroup?
    var task: Task<Void, any Error>?
  }

  // File descriptors for other uses than connections and files that are being sent.
  private static let reservedDescriptors = 256

  private let settings: ServerSettings
  private let hooks: Hooks
  private let routes: ReloadableRoutes
  private let logger: Logger
  private let state = Mutex(State())

  /// Makes a server, which does not listen before `start`.
  /// - Throws: `PublishingError`.
  package init(_ site: ServedSite, settings: ServerSettings, hooks: Hooks, logger: Logger) throws {
    self.settings = settings
    self.hooks = hooks
    self.logger = logger
    let routes = try FeedRoutes(
      site, settings: settings, hooks: hooks, metrics: Metrics(), logger: logger)
    self.routes = ReloadableRoutes(routes, logger: logger)
  }

  /// Serves another site from now on, on open connections too.
  /// - Throws: `PublishingError`; then the server keeps the present site.
  package func replace(_ site: ServedSite) throws {
    let new = try FeedRoutes(
      site, settings: settings, hooks: hooks, metrics: routes.metrics, logger: logger)
    routes.replace(new)
    prepareSearch()
  }

  private func prepareSearch() {
    ThreadPools.feeds.submit { [routes] _ in routes.now.prepareSearch() }
  }

  /// Starts to listen; returns when connections are accepted. May be called once.
  /// - Throws: `Failure`.
  package func start() async throws {
    let maxConnections = raiseLimits()
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .warning)
    let (started, continuation) = AsyncStream.makeStream(of: Void.self)
    let server = Server(
      childChannelSetup: FeedChannel(settings: settings, routes: routes),
      configuration: ServerConfiguration(
        address: .hostname(settings.host, port: settings.port), backlog: 4096,
        availableConnectionsDelegate: .maximum(maxConnections, logger: quiet)),
      onServerRunning: { [self] channel in
        state.withLock { $0.port = channel.localAddress?.port ?? 0 }
        continuation.yield()
      },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet)
    var configuration = ServiceGroupConfiguration(
      services: [.init(service: server, successTerminationBehavior: .gracefullyShutdownGroup)],
      gracefulShutdownSignals: [], logger: quiet)
    configuration.maximumGracefulShutdownDuration = Duration.seconds(settings.drain)
    let group = ServiceGroup(configuration: configuration)
    let task = Task.detached {
      defer { continuation.finish() }
      try await group.run()
    }
    state.withLock { state in
      state.group = group
      state.task = task
    }
    for await _ in started { return prepareSearch() }
    do {
      try await task.value
    } catch {
      throw Failure(
        description:
          "cannot listen on \(settings.host):\(settings.port): \(Self.reason(error)); name another by --host and --port"
      )
    }
  }

  // Raises the limit of file descriptors as far as possible; returns the limit of connections that it allows.
  private func raiseLimits() -> Int {
    let wantedFiles = ServedFile.maxOpen.load(ordering: .relaxed)
    let wanted = settings.connections + wantedFiles + Self.reservedDescriptors
    let available = max(8, OpenFileLimit.raise(to: wanted) - Self.reservedDescriptors)
    let maxFiles = min(wantedFiles, available / 4)
    ServedFile.maxOpen.store(maxFiles, ordering: .relaxed)
    let room = available - maxFiles
    if room < settings.connections {
      logger.warning(
        "\(room) connections at most, not \(settings.connections): raise the limit of open files (ulimit -n, LimitNOFILE)"
      )
    }
    return min(room, settings.connections)
  }

  /// Stops accepting connections, lets running requests end, and returns.
  package func stop() async {
    guard let (group, task) = state.withLock({ state in state.group.map { ($0, state.task) } }) else {
      return
    }
    await group.triggerGracefulShutdown()
    // The time limit holds for clients that do not receive their responses, too.
    let (ended, continuation) = AsyncStream.makeStream(of: Void.self)
    Task.detached {
      _ = await task?.result
      continuation.finish()
    }
    Task.detached { [settings] in
      // The task is not cancelled, so that the only error of a sleep does not occur.
      try? await Task.sleep(for: .seconds(settings.drain + 0.5))
      continuation.finish()
    }
    for await _ in ended {}
  }

  private static func reason(_ error: any Error) -> String {
    if let error = error as? IOError { return String(cString: strerror(error.errnoCode)) }
    return "\(error)"
  }
}

/// The limit of open files of this process, which includes connections (RLIMIT_NOFILE).
enum OpenFileLimit {
  /// Raises the limit to a number, or as far as the system allows; returns the limit.
  static func raise(to count: Int) -> Int {
    var limit = rlimit()
    #if os(Linux)
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let resource = RLIMIT_NOFILE
    #endif
    guard getrlimit(resource, &limit) == 0 else { return count }
    if limit.rlim_cur < count {
      limit.rlim_cur = min(limit.rlim_max, rlim_t(count))
      setrlimit(resource, &limit)
    }
    return limit.rlim_cur > Int32.max ? count : Int(limit.rlim_cur)
  }
}
