import ArchiveIndex
import Foundation
package import Logging
internal import Publishing
import Serving
import Watching

/// Runs a watcher until it is told to stop: waits for time, notices and signals, and tells the service manager.
package final class WatchService {
  private let source: ConfigurationSource
  private let interval: Double?
  private let address: ListenAddress?
  private let logger: Logger
  private let manager = ServiceManager()
  private let wakeups = Wakeups()
  private var server: FeedServer?
  private var webSub: WebSubService?
  private let signals: ServiceSignals
  private var watcher: Watcher
  private var configuration: Configuration
  private var notices: DirectoryNotices?
  private var edition = -1
  private var lastLine = ""
  private var isSweepWanted = false
  private var lastSign = ContinuousClock.now

  // Notices come in swarms: a swarm is over when there was none for this long.
  private static let swarm = Duration.milliseconds(20)

  /// Prepares a service; `interval` is how often to look, in seconds, instead of the configuration's. It serves the feeds as
  /// well if `address` says where.
  /// - Throws: `ConfigurationError`, `IndexError`, `FeedServer.Failure`.
  package init(
    _ source: ConfigurationSource, interval: Double?, serving address: ListenAddress?, logger: Logger
  ) throws {
    (self.source, self.interval, self.address, self.logger) = (source, interval, address, logger)
    signals = ServiceSignals(wakeups)
    Heap.separateLargeBlocks()
    configuration = try Self.configuration(source, interval)
    watcher = try Watcher(configuration, logger: logger, since: Self.time().now)
    try watcher.open()
    watcher.checkpoint = checkpoint
    try startWebSub(WebSubService(configuration, logger: logger))
    guard let address else { return }
    let server = try FeedServer(
      configuration, address, hub: webSub?.hub, needsService: true, logger: logger
    ) { [wakeups] isFull in
      wakeups.demand { $0.regeneration = isFull || $0.regeneration == .full ? .full : .changed }
      return nil
    }
    try Blocking.wait { [server] in try await server.start() }
    logger.info("serving \(configuration.output) at \(address.url(configuration, port: server.port))")
    self.server = server
  }

  /// Runs until SIGTERM or SIGINT.
  package func run() {
    logger.info("watching \(configuration.content), every \(configuration.watchInterval) s")
    logger.info("\(source.origin())")
    if ProcessInfo.processInfo.environment[RunTime.variable] != nil {
      logger.notice("\(RunTime.variable) is not used: a service goes by the clock of the system")
    }
    listen()
    var (isReady, isStopped, sweeps) = (false, false, false)
    while !isStopped {
      do {
        let noticed = notices?.take() ?? .init()
        if let failure = noticed.failure { logger.warning("\(failure)") }
        let next = try watcher.step(
          Self.time(), noticed: noticed, sweeps: sweeps || isSweepWanted || noticed.failure != nil)
        (sweeps, isSweepWanted) = (false, false)
        if edition != watcher.picture.edition { sweeps = listenToNew() }
        if watcher.hasPublished || !watcher.status.errors.isEmpty { tellManager(isReady: &isReady) }
        isStopped = wait(until: sweeps ? 0 : next)
      } catch {
        isStopped = true  // the batch was left, and will be done at the next start
      }
    }
    manager.stopping()
    try? Blocking.wait { [server, webSub] in
      await server?.stop()
      await webSub?.worker.stop()
    }
    logger.info("stopped")
  }
}

extension WatchService {
  private static func configuration(_ source: ConfigurationSource, _ interval: Double?) throws
    -> Configuration
  {
    var configuration = try source.read()
    configuration.watchInterval = interval ?? configuration.watchInterval
    return configuration
  }

  private func startWebSub(_ new: WebSubService?) throws {
    try Blocking.wait { [webSub] in await webSub?.worker.stop() }
    webSub = new
    watcher.listener = new?.store
    watcher.hasPublishedFeeds = { new?.worker.wake() }
    new?.worker.start()
  }

  private static func time() -> Watcher.Time {
    func nanoseconds(_ clock: clockid_t) -> Int64 {
      var time = timespec()
      clock_gettime(clock, &time)
      return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
    return Watcher.Time(clock: nanoseconds(CLOCK_MONOTONIC), now: nanoseconds(CLOCK_REALTIME))
  }

  // Ends a batch that takes too long when the service is to stop.
  private func checkpoint() throws {
    signOfLife()
    if wakeups.isOverdue { throw Stopped() }
  }

  // Waits for the next look; returns whether the service is to end.
  private func wait(until clock: Int64) -> Bool {
    while true {
      let left = clock - Self.time().clock
      var until = ContinuousClock.now + .nanoseconds(max(0, left))
      if let watchdog = manager.watchdog { until = min(until, .now + watchdog / 3) }
      let demands = wakeups.wait(until: until)
      signOfLife()
      if demands.stop { return true }
      if demands.reload { reload() }
      if let regeneration = demands.regeneration { regenerate(regeneration) }
      if demands.notices { awaitSwarm() }
      if demands.reload || demands.notices || demands.regeneration != nil || Self.time().clock >= clock {
        return false
      }
    }
  }

  // Waits until a swarm of notices is over, for an interval at most.
  private func awaitSwarm() {
    let latest = ContinuousClock.now + .seconds(configuration.watchInterval)
    while ContinuousClock.now < latest {
      let demands = wakeups.wait(until: min(latest, .now + Self.swarm))
      if demands.reload { reload() }
      if let regeneration = demands.regeneration { regenerate(regeneration) }
      if demands.stop || !demands.notices { return }
    }
  }

  private func regenerate(_ regeneration: Wakeups.Regeneration) {
    watcher.regenerate(full: regeneration == .full)
    isSweepWanted = true
  }

  private func reload() {
    manager.reloading()
    defer {
      manager.ready("watching \(configuration.content)")
      lastLine = ""
    }
    do {
      let new = try Self.configuration(source, interval)
      let next = try Watcher(new, logger: logger, since: Self.time().now)
      next.take(from: watcher)
      try next.open()
      next.checkpoint = checkpoint
      let newWebSub = WebSubService(new, logger: logger)
      try server?.replace(FeedServer.Site(new, hub: newWebSub?.hub))
      (configuration, watcher) = (new, next)
      try startWebSub(newWebSub)
      logger.info("the configuration was read again")
      (notices, edition) = (nil, -1)
      listen()
    } catch {
      watcher.setConfigurationError("\(error); the configuration before it stays in force")
    }
  }
}

// MARK: Notices

extension WatchService {
  private func listen() {
    guard configuration.watchNotify else { return watcher.setNotices(false, nil) }
    notices = DirectoryNotices(root: configuration.content) { [wakeups] in
      wakeups.demand { $0.notices = true }
    }
    #if os(Linux)
      if notices == nil {
        watcher.setNotices(
          false,
          "no notices of the kernel, so changes are found by looking only; raise fs.inotify.max_user_instances"
        )
      }
    #endif
  }

  // Listens to directories that are new; returns whether any is, for what happened in it before was not noticed.
  private func listenToNew() -> Bool {
    let isFirst = edition < 0
    edition = watcher.picture.edition
    guard let notices else { return false }
    if let failure = notices.watch(watcher.picture.directoryInodes) {
      self.notices = nil
      watcher.setNotices(false, "no notices of the kernel, so changes are found by looking only: \(failure)")
      return false
    }
    watcher.setNotices(true, nil)
    return isFirst
  }
}

// MARK: The service manager

extension WatchService {
  private func tellManager(isReady: inout Bool) {
    defer { isReady = true }
    let status = watcher.status
    let line =
      status.errors.first
      ?? "\(status.events) events in \(status.feeds) feeds, \(status.skippedCount) files skipped"
    if !isReady {
      manager.ready(line)
    } else if line != lastLine {
      manager.status(line)
    }
    lastLine = line
  }

  private func signOfLife() {
    guard let watchdog = manager.watchdog, ContinuousClock.now - lastSign > watchdog / 4 else { return }
    lastSign = .now
    manager.alive()
  }
}

/// The service is to end, and a batch has taken too long to wait for.
package struct Stopped: Error {}
