package import Foundation
internal import NIOCore
internal import NIOPosix

/// A connection to a server on this machine that sends what a test says, byte by byte, and reads what comes back.
package final class HTTPConnection {
  /// What a server answered.
  package struct Response {
    /// The status.
    package var status: Int
    /// The fields by name in lower case; those of one name are joined by a comma.
    package var fields: [String: String]
    /// The body as it was sent.
    package var body: Data

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of a field.
    package subscript(_ name: String) -> String? { fields[name.lowercased()] }
  }

  /// The server closed the connection before its answer was whole.
  package struct Ended: Error {}

  /// The server said nothing for ten minutes.
  package struct Silent: Error {}

  private let channel: any Channel
  private let input: AsyncThrowingStream<[UInt8], any Error>
  private var buffer: [UInt8] = []

  /// Connects to a port. Without `reads`, nothing is read from the connection.
  package init(port: Int, reads: Bool = true) async throws {
    let (input, continuation) = AsyncThrowingStream.makeStream(of: [UInt8].self)
    self.input = input
    channel = try await Self.bootstrap(continuation, reads: reads).connect(host: "127.0.0.1", port: port)
      .get()
  }

  /// Connects to a Unix socket.
  package init(socket path: String) async throws {
    let (input, continuation) = AsyncThrowingStream.makeStream(of: [UInt8].self)
    self.input = input
    channel = try await Self.bootstrap(continuation, reads: true).connect(unixDomainSocketPath: path).get()
  }

  private static func bootstrap(
    _ continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation, reads: Bool
  ) -> ClientBootstrap {
    ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.autoRead, value: reads)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Receiver(continuation))
        }
      }
  }

  deinit { channel.close(promise: nil) }

  /// Sends text as it is.
  package func send(_ text: String) { channel.writeAndFlush(ByteBuffer(string: text), promise: nil) }

  /// Says that nothing more will be sent.
  package func finishSending() { channel.close(mode: .output, promise: nil) }

  /// Sends a request, and reads the answer.
  package func ask(
    _ method: String, _ target: String, _ fields: [String: String] = [:], body: String? = nil
  ) async throws -> Response {
    var text = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\n"
    for (name, value) in fields.sorted(by: { $0.key < $1.key }) { text += "\(name): \(value)\r\n" }
    if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
    send(text + "\r\n" + (body ?? ""))
    return try await response(toHead: method == "HEAD")
  }

  /// Reads an answer; one to HEAD has no body whatever its length.
  package func response(toHead: Bool = false) async throws -> Response {
    var head = ""
    while true {
      if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
        head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
        buffer.removeSubrange(..<end.upperBound)
        break
      }
      guard try await receive() else { throw Ended() }
    }
    let lines = head.components(separatedBy: "\r\n")
    let status = Int(lines[0].split(separator: " ").dropFirst().first ?? "") ?? 0
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      let value = line[colon...].dropFirst().trimmingCharacters(in: .whitespaces)
      fields.merge([line[..<colon].lowercased(): value]) { "\($0), \($1)" }
    }
    let length = toHead || status == 304 || status == 204 ? 0 : Int(fields["content-length"] ?? "") ?? 0
    while buffer.count < length { guard try await receive() else { throw Ended() } }
    let body = Data(buffer[..<length])
    buffer.removeSubrange(..<length)
    return Response(status: status, fields: fields, body: body)
  }

  /// Whether the server closes the connection, having sent nothing more.
  package func isClosed() async throws -> Bool {
    guard buffer.isEmpty else { return false }
    return try await !receive()
  }

  // Whether anything came; false when the server has closed the connection.
  private func receive() async throws -> Bool {
    for try await part in input {
      buffer += part
      return true
    }
    return false
  }
}

// Hands what comes to the test.
private final class Receiver: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation
  private var guardian: Scheduled<Void>?

  init(_ continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation) {
    self.continuation = continuation
  }

  func channelActive(context: ChannelHandlerContext) {
    // So that a server which hangs does not hang the tests.
    guardian = context.eventLoop.scheduleTask(in: .minutes(10)) { [continuation] in
      continuation.finish(throwing: HTTPConnection.Silent())
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    continuation.yield(Array(unwrapInboundIn(data).readableBytesView))
  }

  func channelInactive(context: ChannelHandlerContext) {
    guardian?.cancel()
    continuation.finish()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
