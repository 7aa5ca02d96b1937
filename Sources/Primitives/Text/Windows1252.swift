/// The characters of windows-1252 in place of the C1 controls of ISO 8859-1 and Unicode.
package enum Windows1252 {
  /// The character of windows-1252 for a C1 control (0x80 to 0x9F), U+FFFD for the five that have none; `nil` for any other value.
  package static func scalar(ofControl value: UInt32) -> Unicode.Scalar? {
    (0x80...0x9F).contains(value) ? scalars[Int(value) - 0x80] : nil
  }

  private static let scalars: [Unicode.Scalar] = Array(
    "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ".unicodeScalars)
}
