/// Converts the archive's markup to plain text: titles, names and summaries.
package enum PlainText {
  /// Cleans a text: HTML character references are decoded; wiki markup (`''`), control characters and invisible characters without
  /// effect are removed; runs of blanks become one space; blanks at both ends are removed; letters and accents are composed (Unicode's
  /// form NFC).
  package static func clean(_ text: String) -> String { clean(text, decodesReferences: true) }

  /// Cleans a text whose character references are decoded already.
  package static func clean(decoded text: String) -> String { clean(text, decodesReferences: false) }

  private static func clean(_ text: String, decodesReferences: Bool) -> String {
    var text = text
    return text.withUTF8 { bytes in
      let bytes = bytes.trimmed
      if hasNoMarkup(bytes) { return String(decoding: bytes, as: UTF8.self) }
      let cleaned = readable(withoutMarkup(bytes, decodesReferences: decodesReferences))
      return String(decoding: cleaned, as: UTF8.self)
    }
  }

  /// Whether `clean` would not change a text in UTF-8.
  package static func isClean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.trimmed.count == bytes.count && hasNoMarkup(bytes)
  }

  /// Cleans a text of a page.
  package static func clean(_ text: TextSlice) -> TextSlice { text.withBytes { clean($0, of: text) } }

  /// Cleans bytes of a page.
  package static func clean(_ bytes: UnsafeBufferPointer<UInt8>, of file: TextSlice) -> TextSlice {
    let bytes = bytes.trimmed
    if hasNoMarkup(bytes) { return file.slice(bytes) }
    return readable(withoutMarkup(bytes)).withUnsafeBufferPointer { TextSlice(copying: $0) }
  }

  /// Cleans bytes of a page that are an address: decodes character references, and removes control characters and blanks.
  package static func cleanAddress(_ bytes: UnsafeBufferPointer<UInt8>, of file: TextSlice) -> TextSlice {
    let bytes = bytes.trimmed
    if hasNoMarkup(bytes) { return file.slice(bytes) }
    return withoutMarkup(bytes, removesQuotes: false).withUnsafeBufferPointer { TextSlice(copying: $0) }
  }
}

extension PlainText {
  // Decodes character references, removes wiki markup and controls, and collapses blanks.
  private static func withoutMarkup(
    _ bytes: UnsafeBufferPointer<UInt8>, decodesReferences: Bool = true, removesQuotes: Bool = true
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case .ampersand where decodesReferences:
        index += appendReference(in: bytes, at: index, to: &result)
        continue
      case .apostrophe where removesQuotes && bytes.holds("''", at: index): index += 1
      case 0xC2 where bytes.holds("\u{A0}", at: index):
        append(" ", to: &result)
        index += 1
      case .space, 0x09...0x0D: append(" ", to: &result)
      case 0..<0x20, .delete: break
      default: result.append(byte)
      }
      index += 1
    }
    if result.last == .space { result.removeLast() }
    // Decoded references may be combining marks.
    StreamSafeText.limit(&result)
    return result
  }

  // Appends the text of the character reference at an index, or the `&` that begins none; returns the number of bytes in the source.
  private static func appendReference(
    in bytes: UnsafeBufferPointer<UInt8>, at index: Int, to result: inout [UInt8]
  ) -> Int {
    guard let reference = HTMLCharacterReference.match(in: bytes, at: index) else {
      result.append(bytes[index])
      return 1
    }
    for scalar in reference.text.unicodeScalars { append(scalar, to: &result) }
    return reference.length
  }

  // Removes invisible characters without effect, and composes letters with their accents.
  private static func readable(_ text: [UInt8]) -> [UInt8] {
    if text.withUnsafeBufferPointer(InvisibleCharacters.areIn) {
      let rest = Array(
        InvisibleCharacters.removingMeaningless(from: String(decoding: text, as: UTF8.self)).utf8)
      // Blanks and apostrophes may be adjacent now.
      if rest.count < text.count {
        return readable(rest.withUnsafeBufferPointer { withoutMarkup($0, decodesReferences: false) })
      }
    }
    guard text.contains(where: isAccent) else { return text }
    return Array(String(decoding: text, as: UTF8.self).precomposedStringWithCanonicalMapping.utf8)
  }

  // Whether a byte begins a combining accent (U+0300 to U+037F).
  private static func isAccent(_ byte: UInt8) -> Bool { byte == 0xCC || byte == 0xCD }

  // Tests eight bytes at a time. Nearly all text of an archive has no markup, and needs no copy.
  private static func hasNoMarkup(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = UnsafeRawPointer(bytes.baseAddress) else { return true }
    var index = 0
    while index + 9 <= bytes.count {
      let word = start.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let next = start.loadUnaligned(fromByteOffset: index + 1, as: UInt64.self)
      if mayContainMarkup(word, next: next),
        (index..<(index + 8)).contains(where: { isMarkup(bytes, at: $0) })
      {
        return false
      }
      index += 8
    }
    return !(index..<bytes.count).contains { isMarkup(bytes, at: $0) }
  }

  // Whether a control, a character reference, a no-break space, an accent, an invisible character, or a double space or apostrophe may
  // begin at an index.
  private static func isMarkup(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    switch bytes[index] {
    case 0..<0x20, .ampersand, .delete, 0xC2: true
    case .space, .apostrophe: index + 1 < bytes.count && bytes[index + 1] == bytes[index]
    case let byte where byte < 0x80: false
    case let byte: isAccent(byte) || InvisibleCharacters.length(bytes, at: index) > 0
    }
  }

  // Whether eight bytes may contain markup, or contain characters beyond ASCII.
  // - Parameter next: the eight bytes one place further.
  private static func mayContainMarkup(_ word: UInt64, next: UInt64) -> Bool {
    func places(of byte: UInt8) -> UInt64 { EightBytes.matches(in: word, of: byte) }
    let repeated = EightBytes.zeros(in: word ^ next)
    let doubles = repeated & (places(of: .space) | places(of: .apostrophe))
    let markup = EightBytes.controls(in: word) | places(of: .ampersand) | places(of: .delete)
    return (markup | doubles | word) & EightBytes.highBits != 0
  }

  private static func append(_ scalar: Unicode.Scalar, to result: inout [UInt8]) {
    if scalar == "\u{7F}" || scalar == "\u{FFFD}" { return }
    guard scalar != " ", scalar != "\u{A0}", scalar.value >= 0x20 else {
      if let last = result.last, last != .space { result.append(.space) }
      return
    }
    result.append(contentsOf: Character(scalar).utf8)
  }
}
