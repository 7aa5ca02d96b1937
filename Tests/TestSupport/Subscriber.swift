package import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Primitives
internal import Synchronization

/// A test server in the role of a subscriber or a hub: it records requests and sends configured responses.
package final class Subscriber: Sendable {
  /// A recorded request.
  package struct Request: Sendable {
    /// GET or POST.
    package var method: String
    /// Path and query.
    package var target: String
    /// The fields by name in lower case.
    package var fields: [String: String]
    /// The body.
    package var body: Data

    /// The values of the query, or of a form in the body; the last of each name.
    package var values: [String: String] { Dictionary(parameters) { $1 } }

    /// All values of a name, in order.
    package func values(of name: String) -> [String] { parameters.filter { $0.0 == name }.map(\.1) }

    private var parameters: [(String, String)] {
      var text = String(target.split(separator: "?").dropFirst().first ?? "")
      if fields["content-type"] == "application/x-www-form-urlencoded" {
        text = String(decoding: body, as: UTF8.self)
      }
      let pairs = text.split(separator: "&").map { pair in
        pair.split(separator: "=", maxSplits: 1).map {
          $0.replacing("+", with: " ").removingPercentEncoding ?? ""
        }
      }
      return pairs.map { ($0[0], $0.count > 1 ? $0[1] : "") }
    }

    /// Whether the body is signed with a key, as X-Hub-Signature says.
    package func isSigned(_ secret: String) -> Bool {
      let code = SHA256Digest(authenticating: Array(body), key: secret)
      return fields["x-hub-signature"] == "sha256=\(code.hexadecimal)"
    }
  }

  /// What it answers to a request: status and body; `nil` for the beginning of an answer that never ends, or, to
  /// POST, for none.
  package typealias Answer = @Sendable (Request) -> (status: Int, body: String)?

  /// Where it is.
  package let url: String
  private let channel: any Channel
  private let talk = Talk()

  /// Starts to listen. At first it answers with the challenge, or with an empty success.
  package init() async throws {
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { [talk] channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Handler(talk))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    url = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/callback"
  }

  deinit { channel.close(promise: nil) }

  /// Changes the responses.
  package func answers(_ answer: @escaping Answer) { talk.answer.withLock { $0 = answer } }

  /// Adds fields to each answer from now on, by the request.
  package func adds(_ fields: @escaping @Sendable (Request) -> [(String, String)]) {
    talk.fields.withLock { $0 = fields }
  }

  /// Waits for the next request.
  package func next() async throws -> Request { try await TestSupport.next(of: talk.requests) }

  /// The number of requests.
  package var requestCount: Int { talk.count.withLock { $0 } }

  /// How many connections were made to it.
  package var connectionCount: Int { talk.connections.withLock { $0 } }

  // The requests and the responses.
  private final class Talk: Sendable {
    let count = Mutex(0)
    let connections = Mutex(0)
    let fields = Mutex<@Sendable (Request) -> [(String, String)]>({ _ in [] })
    let answer = Mutex<Answer>({ (200, $0.values["hub.challenge"] ?? "") })
    let (requests, continuation) = AsyncStream.makeStream(of: Request.self)
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let talk: Talk
    private var request = Request(method: "", target: "", fields: [:], body: Data())

    init(_ talk: Talk) { self.talk = talk }

    func channelActive(context: ChannelHandlerContext) {
      talk.connections.withLock { $0 += 1 }
      context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        request = Request(method: head.method.rawValue, target: head.uri, fields: [:], body: Data())
        for (name, value) in head.headers {
          request.fields.merge([name.lowercased(): value]) { "\($0), \($1)" }
        }
      case .body(let bytes): request.body += Data(bytes.readableBytesView)
      case .end:
        let answer = talk.answer.withLock { $0 }(request)
        talk.count.withLock { $0 += 1 }
        talk.continuation.yield(request)
        guard let (status, body) = answer else {
          if request.method == "POST" { return }
          let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["Content-Length": "1000"])
          context.write(wrapOutboundOut(.head(head)), promise: nil)
          return context.writeAndFlush(
            wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "1")))), promise: nil)
        }
        var headers = HTTPHeaders([("Content-Length", "\(body.utf8.count)")])
        for (name, value) in talk.fields.withLock({ $0 })(request) { headers.add(name: name, value: value) }
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      }
    }
  }
}
