internal import EventArchive
package import Primitives

extension Gazetteer {
  /// The names in the texts of one event that refer to countries, in the order of the texts.
  package func findings(in texts: [TextSlice], setting: TextSetting = TextSetting()) -> [Finding] {
    var scripts: ScriptSet = []
    for text in texts { scripts.formUnion(text.withBytes { ScriptSet(of: $0) }) }
    let declared = setting.language.flatMap { TextLanguage(tag: $0) }
    let languages = TextLanguage.languages(of: scripts, declared: declared)
    // Nothing but the tables of English applies to English texts.
    if languages.isEmpty { return englishFindings(in: texts, setting: setting) }
    var search = LanguageSearch(self)
    for language in languages { search.add(LanguageNames.standard(language), to: texts) }
    let english = englishFindings(in: texts, setting: setting).filter { finding in
      guard !search.overlaps(finding) else { return false }
      guard let declared, declared.writingSystem == .latin else { return true }
      return texts[finding.text].withBytes { isName(finding, in: $0, of: declared) }
    }
    return (search.findings() + english).sorted {
      ($0.text, $0.range.lowerBound, $0.country) < ($1.text, $1.range.lowerBound, $1.country)
    }
  }

  /// The country with a name, in English or another language, a slug or a code of ISO 3166-1.
  /// - Parameter language: the language of the name, a tag of RFC 5646; `nil` when it is unknown.
  package func country(named name: String, language: String?) -> CountryNumber? {
    let declared = language.flatMap { TextLanguage(tag: $0) }
    let scripts = TextSlice(name).withBytes { ScriptSet(of: $0) }
    for language in TextLanguage.languages(of: scripts, declared: declared) {
      guard let sense = LanguageNames.standard(language).sense(of: name) else { continue }
      return sense.kind == .country ? sense.codes.first.flatMap(number(ofCode:)) : nil
    }
    return country(named: name)
  }

  // The least length of the name of a place in a text that is not English, in characters.
  private static let shortestPlace = 6

  // Whether words that are a name in English are one in another language too. Countries and peoples have names of their own in each
  // language. A short name of a place is often a word: `Como` and `Este` in Spanish, `Essen` in German.
  private func isName(
    _ finding: Finding, in bytes: UnsafeBufferPointer<UInt8>, of language: TextLanguage
  ) -> Bool {
    let position = NamePosition(bytes, range: finding.range)
    // `Dell’Ucraina` is not of the company.
    if position.isElided { return false }
    let words = String(decoding: bytes[finding.range], as: UTF8.self)
    guard let sense = sense(of: words) else { return true }
    if sense.isCountry { return false }
    if !sense.isPlace || words.contains(" ") { return true }
    guard words.count >= Self.shortestPlace else { return false }
    // All nouns of German have a capital.
    return language == .german || !position.beginsSentence
  }
}

/// Searches the texts of one event for names in other languages.
private struct LanguageSearch {
  private struct Match {
    let sense: LanguageNames.Sense
    let text: Int
    let range: Range<Int>
  }

  private let gazetteer: Gazetteer
  private var matches: [Match] = []

  init(_ gazetteer: Gazetteer) { self.gazetteer = gazetteer }

  // Adds the names of one language, unless they overlap with those of an earlier one.
  mutating func add(_ names: LanguageNames, to texts: [TextSlice]) {
    var new: [Match] = []
    for (number, text) in texts.enumerated() {
      text.withBytes { bytes in
        names.forEachName(in: bytes) { sense, range in
          if overlaps(text: number, range) { return }
          if isPerson(sense, NamePosition(bytes, range: range), in: names.language) { return }
          new.append(Match(sense: sense, text: number, range: range))
        }
      }
    }
    matches += new
  }

  // Whether a name is part of the name of a person: Rosa Luxemburg, Miguel Alemán.
  private func isPerson(
    _ sense: LanguageNames.Sense, _ position: NamePosition, in language: TextLanguage
  ) -> Bool {
    switch sense.kind {
    case .country, .capital: position.isPerson(gazetteer.people)
    case .people:
      language.hasSmallDemonyms && position.hasCapital && position.followsFirstName(gazetteer.people)
    case .none: false
    }
  }

  func overlaps(_ finding: Gazetteer.Finding) -> Bool { overlaps(text: finding.text, finding.range) }

  private func overlaps(text: Int, _ range: Range<Int>) -> Bool {
    matches.contains { $0.text == text && $0.range.overlaps(range) }
  }

  // The countries of all names.
  func findings() -> [Gazetteer.Finding] {
    let sure = Set(matches.filter { !$0.sense.isAmbiguous }.flatMap(\.sense.codes))
    return matches.flatMap { match in
      var codes = match.sense.codes
      if match.sense.isAmbiguous, let meant = codes.first(where: sure.contains) ?? codes.first {
        codes = [meant]
      }
      return codes.compactMap(gazetteer.number(ofCode:)).map {
        Gazetteer.Finding(country: $0, text: match.text, range: match.range)
      }
    }
  }
}
