import ArchiveIndex
import Foundation
package import Logging
internal import Pipeline
internal import Publishing
import Serving

/// Runs a server until it is told to stop, and brings the feeds up to date when somebody demands it.
package final class ServeService {
  private let source: ConfigurationSource
  private let logger: Logger
  private let manager = ServiceManager()
  private let wakeups = Wakeups()
  private let signals: ServiceSignals
  private let address: ListenAddress
  private let server: FeedServer
  private var configuration: Configuration
  private var webSub: WebSubService?

  /// Prepares a server of the configuration that the options name.
  /// - Throws: `ConfigurationError`, `PublishingError`.
  package init(_ source: ConfigurationSource, _ address: ListenAddress, logger: Logger) throws {
    (self.source, self.address, self.logger) = (source, address, logger)
    signals = ServiceSignals(wakeups)
    Heap.separateLargeBlocks()
    configuration = try Self.configuration(source)
    let state = configuration.state
    webSub = WebSubService(configuration, logger: logger)
    server = try FeedServer(configuration, address, hub: webSub?.hub, logger: logger) { [wakeups] isFull in
      do {
        if try EventIndex.isInUse(directory: state) { return "another feedgen keeps these feeds up to date" }
      } catch {
        return "\(error)"
      }
      wakeups.demand { $0.regeneration = isFull || $0.regeneration == .full ? .full : .changed }
      return nil
    }
  }

  /// Listens, and answers until SIGTERM or SIGINT.
  /// - Throws: `FeedServer.Failure`.
  package func run() throws {
    try Blocking.wait { [server] in try await server.start() }
    webSub?.worker.start()
    let line = "serving \(configuration.output) at \(address.url(configuration, port: server.port))"
    logger.info("\(line)")
    logger.info("\(source.origin())")
    if !FileManager.default.fileExists(atPath: configuration.output) {
      logger.warning("\(configuration.output): there are no feeds yet; run feedgen, or feedgen --watch")
    }
    if FileManager.default.fileExists(atPath: configuration.state),
      !FileManager.default.isWritableFile(atPath: configuration.state)
    {
      logger.warning(
        "\(configuration.state): the state directory cannot be written; what searches need is made anew at each start, in a temporary file"
      )
    }
    manager.ready(line)
    while true {
      let demands = wakeups.wait(until: .now + (manager.watchdog.map { $0 / 3 } ?? .seconds(3600)))
      manager.alive()
      if demands.stop { break }
      if demands.reload { reload(line) }
      if let regeneration = demands.regeneration { regenerate(isFull: regeneration == .full) }
    }
    manager.stopping()
    try? Blocking.wait { [server, webSub] in
      await server.stop()
      await webSub?.worker.stop()
    }
    logger.info("stopped")
  }

  private static func configuration(_ source: ConfigurationSource) throws -> Configuration {
    let configuration = try source.read()
    try configuration.requireApart()
    return configuration
  }

  private func reload(_ line: String) {
    manager.reloading()
    defer { manager.ready(line) }
    do {
      let new = try Self.configuration(source)
      let newWebSub = WebSubService(new, logger: logger)
      try server.replace(FeedServer.Site(new, hub: newWebSub?.hub))
      try Blocking.wait { [webSub] in await webSub?.worker.stop() }
      newWebSub?.worker.start()
      (configuration, webSub) = (new, newWebSub)
      logger.info("the configuration was read again; where to listen, and limits, change with a restart")
    } catch {
      logger.error("\(error); the configuration before it stays in force")
    }
  }

  private var observer: BuildObserver {
    var observer = BuildObserver()
    observer.checkpoint = { [wakeups, manager] in
      manager.alive()
      if wakeups.isOverdue { throw Stopped() }
    }
    return observer
  }

  private func regenerate(isFull: Bool) {
    do {
      var generation = Generation(
        configuration.buildSettings, isFull: isFull, now: RunTime.present.now, logger: logger,
        observer: observer)
      generation.listener = webSub?.store
      let report = try generation.run().report
      webSub?.worker.wake()
      logger.info("feeds brought up to date: \(report.written) written, \(report.removed) removed")
    } catch is Stopped {
      logger.info("bringing the feeds up to date was left; the next run does the rest")
    } catch {
      logger.error("the feeds cannot be brought up to date: \(error)")
    }
  }
}
