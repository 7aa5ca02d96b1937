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

  /// Writes an array in one line; `elements` writes what is in it.
  package mutating func list(_ elements: (inout JSONWriter) -> Void) {
    enclose("[", "]") { elements(&$0) }
  }

  /// Writes an element of a list that is text.
  package mutating func element(_ value: String) { element { $0.append(value) } }

  /// Writes an element of a list that is a number.
  package mutating func element(_ value: Int) { element { $0.bytes += "\(value)".utf8 } }

  /// Writes an element of a list; `value` writes its value.
  package mutating func element(_ value: (inout JSONWriter) -> Void) {
    if isAfterValue { bytes.append(UInt8(ascii: ",")) }
    isAfterValue = false
    value(&self)
    isAfterValue = true
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

  // A string, section 7.
  private mutating func append(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    JSONCharacters.append(text, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }
}
