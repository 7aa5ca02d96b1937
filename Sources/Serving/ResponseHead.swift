internal import NIOCore
internal import NIOHTTP1

/// The head of a response as it is sent, written once for all who get it, less the fields that are of the moment.
struct ResponseHead: Sendable {
  private let bytes: ByteBuffer

  /// Writes a status and fields (RFC 9112, sections 4 and 5).
  init(_ status: HTTPResponseStatus, _ fields: HTTPHeaders) {
    var bytes = ByteBuffer()
    bytes.writeString("HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n")
    for (name, value) in fields { bytes.writeString("\(name): \(value)\r\n") }
    self.bytes = bytes
  }

  /// The whole head, with the fields that come last.
  func whole(_ last: ByteBuffer, _ allocator: ByteBufferAllocator) -> ByteBuffer {
    var head = allocator.buffer(capacity: bytes.readableBytes + last.readableBytes)
    head.writeImmutableBuffer(bytes)
    head.writeImmutableBuffer(last)
    return head
  }
}
