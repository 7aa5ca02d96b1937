/// What a client says of the encodings that it takes (RFC 9110, section 12.5.3).
enum AcceptEncoding {
  /// Whether a client takes gzip, by its field; it does not when it has none.
  static func takesGzip(_ field: String?) -> Bool {
    guard let field else { return false }
    var any: Bool?
    for part in field.split(separator: ",") {
      let parameters = part.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
      let isWanted = !parameters.dropFirst().contains {
        $0.hasPrefix("q=") && (Double($0.dropFirst(2)) ?? 0) <= 0
      }
      switch parameters.first {
      case "gzip", "x-gzip": return isWanted
      case "*": any = isWanted
      default: continue
      }
    }
    return any ?? false
  }
}
