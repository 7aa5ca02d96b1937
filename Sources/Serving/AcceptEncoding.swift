/// The Accept-Encoding field (RFC 9110, section 12.5.3).
enum AcceptEncoding {
  /// Whether a response should be compressed with gzip: the field accepts gzip, with a weight not below that of `identity`.
  /// Without the field, it is not compressed.
  static func takesGzip(_ field: String?) -> Bool {
    guard let field else { return false }
    var gzip: Double?
    var identity: Double?
    var any: Double?
    for part in field.split(separator: ",") {
      let parameters = part.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
      let weight = weight(parameters.dropFirst())
      switch parameters.first {
      // If a coding is listed more than once, the least weight counts, so that a refusal (q=0) wins.
      case "gzip", "x-gzip": gzip = min(gzip ?? 1, weight)
      case "identity": identity = min(identity ?? 1, weight)
      case "*": any = min(any ?? 1, weight)
      default: continue
      }
    }
    let weight = gzip ?? any ?? 0
    return weight > 0 && weight >= identity ?? any ?? 0
  }

  // The weight of a coding (RFC 9110, section 12.4.2), from 0 to 1; 0 when it is malformed.
  private static func weight(_ parameters: ArraySlice<String>) -> Double {
    guard let parameter = parameters.first(where: { $0.hasPrefix("q=") }) else { return 1 }
    guard let weight = Double(parameter.dropFirst(2)), weight > 0 else { return 0 }
    return min(weight, 1)
  }
}
