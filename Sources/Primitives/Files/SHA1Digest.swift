internal import CLibcrypto

/// A SHA-1 digest (FIPS 180-4) for identifiers that others have made, not for security.
package enum SHA1Digest {
  private static let count = 20

  /// The digest of a text in UTF-8, in lower-case hexadecimal digits.
  package static func hexadecimal(of text: String) -> String {
    var text = text
    var bytes = [UInt8](repeating: 0, count: count)
    let status = text.withUTF8 { EVP_Digest($0.baseAddress, $0.count, &bytes, nil, EVP_sha1(), nil) }
    precondition(status == 1, "OpenSSL fails to compute a SHA-1 digest")
    return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
