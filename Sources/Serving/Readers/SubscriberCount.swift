/// The number of subscribers that an aggregator reports in the field User-Agent.
///
/// There is no standard for it. The documents have the forms that aggregators use.
struct SubscriberCount: Equatable {
  /// The name of the aggregator, without version and number.
  var aggregator: String
  /// The number of subscribers of the feed.
  var count: Int

  // The limit of a number that is believed.
  static let maxCount = 100_000_000
  private static let maxNameLength = 60
  private static let units = ["subscriber", "reader", "user"]

  /// Finds the number in a value of User-Agent; `nil` when there is none.
  init?(userAgent: String) {
    let text = Array(userAgent.utf8.prefix(1000))
    guard let count = Self.count(in: text), count <= Self.maxCount else { return nil }
    let name = Self.name(in: userAgent.prefix(1000))
    guard !name.isEmpty else { return nil }
    self.aggregator = String(name.prefix(Self.maxNameLength))
    self.count = count
  }

  // The first number that is before a unit: `42 subscribers`, `1 subscriber`, `3 readers`, `5 users`.
  private static func count(in text: [UInt8]) -> Int? {
    var index = 0
    while let start = text[index...].firstIndex(where: isDigit) {
      let end = text[start...].firstIndex { !isDigit($0) } ?? text.endIndex
      index = end
      let rest = text[end...].drop { $0 == UInt8(ascii: " ") }
      let isSeparate = start == 0 || !isWordByte(text[start - 1])
      let isOne = text[start..<end].elementsEqual("1".utf8)
      if isSeparate, end - start <= 10, rest.startIndex > end, beginsWithUnit(rest, isOne: isOne) {
        return Int(String(decoding: text[start..<end], as: UTF8.self))
      }
    }
    return nil
  }

  // Only 1 has a unit in the singular: `iOS 17 reader` is no number of readers.
  private static func beginsWithUnit(_ text: ArraySlice<UInt8>, isOne: Bool) -> Bool {
    let word = text.prefix { isLetter($0) }.map { $0 | 0x20 }
    return units.contains { unit in
      word.elementsEqual(unit.utf8 + [UInt8(ascii: "s")]) || isOne && word.elementsEqual(unit.utf8)
    }
  }

  // The name of the program: that of the comment for `Mozilla/5.0 (compatible; name/1.0; …)`, otherwise the text before a
  // version, a comment, a feed id or a dash.
  private static func name(in text: Substring) -> String {
    guard text.hasPrefix("Mozilla"), let open = text.firstIndex(of: "(") else { return product(text) }
    let parts = text[text.index(after: open)...].prefix { $0 != ")" }.split(separator: ";")
    let named = parts.first { $0.trimmed.lowercased() != "compatible" && !$0.trimmed.isEmpty }
    return named.map { product($0.trimmed[...]) } ?? ""
  }

  private static func product(_ text: Substring) -> String {
    let separators = ["/", "(", ";", " - ", " feed-id"]
    let ends = separators.compactMap { text.firstRange(of: $0)?.lowerBound }
    return text[..<(ends.min() ?? text.endIndex)].trimmed.filter { $0.isASCII && !$0.isNewline && $0 >= " " }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private static func isWordByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || isLetter(byte)
      || [UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "-")].contains(byte)
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
