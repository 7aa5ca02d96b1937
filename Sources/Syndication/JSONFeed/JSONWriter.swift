package import Primitives

/// Writes JSON (RFC 8259), members in the order in which they are given.
package struct JSONWriter: Sendable {
  /// The text so far, in UTF-8.
  package private(set) var bytes: [UInt8] = []
  // Whether a comma must stand before the next member or element.
  private var isAfterValue = false

  /// Begins an empty text, with room for so many bytes.
  package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Takes the text since the last call if it is long, so that it is nowhere as a whole, and calls `body` with it.
  package mutating func takeLong(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    if bytes.count >= Self.longBytes { try take(body) }
  }

  /// Takes the text since the last call, and calls `body` with it.
  package mutating func take(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    try bytes.withUnsafeBytes(body)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Writes an object; `members` writes what is in it.
  package mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
    try enclose("{", "}") { try members(&$0) }
  }

  /// Writes an array, an element a line; `value` writes each.
  package mutating func array<Element>(
    _ elements: some Sequence<Element>, _ value: (Element, inout JSONWriter) throws -> Void
  ) rethrows {
    try enclose("[\n", "\n]") { json in
      for element in elements {
        if json.isAfterValue { json.bytes += ",\n".utf8 }
        json.isAfterValue = false
        try value(element, &json)
        json.isAfterValue = true
      }
    }
  }

  /// Writes an array in one line; `elements` writes what is in it.
  package mutating func list(_ elements: (inout JSONWriter) -> Void) {
    enclose("[", "]") { elements(&$0) }
  }

  /// Writes an element of a list that is text.
  package mutating func element(_ value: String) {
    separate()
    append(value)
  }

  /// Writes an element of a list that is a number.
  package mutating func element(_ value: Int) {
    separate()
    append(value)
  }

  /// Writes an element of a list; `value` writes its value.
  package mutating func element(_ value: (inout JSONWriter) -> Void) {
    separate()
    isAfterValue = false
    value(&self)
    isAfterValue = true
  }

  /// Writes a member whose value is text.
  package mutating func member(_ name: String, _ value: String) {
    begin(name)
    append(value)
  }

  /// Writes a member whose value is a number.
  package mutating func member(_ name: String, _ value: Int) {
    begin(name)
    append(value)
  }

  /// Writes a member whose value is a date, in the form of RFC 3339.
  package mutating func member(_ name: String, _ value: FeedDate) {
    begin(name)
    bytes.append(UInt8(ascii: "\""))
    value.append(to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes a member; `value` writes its value.
  package mutating func member(_ name: String, _ value: (inout JSONWriter) throws -> Void) rethrows {
    begin(name)
    try value(&self)
    isAfterValue = true
  }
}

extension JSONWriter {
  private static let longBytes = 1 << 16

  // What must stand before a value of a list; there will be one.
  private mutating func separate() {
    if isAfterValue { bytes.append(UInt8(ascii: ",")) }
    isAfterValue = true
  }

  // What must stand before a member's value; its name holds no mark.
  private mutating func begin(_ name: String) {
    bytes += isAfterValue ? ",\"".utf8 : "\"".utf8
    bytes += name.utf8
    bytes += "\":".utf8
    isAfterValue = true
  }

  private mutating func append(_ number: Int) {
    var (rest, digits) = (number.magnitude, 1)
    while rest > 9 { (rest, digits) = (rest / 10, digits + 1) }
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    bytes += repeatElement(0, count: digits)
    rest = number.magnitude
    for place in stride(from: start + digits - 1, through: start, by: -1) {
      bytes[place] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
  }

  private mutating func enclose(
    _ start: StaticString, _ end: StaticString, _ body: (inout JSONWriter) throws -> Void
  ) rethrows {
    start.withUTF8Buffer { bytes += $0 }
    isAfterValue = false
    try body(&self)
    end.withUTF8Buffer { bytes += $0 }
  }

  // A string, section 7.
  private mutating func append(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    JSONCharacters.append(text, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }
}
