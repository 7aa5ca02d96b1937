import ArchiveIndex
import Foundation
package import Logging
internal import Pipeline
internal import Primitives
internal import Publishing
internal import Purging
import Serving

/// Serves feeds until a signal stops it, and rebuilds them on request (`POST /regenerate`).
package final class ServeService {
  private let source: ConfigurationSource
  private let logger: Logger
  private let notifier = ServiceNotifier()
  private let wakeups = Wakeups()
  private let signals: ServiceSignals
  private let server: FeedServer
  private var configuration: Configuration
  private var webSub: WebSubService?
  private var purging: PurgeWorker?

  /// Prepares a server.
  /// - Throws: `ConfigurationError`, `PassedSockets.Failure`, `PublishingError`.
  package init(_ source: ConfigurationSource, logger: Logger) throws {
    self.source = source
    self.logger = logger
    signals = ServiceSignals(wakeups)
    MallocTuning.fixThresholds()
    configuration = try Self.configuration(source)
    let location = configuration.indexLocation
    purging = try PurgeWorker(configuration, logger: logger)
    webSub = try WebSubService(configuration, purging: purging, logger: logger)
    server = try FeedServer(configuration, hub: webSub?.hub, purging: purging, logger: logger) {
      [wakeups] rebuild in
      do {
        if try IndexKind.database(at: location).isInUse() {
          return "another feedgen keeps these feeds up to date"
        }
      } catch {
        return "\(error)"
      }
      wakeups.post { $0.request(rebuild) }
      return nil
    }
  }

  /// Serves until SIGTERM or SIGINT.
  /// - Throws: `FeedServer.Failure`.
  package func run() throws {
    try Blocking.wait { [server] in try await server.start() }
    purging?.start()
    webSub?.worker.start()
    let line = "serving \(configuration.output) at \(server.location)"
    logger.info("\(line)")
    logger.info("\(source.origin())")
    if !configuration.isOutputInObjectStorage,
      !FileManager.default.fileExists(atPath: configuration.output)
    {
      logger.warning("\(configuration.output): there are no feeds yet; run feedgen, or feedgen --watch")
    }
    if FileManager.default.fileExists(atPath: configuration.state),
      !FileManager.default.isWritableFile(atPath: configuration.state)
    {
      logger.warning(
        "\(configuration.state): the state directory cannot be written; what searches need is made anew at each start, in a temporary file"
      )
    }
    notifier.ready(line)
    while true {
      let events = wakeups.wait(until: .now + (notifier.watchdog.map { $0 / 3 } ?? .seconds(3600)))
      notifier.resetWatchdog()
      if events.stop { break }
      if events.reload { reload(line) }
      if let rebuild = events.rebuild { run(rebuild) }
    }
    notifier.stopping()
    stop()
    logger.info("stopped")
  }

  private func stop() {
    do {
      try Blocking.wait { [server, webSub, purging] in
        await server.stop()
        await webSub?.worker.stop()
        await purging?.stop()
      }
    } catch {
      logger.error("the server cannot be stopped: \(error)")
    }
  }

  private static func configuration(_ source: ConfigurationSource) throws -> Configuration {
    let configuration = try source.read()
    try configuration.requireApart()
    return configuration
  }

  private func reload(_ line: String) {
    server.reopenAccessLog()
    notifier.reloading()
    defer { notifier.ready(line) }
    do {
      var new = try Self.configuration(source)
      let waiting = try new.keepServer(of: configuration)
      if !waiting.isEmpty {
        logger.warning("\(waiting.joined(separator: ", ")): the change takes effect with a restart")
      }
      if new == configuration {
        logger.info("the configuration was read again; it has not changed")
        return
      }
      let newPurging = try PurgeWorker(new, logger: logger)
      let newWebSub = try WebSubService(new, purging: newPurging, logger: logger)
      try server.replace(FeedServer.ServedSite(new, hub: newWebSub?.hub, purging: newPurging))
      try Blocking.wait { [webSub, purging] in
        await webSub?.worker.stop()
        await purging?.stop()
      }
      newPurging?.start()
      newWebSub?.worker.start()
      configuration = new
      (webSub, purging) = (newWebSub, newPurging)
      logger.info("the configuration was read again")
    } catch {
      logger.error("\(error); the configuration before it stays in force")
    }
  }

  private var observer: BuildObserver {
    var observer = BuildObserver()
    observer.checkpoint = { [wakeups, notifier] in
      notifier.resetWatchdog()
      if wakeups.isStopOverdue { throw BatchInterrupted() }
    }
    return observer
  }

  private func run(_ rebuild: FeedServer.Rebuild) {
    do {
      var build = Build(
        configuration.buildSettings, isFull: rebuild == .everything, now: BuildTime.present.now,
        logger: logger,
        observer: observer)
      let listeners: [(any PublicationListener)?] = [webSub?.store, purging]
      build.listeners = listeners.compactMap(\.self)
      let report = try build.run().report
      webSub?.worker.wake()
      if let kept = build.keptEndedMessage(report) { logger.error("\(kept)") }
      logger.info("feeds brought up to date: \(report.written) written, \(report.removed) removed")
    } catch is BatchInterrupted {
      logger.info("bringing the feeds up to date was left; the next run does the rest")
    } catch {
      logger.error("the feeds cannot be brought up to date: \(error)")
    }
  }
}
