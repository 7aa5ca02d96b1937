/// The Retry-After field (RFC 9110, section 10.2.3).
package enum RetryAfter {
  // The limit of the delay: one day, in seconds.
  private static let limit: Int64 = 86_400

  /// The delay that a field's value asks for, in seconds, one day at most; `nil` when the value is neither a number nor a date.
  package static func seconds(_ value: String, now: UnixTime) -> Int64? {
    if !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return min(limit, Int64(value) ?? limit)
    }
    return HTTPDate.time(value).map { min(limit, max(0, $0 - now)) }
  }
}
