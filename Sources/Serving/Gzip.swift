internal import CZlib

/// Compresses with gzip (RFC 1952).
enum Gzip {
  /// The same bytes for the same bytes: the header has neither name nor time. `nil` when they do not get fewer.
  static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    // 15 bits of window, and 16 for gzip's header; 8 is the usual memory.
    guard
      deflateInit2_(
        &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
        == Z_OK
    else { return nil }
    defer { deflateEnd(&stream) }
    var input = bytes
    let capacity = Int(deflateBound(&stream, UInt(bytes.count)))
    var code = Z_OK
    let compressed = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
      input.withUnsafeMutableBufferPointer { input in
        (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
        (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
        code = deflate(&stream, Z_FINISH)
      }
      count = Int(stream.total_out)
    }
    return code == Z_STREAM_END && compressed.count < bytes.count ? compressed : nil
  }
}
