internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypesHTTP1

/// A connection: Hummingbird's for HTTP/1.1, with limits, and with a short way for what is at hand.
struct FeedChannel: ServerChildChannel {
  private let inner: HTTP1Channel

  /// Makes the connections of a server.
  init(
    _ responder: @escaping HTTPChannelHandler.Responder, _ settings: ServerSettings, _ answers: CurrentAnswers
  ) {
    inner = HTTP1Channel(
      responder: responder,
      configuration: .init(
        additionalChannelHandlers: [ConnectionHandler(settings, answers)],
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: settings.headerBytes, maxHeaderListSize: settings.headerBytes,
          maxHeaderFieldCount: 100)))
  }

  /// Prepares a connection.
  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
    inner.setup(channel: channel, logger: logger).flatMapThrowing { value in
      let pipeline = channel.pipeline.syncOperations
      let codec = try pipeline.context(handlerType: HTTP1ToHTTPServerCodec.self)
      try pipeline.addHandler(VersionHandler(), position: .before(codec.handler))
      return value
    }
  }

  /// Answers the requests of a connection.
  func handle(value: HTTP1Channel.Value, logger: Logger) async {
    await inner.handle(value: value, logger: logger)
  }
}

/// Sees to what only the version tells: whether a connection is kept, and that a host is named (RFC 9112, sections 3.2, 9.3).
final class VersionHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  /// A request of HTTP/1.1 without a host, or with several.
  struct MissingHost: Error {}

  /// Marks connections that are not to be kept with the field that those behind this handler know.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
    if head.version == .http1_1, head.headers["Host"].count != 1 {
      return context.fireErrorCaught(MissingHost())
    }
    if head.headers.contains(name: "Connection") || head.version != .http1_1 {
      head.headers.remove(name: "Connection")
      if !Self.isKept(unwrapInboundIn(data)) { head.headers.add(name: "Connection", value: "close") }
    }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  private static func isKept(_ part: HTTPServerRequestPart) -> Bool {
    if case .head(let head) = part { head.isKeepAlive } else { true }
  }
}
