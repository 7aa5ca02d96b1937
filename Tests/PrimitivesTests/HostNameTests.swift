import Testing

@testable import Primitives

@Suite("Host names of any script")
struct HostNameTests {
  @Test(
    "a name beyond ASCII is encoded by IDNA2008",
    arguments: [
      ("münchen.example", "xn--mnchen-3ya.example"), ("MÜNCHEN.Example", "xn--mnchen-3ya.example"),
      ("mu\u{308}nchen.example", "xn--mnchen-3ya.example"), ("пример.example", "xn--e1afmkfd.example"),
      ("straße.example", "xn--strae-oqa.example"), ("例え。example", "xn--r8jz45g.example"),
      ("مثال.example", "xn--mgbh0fb.example"), ("m%C3%BCnchen.example", "xn--mnchen-3ya.example"),
      ("ex%61mple.org", "example.org"), ("faß.example", "xn--fa-hia.example"),
    ])
  func encoded(name: String, ascii: String) {
    #expect(HostName.ascii(name) == ascii)
  }

  @Test("an ASCII name is unchanged", arguments: ["a.example", "A_b.Example", "xn--mnchen-3ya.example", ""])
  func plain(name: String) {
    #expect(HostName.ascii(name) == name)
  }

  @Test(
    "an invalid name is refused",
    arguments: [
      "☃️ mann.example", "mün chen.example", "münchen.exam\u{0}ple", "-ü-.example", "ü..example",
      "%zz.example",
      "%C3.example", "ü/x.example", "a\u{2028}b.example", String(repeating: "ü", count: 70) + ".example",
      "🚢.example",
    ])
  func refused(name: String) {
    #expect(HostName.ascii(name) == nil)
  }
}
