internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOExtras
internal import NIOPosix
internal import ServiceLifecycle

/// Accepts connections on the sockets of a server until it is stopped.
///
/// It takes the place of Hummingbird's own server, which cannot listen on a socket that is open already.
struct Listener: Service {
  /// What a socket listens on.
  enum Endpoint {
    /// A host name or address, and a port; 0 for any free port.
    case host(String, port: Int)
    /// A socket that is bound.
    case descriptor(Int32)
  }

  private typealias Connections = NIOAsyncChannel<FeedChannel.AcceptedConnection, Never>

  // A socket, and what stops it.
  private struct Socket {
    var connections: Connections
    var quiescing: ServerQuiescingHelper
  }

  private static let backlog: Int32 = 4096

  private let channel: FeedChannel
  private let logger: Logger
  private var sockets: [Socket] = []

  /// The addresses that the sockets listen on.
  var addresses: [SocketAddress] { sockets.compactMap(\.connections.channel.localAddress) }

  /// Listens on endpoints, which share the limit of connections evenly.
  /// - Throws: an error of the system.
  init(_ endpoints: [Endpoint], channel: FeedChannel, maxConnections: Int, logger: Logger) async throws {
    self.channel = channel
    self.logger = logger
    let share = max(1, maxConnections / max(1, endpoints.count))
    for endpoint in endpoints {
      do {
        sockets.append(try await listen(on: endpoint, maxConnections: share))
      } catch {
        // NIO requires that an async channel is not dropped without being executed.
        for socket in sockets { try? await socket.connections.executeThenClose { _, _ in } }
        throw error
      }
    }
  }

  /// Serves connections; returns after a graceful shutdown.
  func run() async throws {
    await withGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        for socket in sockets { group.addTask { await accept(socket.connections) } }
      }
    } onGracefulShutdown: {
      for socket in sockets { socket.quiescing.initiateShutdown(promise: nil) }
    }
  }

  private func accept(_ connections: Connections) async {
    await withDiscardingTaskGroup { group in
      do {
        try await connections.executeThenClose { accepted in
          for try await connection in accepted {
            group.addTask { await channel.handle(value: connection, logger: logger) }
          }
        }
      } catch {
        logger.error("no more connections can be accepted: \(error)")
      }
    }
  }

  private func listen(on endpoint: Endpoint, maxConnections: Int) async throws -> Socket {
    let quiescing = ServerQuiescingHelper(group: MultiThreadedEventLoopGroup.singleton)
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: Self.backlog)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .serverChannelInitializer { [logger] channel in
        channel.eventLoop.makeCompletedFuture {
          let delegate = MaximumAvailableConnections(maxConnections, logger: logger)
          try channel.pipeline.syncOperations.addHandler(
            AvailableConnectionsChannelHandler(delegate: delegate))
          try channel.pipeline.syncOperations.addHandler(
            quiescing.makeServerChannelHandler(channel: channel))
        }
      }
    let setup: @Sendable (any Channel) -> EventLoopFuture<FeedChannel.AcceptedConnection> = {
      [channel, logger] in channel.setup(channel: $0, logger: logger)
    }
    let connections: Connections =
      switch endpoint {
      case .host(let host, let port):
        try await bootstrap.bind(host: host, port: port, childChannelInitializer: setup)
      case .descriptor(let descriptor):
        try await bootstrap.bind(descriptor, childChannelInitializer: setup)
      }
    return Socket(connections: connections, quiescing: quiescing)
  }
}
