internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import Primitives

/// Answers on the spot what is at hand, hands on the rest, and closes connections of clients that are too slow.
///
/// It stands before the handlers that make requests and responses what Hummingbird knows them as, which takes as long as the
/// answer.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let settings: ServerSettings
  private let answers: CurrentAnswers
  private let recorder: RequestLineRecorder
  // Requests that were handed on and are not answered yet.
  private var handedOn = 0
  // Whether the rest of a request is still to come, and whether it was answered before that.
  private var isArriving = false
  private var isAnswered = false
  // Responses that are not sent yet.
  private var sending = 0
  // Whether the connection is to be closed when all is sent.
  private var isClosing = false
  private var isReadWanted = false
  // Whether the request that came last is the last of the connection, and whether it is there as a whole.
  private var isFinal = false
  private var isLast = false
  // The refusal of a request that is none, while requests before it are unanswered.
  private var fault: Refusal?
  private var isRefused = false
  // Whether the client has said that it sends nothing more, and whether it gets nothing more.
  private var isInputClosed = false
  private var isLingering = false
  // Whether a response has begun and not ended.
  private var isResponding = false
  // Whether something has come since the last pause, and whether it began a request whose head is not whole yet.
  private var hasRead = false
  private var isBeginning = false
  private var deadline = NIODeadline.distantFuture
  private var timer: Scheduled<Void>?
  private var timerDeadline = NIODeadline.distantFuture
  // The second whose date was written last, its text, and what ends a head in it.
  private var date: (time: Int64, text: String, end: ByteBuffer) = (0, "", ByteBuffer())
  // Where heads are made bytes, which those are not to pass that are bytes.
  private var encoder: ChannelHandlerContext?

  private struct Refusal {
    var error: any Error
    // What is wrong with the request if it could not be parsed.
    var fault = RequestLineRecorder.Fault.other
    // How many of the requests that were handed on may be unanswered when the refusal is sent.
    var after: Int
    // Whether the request is to HEAD, so that the refusal has no body (RFC 9110, section 9.3.2).
    var isHead = false
  }

  // How long a client that gets no more answers may take to read the last one.
  private static let lingering = 2.0
  // How long an answer may take to be made.
  private static let longestAnswer = 600.0

  /// Makes the handler of one connection.
  init(_ settings: ServerSettings, _ answers: CurrentAnswers, _ recorder: RequestLineRecorder) {
    (self.settings, self.answers, self.recorder) = (settings, answers, recorder)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    answers.metrics.count {
      $0.connections += 1
      $0.open += 1
    }
    wait(settings.requestTimeout, context)
    encoder = try? context.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    encoder = nil
    timer?.cancel()
    answers.metrics.count { $0.open -= 1 }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    hasRead = true
    if isRefused || isLast || fault != nil { return }
    switch unwrapInboundIn(data) {
    case .head(let request): take(request, context)
    case .body:
      if !isAnswered { context.fireChannelRead(data) }
    case .end:
      isArriving = false
      isLast = isFinal
      if isAnswered { isAnswered = false } else { context.fireChannelRead(data) }
      setDeadline(context)
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if isLingering {
      context.read()
    } else if !hasRead, !isBeginning, !isArriving, handedOn == 0, sending == 0 {
      isBeginning = true
      wait(settings.requestTimeout, context)
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
    // Answers to requests that were refused meanwhile.
    if isRefused { return promise?.fail(ChannelError.outputClosed) ?? () }
    isResponding = true
    guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
    handedOn -= 1
    isResponding = false
    let sent = promise ?? context.eventLoop.makePromise()
    watch(sent.futureResult, context)
    context.write(data, promise: sent)
    if let fault, handedOn <= fault.after { refuse(fault, context) }
  }

  func read(context: ChannelHandlerContext) {
    // Who does not fetch answers gets no more of them.
    if context.channel.isWritable { context.read() } else { isReadWanted = true }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    setDeadline(context)
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
    // What comes after the last request, or after what is no request, is nothing to anybody.
    if isRefused || isLast || fault != nil { return }
    guard isArriving, handedOn == 0 || isResponding else {
      let fault = isArriving ? .other : recorder.fault
      return plan(Refusal(error: error, fault: fault, after: isArriving ? 1 : 0), context)
    }
    // What is wrong is the body of a request that has its answer.
    isRefused = true
    answers.metrics.count { $0.malformed += 1 }
    if sending == 0 { finish(context) }
  }
}

extension ConnectionHandler {
  private func take(_ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
    if let fault = RequestFault(request) {
      return plan(Refusal(error: fault, after: 0, isHead: request.method == .HEAD), context)
    }
    (isArriving, isBeginning) = (true, false)
    let hasBody = Self.hasBody(request)
    if hasBody { wait(settings.requestTimeout, context) }
    let now = Int64(Date().timeIntervalSince1970)
    let expectsContinue = Self.expectsContinue(request)
    let awaitsBody = expectsContinue && answers.now.readsBody(of: request)
    // A client that gets its answer in place of 100 may send the body or not, so that what comes next cannot be known.
    isFinal = !Self.isKept(request) || expectsContinue && !awaitsBody
    // Answers have the order of requests; one file at a time is open.
    if handedOn == 0, !hasBody,
      var reply = answers.now.immediate(request, now: now, opensFile: sending == 0)
    {
      isAnswered = true
      answers.note(reply, request.method.rawValue, request.uri)
      if isFinal {
        reply.head = nil
        reply.fields.add(name: "Connection", value: "close")
      }
      return send(reply, now, context)
    }
    handedOn += 1
    if handedOn == 1, awaitsBody {
      let head = HTTPResponseHead(version: .http1_1, status: .continue)
      context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }
    context.fireChannelRead(wrapInboundOut(.head(Self.marked(request, isFinal: isFinal))))
  }

  // Whether a client may wait for 100 before it sends the body; one of HTTP/1.0 does not know it (RFC 9110, section 10.1.1).
  private static func expectsContinue(_ request: HTTPRequestHead) -> Bool {
    request.version == .http1_1
      && request.headers[canonicalForm: "Expect"].contains { $0.lowercased() == "100-continue" }
  }

  private static func hasBody(_ request: HTTPRequestHead) -> Bool {
    ["Content-Length", "Transfer-Encoding", "Expect"].contains { request.headers.contains(name: $0) }
  }

  // What comes after an offer of another protocol is not read as HTTP any more.
  private static func isKept(_ request: HTTPRequestHead) -> Bool {
    request.version == .http1_1 && request.isKeepAlive && request.method != .CONNECT
      && !request.headers.contains(name: "Upgrade")
  }

  // Marks a request after which the connection is not to be kept (RFC 9112, section 9.3) as those behind this handler know it.
  private static func marked(_ request: HTTPRequestHead, isFinal: Bool) -> HTTPRequestHead {
    var request = request
    request.headers.remove(name: "Connection")
    if isFinal { request.headers.add(name: "Connection", value: "close") }
    return request
  }

  // Refuses what is no request when all but some of the requests that were handed on have their answers.
  private func plan(_ refusal: Refusal, _ context: ChannelHandlerContext) {
    if handedOn <= refusal.after { refuse(refusal, context) } else { fault = refusal }
  }

  private static func reply(to refusal: Refusal) -> Reply {
    switch (refusal.error, refusal.fault) {
    case (HTTPParserError.headerOverflow, .targetTooLong):
      Reply(.uriTooLong, "the request's target is too long")
    case (HTTPParserError.headerOverflow, _):
      Reply(.requestHeaderFieldsTooLarge, "the request's header is too large")
    case (RequestFault.version, _), (_, .version):
      Reply(.httpVersionNotSupported, RequestFault.version.description)
    case (let fault as RequestFault, _): Reply(.badRequest, "bad request: \(fault.description)")
    case (_, .unknownMethod):
      Reply(.notImplemented, "the request's method is not known here; GET and HEAD are")
    default: Reply(.badRequest, "bad request: this is not HTTP/1.1")
    }
  }

  // Answers what is no request, and nothing that comes after it.
  private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
    isRefused = true
    answers.metrics.count { $0.malformed += 1 }
    var reply = Self.reply(to: refusal)
    if refusal.isHead { reply.body = nil }
    reply.fields.add(name: "Connection", value: "close")
    answers.note(reply, "?", "\(refusal.error)")
    send(reply, Int64(Date().timeIntervalSince1970), context)
  }

  // Closes the connection when all is sent; at once, that could make the system throw away what was sent last (RFC 9112, section
  // 9.6).
  private func finish(_ context: ChannelHandlerContext) {
    if isInputClosed || !isFinal && !isRefused { return context.close(promise: nil) }
    if isLingering { return }
    wait(Self.lingering, context)
    isLingering = true
    context.close(mode: .output, promise: nil)
    context.read()
  }

  private func send(_ reply: Reply, _ now: Int64, _ context: ChannelHandlerContext) {
    if date.time != now {
      let text = HTTPDate.text(now)
      date = (now, text, ByteBuffer(string: "Date: \(text)\r\nServer: feedgen\r\n\r\n"))
    }
    let sent = context.eventLoop.makePromise(of: Void.self)
    watch(sent.futureResult, context)
    if let head = reply.head?.whole(date.end, context.channel.allocator), let encoder {
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

  // Counts a response until it is sent.
  private func watch(_ sent: EventLoopFuture<Void>, _ context: ChannelHandlerContext) {
    sending += 1
    let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    sent.whenComplete { _ in
      let (handler, context) = loopBound.value
      handler.sending -= 1
      guard handler.sending == 0 else { return }
      if handler.isClosing || handler.isRefused || handler.isFinal && handler.handedOn == 0 {
        handler.finish(context)
      } else {
        handler.setDeadline(context)
      }
    }
  }

  // How long the client may take for what is to come next.
  private func setDeadline(_ context: ChannelHandlerContext) {
    if isLingering { return }
    if sending > 0 || !context.channel.isWritable {
      wait(settings.sendTimeout, context)
    } else if isArriving {
      wait(settings.requestTimeout, context)
    } else if handedOn > 0 {
      wait(Self.longestAnswer, context)
    } else {
      wait(settings.idleTimeout, context)
    }
  }

  private func wait(_ seconds: Double, _ context: ChannelHandlerContext) {
    deadline = .now() + .milliseconds(Int64(seconds * 1000))
    if deadline < timerDeadline { schedule(context) }
  }

  // One timer is enough: when it goes off too early, it is set again.
  private func schedule(_ context: ChannelHandlerContext) {
    timer?.cancel()
    timerDeadline = deadline
    let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(deadline: deadline) {
      let (handler, context) = loopBound.value
      (handler.timer, handler.timerDeadline) = (nil, .distantFuture)
      guard handler.deadline <= .now() else { return handler.schedule(context) }
      if !handler.isLingering { handler.answers.metrics.count { $0.timeouts += 1 } }
      handler.sending = 0
      context.close(promise: nil)
    }
  }
}
