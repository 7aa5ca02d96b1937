/// Characters without a visible form: soft hyphens, zero-width spaces and joiners, directional marks, variation selectors and tags (the
/// default ignorable code points of Unicode, and the annotation controls).
public enum InvisibleCharacters {
  /// Whether a character is one of them.
  package static func contains(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0xAD: false
    case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F: true
    case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0x3164: true
    case 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB: true
    case 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF: true
    default: false
    }
  }

  /// The length in bytes of the invisible character at an index of a text in UTF-8; 0 when there is none.
  // Public, so that it can be inlined into other modules, which call it for each byte of a text.
  @inlinable
  public static func length(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    isFirstByte(bytes[index]) ? lengthOfSequence(bytes, at: index) : 0
  }

  /// Whether a byte may be the first of an invisible character. Those of most letters beyond ASCII are not.
  @inlinable
  public static func isFirstByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0xC2, 0xCD, 0xD8, 0xE1, 0xE2, 0xE3, 0xEF, 0xF0, 0xF3: true
    default: false
    }
  }

  /// Whether a text in UTF-8 contains any.
  package static func areIn(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.indices.contains { length(bytes, at: $0) > 0 }
  }

  /// Whether a text in UTF-8 contains anything but blanks, controls, invisible characters and noncharacters.
  package static func leaveVisibleText(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    if text.contains(where: { (0x21...0x7E).contains($0) }) { return true }
    return String(decoding: text, as: UTF8.self).unicodeScalars.contains { scalar in
      if contains(scalar) || scalar.properties.isWhitespace { return false }
      switch scalar.value {
      case 0..<0x20, 0x7F, 0x2800, 0xFDD0...0xFDEF: return false
      case 0x80...0x9F: return Windows1252.scalar(ofControl: scalar.value) != "\u{FFFD}"
      case let value: return value != 0xFFFD && value & 0xFFFE != 0xFFFE
      }
    }
  }

  /// Removes the invisible characters that have no effect in their context.
  ///
  /// The others are kept: joiners between letters whose shapes they change (Arabic, Indic and other scripts) and between emoji;
  /// variation selectors behind characters with variants; tags in flags; zero-width spaces in scripts without spaces between words;
  /// directional marks in texts with right-to-left characters; fillers of Hangul letters.
  package static func removingMeaningless(from text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    let isBidirectional = scalars.contains { $0 != "\u{61C}" && RightToLeft.isInBlock($0) }
    var result = String.UnicodeScalarView()
    var before: Unicode.Scalar?
    var isInFlag = false
    var next = 0
    for (index, scalar) in scalars.enumerated() {
      guard contains(scalar) else {
        result.append(scalar)
        before = scalar
        isInFlag = scalar == "\u{1F3F4}"
        continue
      }
      next = max(next, index)
      while next < scalars.count, contains(scalars[next]) { next += 1 }
      let isKept =
        switch scalar.value {
        case 0x115F, 0x1160: true
        case 0xE0020...0xE007F: isInFlag
        case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: isBidirectional
        default: hasEffect(scalar, between: before, and: next < scalars.count ? scalars[next] : nil)
        }
      if isKept { result.append(scalar) }
    }
    return String(result)
  }
}

extension InvisibleCharacters {
  @usableFromInline static func lengthOfSequence(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> Int {
    let first = bytes[index]
    let second = byte(of: bytes, at: index + 1)
    switch first {
    case 0xC2: return second == 0xAD ? 2 : 0
    case 0xCD: return second == 0x8F ? 2 : 0
    case 0xD8: return second == 0x9C ? 2 : 0
    case 0xE1, 0xE2, 0xE3, 0xEF:
      let third = byte(of: bytes, at: index + 2)
      return isInvisible(start: UInt16(first) << 8 | UInt16(second), third: third) ? 3 : 0
    default:
      guard index + 3 < bytes.count else { return 0 }
      let start = UInt16(first) << 8 | UInt16(second)
      return isInvisible(start: start, third: bytes[index + 2], fourth: bytes[index + 3]) ? 4 : 0
    }
  }

  private static func byte(of bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt8 {
    index < bytes.count ? bytes[index] : 0
  }

  // Whether a sequence of three bytes, given as the first two and the last, is an invisible character.
  private static func isInvisible(start: UInt16, third: UInt8) -> Bool {
    switch start {
    case 0xE185: (0x9F...0xA0).contains(third)
    case 0xE19E: (0xB4...0xB5).contains(third)
    case 0xE1A0: (0x8B...0x8F).contains(third)
    case 0xE280: (0x8B...0x8F).contains(third) || (0xAA...0xAE).contains(third)
    case 0xE281: (0xA0...0xAF).contains(third)
    case 0xE385: third == 0xA4
    case 0xEFB8: (0x80...0x8F).contains(third)
    case 0xEFBB: third == 0xBF
    case 0xEFBE: third == 0xA0
    case 0xEFBF: (0xB0...0xBB).contains(third)
    default: false
    }
  }

  // Whether a sequence of four bytes, given as the first two and the others, is an invisible character.
  private static func isInvisible(start: UInt16, third: UInt8, fourth: UInt8) -> Bool {
    switch start {
    case 0xF09B: third == 0xB2 && (0xA0...0xA3).contains(fourth)
    case 0xF09D: third == 0x85 && (0xB3...0xBA).contains(fourth)
    case 0xF3A0: true
    default: false
    }
  }

  // Whether a character has an effect between two others.
  private static func hasEffect(
    _ scalar: Unicode.Scalar, between before: Unicode.Scalar?, and after: Unicode.Scalar?
  ) -> Bool {
    guard let before else { return false }
    switch scalar.value {
    case 0x200B: return hasNoBlanks(before) && after.map(hasNoBlanks) ?? false
    case 0x200C: return after != nil && changesShape(before)
    case 0x200D: return joins(before, after)
    case 0xFE00...0xFE0F: return hasVariants(before, before: after)
    case 0x180B...0x180F: return (0x1800...0x18AF).contains(before.value)
    case 0xE0100...0xE01EF: return before.value >= 0x2E80
    default: return false
    }
  }

  // Whether a zero-width joiner has an effect between two characters.
  private static func joins(_ before: Unicode.Scalar, _ after: Unicode.Scalar?) -> Bool {
    guard let after else { return false }
    return changesShape(before) || isEmoji(before) && isEmoji(after)
  }

  // Whether a character, before another, may have variants that a variation selector selects.
  private static func hasVariants(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Bool {
    if scalar.properties.isWhitespace { return false }
    if isKeycap(scalar) { return next == "\u{20E3}" }
    return scalar.value >= 0x900 || !scalar.properties.isAlphabetic
  }

  private static func isKeycap(_ scalar: Unicode.Scalar) -> Bool {
    (0x30...0x39).contains(scalar.value) || scalar == "#" || scalar == "*"
  }

  private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value > 0xFF && scalar.properties.isEmoji
  }

  // Scripts with joined or stacked letters: Arabic and related scripts, and those of India, Tibet, Burma, Cambodia and Mongolia.
  private static func changesShape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x600...0x7FF, 0x840...0xDFF, 0xF00...0x109F, 0x1780...0x18AF, 0xA840...0xA87F, 0xAA60...0xAA7F: true
    case 0xFB50...0xFDFF, 0xFE70...0xFEFC, 0x11000...0x114FF, 0x1E900...0x1E95F: true
    default: false
    }
  }

  // Scripts without spaces between words: Thai, Lao, Tibetan, Burmese, Khmer and related ones.
  private static func hasNoBlanks(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xE00...0x109F, 0x1780...0x17FF, 0x1950...0x19DF, 0x1A20...0x1AAF, 0xAA60...0xAADF: true
    default: false
    }
  }
}
