internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import Primitives

/// Answers requests from the cache on the event loop, forwards the others, and closes connections of slow clients.
///
/// It is in front of Hummingbird's handlers, because their conversion of requests and responses costs as much as the answer.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let settings: ServerSettings
  private let routes: ReloadableRoutes
  private let recorder: RequestLineRecorder
  private let records: ServerRecords.OfConnection
  // The exchanges of forwarded requests, in order.
  private var exchanges = CircularBuffer<Exchange>(initialCapacity: 1)
  // Forwarded requests without a response.
  private var forwarded = 0
  // Whether a request is incomplete, and whether it has its response already.
  private var isArriving = false
  private var isAnswered = false
  // Responses that are not sent completely.
  private var sending = 0
  // Whether the connection closes when all responses are sent.
  private var isClosing = false
  private var isReadWanted = false
  // Whether the current request is the last one of the connection, and whether the last one is complete.
  private var isFinal = false
  private var isLast = false
  // The refusal of a malformed request, while earlier requests have no response.
  private var pendingRefusal: Refusal?
  private var isRefused = false
  // Whether the client has closed its side, and whether this side is closed and waits for that.
  private var isInputClosed = false
  private var isLingering = false
  // Whether a response of another handler is in progress.
  private var isResponding = false
  // Whether a message arrived in this read cycle, and whether bytes of an incomplete head have arrived.
  private var hasRead = false
  private var isBeginning = false
  private var deadline = NIODeadline.distantFuture
  private var timer: Scheduled<Void>?
  private var timerDeadline = NIODeadline.distantFuture
  private var date = DateFields()
  // The context of the response encoder. Serialized heads are written behind it.
  private var encoder: ChannelHandlerContext?

  // The last fields of a head, serialized once a second.
  private struct DateFields {
    var time: UnixTime = 0
    var text = ""
    var serialized = ByteBuffer()

    mutating func update(_ now: UnixTime) {
      guard time != now else { return }
      time = now
      text = HTTPDate.text(now)
      serialized = ByteBuffer(string: "Date: \(text)\r\nServer: feedgen\r\n\r\n")
    }
  }

  // The refusal of a malformed request.
  private struct Refusal {
    var error: any Error
    // The fault of a request that could not be parsed.
    var fault = RequestLineRecorder.Fault.other
    // The refusal is sent when at most this number of forwarded requests has no response.
    var after: Int
    // The head of the request, if it could be parsed.
    var head: HTTPRequestHead?
    // Otherwise its first line, as far as it was received.
    var line = ""

    // Whether the method is HEAD, so that the refusal has no body (RFC 9110, section 9.3.2).
    var isHead: Bool { head?.method == .HEAD }
  }

  // The time for a client to read the last response before the connection is closed, in seconds.
  private static let lingerTimeout = 2.0
  // The time limit for making a response, in seconds.
  private static let responseTimeout = 600.0

  /// Makes the handler of one connection.
  init(
    settings: ServerSettings, routes: ReloadableRoutes, recorder: RequestLineRecorder,
    records: ServerRecords.OfConnection
  ) {
    self.settings = settings
    self.routes = routes
    self.recorder = recorder
    self.records = records
  }

  func handlerAdded(context: ChannelHandlerContext) {
    records.counters.update {
      $0.connections += 1
      $0.open += 1
    }
    setDeadline(in: settings.requestTimeout, context)
    // The pipeline of a connection always has an encoder; if it has none, refusals close the connection without a response.
    encoder = try? context.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    encoder = nil
    timer?.cancel()
    records.counters.update { $0.open -= 1 }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    hasRead = true
    if isRefused || isLast || pendingRefusal != nil { return }
    switch unwrapInboundIn(data) {
    case .head(let request): receive(request, context)
    case .body:
      if !isAnswered { context.fireChannelRead(data) }
    case .end:
      isArriving = false
      isLast = isFinal
      if isAnswered { isAnswered = false } else { context.fireChannelRead(data) }
      updateDeadline(context)
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if isLingering {
      context.read()
    } else if !hasRead, !isBeginning, !isArriving, forwarded == 0, sending == 0 {
      isBeginning = true
      setDeadline(in: settings.requestTimeout, context)
    }
    hasRead = false
    context.fireChannelReadComplete()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event as? ChannelEvent == .inputClosed {
      isInputClosed = true
      if isLingering { context.close(promise: nil) }
    }
    context.fireUserInboundEventTriggered(event)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    // Responses to requests before a refusal that was sent meanwhile.
    if isRefused { return promise?.fail(ChannelError.outputClosed) ?? () }
    isResponding = true
    guard isEnd(unwrapOutboundIn(data)) else { return context.write(data, promise: promise) }
    forwarded -= 1
    isResponding = false
    let sent = promise ?? context.eventLoop.makePromise()
    countUntilSent(sent.futureResult, context)
    context.write(data, promise: sent)
    if let pendingRefusal, forwarded <= pendingRefusal.after { refuse(pendingRefusal, context) }
  }

  func read(context: ChannelHandlerContext) {
    // Back pressure: no further requests are read while the client does not receive its responses.
    if context.channel.isWritable { context.read() } else { isReadWanted = true }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    updateDeadline(context)
    if context.channel.isWritable, isReadWanted {
      isReadWanted = false
      context.read()
    }
    context.fireChannelWritabilityChanged()
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    guard mode != .input, sending > 0 || isFinal || isRefused else {
      return context.close(mode: mode, promise: promise)
    }
    isClosing = true
    promise?.succeed()
    if sending == 0 { finish(context) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if error is IOError { return context.fireErrorCaught(error) }
    // Bytes behind the last request, or behind a malformed one, are ignored.
    if isRefused || isLast || pendingRefusal != nil { return }
    guard isArriving, forwarded == 0 || isResponding else {
      let fault = isArriving ? .other : recorder.fault
      var refusal = Refusal(error: error, fault: fault, after: isArriving ? 1 : 0)
      refusal.line = recorder.line
      return refuseInOrder(refusal, context)
    }
    // The body of a request that has its response is malformed.
    isRefused = true
    records.counters.update { $0.malformed += 1 }
    if sending == 0 { finish(context) }
  }
}

extension ConnectionHandler {
  private func receive(_ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
    if let fault = RequestHeadError(request) {
      return refuseInOrder(Refusal(error: fault, after: 0, head: request), context)
    }
    recorder.parsedHeads += 1
    var exchange = Exchange(.head(request))
    isArriving = true
    isBeginning = false
    let hasBody = Self.hasBody(request)
    if hasBody { setDeadline(in: settings.requestTimeout, context) }
    let now = UnixTime.now
    let expectsContinue = Self.expectsContinue(request)
    let awaitsBody = expectsContinue && routes.now.needsBody(of: request)
    // Without 100, the client may send the body or leave it out, so the next bytes cannot be interpreted.
    isFinal = !Self.isPersistent(request) || expectsContinue && !awaitsBody
    // Responses keep the order of requests. One file at a time is open.
    if forwarded == 0, !hasBody,
      var reply = routes.now.cachedReply(to: request, now: now, maySendFile: sending == 0)
    {
      isAnswered = true
      exchange.finish(status: Int(reply.status.code), bytes: reply.length)
      record(exchange)
      if isFinal {
        reply.head = nil
        reply.fields.add(name: "Connection", value: "close")
      }
      return send(reply, now: now, context)
    }
    forwarded += 1
    exchanges.append(exchange)
    if forwarded == 1, awaitsBody {
      let head = HTTPResponseHead(version: .http1_1, status: .continue)
      context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }
    context.fireChannelRead(
      wrapInboundOut(.head(isFinal ? Self.withClose(request) : Self.withoutConnection(request))))
  }

  // Whether a client waits for 100 (Continue) before it sends the body; in HTTP/1.0 the field is ignored (RFC 9110, section
  // 10.1.1).
  private static func expectsContinue(_ request: HTTPRequestHead) -> Bool {
    request.version == .http1_1
      && request.headers[canonicalForm: "Expect"].contains { $0.lowercased() == "100-continue" }
  }

  private static func hasBody(_ request: HTTPRequestHead) -> Bool {
    ["Content-Length", "Transfer-Encoding", "Expect"].contains { request.headers.contains(name: $0) }
  }

  // Whether the connection persists. After an Upgrade field, the parser does not read further bytes as HTTP.
  private static func isPersistent(_ request: HTTPRequestHead) -> Bool {
    request.version == .http1_1 && request.isKeepAlive && request.method != .CONNECT
      && !request.headers.contains(name: "Upgrade")
  }

  // The later handlers keep a connection unless its request has `Connection: close` (RFC 9112, section 9.3).
  private static func withoutConnection(_ request: HTTPRequestHead) -> HTTPRequestHead {
    var request = request
    request.headers.remove(name: "Connection")
    return request
  }

  private static func withClose(_ request: HTTPRequestHead) -> HTTPRequestHead {
    var request = withoutConnection(request)
    request.headers.add(name: "Connection", value: "close")
    return request
  }

  // Refuses a malformed request after the responses to earlier ones.
  private func refuseInOrder(_ refusal: Refusal, _ context: ChannelHandlerContext) {
    if forwarded <= refusal.after { refuse(refusal, context) } else { pendingRefusal = refusal }
  }

  private static func reply(to refusal: Refusal) -> Reply {
    switch (refusal.error, refusal.fault) {
    case (HTTPParserError.headerOverflow, .targetTooLong):
      Reply(.uriTooLong, "the request's target is too long")
    case (HTTPParserError.headerOverflow, _):
      Reply(.requestHeaderFieldsTooLarge, "the request's header is too large")
    case (RequestHeadError.version, _), (_, .version):
      Reply(.httpVersionNotSupported, RequestHeadError.version.description)
    case (let fault as RequestHeadError, _): Reply(.badRequest, "bad request: \(fault.description)")
    case (_, .unknownMethod):
      Reply(.notImplemented, "the request's method is not known here; GET and HEAD are")
    default: Reply(.badRequest, "bad request: this is not HTTP/1.1")
    }
  }

  // Sends the refusal of a malformed request; everything behind it is ignored.
  private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
    isRefused = true
    records.counters.update { $0.malformed += 1 }
    var reply = Self.reply(to: refusal)
    if refusal.isHead { reply.body = nil }
    reply.fields.add(name: "Connection", value: "close")
    // The last request has its refusal in place of a response.
    var exchange =
      refusal.after > 0
      ? exchanges.last : Exchange(refusal.head.map(Exchange.Request.head) ?? .line(refusal.line))
    exchanges.removeAll()
    exchange?.finish(status: Int(reply.status.code), bytes: reply.length)
    if let exchange { record(exchange) }
    send(reply, now: .now, context)
  }

  // Records a part of a response; returns whether it is the end.
  private func isEnd(_ part: HTTPServerResponsePart) -> Bool {
    switch part {
    case .head(let head):
      if !exchanges.isEmpty { exchanges[exchanges.startIndex].status = Int(head.status.code) }
    case .body(let body):
      if !exchanges.isEmpty { exchanges[exchanges.startIndex].bytes += body.readableBytes }
    case .end:
      guard var exchange = exchanges.popFirst() else { return true }
      exchange.finish()
      record(exchange)
      return true
    }
    return false
  }

  private func record(_ exchange: Exchange) {
    let kind = exchange.target.map { routes.now.kind(of: $0) } ?? .other
    records.record(exchange, kind: kind)
  }

  // Counts a client that was too slow. The log has 408 for a request that has not arrived completely, as that of nginx does, although
  // the connection is closed without a response (RFC 9110, section 15.5.9, allows both).
  private func recordTimeout() {
    records.counters.update { $0.timeouts += 1 }
    guard sending == 0, isBeginning || isArriving && !isAnswered else { return }
    var exchange = exchanges.last ?? Exchange(.line(recorder.line))
    exchange.finish(status: 408, bytes: 0)
    records.log(exchange)
  }

  // Closes the connection after the last response. This side is closed first: closing both could reset the connection before the
  // client has read the response (RFC 9112, section 9.6).
  private func finish(_ context: ChannelHandlerContext) {
    if isInputClosed || !isFinal && !isRefused { return context.close(promise: nil) }
    if isLingering { return }
    setDeadline(in: Self.lingerTimeout, context)
    isLingering = true
    context.close(mode: .output, promise: nil)
    context.read()
  }

  private func send(_ reply: Reply, now: UnixTime, _ context: ChannelHandlerContext) {
    date.update(now)
    let sent = context.eventLoop.makePromise(of: Void.self)
    countUntilSent(sent.futureResult, context)
    if let head = reply.head?.completed(with: date.serialized, context.channel.allocator), let encoder {
      guard let body = reply.body else {
        return encoder.writeAndFlush(NIOAny(IOData.byteBuffer(head)), promise: sent)
      }
      encoder.write(NIOAny(IOData.byteBuffer(head)), promise: nil)
      return encoder.writeAndFlush(NIOAny(IOData.byteBuffer(body)), promise: sent)
    }
    var reply = reply
    reply.fields.add(name: "Date", value: date.text)
    reply.fields.add(name: "Server", value: "feedgen")
    let head = HTTPResponseHead(version: .http1_1, status: reply.status, headers: reply.fields)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if let body = reply.body { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
    if let file = reply.file {
      sent.futureResult.whenComplete { _ in ServedFile.close(file) }
      context.write(wrapOutboundOut(.body(.fileRegion(file))), promise: nil)
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
  }

  // Counts a response in `sending` until it is sent.
  private func countUntilSent(_ sent: EventLoopFuture<Void>, _ context: ChannelHandlerContext) {
    sending += 1
    let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    sent.whenComplete { _ in
      let (handler, context) = loopBound.value
      handler.sending -= 1
      guard handler.sending == 0 else { return }
      if handler.isClosing || handler.isRefused || handler.isFinal && handler.forwarded == 0 {
        handler.finish(context)
      } else {
        handler.updateDeadline(context)
      }
    }
  }

  // Sets the deadline of the current state.
  private func updateDeadline(_ context: ChannelHandlerContext) {
    if isLingering { return }
    if sending > 0 || !context.channel.isWritable {
      setDeadline(in: settings.sendTimeout, context)
    } else if isArriving {
      setDeadline(in: settings.requestTimeout, context)
    } else if forwarded > 0 {
      setDeadline(in: Self.responseTimeout, context)
    } else {
      setDeadline(in: settings.idleTimeout, context)
    }
  }

  private func setDeadline(in seconds: Double, _ context: ChannelHandlerContext) {
    deadline = .now() + .milliseconds(Int64(seconds * 1000))
    if deadline < timerDeadline { schedule(context) }
  }

  // One timer per connection: when it fires before the deadline, it is scheduled again.
  private func schedule(_ context: ChannelHandlerContext) {
    timer?.cancel()
    timerDeadline = deadline
    let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(deadline: deadline) {
      let (handler, context) = loopBound.value
      handler.timer = nil
      handler.timerDeadline = .distantFuture
      guard handler.deadline <= .now() else { return handler.schedule(context) }
      if !handler.isLingering { handler.recordTimeout() }
      // The end of the connection is no further malformed request.
      handler.isRefused = true
      handler.sending = 0
      context.close(promise: nil)
    }
  }
}
