import Primitives
import Testing

@Suite("Text for terminals")
struct PrintableTextTests {
  @Test("has what controls them escaped, and all else as it is")
  func escaped() {
    #expect("a\u{1B}[2Jb".printable == "a\\u001B[2Jb")
    #expect("a\nfeedgen: error: b\r\t".printable == "a\\nfeedgen: error: b\\r\\t")
    #expect("a\r\nb".printable == "a\\r\\nb")
    #expect("\u{7F}\u{9B}31m\u{202E}x\u{2066}\u{2028}".printable == "\\u007F\\u009B31m\\u202Ex\\u2066\\u2028")
    let plain = "Zoë e\u{301} 日本 😀 \u{200D} \\u001B"
    #expect(plain.printable == plain)
  }
}
