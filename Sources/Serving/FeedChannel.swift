internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOExtras
internal import NIOHTTP1
internal import NIOHTTPTypesHTTP1
internal import ServiceLifecycle
internal import Synchronization

/// Sets up connections: Hummingbird's HTTP/1.1 channel, with limits, and with `ConnectionHandler` in front of it.
struct FeedChannel: ServerChildChannel {
  /// An accepted connection. If the server stops before it handles the connection, `deinit` closes it: NIO requires that its
  /// async channel is not dropped without being executed.
  final class AcceptedConnection: ServerChildChannelValue {
    fileprivate let value: HTTP1Channel.Value
    fileprivate let isHandled = Atomic(false)

    fileprivate init(_ value: HTTP1Channel.Value) { self.value = value }

    deinit {
      if isHandled.load(ordering: .relaxed) { return }
      // An error says that the connection is closed already, as it shall be.
      Task.detached { [value] in try? await value.executeThenClose { _, _ in } }
    }

    /// The connection's channel.
    var channel: any Channel { value.channel }
  }

  private let inner: HTTP1Channel
  private let settings: ServerSettings
  private let routes: ReloadableRoutes
  private let records: ServerRecords

  /// Makes the channel setup of a server.
  init(settings: ServerSettings, routes: ReloadableRoutes, records: ServerRecords) {
    self.settings = settings
    self.routes = routes
    self.records = records
    let responder = Responder(routes: routes)
    inner = HTTP1Channel(
      responder: { request, writer, _ in try await responder.respond(to: request, writer: writer) },
      configuration: .init(
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: settings.headerBytes, maxHeaderListSize: settings.headerBytes,
          maxHeaderFieldCount: 100)))
  }

  /// Adds the handlers of a connection.
  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection> {
    inner.setup(channel: channel, logger: logger).map(AcceptedConnection.init).flatMapThrowing {
      [settings, routes, records] accepted in
      let pipeline = channel.pipeline.syncOperations
      let codec = try pipeline.context(handlerType: HTTP1ToHTTPServerCodec.self)
      let recorder = RequestLineRecorder(maxLineLength: settings.headerBytes)
      try pipeline.addHandler(recorder, position: .first)
      try pipeline.addHandler(
        ConnectionHandler(
          settings: settings, routes: routes, recorder: recorder,
          records: ServerRecords.OfConnection(records, channel: channel)),
        position: .before(codec.handler))
      // Most requests fit in 512 bytes; a larger initial buffer would cost memory for every slow client.
      try channel.syncOptions?.setOption(
        .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 512, maximum: 65_536))
      return accepted
    }
  }

  /// Handles the requests of a connection.
  func handle(value accepted: AcceptedConnection, logger: Logger) async {
    accepted.isHandled.store(true, ordering: .relaxed)
    // A connection that was accepted while the shutdown began has not received the event.
    if Task.isShuttingDownGracefully {
      accepted.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }
    await inner.handle(value: accepted.value, logger: logger)
  }
}
