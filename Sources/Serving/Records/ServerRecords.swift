internal import Logging
internal import NIOCore

/// What a server records of its exchanges: counters, the access log, and the readers of feeds.
final class ServerRecords: Sendable {
  /// The counters.
  let metrics: Metrics
  /// The access log, if there is one.
  let accessLog: AccessLog?
  /// The readers of feeds.
  let readers: ReaderCounter?
  private let logger: Logger
  // Whether each request is logged, determined once.
  private let logsRequests: Bool

  /// Makes the records of a server.
  init(metrics: Metrics, accessLog: AccessLog?, readers: ReaderCounter?, logger: Logger) {
    self.metrics = metrics
    self.accessLog = accessLog
    self.readers = readers
    self.logger = logger
    logsRequests = logger.logLevel <= .debug
  }

  /// The records of one connection. Used on its event loop.
  struct OfConnection {
    /// The counters of the event loop.
    let counters: Metrics.Counters
    private let address: ClientAddress
    private let records: ServerRecords
    private let recentReaders: RecentReaders?

    /// Makes the records of a connection.
    init(_ records: ServerRecords, channel: any Channel) {
      self.records = records
      counters = records.metrics.counters(of: channel.eventLoop)
      address = ClientAddress(channel)
      recentReaders = records.readers?.recent(of: channel.eventLoop)
    }

    /// Records an exchange whose response is complete.
    func record(_ exchange: Exchange, kind: RequestKind) {
      counters.update { $0.count(exchange, kind) }
      if kind == .feed, exchange.status == 200 || exchange.status == 304 {
        recentReaders?.record(exchange, from: address)
      }
      log(exchange)
    }

    /// Logs an exchange.
    func log(_ exchange: Exchange) {
      records.accessLog?.append(exchange, client: address)
      if records.logsRequests { records.debug(exchange) }
    }
  }

  private func debug(_ exchange: Exchange) {
    let (method, target, _) = exchange.parts
    logger.debug(
      "\(method ?? "?") \(target ?? ""): \(exchange.status)",
      metadata: [
        "method": "\(method ?? "?")", "target": "\(target ?? "")", "status": "\(exchange.status)",
        "bytes": "\(exchange.bytes)",
      ])
  }
}
