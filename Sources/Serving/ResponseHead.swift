internal import NIOCore
internal import NIOHTTP1

/// The serialized head of a response, shared by all responses with the same document; Date and Server are appended to it.
struct ResponseHead: Sendable {
  private let bytes: ByteBuffer

  /// Serializes a status line and fields (RFC 9112, sections 4 and 5).
  init(_ status: HTTPResponseStatus, _ fields: HTTPHeaders) {
    var bytes = ByteBuffer()
    bytes.writeString("HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n")
    for (name, value) in fields { bytes.writeString("\(name): \(value)\r\n") }
    self.bytes = bytes
  }

  /// The complete head.
  /// - Parameter lastFields: the last fields, with the empty line that ends the head.
  func completed(with lastFields: ByteBuffer, _ allocator: ByteBufferAllocator) -> ByteBuffer {
    var head = allocator.buffer(capacity: bytes.readableBytes + lastFields.readableBytes)
    head.writeImmutableBuffer(bytes)
    head.writeImmutableBuffer(lastFields)
    return head
  }
}
