internal import Primitives

/// The field by which a server says when to ask again (RFC 9110, section 10.2.3).
enum RetryAfter {
  // Whatever a server says, it is asked again after a day.
  private static let limit: Int64 = 86_400

  /// The seconds from now until the time in a field's value, a day at most; `nil` when it is neither a number nor a date.
  static func seconds(_ value: String, now: Int64) -> Int64? {
    if !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return min(limit, Int64(value) ?? limit)
    }
    return HTTPDate.time(value).map { min(limit, max(0, $0 - now)) }
  }
}
