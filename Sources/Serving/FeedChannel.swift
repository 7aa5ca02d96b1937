internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypesHTTP1

/// A connection: Hummingbird's for HTTP/1.1, with limits, and with a short way for what is at hand.
struct FeedChannel: ServerChildChannel {
  private let inner: HTTP1Channel
  private let settings: ServerSettings
  private let answers: CurrentAnswers

  /// Makes the connections of a server.
  init(
    _ responder: @escaping HTTPChannelHandler.Responder, _ settings: ServerSettings, _ answers: CurrentAnswers
  ) {
    (self.settings, self.answers) = (settings, answers)
    inner = HTTP1Channel(
      responder: responder,
      configuration: .init(
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: settings.headerBytes, maxHeaderListSize: settings.headerBytes,
          maxHeaderFieldCount: 100)))
  }

  /// Prepares a connection.
  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
    inner.setup(channel: channel, logger: logger).flatMapThrowing { [settings, answers] value in
      let pipeline = channel.pipeline.syncOperations
      let codec = try pipeline.context(handlerType: HTTP1ToHTTPServerCodec.self)
      try pipeline.addHandler(ConnectionHandler(settings, answers), position: .before(codec.handler))
      return value
    }
  }

  /// Answers the requests of a connection.
  func handle(value: HTTP1Channel.Value, logger: Logger) async {
    await inner.handle(value: value, logger: logger)
  }
}
