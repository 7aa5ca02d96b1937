package import Classification
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
  /// What is served.
  package struct Site: Sendable {
    /// Who publishes the feeds, and where.
    var site: Publishing.Site
    /// The output directory.
    var output: String
    /// The directory of the index.
    var state: String
    /// What knows the countries.
    var gazetteer: Gazetteer
    /// The WebSub hub, if there is one.
    var hub: HubEndpoint?

    /// Takes it together.
    package init(
      _ site: Publishing.Site, output: String, state: String, gazetteer: Gazetteer, hub: HubEndpoint? = nil
    ) {
      (self.site, self.output, self.state, self.gazetteer) = (site, output, state, gazetteer)
      self.hub = hub
    }
  }

  /// What the server asks of the program around it; all may be called on any thread.
  package struct Hooks: Sendable {
    /// How the service is.
    var report: @Sendable () -> ServerReport
    /// Brings the feeds up to date, all of them anew or not, and does not wait for it. Returns why that cannot be done.
    var regenerate: @Sendable (_ isFull: Bool) -> String?
    /// What those have to show who want that done; `nil` when nobody may.
    var token: String?

    /// Takes them together.
    package init(
      report: @escaping @Sendable () -> ServerReport,
      regenerate: @escaping @Sendable (_ isFull: Bool) -> String?,
      token: String?
    ) {
      (self.report, self.regenerate, self.token) = (report, regenerate, token)
    }
  }

  /// Why a server cannot listen.
  package struct Failure: Error, CustomStringConvertible {
    /// Where, why, and what to do.
    package var description: String
  }

  /// The port that is listened on.
  package var port: Int { state.withLock { $0.port } }

  private struct State {
    var port = 0
    var group: ServiceGroup?
    var task: Task<Void, any Error>?
  }

  // Files that are open whoever is connected.
  private static let otherFiles = 256

  private let settings: ServerSettings
  private let hooks: Hooks
  private let answers: CurrentAnswers
  private let logger: Logger
  private let state = Mutex(State())

  /// Makes a server that does not listen yet.
  /// - Throws: `PublishingError`.
  package init(_ settings: ServerSettings, _ site: Site, _ hooks: Hooks, logger: Logger) throws {
    (self.settings, self.hooks, self.logger) = (settings, hooks, logger)
    answers = CurrentAnswers(try Answers(settings, site, hooks, Metrics(), logger: logger), logger: logger)
  }

  /// Serves another site from now on, to those who are connected too.
  /// - Throws: `PublishingError`; then the one before it stays.
  package func replace(_ site: Site) throws {
    answers.replace(try Answers(settings, site, hooks, answers.metrics, logger: logger))
    prepare()
  }

  private func prepare() {
    ThreadPools.making.submit { [answers] _ in answers.now.prepare() }
  }

  /// Begins to listen; returns when connections are taken. May be called once.
  /// - Throws: `Failure`.
  package func start() async throws {
    let mostOpen = ServedFile.mostOpen.load(ordering: .relaxed)
    let limit = max(8, OpenFiles.allow(settings.connections + mostOpen + Self.otherFiles) - Self.otherFiles)
    ServedFile.mostOpen.store(min(mostOpen, limit / 4), ordering: .relaxed)
    let room = limit - min(mostOpen, limit / 4)
    if room < settings.connections {
      logger.warning(
        "\(room) connections at most, not \(settings.connections): raise the limit of open files (ulimit -n, LimitNOFILE)"
      )
    }
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .warning)
    let (started, continuation) = AsyncStream.makeStream(of: Void.self)
    let server = Server(
      childChannelSetup: FeedChannel(settings, answers),
      configuration: ServerConfiguration(
        address: .hostname(settings.host, port: settings.port), backlog: 4096,
        availableConnectionsDelegate: .maximum(min(room, settings.connections), logger: quiet)),
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
    state.withLock { ($0.group, $0.task) = (group, task) }
    for await _ in started { return prepare() }
    do {
      try await task.value
    } catch {
      throw Failure(
        description:
          "cannot listen on \(settings.host):\(settings.port): \(Self.reason(error)); name another by --host and --port"
      )
    }
  }

  /// Takes no more connections, lets requests that have begun be answered, and returns when that is done.
  package func stop() async {
    guard let (group, task) = state.withLock({ state in state.group.map { ($0, state.task) } }) else {
      return
    }
    await group.triggerGracefulShutdown()
    // Nobody who fetches nothing keeps the server.
    let (ended, bell) = AsyncStream.makeStream(of: Void.self)
    Task.detached {
      _ = await task?.result
      bell.finish()
    }
    Task.detached { [settings] in
      try? await Task.sleep(for: .seconds(settings.drain + 0.5))
      bell.finish()
    }
    for await _ in ended {}
  }

  private static func reason(_ error: any Error) -> String {
    if let error = error as? IOError { return String(cString: strerror(error.errnoCode)) }
    return "\(error)"
  }
}

/// The limit of the number of files and connections that a process may have open.
enum OpenFiles {
  /// Raises it to a number, or as far as the system lets it; returns what it is then.
  static func allow(_ count: Int) -> Int {
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
