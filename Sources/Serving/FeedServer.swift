package import Classification
package import EventArchive
internal import Foundation
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
    /// The output: the path of a directory, or the URL of a place in object storage.
    var output: String
    /// The source of the documents; `nil` when they are files of the output directory.
    var source: (any DocumentSource)?
    /// The state directory.
    package let state: String
    /// The location of the index.
    package let index: String
    /// The gazetteer for expressions.
    var gazetteer: Gazetteer
    /// The WebSub hub, if there is one.
    var hub: HubEndpoint?
    /// Whether responses have surrogate keys, by which a cache in front removes them.
    package var hasSurrogateKeys = false
    /// The state of the caches that are purged of changes; `nil` without any.
    package var purgedCaches: (@Sendable () throws -> [PurgedCache])?

    /// Makes a site.
    /// - Parameter index: the location of the index; the state directory if it is `nil`.
    package init(
      _ site: Site, content: ContentSettings = ContentSettings(), countryFeeds: CountryFeeds = .all,
      output: String, source: (any DocumentSource)? = nil, state: String, index: String? = nil,
      gazetteer: Gazetteer, hub: HubEndpoint? = nil
    ) {
      self.site = site
      self.content = content
      self.countryFeeds = countryFeeds
      self.output = output
      self.source = source
      self.state = state
      self.index = index ?? state
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
    /// Reports the health of the service of a site.
    var report: @Sendable (_ site: ServedSite) -> ServerReport
    /// Requests a rebuild and returns at once: `nil`, or the reason for refusal.
    var regenerate: @Sendable (Rebuild) -> String?
    /// The bearer token for `POST /regenerate`; `nil` disables it.
    var token: String?

    /// Makes the callbacks.
    package init(
      report: @escaping @Sendable (_ site: ServedSite) -> ServerReport,
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

  /// What the server listens on, for people: the URL of host and port, or of each socket an address and a port, or `unix:` and
  /// a path.
  package var location: String {
    guard settings.passedSockets.isEmpty, settings.socket.isEmpty else {
      return state.withLock { $0.endpoints }.joined(separator: ", ")
    }
    let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
    return "http://\(host):\(port)/"
  }

  private struct State {
    var port = 0
    var endpoints: [String] = []
    var socket: UnixSocket?
    var group: ServiceGroup?
    var task: Task<Void, any Error>?
  }

  // File descriptors for other uses than connections and files that are being sent.
  private static let reservedDescriptors = 256

  private let settings: ServerSettings
  private let hooks: Hooks
  private let routes: ReloadableRoutes
  private let records: ServerRecords
  private let logger: Logger
  private let state = Mutex(State())

  /// Makes a server, which does not listen before `start`.
  /// - Throws: `PublishingError`.
  package init(_ site: ServedSite, settings: ServerSettings, hooks: Hooks, logger: Logger) throws {
    self.settings = settings
    self.hooks = hooks
    self.logger = logger
    let log =
      settings.accessLog.isEmpty
      ? nil : AccessLog(path: settings.accessLog, format: settings.accessLogFormat, logger: logger)
    records = ServerRecords(
      metrics: Metrics(), accessLog: log, readers: ReaderCounter(state: site.state, logger: logger),
      logger: logger)
    let routes = try FeedRoutes(site, settings: settings, hooks: hooks, records: records, logger: logger)
    self.routes = ReloadableRoutes(routes)
    records.readers?.start { [routes = self.routes] in routes.now.feedPath(of: $0) }
  }

  /// Serves another site from now on, on open connections too.
  /// - Throws: `PublishingError`; then the server keeps the present site.
  package func replace(_ site: ServedSite) throws {
    let new = try FeedRoutes(site, settings: settings, hooks: hooks, records: records, logger: logger)
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
    let listener: Listener
    do {
      listener = try await Listener(
        listeningEndpoints(), channel: FeedChannel(settings: settings, routes: routes, records: records),
        maxConnections: maxConnections, logger: quiet)
    } catch {
      state.withLock { $0.socket }?.removeFile()
      throw failure(error)
    }
    var configuration = ServiceGroupConfiguration(
      services: [.init(service: listener, successTerminationBehavior: .gracefullyShutdownGroup)],
      gracefulShutdownSignals: [], logger: quiet)
    configuration.maximumGracefulShutdownDuration = Duration.seconds(settings.drain)
    let group = ServiceGroup(configuration: configuration)
    let addresses = listener.addresses
    state.withLock { state in
      state.port = addresses.lazy.compactMap(\.port).first ?? 0
      state.endpoints = addresses.map(Self.description(of:))
      state.group = group
      state.task = Task.detached { try await group.run() }
    }
    prepareSearch()
  }

  // The sockets that the service manager has passed, or that of a path, or that of host and port.
  private func listeningEndpoints() throws(UnixSocket.Failure) -> [Listener.Endpoint] {
    if !settings.passedSockets.isEmpty { return settings.passedSockets.map(Listener.Endpoint.descriptor) }
    if settings.socket.isEmpty { return [.host(settings.host, port: settings.port)] }
    let socket = try UnixSocket(path: settings.socket)
    state.withLock { $0.socket = socket }
    return [.descriptor(socket.descriptor)]
  }

  private static func description(of address: SocketAddress) -> String {
    guard let port = address.port, let host = address.ipAddress else {
      return "unix:\(address.pathname ?? "")"
    }
    return "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/"
  }

  private func failure(_ error: any Error) -> Failure {
    if !settings.passedSockets.isEmpty {
      return Failure(
        description: "cannot listen on the sockets of the service manager: \(Self.reason(error))")
    }
    if let error = error as? UnixSocket.Failure {
      return Failure(description: "cannot listen on \(settings.socket): \(error.reason)")
    }
    return Failure(
      description:
        "cannot listen on \(settings.host):\(settings.port): \(Self.reason(error)); name another by --host and --port"
    )
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
    state.withLock { $0.socket }?.removeFile()
    await records.readers?.stop()
    await records.accessLog?.flush()
  }

  /// Opens the access log again, after it was moved away for a rotation.
  package func reopenAccessLog() { records.accessLog?.reopen() }

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
