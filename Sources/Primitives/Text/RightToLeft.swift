/// Scripts that are written from right to left: Hebrew, Arabic, Syriac, Thaana, NKo, Adlam and others.
package enum RightToLeft {
  /// Whether a character is in the block of such a script. Its digits and marks are, too.
  static func isInBlock(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }

  /// Whether letters of such scripts are in a text in UTF-8. A paragraph that begins with one runs from right to left.
  package static func hasLetters(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let bytes = UnsafeRawBufferPointer(text)
    var index = 0
    while index < text.count {
      if index + 8 <= text.count,
        bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & EightBytes.highBits == 0
      {
        index += 8
        continue
      }
      if mayBeFirst(text[index]), isLetter(text, at: index) { return true }
      index += 1
    }
    return false
  }

  // Whether a byte may be the first of a character of such a script.
  private static func mayBeFirst(_ byte: UInt8) -> Bool {
    switch byte {
    case 0xD6...0xE0, 0xEF, 0xF0: true
    default: false
    }
  }

  private static func isLetter(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    var rest = text[index...].makeIterator()
    var codec = UTF8()
    guard case .scalarValue(let scalar) = codec.decode(&rest), isInBlock(scalar) else { return false }
    return switch scalar.properties.generalCategory {
    case .otherLetter, .modifierLetter, .uppercaseLetter, .lowercaseLetter: true
    default: false
    }
  }
}
