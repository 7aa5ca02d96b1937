internal import Primitives

/// A part of a body that is put into the HTML behind the parser of Markdown.
enum BodyInsert: Hashable {
  /// Nothing, in place of a tag without a fallback.
  case nothing
  /// Text that looks like a tag, and is none.
  case text(String)
  /// A link with its label.
  case link(reference: String, label: String)
  /// A picture with its description, and its caption if there is one.
  case picture(reference: String, description: String, caption: String)
  /// A block of code.
  case code(String)
}

/// The inserts of a body. A private-use character marks the place of each, because no parser changes it.
struct BodyInserts {
  private var inserts: [BodyInsert] = []

  /// The number of bytes of a mark.
  static let markLength = 4

  /// Whether there are none.
  var isEmpty: Bool { inserts.isEmpty }

  /// Adds an insert, and appends its mark to a text.
  mutating func append(_ insert: BodyInsert, to text: inout [UInt8]) {
    // All tags without a fallback share the first mark.
    if inserts.isEmpty { inserts.append(.nothing) }
    if insert == .nothing { return Self.append(mark: 0, to: &text) }
    guard inserts.count < Self.maximum else { return }
    Self.append(mark: inserts.count, to: &text)
    inserts.append(insert)
  }

  /// The insert whose mark begins at an index; `nil` when no mark does.
  func insert(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> BodyInsert? {
    guard Self.isMark(text, at: index) else { return nil }
    let number =
      Int(text[index + 1] & 0x0F) << 12 | Int(text[index + 2] & 0x3F) << 6 | Int(text[index + 3] & 0x3F)
    return number < inserts.count ? inserts[number] : nil
  }

  /// Whether a mark begins at an index.
  static func isMark(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    index + markLength <= text.count && text[index] == lead && text[index + 1] & 0xF0 == 0xB0
  }

  /// Whether marks may be in a text, or, as libcmark-gfm encodes them, in an address.
  static func isMarked(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.contains(lead) || text.firstIndex(of: "%F3%B") != nil
  }

  /// A text without marks.
  static func removingMarks(from text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      if isMark(text, at: index) {
        index += markLength
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return result
  }

  /// The first byte of marks.
  static let lead: UInt8 = 0xF3

  // The private-use characters of plane 15. Further inserts are left out.
  private static let maximum = 0xFFFE

  private static func append(mark number: Int, to text: inout [UInt8]) {
    text.append(lead)
    text.append(0xB0 | UInt8(number >> 12 & 0x0F))
    text.append(0x80 | UInt8(number >> 6 & 0x3F))
    text.append(0x80 | UInt8(number & 0x3F))
  }
}
