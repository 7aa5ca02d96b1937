import ArgumentParser
import EventIndex
import Foundation
import Logging
import Serving

/// Where a server listens, instead of the configuration's.
struct ServerAddress: ParsableArguments {
  @Option(help: "The name or address of the interface to serve at (default: serve.host, 127.0.0.1).")
  var host: String?

  @Option(help: "The port to serve at; 0 for any that is free (default: serve.port, 8080).")
  var port: Int?

  /// Refuses what is no port.
  func validate() throws {
    if let port, !(0...65_535).contains(port) {
      throw ValidationError("--port is \(port) and should be a number from 0 to 65535.")
    }
    if let host, host.isEmpty { throw ValidationError("--host is empty; 0.0.0.0 and :: are all interfaces.") }
    if let host, !InterfaceName.isHost(host) {
      throw ValidationError(
        "--host \(host) is no name or address of an interface; leave out scheme and path, and give the port by --port."
      )
    }
  }

  /// The host, or the configuration's.
  func host(_ configuration: Configuration) -> String {
    let host = host ?? configuration.serve.host
    // As in a URL.
    return host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
  }

  /// The URL of a server that listens on a port.
  func url(_ configuration: Configuration, port: Int) -> String {
    let host = host(configuration)
    return "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/"
  }
}

/// Serves the feeds over HTTP, and nothing else.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answer feed readers over HTTP, until told to stop by SIGTERM; SIGHUP reloads.",
    discussion: """
      The feeds are those in the output directory; something else keeps them up to date: `feedgen --watch`, or \
      `feedgen` from time to time. `feedgen --watch --serve` does both in one process. The server itself answers:

        /feed.atom?match=country:egypt+AND+entity:"Sergey+Lavrov"
            any expression of the topics' language, as .atom, .rss or .json
        /search.atom?q=words
            titles and summaries; sort=rank for the best matches instead of the newest
        /healthz  /status  /metrics
            whether all is well, for a load balancer, for people, for Prometheus
        POST /regenerate
            bring the feeds up to date, for those who know FEEDGEN_TOKEN of the server's environment

      """)

  @OptionGroup var options: Options
  @OptionGroup var address: ServerAddress

  func run() throws {
    try Failure.exitOnError { try ServeService(options, address).run() }
  }
}

extension FeedServer {
  /// Makes a server of a configuration.
  /// - Parameters:
  ///   - needsService: whether a service must keep the feeds up to date for all to be well.
  ///   - regenerate: brings the feeds up to date, or says why not.
  convenience init(
    _ configuration: Configuration, _ address: ServerAddress, hub: Hub? = nil, needsService: Bool = false,
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
  init(_ configuration: Configuration, hub: Hub? = nil) {
    self.init(
      configuration.site, output: configuration.output, state: configuration.state,
      gazetteer: Generation.gazetteer, hub: hub)
  }
}

extension ServerReport {
  /// Reads how the service is that uses a state directory; none is no complaint unless it is needed.
  init(state: String, needsService: Bool) {
    let now = Date().timeIntervalSince1970
    let (isRunning, status): (Bool, ServiceStatus)
    do {
      isRunning = try EventIndex.isInUse(directory: state)
      guard let read = try ServiceStatus.read(from: state) else {
        self.init(complaint: needsService ? Status.complaint(nil, isRunning: isRunning, now: now) : nil)
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
      complaint: isRunning ? Status.complaint(status, isRunning: true, now: now) : nil,
      service: try? JSONEncoder().encode(status), gauges: times + counts)
  }
}
