internal import Primitives

/// The form and the hashes of a word.
struct WordForm {
  /// The hash of its bytes.
  private(set) var hash: UInt64
  /// The hash of its bytes in lower case.
  private(set) var folded: UInt64
  /// The form.
  private(set) var form: NameToken.Form = []

  /// Makes the form of the word at a range of a text.
  init(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    var exact = FNV1a()
    var small = FNV1a()
    var isASCII = true
    for index in range {
      let byte = text[index]
      exact.append(byte)
      small.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
      if byte >= 0x80 { isASCII = false }
    }
    hash = exact.value
    if isASCII {
      folded = small.value
    } else {
      var lower = FNV1a()
      for byte in String(decoding: text[range], as: UTF8.self).lowercased().utf8 { lower.append(byte) }
      folded = lower.value
    }
    setForm(text, range, isASCII: isASCII)
  }

  /// Reads a word of ASCII letters from a place in a text; `nil` for a word with digits or signs inside, or with a period behind it.
  init?(lettersOf text: UnsafeBufferPointer<UInt8>, at start: Int, end: inout Int) {
    var exact = FNV1a()
    var small = FNV1a()
    var capitals = 0
    end = start
    while end < text.count, text[end].isLetter {
      let byte = text[end]
      exact.append(byte)
      small.append(byte | 0x20)
      if byte & 0x20 == 0 { capitals += 1 }
      end += 1
    }
    let count = end - start
    let isCapital = count > 0 && text[start] & 0x20 == 0
    // A small word with a capital inside may have a prefix of names.
    guard count > 0, end == text.count || Self.endsWords(text[end]), isCapital || capitals == 0 else {
      return nil
    }
    (hash, folded) = (exact.value, small.value)
    form = isCapital ? [.alphabetic, .capital, .capitalized] : .alphabetic
    if count == 1 { form.insert(.single) }
    if count > 1, capitals == count { form.insert(.allCapitals) }
  }

  // Whether a byte behind a letter is no part of its word, whatever follows.
  private static func endsWords(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: ";")
      || byte == UInt8(ascii: ":")
  }

  private mutating func setForm(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, isASCII: Bool) {
    let first = text[range.lowerBound]
    if isASCII, first.isDigit {
      setNumber(text, range)
      return setDecimal(text, range)
    }
    if isASCII { return setASCII(text, range) }
    let word = String(decoding: text[range], as: UTF8.self)
    let scalars = word.unicodeScalars
    guard let head = scalars.first, head.properties.isAlphabetic else { return }
    form.insert(.alphabetic)
    if scalars.count == 1 { form.insert(.single) }
    if head.properties.isUppercase || !head.properties.isLowercase && !head.properties.isCased {
      form.formUnion([.capital, .capitalized])
    }
    if !form.contains(.capital), scalars.count > 3, Self.hasNamePrefix(scalars) { form.insert(.capitalized) }
    if scalars.count > 1, head.properties.isUppercase, scalars.allSatisfy({ !$0.properties.isLowercase }) {
      form.insert(.allCapitals)
    }
    setEnd(text, range)
  }

  private mutating func setASCII(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    let first = text[range.lowerBound]
    guard first.isLetter else { return }
    form.insert(.alphabetic)
    if range.count == 1 { form.insert(.single) }
    let isCapital = first & 0x20 == 0
    var capitals = 0
    var small = 0
    for index in range where text[index].isLetter {
      if text[index] & 0x20 == 0 { capitals += 1 } else { small += 1 }
    }
    if isCapital {
      form.formUnion([.capital, .capitalized])
      if range.count > 1, small == 0 { form.insert(.allCapitals) }
    } else if capitals > 0, range.count > 3,
      Self.hasNamePrefix(String(decoding: text[range], as: UTF8.self).unicodeScalars)
    {
      form.insert(.capitalized)
    }
    setEnd(text, range)
  }

  private mutating func setEnd(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    if text[range.upperBound - 1] == 0x2E { form.insert(.abbreviated) }
    guard let mark = range.last(where: { text[$0] == 0x2D }), mark + 1 < range.upperBound else { return }
    let next = text[mark + 1]
    if next.isLetter, next & 0x20 != 0 { form.insert(.smallEnd) }
  }

  private mutating func setDecimal(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    let isDecimal = range.allSatisfy { text[$0].isDigit || text[$0] == 0x2E }
    if isDecimal, !form.contains(.digits) { form.insert(.decimal) }
  }

  private mutating func setNumber(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    let digits = range.prefix { text[$0].isDigit }.count
    if digits == range.count { form.insert(.digits) }
    let isYear =
      digits == 4
      && (text[range.lowerBound] == 0x31 && text[range.lowerBound + 1] == 0x39
        || text[range.lowerBound] == 0x32 && text[range.lowerBound + 1] == 0x30)
    if isYear,
      digits == range.count || text[range.lowerBound + 4] == 0x2D || text[range.lowerBound + 4] == 0xE2
    {
      form.insert(.year)
    }
    if range.count == digits + 2 {
      switch (text[range.upperBound - 2], text[range.upperBound - 1]) {
      case (0x73, 0x74), (0x6E, 0x64), (0x72, 0x64), (0x74, 0x68): form.insert(.ordinal)
      default: break
      }
    }
  }

  // `al-Assad`, `d'Ivoire`, `iPhone`, `McCain`
  private static func hasNamePrefix(_ scalars: String.UnicodeScalarView) -> Bool {
    var prefix = ""
    for scalar in scalars.prefix(5) {
      if scalar.properties.isUppercase { return namePrefixes.contains(prefix) || isArticle(prefix) }
      if scalar != "-" && scalar != "'" && scalar != "’" { prefix.unicodeScalars.append(scalar) }
    }
    return false
  }

  private static let namePrefixes: Set<String> = ["i", "e", "d", "mac", "mc", "de", "la"]

  // Whether a prefix is an article of Arabic, as `al`, `ez` or `ash`.
  private static func isArticle(_ prefix: String) -> Bool {
    let letters = Array(prefix)
    guard (2...3).contains(letters.count), "ae".contains(letters[0]), "lnrstdz".contains(letters[1]) else {
      return false
    }
    return letters.count == 2 || letters[2] == "h"
  }
}
