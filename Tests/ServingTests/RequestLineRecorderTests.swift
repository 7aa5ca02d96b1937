import NIOCore
import NIOEmbedded
import Testing

@testable import Serving

@Suite("The record of a request line")
struct RequestLineRecorderTests {
  // Notes the fault of what has come so far, as of a parser that rejects it.
  private final class Rejecting: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    let recorder: RequestLineRecorder
    var fault = RequestLineRecorder.Fault.other

    init(_ recorder: RequestLineRecorder) { self.recorder = recorder }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { fault = recorder.fault }
  }

  private func fault(_ parts: [String]) throws -> RequestLineRecorder.Fault {
    let recorder = RequestLineRecorder(maxLineLength: 100)
    let rejecting = Rejecting(recorder)
    let channel = EmbeddedChannel(handlers: [recorder, rejecting])
    for part in parts { try channel.writeInbound(ByteBuffer(string: part)) }
    let fault = rejecting.fault
    _ = try channel.finish(acceptAlreadyClosed: true)
    return fault
  }

  @Test(
    "shows the version from its first digit on, wherever the bytes are divided",
    arguments: ["GET / HTTP/3.0", "GET / HTTP/2.0", "GET / HTTP/0.9", "FOO / HTTP/2.0"])
  func version(line: String) throws {
    for rest in ["", ".0", ".0\r", ".0\r\n"] {
      let beginning = line.dropLast(2) + rest
      for end in beginning.indices {
        #expect(
          try fault([String(beginning[..<end]), String(beginning[end...])]) == .version, "\(beginning)")
        #expect(
          try fault(["GET /a HTTP/1.1\r\nHost: a\r\n\r\n" + beginning[..<end], String(beginning[end...])])
            == .version)
      }
    }
  }

  @Test(
    "shows no other version in lines that are wrong otherwise",
    arguments: ["GET / HTTP/1", "GET / HTTP/1.7", "GET / http/3.0", "GET / HTTPS/3", "GET / HTTP/", "GET /"])
  func other(line: String) throws { #expect(try fault([line]) == .other) }
}
