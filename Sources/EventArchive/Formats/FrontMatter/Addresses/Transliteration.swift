internal import Foundation
internal import Primitives

/// Slugs of ASCII letters, as Zola and Pelican make them.
enum Transliteration {
  /// The text in lower case with letters of ASCII, and hyphens between words.
  static func slug(_ text: String, isSeparator: (UInt8) -> Bool) -> String {
    var bytes: [UInt8] = []
    for byte in ascii(text).lowercased().utf8 {
      if byte.isLetter || byte.isDigit || byte == .underscore && !isSeparator(byte) {
        bytes.append(byte)
      } else if isSeparator(byte), !bytes.isEmpty, bytes.last != .hyphen {
        bytes.append(.hyphen)
      }
    }
    if bytes.last == .hyphen { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func ascii(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    let latin = text.applyingTransform(.toLatin, reverse: false) ?? text
    let plain = latin.applyingTransform(StringTransform("Latin-ASCII"), reverse: false) ?? latin
    return plain.applyingTransform(.stripDiacritics, reverse: false) ?? plain
  }
}
