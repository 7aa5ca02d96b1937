import Primitives
import Testing

@Suite("SHA-256")
struct SHA256DigestTests {
  @Test(
    "digests have the values of FIPS 180-4",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func digest(_ text: String, _ digest: String) {
    let bytes = Array(text.utf8)
    #expect(bytes.withUnsafeBytes { SHA256Digest(of: $0) }.hexadecimal == digest)
    #expect(ContentDigest(text).hexadecimal == String(digest.prefix(32)))
    let stream = SHA256Stream()
    for byte in bytes { withUnsafeBytes(of: byte) { stream.add($0) } }
    #expect(stream.hexadecimal() == digest)
  }

  @Test(
    "authentication codes have the values of RFC 4231",
    arguments: [
      (
        "Jefe", "what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        String(repeating: "\u{0B}", count: 20), "Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      // No test case of the RFC: a key and a message without bytes.
      ("", "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
    ])
  func authenticate(_ key: String, _ message: String, _ code: String) {
    #expect(SHA256Digest(authenticating: Array(message.utf8), key: key).hexadecimal == code)
  }
}
