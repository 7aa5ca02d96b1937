internal import ArchiveIndex
internal import Classification
internal import Foundation
package import Logging
internal import Primitives
internal import Publishing
package import Purging
package import Serving
internal import Syndication
internal import WebSub

extension FeedServer {
  /// Makes a server by a configuration.
  /// - Parameters:
  ///   - service: whether a service must run for the server to be healthy.
  ///   - regenerate: requests a rebuild and returns at once: `nil`, or the reason for refusal.
  /// - Throws: `ConfigurationError`, `PassedSockets.Failure`, `PublishingError`.
  package convenience init(
    _ configuration: Configuration, hub: HubEndpoint? = nil, purging: PurgeWorker? = nil,
    service: ServerReport.ServiceRequirement = .optional, logger: Logger,
    regenerate: @escaping @Sendable (Rebuild) -> String?
  ) throws {
    var settings = configuration.serverSettings
    // The sockets of the service manager are stronger than the configuration.
    settings.passedSockets = try PassedSockets.take()
    try configuration.requireServerFilesApart()
    let token = ProcessInfo.processInfo.environment[EnvironmentVariable.token]
    let hooks = Hooks(
      report: { ServerReport(of: $0, service: service) }, regenerate: regenerate,
      token: token.flatMap { $0.isEmpty ? nil : $0 })
    let site = try ServedSite(configuration, hub: hub, purging: purging) { logger.warning("\($0)") }
    try self.init(site, settings: settings, hooks: hooks, logger: logger)
  }
}

extension Configuration {
  // The settings of the server. A host or a port that comes from a stronger place than the Unix socket replaces the socket.
  fileprivate var serverSettings: ServerSettings {
    var settings = serve
    let host = settings.host
    if host.hasPrefix("[") && host.hasSuffix("]") { settings.host = String(host.dropFirst().dropLast()) }
    func strength(_ key: String) -> Int { origins[key]?.strength ?? 0 }
    if max(strength("serve.host"), strength("serve.port")) > strength("serve.socket") { settings.socket = "" }
    return settings
  }

  // Checks that the access log and the socket are neither among the feeds nor among the news.
  fileprivate func requireServerFilesApart() throws(ConfigurationError) {
    let files = [("serve.accessLog", serve.accessLog), ("serve.socket", serve.socket)]
    let places = [
      ("output", output, "it would be served with the feeds"),
      ("content", content + "/news", "what is written would be read as news"),
    ]
    for (key, path) in files where !["", "-"].contains(path) {
      for (otherKey, other, harm) in places
      where !OutputLocation.isObjectStorage(other) && DirectoryPath.isWithin(path, other) {
        throw .overlap(key: key, path: path, otherKey: otherKey, other: other, harm: harm)
      }
    }
  }

  /// Takes over the settings of a running server, which stay until it is started again, and checks that they go with the others.
  /// - Returns: the names of the keys whose new values need a restart.
  /// - Throws: `ConfigurationError`.
  mutating func keepServer(of running: Configuration) throws(ConfigurationError) -> [String] {
    let changed = ConfigurationKey.serving.filter { $0.value(self) != $0.value(running) }.map(\.name)
    serve = running.serve
    for key in changed { origins[key] = running.origins[key] }
    try requireServerFilesApart()
    return changed
  }
}

extension FeedServer.ServedSite {
  /// Makes the site of a configuration.
  /// - Parameter warn: receives warnings about the output.
  /// - Throws: `PublishingError`.
  package init(
    _ configuration: Configuration, hub: HubEndpoint? = nil, purging: PurgeWorker? = nil,
    warn: @escaping @Sendable (String) -> Void = { _ in }
  ) throws {
    self.init(
      configuration.site, content: configuration.format, countryFeeds: configuration.countryFeeds,
      output: configuration.output, source: try configuration.documentSource(warn: warn),
      state: configuration.state, index: configuration.indexLocation, gazetteer: Gazetteer.standard, hub: hub)
    hasSurrogateKeys = configuration.purge.contains(where: \.usesSurrogateKeys)
    if let purging { purgedCaches = { try purging.status().map(PurgedCache.init) } }
  }
}

extension ServerReport {
  /// Whether a server needs a service that keeps the feeds up to date.
  package enum ServiceRequirement: Sendable {
    /// The server is healthy without a service.
    case optional
    /// The server is healthy only with a service.
    case required
  }

  /// Reports the health of the service of a site.
  package init(of site: FeedServer.ServedSite, service: ServiceRequirement) {
    self.init(state: site.state, index: site.index, service: service)
  }

  /// Reports the health of the service with a state directory and an index.
  package init(state: String, index: String, service: ServiceRequirement) {
    let now = Date().timeIntervalSince1970
    do {
      let database = try IndexKind.database(at: index)
      let isRunning = try database.isInUse()
      let cluster = try isRunning ? database.membership()?.cluster() : nil
      guard let status = try ServiceStatus.read(from: state) else {
        let complaint = ServiceStatus.complaint(nil, isRunning: isRunning, now: now)
        self.init(complaint: service == .required ? complaint : nil)
        return
      }
      self.init(
        complaint: isRunning || service == .required
          ? ServiceStatus.complaint(status, isRunning: isRunning, now: now) : nil,
        service: try JSONEncoder().encode(status),
        metrics: Self.metrics(of: status, isRunning: isRunning, now: now) + (cluster.map(Self.metrics) ?? []))
    } catch {
      self.init(complaint: "\(error)")
    }
  }

  private static func metrics(of cluster: IndexCluster) -> [Metric] {
    [
      .gauge(
        "workers", help: "Services that share the index and are alive.",
        value: Double(cluster.workers.count(where: \.isAlive))),
      .gauge("leader_term", help: "The number of the term of the leader.", value: Double(cluster.term)),
      .gauge(
        "leader", help: "1 if this process writes the index.",
        value: cluster.leader == IndexCluster.thisProcess ? 1 : 0),
      .gauge(
        "tasks_waiting", help: "Tasks of a shared build that are not done.",
        value: Double(cluster.waitingTasks)),
      .gauge(
        "task_files_waiting", help: "Files that these tasks read.", value: Double(cluster.waitingFiles)),
      .gauge(
        "task_documents_waiting", help: "Documents that these tasks build.",
        value: Double(cluster.waitingDocuments)),
      .gauge(
        "task_age_seconds", help: "How long ago these tasks were offered.",
        value: Double(cluster.oldestTask ?? 0)),
    ]
  }

  private static func metrics(of status: ServiceStatus, isRunning: Bool, now: Double) -> [Metric] {
    [
      .gauge(
        "scan_age_seconds", help: "How long ago the content was looked at.",
        value: status.lastScan.map { now - $0 } ?? -1),
      .counter(
        "batches_total", help: "How often the feeds were brought up to date.",
        value: Double(status.batches ?? 0)),
      .counter(
        "batch_seconds_total", help: "How long that took in all.", value: status.batchSeconds ?? 0),
      .gauge("last_batch_seconds", help: "How long it took last.", value: status.lastBatchSeconds ?? 0),
      .gauge(
        "watching", help: "1 while a service keeps the feeds up to date.", value: isRunning ? 1 : 0),
      .gauge("events", help: "Events published.", value: Double(status.events)),
      .gauge("feeds", help: "Feeds published.", value: Double(status.feeds)),
      .gauge("files", help: "Markdown files in the content.", value: Double(status.files)),
      .gauge(
        "files_skipped", help: "Files that are not used, for something is wrong.",
        value: Double(status.skippedCount)),
      .gauge(
        "events_held", help: "Events that are held back until their day.", value: Double(status.held ?? 0)),
      .gauge(
        "files_repaired", help: "Files that are used less what is wrong.",
        value: Double(status.repairedCount)),
    ]
  }
}

extension PurgedCache {
  /// Makes the state of a cache from that of its queue.
  fileprivate init(_ status: PurgeStatus) {
    let now = UnixTime.now
    self.init(
      target: status.target, waiting: status.waiting, oldestSeconds: status.oldest.map { now - $0 } ?? 0,
      failures: status.failure?.count ?? 0, problem: status.problem(now: now))
  }
}
