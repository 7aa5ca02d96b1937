internal import CLibcrypto

/// Computes the SHA-256 digest of bytes that come in parts.
package struct SHA256Stream: ~Copyable {
  private let context: OpaquePointer

  /// Begins a digest.
  package init() {
    let made = EVP_MD_CTX_new()
    guard let context = made, EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      preconditionFailure("OpenSSL fails to begin a SHA-256 digest")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds the next bytes.
  package func add(_ bytes: UnsafeRawBufferPointer) {
    let status = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    precondition(status == 1, "OpenSSL fails to compute a SHA-256 digest")
  }

  /// The digest of all bytes in lower-case hexadecimal digits. Nothing can be added after it.
  package consuming func hexadecimal() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    let status = EVP_DigestFinal_ex(context, &digest, nil)
    precondition(status == 1, "OpenSSL fails to compute a SHA-256 digest")
    return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
