internal import CLibcrypto

/// The 32 bytes of a SHA-256 digest (FIPS 180-4) or of its keyed form (HMAC, RFC 2104), computed by OpenSSL.
package struct SHA256Digest: Sendable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  /// Digests bytes.
  package init(of bytes: UnsafeRawBufferPointer) {
    let status = withUnsafeMutableBytes(of: &words) { output in
      EVP_Digest(bytes.baseAddress, bytes.count, Self.start(of: output), nil, Self.algorithm, nil)
    }
    precondition(status == 1, "OpenSSL fails to compute a SHA-256 digest")
  }

  /// Computes the authentication code of a message.
  package init(authenticating message: [UInt8], key: String) {
    let key = Array(key.utf8)
    let code = withUnsafeMutableBytes(of: &words) { output in
      HMAC(Self.algorithm, key, Int32(key.count), message, message.count, Self.start(of: output), nil)
    }
    precondition(code != nil, "OpenSSL fails to compute an HMAC")
  }

  /// The first eight bytes, as a number in the order of memory.
  package var high: UInt64 { words.0 }

  /// The next eight bytes, as a number in the order of memory.
  package var low: UInt64 { words.1 }

  /// The 32 bytes in lower-case hexadecimal digits.
  package var hexadecimal: String {
    withUnsafeBytes(of: words) { bytes in
      bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }

  private static func start(of bytes: UnsafeMutableRawBufferPointer) -> UnsafeMutablePointer<UInt8>? {
    bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
  }

  // Fetched once: otherwise OpenSSL fetches the algorithm for each digest, which takes longer than a short digest.
  // OpenSSL does not change a fetched algorithm, so threads can share it.
  nonisolated(unsafe) private static let algorithm = EVP_MD_fetch(nil, "SHA256", nil) ?? EVP_sha256()
}
