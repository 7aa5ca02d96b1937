internal import CZlib
internal import NIOCore

/// Compresses with gzip (RFC 1952).
enum Gzip {
  /// The same bytes for the same bytes: the header has neither name nor time. `nil` when they do not get fewer.
  static func compressed(_ bytes: ByteBuffer) -> ByteBuffer? {
    var stream = z_stream()
    // 15 bits of window, and 16 for gzip's header; 8 is the usual memory.
    guard
      deflateInit2_(
        &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { deflateEnd(&stream) }
    let (count, bound) = (bytes.readableBytes, Int(deflateBound(&stream, UInt(bytes.readableBytes))))
    var (compressed, code) = (ByteBufferAllocator().buffer(capacity: bound), Z_OK)
    _ = bytes.withUnsafeReadableBytes { input in
      compressed.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { output in
        // zlib does not write to what it reads.
        let start = input.bindMemory(to: UInt8.self).baseAddress
        (stream.next_in, stream.avail_in) = (UnsafeMutablePointer(mutating: start), UInt32(count))
        (stream.next_out, stream.avail_out) = (
          output.bindMemory(to: UInt8.self).baseAddress, UInt32(output.count)
        )
        code = deflate(&stream, Z_FINISH)
        return Int(stream.total_out)
      }
    }
    guard code == Z_STREAM_END, compressed.readableBytes < count else { return nil }
    // What was left over goes back.
    return ByteBuffer(buffer: compressed)
  }
}
