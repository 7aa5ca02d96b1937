internal import Foundation
internal import NIOCore
internal import NIOHTTP1

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
  // Whether nothing more is read, because the connection is to be closed after the last answer.
  private var isLast = false
  // What is wrong with a request, which is refused when no more than so many of those that were handed on are unanswered.
  private var fault: (error: any Error, after: Int)?
  private var isRefused = false
  // Whether a response has begun and not ended.
  private var isResponding = false
  // Whether something has come since the last pause, and whether it began a request whose head is not whole yet.
  private var hasRead = false
  private var isBeginning = false
  private var deadline = NIODeadline.distantFuture
  private var timer: Scheduled<Void>?
  private var timerDeadline = NIODeadline.distantFuture
  // The second whose date was written last, and its text.
  private var date: (time: Int64, text: String) = (0, "")

  // How long a client that gets no more answers may take to read the last one.
  private static let lingering = 2.0

  /// Makes the handler of one connection.
  init(_ settings: ServerSettings, _ answers: CurrentAnswers) {
    (self.settings, self.answers) = (settings, answers)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    answers.metrics.count {
      $0.connections += 1
      $0.open += 1
    }
    wait(settings.requestTimeout, context)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
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
      if isAnswered { isAnswered = false } else { context.fireChannelRead(data) }
      setDeadline(context)
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if !hasRead, !isBeginning, !isArriving, handedOn == 0, sending == 0, !isRefused {
      isBeginning = true
      wait(settings.requestTimeout, context)
    }
    hasRead = false
    context.fireChannelReadComplete()
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
    if let fault, handedOn <= fault.after { refuse(fault.error, context) }
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
    guard mode == .all, sending > 0, !isClosing else { return context.close(mode: mode, promise: promise) }
    isClosing = true
    promise?.succeed()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if error is IOError || isRefused || isLast {
      context.fireErrorCaught(error)
    } else if isArriving, handedOn == 0 || isResponding {
      // What is wrong is the body of a request that has its answer.
      (isRefused, isArriving) = (true, false)
      answers.metrics.count { $0.malformed += 1 }
      closeSoon(context)
    } else {
      find(error, after: isArriving ? 1 : 0, context)
    }
  }
}

extension ConnectionHandler {
  private func take(_ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
    if let fault = RequestFault(request) { return find(fault, after: 0, context) }
    (isArriving, isBeginning) = (true, false)
    let hasBody = Self.hasBody(request)
    if hasBody { wait(settings.requestTimeout, context) }
    let now = Int64(Date().timeIntervalSince1970)
    let isKept = Self.isKept(request)
    // Answers have the order of requests; one file at a time is open.
    if handedOn == 0, !hasBody,
      var reply = answers.now.immediate(request, now: now, opensFile: sending == 0)
    {
      isAnswered = true
      answers.note(reply, request.method.rawValue, request.uri)
      if !isKept {
        reply.fields.add(name: "Connection", value: "close")
        (isLast, isClosing) = (true, true)
      }
      send(reply, now, context)
      return setDeadline(context)
    }
    handedOn += 1
    // A client may wait for this before it sends the body (RFC 9110, section 10.1.1).
    if handedOn == 1,
      request.headers[canonicalForm: "Expect"].contains(where: { $0.lowercased() == "100-continue" })
    {
      let head = HTTPResponseHead(version: .http1_1, status: .continue)
      context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }
    context.fireChannelRead(wrapInboundOut(.head(Self.marked(request, isKept: isKept))))
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
  private static func marked(_ request: HTTPRequestHead, isKept: Bool) -> HTTPRequestHead {
    var request = request
    request.headers.remove(name: "Connection")
    if !isKept { request.headers.add(name: "Connection", value: "close") }
    return request
  }

  // Refuses what is no request when all but some of the requests that were handed on have their answers.
  private func find(_ error: any Error, after: Int, _ context: ChannelHandlerContext) {
    if handedOn <= after { refuse(error, context) } else { fault = (error, after) }
  }

  private static func refusal(_ error: any Error) -> Reply {
    switch error {
    case HTTPParserError.headerOverflow:
      Reply(.requestHeaderFieldsTooLarge, "the request's header is too large")
    case let fault as RequestFault: Reply(.badRequest, "bad request: \(fault.description)")
    default: Reply(.badRequest, "bad request: this is not HTTP/1.1")
    }
  }

  // Answers what is no request, and nothing that comes after it.
  private func refuse(_ error: any Error, _ context: ChannelHandlerContext) {
    isRefused = true
    answers.metrics.count { $0.malformed += 1 }
    var reply = Self.refusal(error)
    reply.fields.add(name: "Connection", value: "close")
    isArriving = false
    answers.note(reply, "?", "\(error)")
    send(reply, Int64(Date().timeIntervalSince1970), context)
    closeSoon(context)
  }

  // Closing at once could make the system throw away what was sent last.
  private func closeSoon(_ context: ChannelHandlerContext) {
    context.close(mode: .output, promise: nil)
    setDeadline(context)
  }

  private func send(_ reply: Reply, _ now: Int64, _ context: ChannelHandlerContext) {
    var reply = reply
    if date.time != now { date = (now, HTTPDate.text(now)) }
    reply.fields.add(name: "Date", value: date.text)
    reply.fields.add(name: "Server", value: "feedgen")
    let sent = context.eventLoop.makePromise(of: Void.self)
    watch(sent.futureResult, context)
    let head = HTTPResponseHead(version: .http1_1, status: reply.status, headers: reply.fields)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if let body = reply.body { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
    if let file = reply.file {
      sent.futureResult.whenComplete { _ in try? file.fileHandle.close() }
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
      if handler.isClosing {
        context.close(promise: nil)
      } else {
        handler.setDeadline(context)
      }
    }
  }

  // How long the client may take for what is to come next.
  private func setDeadline(_ context: ChannelHandlerContext) {
    if isRefused, sending == 0 {
      wait(Self.lingering, context)
    } else if sending > 0 || !context.channel.isWritable {
      wait(settings.sendTimeout, context)
    } else if isArriving {
      wait(settings.requestTimeout, context)
    } else if handedOn > 0 {
      deadline = .distantFuture
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
      if handler.deadline == .distantFuture { return }
      guard handler.deadline <= .now() else { return handler.schedule(context) }
      if !handler.isRefused { handler.answers.metrics.count { $0.timeouts += 1 } }
      handler.sending = 0
      context.close(promise: nil)
    }
  }
}
