internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOExtras
internal import NIOHTTP1
internal import NIOHTTPTypesHTTP1
internal import ServiceLifecycle
internal import Synchronization

/// A connection: Hummingbird's for HTTP/1.1, with limits, and with a short way for what is at hand.
struct FeedChannel: ServerChildChannel {
  /// A connection that somebody is to handle. One that came at the moment in which the server stops is handled by nobody: then
  /// it is closed, for what NIO makes of a connection must not be thrown away.
  final class Accepted: ServerChildChannelValue {
    fileprivate let value: HTTP1Channel.Value
    fileprivate let isHandled = Atomic(false)

    fileprivate init(_ value: HTTP1Channel.Value) { self.value = value }

    deinit {
      if isHandled.load(ordering: .relaxed) { return }
      Task.detached { [value] in try? await value.executeThenClose { _, _ in } }
    }

    /// Where it comes from.
    var channel: any Channel { value.channel }
  }

  private let inner: HTTP1Channel
  private let settings: ServerSettings
  private let answers: CurrentAnswers

  /// Makes the connections of a server.
  init(_ settings: ServerSettings, _ answers: CurrentAnswers) {
    (self.settings, self.answers) = (settings, answers)
    let responder = Responder(answers: answers)
    inner = HTTP1Channel(
      responder: { request, writer, _ in try await responder.respond(to: request, writer: writer) },
      configuration: .init(
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: settings.headerBytes, maxHeaderListSize: settings.headerBytes,
          maxHeaderFieldCount: 100)))
  }

  /// Prepares a connection.
  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Accepted> {
    inner.setup(channel: channel, logger: logger).map(Accepted.init).flatMapThrowing {
      [settings, answers] accepted in
      let pipeline = channel.pipeline.syncOperations
      let codec = try pipeline.context(handlerType: HTTP1ToHTTPServerCodec.self)
      let recorder = RequestLineRecorder(longestTarget: settings.headerBytes)
      try pipeline.addHandler(recorder, position: .first)
      try pipeline.addHandler(
        ConnectionHandler(settings, answers, recorder), position: .before(codec.handler))
      // Most requests are this short, and each of many slow clients keeps what room was made for.
      try channel.syncOptions?.setOption(
        .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 512, maximum: 65_536))
      return accepted
    }
  }

  /// Answers the requests of a connection.
  func handle(value accepted: Accepted, logger: Logger) async {
    accepted.isHandled.store(true, ordering: .relaxed)
    // Whoever was being accepted when all were told to come to an end was not told.
    if Task.isShuttingDownGracefully {
      accepted.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }
    await inner.handle(value: accepted.value, logger: logger)
  }
}
