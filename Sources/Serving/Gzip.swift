internal import CZlib
internal import NIOCore

/// gzip compression (RFC 1952).
enum Gzip {
  /// The compressed bytes; `nil` when they are not fewer. The same input has the same output: the header has no name and no
  /// time.
  static func compressed(_ bytes: ByteBuffer) -> ByteBuffer? {
    var stream = z_stream()
    // windowBits: 15, plus 16 for the gzip format; memLevel: 8, zlib's default.
    guard
      deflateInit2_(
        &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { deflateEnd(&stream) }
    let count = bytes.readableBytes
    let bound = Int(deflateBound(&stream, UInt(count)))
    var compressed = ByteBufferAllocator().buffer(capacity: bound)
    var code = Z_OK
    _ = bytes.withUnsafeReadableBytes { input in
      compressed.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { output in
        // zlib does not write to its input.
        let start = input.bindMemory(to: UInt8.self).baseAddress
        stream.next_in = UnsafeMutablePointer(mutating: start)
        stream.avail_in = UInt32(count)
        stream.next_out = output.bindMemory(to: UInt8.self).baseAddress
        stream.avail_out = UInt32(output.count)
        code = deflate(&stream, Z_FINISH)
        return Int(stream.total_out)
      }
    }
    guard code == Z_STREAM_END, compressed.readableBytes < count else { return nil }
    // A copy of the exact size; the buffer has room for the worst case.
    return ByteBuffer(buffer: compressed)
  }
}
