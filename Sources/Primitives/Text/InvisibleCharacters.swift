/// Characters that show nothing by themselves: soft hyphens, zero-width blanks and joiners, marks of direction, variation
/// selectors, tags (those that Unicode calls default ignorable, and the annotation controls).
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
  // Public, so that it can be inlined: scanning words calls it for each byte.
  @inlinable
  public static func length(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    isFirstByte(bytes[index]) ? lengthOfSequence(bytes, index) : 0
  }

  /// Whether a byte may be the first of an invisible character; most letters beyond ASCII have others.
  @inlinable
  public static func isFirstByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0xC2, 0xCD, 0xD8, 0xE1, 0xE2, 0xE3, 0xEF, 0xF0, 0xF3: true
    default: false
    }
  }

  /// Whether a text in UTF-8 holds any.
  package static func areIn(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.indices.contains { length(bytes, at: $0) > 0 }
  }

  /// Whether a text in UTF-8 shows anything: it is not all blanks, controls, invisible characters, and what is no character.
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

  /// A text without those that mean nothing where they are.
  ///
  /// What stays: joiners between letters whose shapes they change (Arabic, Indic and other scripts) and between emoji;
  /// variation selectors behind what has variants; tags in flags; zero-width blanks in scripts that divide words by nothing
  /// else; marks of direction, in a text of which a part runs from right to left; fillers of Hangul letters.
  package static func removingMeaningless(from text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    let runsBothWays = scalars.contains(where: runsToTheLeft)
    var result = String.UnicodeScalarView()
    var before: Unicode.Scalar?
    var isInFlag = false
    var next = 0
    for (index, scalar) in scalars.enumerated() {
      guard contains(scalar) else {
        result.append(scalar)
        (before, isInFlag) = (scalar, scalar == "\u{1F3F4}")
        continue
      }
      next = max(next, index)
      while next < scalars.count, contains(scalars[next]) { next += 1 }
      let isKept =
        switch scalar.value {
        case 0x115F, 0x1160: true
        case 0xE0020...0xE007F: isInFlag
        case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: runsBothWays
        default: keeps(scalar, between: before, next < scalars.count ? scalars[next] : nil)
        }
      if isKept { result.append(scalar) }
    }
    return String(result)
  }
}

extension InvisibleCharacters {
  @usableFromInline static func lengthOfSequence(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    let second = index + 1 < bytes.count ? bytes[index + 1] : 0
    let third = index + 2 < bytes.count ? bytes[index + 2] : 0
    return switch (bytes[index], second) {
    case (0xC2, 0xAD), (0xCD, 0x8F), (0xD8, 0x9C): 2
    case (0xE1, 0x85): third == 0x9F || third == 0xA0 ? 3 : 0
    case (0xE1, 0x9E): third == 0xB4 || third == 0xB5 ? 3 : 0
    case (0xE1, 0xA0): (0x8B...0x8F).contains(third) ? 3 : 0
    case (0xE2, 0x80): (0x8B...0x8F).contains(third) || (0xAA...0xAE).contains(third) ? 3 : 0
    case (0xE2, 0x81): (0xA0...0xAF).contains(third) ? 3 : 0
    case (0xE3, 0x85): third == 0xA4 ? 3 : 0
    case (0xEF, 0xB8): (0x80...0x8F).contains(third) ? 3 : 0
    case (0xEF, 0xBB): third == 0xBF ? 3 : 0
    case (0xEF, 0xBE): third == 0xA0 ? 3 : 0
    case (0xEF, 0xBF): (0xB0...0xBB).contains(third) ? 3 : 0
    case (0xF0, 0x9B): third == 0xB2 && (0xA0...0xA3).contains(fourth(bytes, index)) ? 4 : 0
    case (0xF0, 0x9D): third == 0x85 && (0xB3...0xBA).contains(fourth(bytes, index)) ? 4 : 0
    case (0xF3, 0xA0): index + 3 < bytes.count ? 4 : 0
    default: 0
    }
  }

  private static func fourth(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt8 {
    index + 3 < bytes.count ? bytes[index + 3] : 0
  }

  private static func keeps(
    _ scalar: Unicode.Scalar, between before: Unicode.Scalar?, _ after: Unicode.Scalar?
  ) -> Bool {
    guard let before else { return false }
    switch scalar.value {
    case 0x200C: return after != nil && changesShape(before)
    case 0x200D:
      guard let after else { return false }
      return changesShape(before) || isEmoji(before) && isEmoji(after)
    case 0x200B: return hasNoBlanks(before) && after.map(hasNoBlanks) ?? false
    case 0xFE00...0xFE0F:
      if before.properties.isWhitespace { return false }
      return isKeycap(before) ? after == "\u{20E3}" : before.value >= 0x900 || !before.properties.isAlphabetic
    case 0x180B...0x180F: return (0x1800...0x18AF).contains(before.value)
    case 0xE0100...0xE01EF: return before.value >= 0x2E80
    default: return false
    }
  }

  private static func isKeycap(_ scalar: Unicode.Scalar) -> Bool {
    (0x30...0x39).contains(scalar.value) || scalar == "#" || scalar == "*"
  }

  private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value > 0xFF && scalar.properties.isEmoji
  }

  // Letters of Hebrew, Arabic, Syriac and other scripts that run from right to left, by their blocks.
  private static func runsToTheLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x61C: false
    case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }

  // Scripts whose letters are joined or stacked: Arabic and its neighbours, those of India, Tibet, Burma, Cambodia, Mongolia.
  private static func changesShape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x600...0x7FF, 0x840...0xDFF, 0xF00...0x109F, 0x1780...0x18AF, 0xA840...0xA87F, 0xAA60...0xAA7F: true
    case 0xFB50...0xFDFF, 0xFE70...0xFEFC, 0x11000...0x114FF, 0x1E900...0x1E95F: true
    default: false
    }
  }

  // Scripts that are written without blanks between words: Thai, Lao, Tibetan, Burmese, Khmer and others near them.
  private static func hasNoBlanks(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xE00...0x109F, 0x1780...0x17FF, 0x1950...0x19DF, 0x1A20...0x1AAF, 0xAA60...0xAADF: true
    default: false
    }
  }
}
