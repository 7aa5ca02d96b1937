/// The characters that windows-1252 has where ISO 8859-1 and Unicode have C1 controls.
package enum Windows1252 {
  /// The character that a C1 control (0x80 to 0x9F) means in windows-1252, U+FFFD for the five that mean nothing; `nil` for
  /// any other value.
  package static func scalar(ofControl value: UInt32) -> Unicode.Scalar? {
    (0x80...0x9F).contains(value) ? scalars[Int(value) - 0x80] : nil
  }

  private static let scalars: [Unicode.Scalar] = Array(
    "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ".unicodeScalars)
}
