/// The Accept-Encoding field (RFC 9110, section 12.5.3).
enum AcceptEncoding {
  /// Whether a response should be compressed with gzip: the field accepts gzip, with a weight not below that of `identity`.
  /// Without the field, it is not compressed.
  static func takesGzip(_ field: String?) -> Bool {
    guard let field else { return false }
    let weights = weights(field)
    let other = weights["*"] ?? 0
    let gzip = weights["gzip"] ?? other
    return gzip > 0 && gzip >= weights["identity"] ?? other
  }

  // The weights of the codings of a field, by their names in lower case.
  private static func weights(_ field: String) -> [String: Double] {
    var weights: [String: Double] = [:]
    for part in field.split(separator: ",") {
      let parameters = part.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
      guard let name = parameters.first else { continue }
      // `x-gzip` is another name of gzip (section 8.4.1.3). If a coding is listed more than once, the least weight counts, so
      // that a refusal (q=0) wins.
      let coding = name == "x-gzip" ? "gzip" : name
      weights[coding] = min(weights[coding] ?? 1, weight(parameters.dropFirst()))
    }
    return weights
  }

  // The weight of a coding (RFC 9110, section 12.4.2), from 0 to 1; 0 when it is malformed.
  private static func weight(_ parameters: ArraySlice<String>) -> Double {
    guard let parameter = parameters.first(where: { $0.hasPrefix("q=") }) else { return 1 }
    guard let weight = Double(parameter.dropFirst(2)), weight > 0 else { return 0 }
    return min(weight, 1)
  }
}
