internal import ArchiveIndex
internal import Classification
internal import Foundation
package import Logging
internal import Publishing
package import Serving
internal import Syndication
internal import WebSub

extension FeedServer {
  /// Makes a server of a configuration.
  /// - Parameters:
  ///   - needsService: whether a service must keep the feeds up to date for all to be well.
  ///   - regenerate: brings the feeds up to date, or says why not.
  package convenience init(
    _ configuration: Configuration, _ address: ListenAddress, hub: HubEndpoint? = nil,
    needsService: Bool = false,
    logger: Logger,
    regenerate: @escaping @Sendable (_ isFull: Bool) -> String?
  ) throws {
    var settings = configuration.serve
    settings.host = address.host(configuration)
    settings.port = address.port ?? settings.port
    let state = configuration.state
    let token = ProcessInfo.processInfo.environment["FEEDGEN_TOKEN"]
    try self.init(
      settings, Site(configuration, hub: hub),
      Hooks(
        report: { ServerReport(state: state, needsService: needsService) }, regenerate: regenerate,
        token: token.flatMap { $0.isEmpty ? nil : $0 }), logger: logger)
  }
}

extension FeedServer.Site {
  /// What a configuration says of it.
  package init(_ configuration: Configuration, hub: HubEndpoint? = nil) {
    self.init(
      configuration.site, output: configuration.output, state: configuration.state,
      gazetteer: Gazetteer.standard, hub: hub)
  }
}

extension ServerReport {
  /// Reads how the service is that uses a state directory; none is no complaint unless it is needed.
  package init(state: String, needsService: Bool) {
    let now = Date().timeIntervalSince1970
    let (isRunning, status): (Bool, ServiceStatus)
    do {
      isRunning = try EventIndex.isInUse(directory: state)
      guard let read = try ServiceStatus.read(from: state) else {
        self.init(
          complaint: needsService ? ServiceStatus.complaint(nil, isRunning: isRunning, now: now) : nil)
        return
      }
      status = read
    } catch {
      self.init(complaint: "\(error)")
      return
    }
    let times = [
      Gauge(
        "scan_age_seconds", "How long ago the content was looked at.", status.lastScan.map { now - $0 } ?? -1),
      Gauge(
        "batches_total", "How often the feeds were brought up to date.", isCounter: true,
        Double(status.batches ?? 0)),
      Gauge(
        "batch_seconds_total", "How long that took in all.", isCounter: true, status.batchSeconds ?? 0),
      Gauge("last_batch_seconds", "How long it took last.", status.lastBatchSeconds ?? 0),
    ]
    let counts = [
      Gauge("watching", "1 while a service keeps the feeds up to date.", isRunning ? 1 : 0),
      Gauge("events", "Events published.", Double(status.events)),
      Gauge("feeds", "Feeds published.", Double(status.feeds)),
      Gauge("files", "Markdown files in the content.", Double(status.files)),
      Gauge("files_skipped", "Files that are not used, for something is wrong.", Double(status.skippedCount)),
      Gauge("events_held", "Events that are held back until their day.", Double(status.held ?? 0)),
      Gauge("files_repaired", "Files that are used less what is wrong.", Double(status.repairedCount)),
    ]
    self.init(
      complaint: isRunning ? ServiceStatus.complaint(status, isRunning: true, now: now) : nil,
      service: try? JSONEncoder().encode(status), gauges: times + counts)
  }
}
