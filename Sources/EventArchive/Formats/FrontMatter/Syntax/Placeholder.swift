internal import Primitives

/// Placeholders of templates, `{{title}}`.
enum Placeholder {
  /// Whether a text is one placeholder.
  static func isAlone(_ text: String) -> Bool {
    let bytes = text.utf8
    return bytes.starts(with: "{{".utf8) && bytes.suffix(2).elementsEqual("}}".utf8)
  }

  /// The keys in lower case of the lines `key: value` whose value is one placeholder.
  static func keys(in content: UnsafeBufferPointer<UInt8>) -> Set<String> {
    guard content.firstIndex(of: "{{") != nil else { return [] }
    let fields = FrontMatterLines(content, firstLine: 1).compactMap { HeaderReader.field($0) }
    return Set(fields.filter { isAlone($0.value.trimmingQuotes) }.map { $0.key.lowercased() })
  }
}

extension String {
  /// The text without the quotes around it.
  var trimmingQuotes: String {
    guard let quote = utf8.first, quote == .quotationMark || quote == .apostrophe, utf8.count >= 2,
      utf8.last == quote
    else { return self }
    return String(decoding: utf8.dropFirst().dropLast(), as: UTF8.self)
  }
}
