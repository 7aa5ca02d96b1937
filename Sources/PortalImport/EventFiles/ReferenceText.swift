internal import Primitives

/// Text in which character references are decoded.
enum ReferenceText {
  /// A text that decodes to the given one: the `&` of what would be a reference is written as `&amp;`.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(.ampersand) else { return text }
    var text = text
    return text.withUTF8 { bytes in
      var result: [UInt8] = []
      for index in bytes.indices {
        result.append(bytes[index])
        let isReference =
          bytes[index] == .ampersand && HTMLCharacterReference.match(in: bytes, at: index) != nil
        if isReference { result += "amp;".utf8 }
      }
      return String(decoding: result, as: UTF8.self)
    }
  }
}
