package import Primitives

/// The countries that an event is about by its texts.
extension Gazetteer {
  /// The texts of a page besides its title.
  package enum OtherTexts: Sendable {
    /// The summary of an event, which may continue a title that names no country, and its topic.
    case event(summary: TextSlice, topic: TextSlice)
    /// The text of a post, which only mentions countries.
    case post(TextSlice)

    fileprivate var texts: [TextSlice] {
      switch self {
      case .event(let summary, let topic): [summary, topic]
      case .post(let text): [text]
      }
    }
  }

  /// The countries that the texts of one event refer to: first those that it is about, then the others; both are ordered by number.
  ///
  /// An event is about the countries in its lead, or, if the lead names none, in the next sentence that does. A neighbour, a
  /// destination or a comparison in that sentence is only mentioned, unless the sentence names no other country.
  package func countries(
    inTitle title: TextSlice, _ others: OtherTexts, setting: TextSetting = TextSetting()
  ) -> LeadNumbers<Country> {
    let texts = [title] + others.texts
    let findings = findings(in: texts, setting: setting)
    if findings.isEmpty { return [] }
    var about = Set(countries(inLeadOf: texts, findings: findings, others))
    if case .event = others { about.formUnion(findings.lazy.filter { $0.text == 2 }.map(\.country)) }
    return LeadNumbers(lead: about.sorted(), others: Set(findings.map(\.country)).sorted())
  }

  // The countries in the first sentence that names any.
  private func countries(
    inLeadOf texts: [TextSlice], findings: [Finding], _ others: OtherTexts
  ) -> [CountryNumber] {
    var range = 0..<Lead(texts[0]).count
    var text = 0
    var found = findings.filter { $0.text == text && range.contains($0.range.lowerBound) }
    if found.isEmpty, case .event = others, let first = findings.first(where: { $0.text < 2 }) {
      text = first.text
      let end = texts[text].withBytes { SentenceEnd.first(in: $0, after: first.range.upperBound) ?? $0.count }
      range = first.range.lowerBound..<end
      found = findings.filter { $0.text == text && range.contains($0.range.lowerBound) }
    }
    guard found.count > 1 else { return found.map(\.country) }
    return texts[text].withBytes { CountryRoles($0).mainCountries(of: found) }
  }
}

/// The roles of the countries in a sentence: which of them are only neighbours, destinations or comparisons.
private struct CountryRoles {
  // Words before the name of such a country.
  private static let before = [
    "near the border with", "on the border with", "at the border with", "along the border with",
    "near its border with", "near the border to", "border crossing with", "bordering", "en route to",
    "travelled from", "traveled from", "travelling from", "traveling from",
    "bound for", "on the way to", "on its way to", "on their way to", "destined for", "stopover in",
    "layover in", "similar to", "unlike", "compared to", "compared with", "modelled on", "modeled on",
    "reminiscent of", "excluding", "except", "except for", "apart from", "other than", "outside",
    "outside of",
  ].map { Array($0.utf8) }
  // Words behind it.
  private static let behind = [" descent", " origin", " ancestry"].map { Array($0.utf8) }
  // What joins two names with the same role.
  private static let joints = [" and ", ", and ", " or ", ", or ", " and the "].map { Array($0.utf8) }
  private static let article = Array("the".utf8)

  private let text: UnsafeBufferPointer<UInt8>

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  // The countries of names in the order of the text, without those that have such a role everywhere; all if no other is left.
  func mainCountries(of findings: [Gazetteer.Finding]) -> [Gazetteer.CountryNumber] {
    var main: [Gazetteer.CountryNumber] = []
    var end = 0
    var isMinor = false
    for finding in findings {
      let isJoined = end > 0 && end <= finding.range.lowerBound && isJoint(end..<finding.range.lowerBound)
      isMinor = isMinor && isJoined || self.isMinor(finding.range)
      end = finding.range.upperBound
      if !isMinor { main.append(finding.country) }
    }
    return main.isEmpty ? findings.map(\.country) : main
  }

  private func isJoint(_ range: Range<Int>) -> Bool {
    Self.joints.contains { text[range].elementsEqual($0) }
  }

  private func isMinor(_ name: Range<Int>) -> Bool {
    if Self.behind.contains(where: { text[name.upperBound...].starts(with: $0) }) { return true }
    var words = text[..<name.lowerBound]
    dropBlank(&words)
    if ends(words, with: Self.article) {
      words.removeLast(Self.article.count)
      dropBlank(&words)
    }
    return Self.before.contains { ends(words, with: $0) }
  }

  private func dropBlank(_ words: inout Slice<UnsafeBufferPointer<UInt8>>) {
    if words.last == 0x20 { words.removeLast() }
  }

  // Whether a text ends in words, of which the first may have a capital.
  private func ends(_ text: Slice<UnsafeBufferPointer<UInt8>>, with words: [UInt8]) -> Bool {
    guard text.count >= words.count else { return false }
    let end = text.suffix(words.count)
    guard end.dropFirst().elementsEqual(words.dropFirst()), let first = end.first, first | 0x20 == words.first
    else { return false }
    return end.startIndex == 0 || !text[end.startIndex - 1].isLetter
  }
}
