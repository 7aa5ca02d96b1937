/// The encodings that a client takes (RFC 9110, section 12.5.3).
enum AcceptEncoding {
  /// Whether a client gets gzip, by its field; without one it does not. It must take gzip, and must not like a document better
  /// that is not encoded.
  static func takesGzip(_ field: String?) -> Bool {
    guard let field else { return false }
    var gzip: Double?
    var identity: Double?
    var any: Double?
    for part in field.split(separator: ",") {
      let parameters = part.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
      let weight = weight(parameters.dropFirst())
      switch parameters.first {
      // Of several weights of one coding, the least counts: a refusal is not overruled.
      case "gzip", "x-gzip": gzip = min(gzip ?? 1, weight)
      case "identity": identity = min(identity ?? 1, weight)
      case "*": any = min(any ?? 1, weight)
      default: continue
      }
    }
    let weight = gzip ?? any ?? 0
    return weight > 0 && weight >= identity ?? any ?? 0
  }

  // The weight among a coding's parameters (section 12.4.2), from 0 to 1; 0 for one that is no number.
  private static func weight(_ parameters: ArraySlice<String>) -> Double {
    guard let parameter = parameters.first(where: { $0.hasPrefix("q=") }) else { return 1 }
    guard let weight = Double(parameter.dropFirst(2)), weight > 0 else { return 0 }
    return min(weight, 1)
  }
}
