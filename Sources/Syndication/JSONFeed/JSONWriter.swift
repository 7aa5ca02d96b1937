package import Primitives

/// Writes JSON (RFC 8259), with the members of objects in the order of the calls.
package struct JSONWriter: Sendable {
  /// The text so far, in UTF-8.
  package private(set) var bytes: [UInt8] = []
  // Whether the next member or element needs a comma before it.
  private var isAfterValue = false

  /// Makes a writer of an empty text, with capacity for a number of bytes.
  package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Calls `body` with the text since the last call if it is large, so that the whole text is never in memory.
  package mutating func flushIfLarge(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    if bytes.count >= Self.flushSize { try flush(body) }
  }

  /// Calls `body` with the text since the last call, and removes it.
  package mutating func flush(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    try bytes.withUnsafeBytes(body)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Writes an object; `members` writes its members.
  package mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
    try write(between: "{", and: "}") { try members(&$0) }
  }

  /// Writes an array with each element on a line of its own; `value` writes an element.
  package mutating func array<Element>(
    _ elements: some Sequence<Element>, _ value: (Element, inout JSONWriter) throws -> Void
  ) rethrows {
    try write(between: "[\n", and: "\n]") { json in
      for element in elements {
        if json.isAfterValue { json.bytes += ",\n".utf8 }
        json.isAfterValue = false
        try value(element, &json)
        json.isAfterValue = true
      }
    }
  }

  /// Writes an array on one line; `elements` writes its elements.
  package mutating func list(_ elements: (inout JSONWriter) -> Void) {
    write(between: "[", and: "]") { elements(&$0) }
  }

  /// Writes a string as an element of a list.
  package mutating func element(_ value: String) {
    separate()
    append(value)
  }

  /// Writes a number as an element of a list.
  package mutating func element(_ value: Int) {
    separate()
    append(value)
  }

  /// Writes an element of a list; `value` writes the value.
  package mutating func element(_ value: (inout JSONWriter) -> Void) {
    separate()
    isAfterValue = false
    value(&self)
    isAfterValue = true
  }

  /// Writes a member whose value is a string.
  package mutating func member(_ name: String, _ value: String) {
    begin(name)
    append(value)
  }

  /// Writes a member whose value is a number.
  package mutating func member(_ name: String, _ value: Int) {
    begin(name)
    append(value)
  }

  /// Writes a member whose value is a date in the format of RFC 3339.
  package mutating func member(_ name: String, _ value: UnixTime) {
    begin(name)
    bytes.append(UInt8(ascii: "\""))
    value.append(to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes a member; `value` writes the value.
  package mutating func member(_ name: String, _ value: (inout JSONWriter) throws -> Void) rethrows {
    begin(name)
    try value(&self)
    isAfterValue = true
  }
}

extension JSONWriter {
  private static let flushSize = 1 << 16

  // Writes the comma before an element of a list, if there is one before it.
  private mutating func separate() {
    if isAfterValue { bytes.append(UInt8(ascii: ",")) }
    isAfterValue = true
  }

  // Writes everything before a member's value. The name must not need escaping.
  private mutating func begin(_ name: String) {
    bytes += isAfterValue ? ",\"".utf8 : "\"".utf8
    bytes += name.utf8
    bytes += "\":".utf8
    isAfterValue = true
  }

  private mutating func append(_ number: Int) {
    var rest = number.magnitude
    var digits = 1
    while rest > 9 {
      rest /= 10
      digits += 1
    }
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    bytes += repeatElement(0, count: digits)
    rest = number.magnitude
    for place in stride(from: start + digits - 1, through: start, by: -1) {
      bytes[place] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
  }

  private mutating func write(
    between start: StaticString, and end: StaticString, _ body: (inout JSONWriter) throws -> Void
  ) rethrows {
    start.withUTF8Buffer { bytes += $0 }
    isAfterValue = false
    try body(&self)
    end.withUTF8Buffer { bytes += $0 }
  }

  // Writes a string (section 7).
  private mutating func append(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    JSONCharacters.append(text, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }
}
