internal import Primitives

extension InlineParser {
  private static let addressEnds = ByteSet(" \t[]<>\"")
  private static let punctuation = ByteSet(".,;:!?)'")

  // The index behind the address that begins at an index.
  private func endOfAddress(from start: Int, to end: Int) -> Int {
    var index = start
    while index < end, !Self.addressEnds.contains(bytes[index]), !bytes.holds("''", at: index) {
      if bytes.holds("{{", at: index) || bytes.holds("\u{A0}", at: index) { break }
      index += 1
    }
    return index
  }

  /// The parts of a link to another site.
  mutating func external(_ contents: Range<Int>) -> [Inline] {
    let end = endOfAddress(from: contents.lowerBound, to: contents.upperBound)
    let address = address(contents.lowerBound..<end)
    return [.external(ExternalLink(address: address, label: parse(end..<contents.upperBound)))]
  }

  /// Parses an address without brackets. Returns the index behind it; `nil` when none begins at the index.
  mutating func parseBareAddress(at start: Int, in range: Range<Int>, to output: inout Output) -> Int? {
    guard BracketPairs.isAddress(bytes, at: start), start == range.lowerBound || !bytes[start - 1].isLetter
    else { return nil }
    var end = endOfAddress(from: start, to: range.upperBound)
    let hasBracket = bytes.slice(start..<end).index(of: .leftParenthesis) != nil
    while end > start, Self.punctuation.contains(bytes[end - 1]) {
      if hasBracket, bytes[end - 1] == .rightParenthesis { break }
      end -= 1
    }
    output.append([.external(ExternalLink(address: address(start..<end), label: []))])
    return end
  }

  private func address(_ range: Range<Int>) -> String {
    let text = TextSlice(copying: bytes.slice(range))
    let address = text.withBytes { PlainText.cleanAddress($0, of: text) }.string
    return address.hasPrefix("//") ? "https:" + address : address
  }
}
