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
  private var isRefused = false
  private var deadline = NIODeadline.distantFuture
  private var timer: Scheduled<Void>?
  private var timerDeadline = NIODeadline.distantFuture
  // The second whose date was written last, and its text.
  private var date: (time: Int64, text: String) = (0, "")

  // How long a client that gets no more answers may take to read the last one.
  private static let lingering = TimeAmount.seconds(2)

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
    if isRefused { return }
    switch unwrapInboundIn(data) {
    case .head(let request):
      if handedOn == 0, request.version == .http1_1, request.headers["Host"].count != 1 {
        return refuse(MissingHost(), context)
      }
      isArriving = true
      if Self.hasBody(request) { wait(settings.requestTimeout, context) }
      let now = Int64(Date().timeIntervalSince1970)
      // Answers have the order of requests.
      let isKept = request.isKeepAlive
      if handedOn == 0, isKept, !Self.hasBody(request), let reply = answers.now.immediate(request, now: now) {
        isAnswered = true
        answers.note(reply, request.method.rawValue, request.uri)
        send(reply, now, context)
      } else {
        handedOn += 1
        context.fireChannelRead(wrapInboundOut(.head(Self.marked(request, isKept: isKept))))
      }
    case .body:
      if !isAnswered { context.fireChannelRead(data) }
    case .end:
      isArriving = false
      if isAnswered { isAnswered = false } else { context.fireChannelRead(data) }
      setDeadline(context)
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
    handedOn -= 1
    let sent = promise ?? context.eventLoop.makePromise()
    watch(sent.futureResult, context)
    context.write(data, promise: sent)
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
    if error is IOError || handedOn > 0 || isRefused {
      context.fireErrorCaught(error)
    } else {
      refuse(error, context)
    }
  }
}

extension ConnectionHandler {
  // A request of HTTP/1.1 without a host, or with several (RFC 9112, section 3.2).
  private struct MissingHost: Error {}

  private static func hasBody(_ request: HTTPRequestHead) -> Bool {
    ["Content-Length", "Transfer-Encoding", "Expect"].contains { request.headers.contains(name: $0) }
  }

  // Marks a request after which the connection is not to be kept (RFC 9112, section 9.3) as those behind this handler know it.
  private static func marked(_ request: HTTPRequestHead, isKept: Bool) -> HTTPRequestHead {
    var request = request
    request.headers.remove(name: "Connection")
    if !isKept { request.headers.add(name: "Connection", value: "close") }
    return request
  }

  private static func refusal(_ error: any Error) -> Reply {
    switch error {
    case HTTPParserError.headerOverflow:
      Reply(.requestHeaderFieldsTooLarge, "the request's header is too large")
    case is MissingHost: Reply(.badRequest, "bad request: there must be one field Host")
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
    // Closing at once could make the system throw away what was sent last.
    context.close(mode: .output, promise: nil)
    deadline = .now() + Self.lingering
    schedule(context)
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
    if isRefused { return }
    if sending > 0 || !context.channel.isWritable {
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
