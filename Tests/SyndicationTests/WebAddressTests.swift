import Foundation
import TestSupport
import Testing

@testable import Syndication

@Suite("Addresses")
struct WebAddressTests {
  @Test(
    "only http and https with a host are addresses",
    arguments: [
      "javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
      "data:text/html,x",
      "vbscript:x", "file:///etc/passwd", "ftp://a.example/", "mailto:a@a.example", "/news/x", "//a.example/",
      "a.example",
      "http:", "http:/", "http://", "http:///x", "http://?x", "http://#x", "https://", "http://a b.example/",
      "http://a.example\"onclick=/", "http://.example/", "http://:80/", "http://a.example:80x/",
      "http://user@a.example/", "http://a.example:0/", "http://a.example:99999/x", "http://[::g]/",
      "http://[::1/",
      "",
    ])
  func refused(address: String) {
    #expect(WebAddress.valid(address) == nil)
  }

  @Test(
    "a valid address is unchanged",
    arguments: [
      "http://a.example", "HTTPS://A.Example:8080/x", "http://a.example/x?y=1&z=2#part",
      "http://a.example/a(b)c;d=e,f!g*h'i",
      "http://a.example/%20%C3%BC", "http://a.example/~x/@y:z+$", "http://127.0.0.1/", "http://a_b.example/",
      "http://a.example/?q=a/b?c", "http://[2001:db8::1]:8080/x", "http://a.example:65535/",
    ])
  func unchanged(address: String) {
    #expect(WebAddress.valid(address) == address)
  }

  @Test(
    "characters that a URI must not contain are percent-encoded",
    arguments: [
      ("a b", "a%20b"), ("ü", "%C3%BC"), ("\"<>", "%22%3C%3E"), ("a[1]|{}\\^`", "a%5B1%5D%7C%7B%7D%5C%5E%60"),
      ("100%", "100%25"), ("%zz", "%25zz"), ("%2", "%252"), ("a#b#c", "a#b%23c"), ("\u{1}\n", "%01%0A"),
      ("霧", "%E9%9C%A7"),
    ])
  func encoded(rest: String, expected: String) {
    #expect(WebAddress.valid("http://a.example/" + rest) == "http://a.example/" + expected)
  }

  @Test(
    "a host may be in any script",
    arguments: [
      ("https://münchen.example/hochwasser", "https://xn--mnchen-3ya.example/hochwasser"),
      ("http://ПРИМЕР.example:8080/1?ü", "http://xn--e1afmkfd.example:8080/1?%C3%BC"),
      ("http://m%C3%BCnchen.example", "http://xn--mnchen-3ya.example"),
    ])
  func international(address: String, expected: String) {
    #expect(WebAddress.valid(address) == expected)
    #expect(WebAddress.valid(expected) == expected)
  }

  @Test(
    "a host that is no internationalized domain name is invalid",
    arguments: ["http://🚢.example/", "http://ü@a.example/", "http://ü b.example/", "http://-ü-.example/"])
  func noName(address: String) {
    #expect(WebAddress.valid(address) == nil)
  }

  @Test(
    "an address of the configuration is an IRI, and becomes a URI",
    arguments: [
      ("https://münchen.example/a/", "https://xn--mnchen-3ya.example/a/"),
      ("https://a.example/", "https://a.example/"), ("https://a.example/ü/", "https://a.example/%C3%BC/"),
      ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080/"),
    ])
  func configured(address: String, expected: String) throws {
    #expect(try WebAddress.configured(address) == expected)
  }

  @Test(
    "an invalid address of the configuration is refused with the fault",
    arguments: [
      ("https://münchen.example/a b", "space"), ("münchen.example", "http://"), ("http:///x", "no host"),
      ("http://a@b.example/", "user"), ("http://a.example:0/", "port"), ("http://a.example:99999/", "port"),
      ("http://a.example/%zz", "hexadecimal"), ("http://a.example/<b>", "character <"),
      ("http://[::g]/", "IPv6"), ("http://2001:db8::1/", "brackets"), ("http://a..example/", "domain name"),
    ])
  func misconfigured(address: String, reason: String) {
    let error = #expect(throws: WebAddress.Invalid.self) { try WebAddress.configured(address) }
    #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
  }

  @Test func `equivalent addresses have one normal form`() {
    let normal = "https://hub.example/a?x=~"
    for address in [
      "https://hub.example/a?x=~", "HTTPS://Hub.Example:443/a?x=~", "https://hub.example./%61?x=%7e",
      "https://hub.example:/a?x=~",
    ] { #expect(WebAddress.normal(address) == normal) }
    #expect(WebAddress.normal("http://hub.example") == "http://hub.example/")
    #expect(WebAddress.normal("http://hub.example:443/A") == "http://hub.example:443/A")
  }

  @Test func `every valid address is valid for Foundation, and unchanged by a second validation`() throws {
    var random = SeededGenerator(seed: 12)
    let alphabet = Array("abz09:/?#[]@!$&'()*+,;=%2F -._~\"<>\\^`{|}é霧\u{1}")
    for _ in 0..<5000 {
      guard let address = WebAddress.valid("http://a.example/" + random.text(of: alphabet, length: 0...20))
      else { continue }
      #expect(URL(string: address, encodingInvalidCharacters: false)?.host() == "a.example")
      #expect(WebAddress.valid(address) == address)
    }
  }
}
