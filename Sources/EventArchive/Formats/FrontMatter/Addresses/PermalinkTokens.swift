internal import Primitives

/// Replaces the tokens `:name` of a pattern.
enum PermalinkTokens {
  /// The path of a pattern; `nil` when a token has no value.
  /// - Parameter value: the value of a token. Its range is the text in brackets behind it.
  static func path(_ pattern: String, value: (_ token: String, _ range: String?) -> String?) -> String? {
    var result: [UInt8] = []
    let bytes = Array(pattern.utf8)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == .colon else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let name = bytes[(index + 1)...].prefix { tokenBytes.contains($0) }
      index += 1 + name.count
      var range: String?
      if index < bytes.count, bytes[index] == .leftBracket,
        let end = bytes[index...].firstIndex(of: .rightBracket)
      {
        range = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
        index = end + 1
      }
      guard let text = value(String(decoding: name, as: UTF8.self), range) else { return nil }
      result += text.utf8
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let tokenBytes = ByteSet.alphanumerics.union(ByteSet("_-"))
}
