import Primitives
import Testing

@Suite("Percent-coding")
struct PercentCodingTests {
  @Test func `encodes each byte that is not allowed, in upper case`() {
    let encoded = PercentCoding.encoded("a/é~%\u{0}") { PercentCoding.isUnreserved($0) }
    #expect(encoded == "a%2F%C3%A9~%25%00")
  }

  @Test func `decodes what it encodes`() throws {
    let text = "Zürich & Genève: 100 % \u{1F600}"
    let encoded = PercentCoding.encoded(text) { PercentCoding.isUnreserved($0) }
    #expect(try PercentCoding.decoded(encoded) == text)
    #expect(Form.encoded(text) == encoded)
  }

  @Test(
    "refuses incomplete escapes, and bytes that are not UTF-8",
    arguments: [
      ("%", PercentCoding.DecodingError.incompleteEscape), ("a%2", .incompleteEscape),
      ("%+1", .incompleteEscape), ("%C3", .notUTF8),
    ])
  func refuse(_ text: String, _ error: PercentCoding.DecodingError) {
    #expect(throws: error) { try PercentCoding.decoded(text) }
  }

  @Test func `finds escapes`() {
    let bytes = Array("%2f%2%GG".utf8)
    #expect((-1...bytes.count).filter { PercentCoding.isEscape(bytes, at: $0) } == [0])
  }
}
