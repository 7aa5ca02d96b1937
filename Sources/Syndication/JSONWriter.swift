/// Writes JSON (RFC 8259), members in the order in which they are given.
package struct JSONWriter: Sendable {
  /// The text so far, in UTF-8.
  package private(set) var bytes: [UInt8] = []
  // Whether a comma must stand before the next member or element.
  private var isAfterValue = false

  /// Begins an empty text.
  package init() {}

  /// Writes an object; `members` writes what is in it.
  package mutating func object(_ members: (inout JSONWriter) -> Void) {
    enclose("{", "}") { members(&$0) }
  }

  /// Writes an array, an element a line; `value` writes each.
  package mutating func array<Element>(
    _ elements: some Sequence<Element>, _ value: (Element, inout JSONWriter) -> Void
  ) {
    enclose("[\n", "\n]") { json in
      for element in elements {
        if json.isAfterValue { json.bytes += ",\n".utf8 }
        json.isAfterValue = false
        value(element, &json)
        json.isAfterValue = true
      }
    }
  }

  /// Writes a member whose value is text.
  package mutating func member(_ name: String, _ value: String) { member(name) { $0.append(value) } }

  /// Writes a member whose value is a number.
  package mutating func member(_ name: String, _ value: Int) { member(name) { $0.bytes += "\(value)".utf8 } }

  /// Writes a member; `value` writes its value.
  package mutating func member(_ name: String, _ value: (inout JSONWriter) -> Void) {
    if isAfterValue { bytes.append(UInt8(ascii: ",")) }
    append(name)
    bytes.append(UInt8(ascii: ":"))
    value(&self)
    isAfterValue = true
  }
}

extension JSONWriter {
  private mutating func enclose(
    _ start: StaticString, _ end: StaticString, _ body: (inout JSONWriter) -> Void
  ) {
    start.withUTF8Buffer { bytes += $0 }
    isAfterValue = false
    body(&self)
    end.withUTF8Buffer { bytes += $0 }
  }

  // A string, section 7: quotation marks, backslashes and controls are escaped.
  private mutating func append(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: bytes += [0x5C, byte]
      case 0x0A: bytes += "\\n".utf8
      case 0x0D: bytes += "\\r".utf8
      case 0x09: bytes += "\\t".utf8
      case 0..<0x20: bytes += "\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
