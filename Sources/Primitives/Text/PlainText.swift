/// The archive's markup taken off its text: titles, names and summaries as people read them.
package enum PlainText {
  /// Text with HTML character references read, wiki marks (`''`), control characters and meaningless invisible characters
  /// removed, runs of blanks made one blank, no blank at either end, and letters composed with their accents (Unicode's form
  /// NFC).
  package static func clean(_ text: String) -> String { clean(text, readsReferences: true) }

  /// The same of text whose character references are read already.
  package static func clean(decoded text: String) -> String { clean(text, readsReferences: false) }

  private static func clean(_ text: String, readsReferences: Bool) -> String {
    var text = text
    return text.withUTF8 { bytes in
      let bytes = bytes.trimmed
      return holdsNoMarkup(bytes)
        ? String(decoding: bytes, as: UTF8.self)
        : String(
          decoding: cleaned(bytes, keepsMarks: false, readsReferences: readsReferences), as: UTF8.self)
    }
  }

  /// Whether a text in UTF-8 is clean as it stands.
  package static func isClean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.trimmed.count == bytes.count && holdsNoMarkup(bytes)
  }

  /// The same of a page's text.
  package static func clean(_ text: TextSlice) -> TextSlice { text.withBytes { clean($0, of: text) } }

  /// The same of bytes of a page; `keepsMarks` for addresses, in which `''` is no markup.
  package static func clean(
    _ bytes: UnsafeBufferPointer<UInt8>, of file: TextSlice, keepsMarks: Bool = false
  ) -> TextSlice {
    let bytes = bytes.trimmed
    if holdsNoMarkup(bytes) { return file.slice(bytes) }
    return cleaned(bytes, keepsMarks: keepsMarks, readsReferences: true).withUnsafeBufferPointer {
      TextSlice(copying: $0)
    }
  }
}

extension PlainText {
  private static func cleaned(
    _ bytes: UnsafeBufferPointer<UInt8>, keepsMarks: Bool, readsReferences: Bool
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case 0x26 where readsReferences:  // &
        if let reference = HTMLCharacterReference.match(in: bytes, at: index) {
          for scalar in reference.text.unicodeScalars { append(scalar, to: &result) }
          index += reference.length
          continue
        }
        result.append(byte)
      case 0x27 where !keepsMarks && index + 1 < bytes.count && bytes[index + 1] == 0x27:  // ''
        index += 1
      case 0xC2 where index + 1 < bytes.count && bytes[index + 1] == 0xA0:  // no-break space
        append(" ", to: &result)
        index += 1
      case 0...0x20, 0x7F:
        if byte == 0x20 || (0x09...0x0D).contains(byte) { append(" ", to: &result) }
      default: result.append(byte)
      }
      index += 1
    }
    if result.last == 0x20 { result.removeLast() }
    // Marks that were written as references.
    StreamSafeText.limit(&result)
    return keepsMarks ? result : readable(result)
  }

  // Text of which characters with an accent are one character each, and which has no meaningless invisible ones.
  private static func readable(_ text: [UInt8]) -> [UInt8] {
    if text.withUnsafeBufferPointer(InvisibleCharacters.areIn) {
      let rest = Array(
        InvisibleCharacters.removingMeaningless(from: String(decoding: text, as: UTF8.self)).utf8)
      // Blanks and marks that were apart may be side by side now.
      if rest.count < text.count {
        return rest.withUnsafeBufferPointer { cleaned($0, keepsMarks: false, readsReferences: false) }
      }
    }
    guard text.contains(where: isAccent) else { return text }
    return Array(String(decoding: text, as: UTF8.self).precomposedStringWithCanonicalMapping.utf8)
  }

  // Whether a byte begins an accent that stands behind its letter: U+0300-037F.
  private static func isAccent(_ byte: UInt8) -> Bool { byte == 0xCC || byte == 0xCD }

  // Nearly all text of an archive is clean: looking first, eight bytes at a time, spares the copy.
  private static func holdsNoMarkup(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = UnsafeRawPointer(bytes.baseAddress) else { return true }
    var index = 0
    while index + 9 <= bytes.count {
      let word = start.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let next = start.loadUnaligned(fromByteOffset: index + 1, as: UInt64.self)
      if mayBeMarkup(word, next), (index..<(index + 8)).contains(where: { isMarkup(bytes, $0) }) {
        return false
      }
      index += 8
    }
    return !(index..<bytes.count).contains { isMarkup(bytes, $0) }
  }

  // Whether at an index of a text a control, a character reference, a no-break space, an accent, an invisible character or a
  // doubled blank or apostrophe may begin.
  private static func isMarkup(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    switch bytes[index] {
    case 0..<0x20, 0x26, 0x7F, 0xC2: true
    case 0x20, 0x27: index + 1 < bytes.count && bytes[index + 1] == bytes[index]
    case let byte where byte < 0x80: false
    case let byte: isAccent(byte) || InvisibleCharacters.length(bytes, at: index) > 0
    }
  }

  // Whether eight bytes, `next` the same one further, may hold markup, or hold anything but ASCII. Each term has the high bit
  // of a byte set where that is so.
  private static func mayBeMarkup(_ word: UInt64, _ next: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
    func places(of byte: UInt64) -> UInt64 { zeros(word ^ (ones &* byte)) }
    let controls = (word &- (ones &* 0x20)) & ~word
    let doubles = zeros(word ^ next) & (places(of: 0x20) | places(of: 0x27))
    return (controls | doubles | word | places(of: 0x26) | places(of: 0x7F)) & (ones &* 0x80) != 0
  }

  private static func append(_ scalar: Unicode.Scalar, to result: inout [UInt8]) {
    if scalar.value == 0x7F || scalar == "\u{FFFD}" { return }
    guard scalar != " ", scalar != "\u{A0}", scalar.value >= 0x20 else {
      if let last = result.last, last != 0x20 { result.append(0x20) }
      return
    }
    result.append(contentsOf: Character(scalar).utf8)
  }
}
