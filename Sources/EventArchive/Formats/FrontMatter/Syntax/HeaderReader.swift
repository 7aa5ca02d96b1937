internal import Primitives

/// Reads headers of Pelican, lines `Key: value`. A line that begins with blanks continues the value before it.
enum HeaderReader {
  /// A field of one line.
  struct Field {
    /// The key.
    var key: String
    /// The value without blanks at its ends.
    var value: String
  }

  /// Reads the lines of a header.
  /// - Parameter firstLine: the line of the file where the bytes begin.
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int
  ) -> (value: FrontMatterValue?, repeatedKeys: [RepeatedKey]) {
    var fields: [(field: Field, line: Int)] = []
    for line in FrontMatterLines(bytes, firstLine: firstLine) {
      if !line.isIndented, let field = field(line) {
        fields.append((field, line.number))
      } else if let last = fields.indices.last {
        let more = String(decoding: line.bytes.trimmed, as: UTF8.self)
        fields[last].field.value += fields[last].field.value.isEmpty ? more : " " + more
      }
    }
    var mapping = FrontMatterMapping()
    var repeatedKeys: [RepeatedKey] = []
    for (field, line) in fields where !field.value.isEmpty {
      let value = FrontMatterValue(.text(field.value), line: line)
      if let replaced = mapping.set(field.key, to: value) {
        repeatedKeys.append(RepeatedKey(key: field.key, line: line, earlierLine: replaced.line))
      }
    }
    return (mapping.isEmpty ? nil : FrontMatterValue(.mapping(mapping), line: firstLine), repeatedKeys)
  }

  /// The field of a line `Key: value`; `nil` for other lines.
  static func field(_ line: FrontMatterLines.Line, separator: UInt8 = .colon) -> Field? {
    let bytes = line.bytes
    guard let first = bytes.first, first.isLetter || first == .quotationMark || first == .underscore,
      let mark = bytes.index(of: separator)
    else { return nil }
    let key = bytes.slice(..<mark).dropping(fromEndWhile: blanksAndQuotes).dropping(while: blanksAndQuotes)
    guard !key.isEmpty, key.count <= longestKey, keyBytes.containsAll(of: key) else { return nil }
    let value = bytes.slice((mark + 1)...)
    // `https://…` is no field.
    guard value.first != .slash else { return nil }
    return Field(
      key: String(decoding: key, as: UTF8.self), value: String(decoding: value.trimmed, as: UTF8.self))
  }

  private static let longestKey = 60
  private static let keyBytes = ByteSet.alphanumerics.union(ByteSet("-_ ."))
  private static let blanksAndQuotes = ByteSet(" \t\"'")
}
