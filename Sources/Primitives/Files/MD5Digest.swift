internal import CLibcrypto
internal import Foundation

/// An MD5 digest (RFC 1321): the entity tag of an object in object storage, and the check of a transfer; not for security.
package struct MD5Digest: Sendable {
  private let bytes: [UInt8]

  /// Digests bytes.
  package init(of content: UnsafeRawBufferPointer) {
    var digest = [UInt8](repeating: 0, count: 16)
    let status = EVP_Digest(content.baseAddress, content.count, &digest, nil, Self.algorithm, nil)
    precondition(status == 1, "OpenSSL fails to compute an MD5 digest")
    bytes = digest
  }

  /// The 16 bytes in lower-case hexadecimal digits.
  package var hexadecimal: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The 16 bytes in Base64, as in the field Content-MD5.
  package var base64: String { Data(bytes).base64EncodedString() }

  // Fetched once, as for SHA-256. A system that allows FIPS algorithms only has MD5 for uses other than security.
  nonisolated(unsafe) private static let algorithm = EVP_MD_fetch(nil, "MD5", "-fips") ?? EVP_md5()
}
