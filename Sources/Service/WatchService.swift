import ArchiveIndex
import Foundation
package import Logging
internal import Primitives
internal import Publishing
internal import Purging
import Serving
import Watching

/// Runs a watcher until a signal stops it: waits for time, notifications and control events, and notifies systemd.
package final class WatchService {
  private let source: ConfigurationSource
  private let logger: Logger
  private let notifier = ServiceNotifier()
  private let wakeups = Wakeups()
  private var server: FeedServer?
  private var webSub: WebSubService?
  private var heartbeat: Heartbeat?
  private var hints: (any IndexHints)?
  private var purging: PurgeWorker?
  private let signals: ServiceSignals
  private var watcher: Watcher
  // The watchers of the feeds in other languages.
  private var editions: [Watcher]
  private var watchers: [Watcher] { [watcher] + editions }
  private var configuration: Configuration
  private var siteFiles: SiteFileWatch
  private var notifications: DirectoryNotifications?
  // The revision of the watched directories; `nil` before they are watched for the first time.
  private var watchedRevision: Int?
  private var lastLine = ""
  private var mustScanAllFiles = false
  private var lastWatchdogReset = ContinuousClock.now

  // A burst of notifications is over when none has come for this time.
  private static let burstPause = Duration.milliseconds(20)

  /// Prepares a service.
  /// - Parameter serves: whether the feeds are served, too.
  /// - Throws: `ConfigurationError`, `IndexError`, `FeedServer.Failure`.
  package init(_ source: ConfigurationSource, serves: Bool, logger: Logger) throws {
    self.source = source
    self.logger = logger
    signals = ServiceSignals(wakeups)
    configuration = try source.read()
    siteFiles = SiteFileWatch(of: configuration)
    watcher = try Self.watcher(configuration, logger: logger)
    editions = try configuration.languageEditions.map { try Self.watcher($0, logger: logger) }
    for watcher in watchers { watcher.checkpoint = checkpoint }
    hints = try Self.hints(configuration, wakeups, logger: logger)
    heartbeat = try Heartbeat(index: configuration.indexLocation, logger: logger)
    purging = try PurgeWorker(configuration, logger: logger)
    webSub = try WebSubService(configuration, purging: purging, logger: logger)
    startWorkers()
    guard serves else {
      if PassedSockets.areWaiting {
        logger.warning(
          "the service manager passes sockets, which only --serve uses; clients that connect get no answer")
      }
      return
    }
    let server = try FeedServer(
      configuration, hub: webSub?.hub, purging: purging, service: .required, logger: logger
    ) { [wakeups] rebuild in
      wakeups.post { $0.request(rebuild) }
      return nil
    }
    try Blocking.wait { [server] in try await server.start() }
    logger.info("serving \(configuration.output) at \(server.location)")
    self.server = server
  }

  /// Runs until SIGTERM or SIGINT.
  package func run() {
    logger.info("watching \(configuration.content), every \(configuration.watchInterval) s")
    logger.info("\(source.origin())")
    if ProcessInfo.processInfo.environment[BuildTime.variable] != nil {
      logger.notice("\(BuildTime.variable) is not used: a service goes by the clock of the system")
    }
    startNotifications()
    var isReady = false
    var isStopped = false
    while !isStopped {
      do {
        if siteFiles.hasChanged(at: .now) {
          logger.info("the configuration of the site has changed")
          reload()
        }
        let batch = notifications?.take() ?? .init()
        if let failure = batch.failure {
          logger.warning("\(failure)")
          mustScanAllFiles = true
        }
        let next = try step(batch)
        mustScanAllFiles = false
        if watchedRevision != watcher.cache.revision { watchNewDirectories() }
        if watcher.hasPublished || watcher.status.leader != nil || !watcher.status.errors.isEmpty {
          notifySystemd(isReady: &isReady)
        }
        isStopped = wait(until: mustScanAllFiles || notifications?.hasBegun == true ? 0 : next)
      } catch is BatchInterrupted {
        isStopped = true  // the next start completes the batch
      } catch {
        // No step throws anything else. If one did, the service would still go on.
        logger.error("\(error)")
        isStopped = wait(until: Self.time().clock + Int64(configuration.watchInterval * 1e9))
      }
    }
    notifier.stopping()
    stop()
    logger.info("stopped")
  }
}

extension WatchService {
  private static func watcher(
    _ configuration: Configuration, takingOverFrom others: [Watcher] = [], logger: Logger
  ) throws -> Watcher {
    let watcher = try Watcher(configuration, logger: logger, since: time().now)
    for other in others { watcher.takeOver(from: other) }
    try watcher.openOrWait()
    return watcher
  }

  // Hints of the other processes that share the index.
  private static func hints(
    _ configuration: Configuration, _ wakeups: Wakeups, logger: Logger
  ) throws -> (any IndexHints)? {
    try IndexKind.database(at: configuration.indexLocation).hints {
      wakeups.post { $0.work = true }
    } report: {
      logger.notice("\($0)")
    }
  }

  // A step of the feeds of each language. Returns the time of the next step on the monotonic clock.
  private func step(_ batch: DirectoryNotifications.Batch) throws -> Int64 {
    var next = Int64.max
    for watcher in watchers {
      let scan: Watcher.Scan = mustScanAllFiles ? .allFiles : .due
      next = min(next, try watcher.step(Self.time(), notifications: batch, scan: scan))
    }
    watcher.setEditionError(editions.lazy.flatMap(\.status.errors).first)
    return next
  }

  private func stop() {
    heartbeat?.end()
    do {
      try Blocking.wait { [server, webSub, purging] in
        await server?.stop()
        await webSub?.worker.stop()
        await purging?.stop()
      }
    } catch {
      logger.error("the service cannot be stopped: \(error)")
    }
  }

  // Starts to notify hubs and caches of what the watchers publish.
  private func startWorkers() {
    let listeners: [(any PublicationListener)?] = [webSub?.store, purging]
    watcher.listeners = listeners.compactMap(\.self)
    // Feeds in other languages have no hub.
    for edition in editions { edition.listeners = purging.map { [$0] } ?? [] }
    watcher.hasPublishedFeeds = { [webSub] in webSub?.worker.wake() }
    purging?.start()
    webSub?.worker.start()
  }

  private func replaceWorkers(_ newWebSub: WebSubService?, _ newPurging: PurgeWorker?) throws {
    try Blocking.wait { [webSub, purging] in
      await webSub?.worker.stop()
      await purging?.stop()
    }
    (webSub, purging) = (newWebSub, newPurging)
    startWorkers()
  }

  private static func time() -> Watcher.Time {
    func nanoseconds(_ clock: clockid_t) -> Int64 {
      var time = timespec()
      clock_gettime(clock, &time)
      return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
    return Watcher.Time(clock: nanoseconds(CLOCK_MONOTONIC), now: nanoseconds(CLOCK_REALTIME))
  }

  // Interrupts a batch that takes too long after the request to stop.
  private func checkpoint() throws {
    resetWatchdog()
    if wakeups.isStopOverdue { throw BatchInterrupted() }
  }

  // Waits for the next step; returns whether the service is to stop.
  private func wait(until clock: Int64) -> Bool {
    while true {
      let left = clock - Self.time().clock
      var until = ContinuousClock.now + .nanoseconds(max(0, left))
      if let watchdog = notifier.watchdog { until = min(until, .now + watchdog / 3) }
      let events = wakeups.wait(until: until)
      resetWatchdog()
      if events.stop { return true }
      if events.reload { receiveHangup() }
      if let rebuild = events.rebuild { request(rebuild) }
      if events.notifications { awaitEndOfBurst() }
      if events.reload || events.notifications || events.work || events.rebuild != nil
        || Self.time().clock >= clock
      {
        return false
      }
    }
  }

  // Waits until a burst of notifications is over, for one interval at most.
  private func awaitEndOfBurst() {
    let latest = ContinuousClock.now + .seconds(configuration.watchInterval)
    while ContinuousClock.now < latest {
      let events = wakeups.wait(until: min(latest, .now + Self.burstPause))
      if events.reload { receiveHangup() }
      if let rebuild = events.rebuild { request(rebuild) }
      if events.stop || !events.notifications { return }
    }
  }

  private func request(_ rebuild: FeedServer.Rebuild) {
    for watcher in watchers { watcher.request(rebuild) }
    mustScanAllFiles = true
  }

  // Obeys SIGHUP.
  private func receiveHangup() {
    server?.reopenAccessLog()
    reload()
  }

  private func reload() {
    notifier.reloading()
    defer {
      notifier.ready("watching \(configuration.content)")
      lastLine = ""
    }
    do {
      var new = try source.read()
      let waiting = server == nil ? [] : try new.keepServer(of: configuration)
      if !waiting.isEmpty {
        logger.warning("\(waiting.joined(separator: ", ")): the change takes effect with a restart")
      }
      if new == configuration {
        // A rotation of the access log is no reason to build everything again.
        siteFiles = SiteFileWatch(of: new)
        watcher.setConfigurationError(nil)
        logger.info("the configuration was read again; it has not changed")
        return
      }
      let next = try Self.watcher(new, takingOverFrom: [watcher], logger: logger)
      let nextEditions = try new.languageEditions.map { edition in
        try Self.watcher(
          edition, takingOverFrom: editions.filter { $0.configuration.hasIndex(of: edition) },
          logger: logger)
      }
      for watcher in [next] + nextEditions { watcher.checkpoint = checkpoint }
      let newPurging = try PurgeWorker(new, logger: logger)
      let newWebSub = try WebSubService(new, purging: newPurging, logger: logger)
      try server?.replace(FeedServer.ServedSite(new, hub: newWebSub?.hub, purging: newPurging))
      if new.indexLocation != configuration.indexLocation {
        heartbeat?.end()
        heartbeat = try Heartbeat(index: new.indexLocation, logger: logger)
        hints = try Self.hints(new, wakeups, logger: logger)
      }
      configuration = new
      siteFiles = SiteFileWatch(of: new)
      watcher = next
      editions = nextEditions
      try replaceWorkers(newWebSub, newPurging)
      logger.info("the configuration was read again")
      notifications = nil
      watchedRevision = nil
      startNotifications()
    } catch {
      watcher.setConfigurationError("\(error); the configuration before it stays in force")
    }
  }
}

// MARK: Notifications

extension WatchService {
  private func startNotifications() {
    guard configuration.watchNotify else {
      for watcher in watchers { watcher.disableNotifications() }
      return
    }
    notifications = DirectoryNotifications(root: configuration.content) { [wakeups] in
      wakeups.post { $0.notifications = true }
    }
    #if os(Linux)
      if notifications == nil {
        let failure =
          "no notifications from the kernel, so changes are found by polling only; raise fs.inotify.max_user_instances"
        for watcher in watchers { watcher.notificationsFailed(failure) }
      }
    #endif
  }

  // Watches directories that are new. When the first watches begin, all files are scanned again, because changes before that
  // caused no notifications.
  private func watchNewDirectories() {
    let isFirst = watchedRevision == nil
    watchedRevision = watcher.cache.revision
    guard let notifications else { return }
    if let failure = notifications.watch(watcher.cache.directoryInodes) {
      self.notifications = nil
      let failure = "no notifications from the kernel, so changes are found by polling only: \(failure)"
      for watcher in watchers { watcher.notificationsFailed(failure) }
      return
    }
    for watcher in watchers { watcher.notificationsStarted() }
    if isFirst { mustScanAllFiles = true }
  }
}

// MARK: systemd

extension WatchService {
  private func notifySystemd(isReady: inout Bool) {
    defer { isReady = true }
    let all = watchers.map(\.status)
    let (events, feeds) = (all.reduce(0) { $0 + $1.events }, all.reduce(0) { $0 + $1.feeds })
    let line =
      watcher.status.errors.first
      ?? watcher.status.leader.map { "\($0) writes the index; this process waits to take over" }
      ?? "\(events) events in \(feeds) feeds, \(watcher.status.skippedCount) files skipped"
    if !isReady {
      notifier.ready(line)
    } else if line == lastLine || !notifier.status(line) {
      return
    }
    lastLine = line
  }

  private func resetWatchdog() {
    guard let watchdog = notifier.watchdog, ContinuousClock.now - lastWatchdogReset > watchdog / 4 else {
      return
    }
    lastWatchdogReset = .now
    notifier.resetWatchdog()
  }
}

/// A batch was interrupted, because it took too long after the request to stop.
package struct BatchInterrupted: Error {}

extension SiteFileWatch {
  fileprivate init(of configuration: Configuration) {
    self.init(
      configuration.siteFiles, interval: .seconds(configuration.watchInterval),
      sweep: .seconds(configuration.watchSweep), now: .now)
  }
}
