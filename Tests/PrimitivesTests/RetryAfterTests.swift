import Testing

@testable import Primitives

@Suite("Retry-After")
struct RetryAfterTests {
  private let now: UnixTime = 784_111_000

  @Test(
    "is a number of seconds or a date, a day at most",
    arguments: [
      ("0", 0), ("120", 120), ("86401", 86_400), ("99999999999999999999", 86_400),
      ("Sun, 06 Nov 1994 08:49:37 GMT", 777), ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
      ("Sunday, 06-Nov-94 08:49:37 GMT", 777), ("Sun Nov  6 08:49:37 1994", 777),
      ("Mon, 06 Nov 2094 08:49:37 GMT", 86_400), ("", nil), ("soon", nil), ("-1", nil), ("1.5", nil),
      ("1 2", nil),
    ] as [(String, Int64?)])
  func values(value: String, seconds: Int64?) {
    #expect(RetryAfter.seconds(value, now: now) == seconds)
  }
}
