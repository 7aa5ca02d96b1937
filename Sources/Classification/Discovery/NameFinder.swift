internal import Foundation
package import Primitives

/// Finds the names in texts.
package struct NameFinder {
  private typealias Words = NameModel.Words

  private let model: NameModel
  private let tokenizer: NameTokenizer
  private var glue: NameGlue
  private var tokens: [NameToken] = []

  /// Makes a finder by the rules of a model.
  package init(_ model: NameModel) {
    self.model = model
    tokenizer = NameTokenizer(model.knowledge.classes)
    glue = NameGlue(model)
  }

  /// The names in texts, each once, in the order of the texts.
  package mutating func names(in texts: [TextSlice]) -> [String] {
    var found: [String] = []
    for text in texts {
      text.withBytes { bytes in
        for range in ranges(ofNamesIn: bytes) {
          let name = String(decoding: bytes[range], as: UTF8.self)
          if !found.contains(name) { found.append(name) }
        }
      }
    }
    return Self.withoutLastWords(found)
  }

  // Without surnames beside the full name, in whatever text that is.
  private static func withoutLastWords(_ names: [String]) -> [String] {
    if names.count < 2 { return names }
    return names.filter { name in
      if name.utf8.contains(0x20) { return true }
      let end = " " + name
      return !names.contains { $0.utf8.count > end.utf8.count && $0.hasSuffix(end) }
    }
  }

  /// The places of the names in a text in UTF-8, in bytes.
  package mutating func ranges(ofNamesIn text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    tokenizer.tokens(of: text, into: &tokens)
    // Where nearly all words have a capital, it says nothing.
    if NameStatistics.isTitleCase(tokens) { return [] }
    var runs: [Words] = []
    model.forEachRun(in: tokens) { runs.append($0) }
    var found: [Words] = []
    for run in runs {
      for whole in glue.names(in: run) {
        let name = withoutArticle(whole)
        if model.isName(name), isPlausible(name) { found.append(name) }
        if name.count > 1, (model.statistics.names[NameStatistics.key(of: name)] ?? 0) < 2 {
          found += parts(of: name)
        }
      }
    }
    addHappenings(in: tokens, to: &found)
    addYearly(in: tokens, to: &found)
    var ranges: [Range<Int>] = []
    for name in Self.withoutRepetitions(found) {
      guard let first = name.first, let last = name.last, !model.knowledge.isCountry(name) else { continue }
      ranges.append(Int(first.range.lowerBound)..<Int(last.range.upperBound))
    }
    return ranges
  }

  // A single word behind a decimal number is a unit. Without counts, one may be the surname of a person with a feed, or any word at the
  // begin of a sentence. It is a name if it is an abbreviation, a place of the tables, or behind a preposition of places.
  private func isPlausible(_ name: Words) -> Bool {
    guard name.count == 1, let word = name.first else { return true }
    let last = name.startIndex > 0 ? tokens[name.startIndex - 1] : nil
    if word.form.contains(.allCapitals), last?.form.contains(.decimal) == true { return false }
    if !model.statistics.isEmpty || word.form.contains(.allCapitals) || word.classes.contains(.place) {
      return true
    }
    return !word.isStart && last?.classes.contains(.beforePlace) == true
  }

  // `The United States` is `United States`, but `The Hague` keeps its article.
  private func withoutArticle(_ name: Words) -> Words {
    guard name.count > 1, name.first?.hash == Self.the, !model.isPlace(name) else { return name }
    return name.dropFirst()
  }

  // Removes names inside those of a year's happening, and surnames beside the full name.
  private static func withoutRepetitions(_ names: [Words]) -> [Words] {
    if names.count < 2 { return names }
    let yearly = names.filter { $0.first?.form.contains(.year) == true }.map { $0.indices }
    let surnames = Set(
      names.compactMap {
        $0.count > 1 && $0.first?.classes.contains(.firstName) == true ? $0.last?.hash : nil
      })
    return names.filter { name in
      let isInside = yearly.contains {
        $0.count > name.count && $0.contains(name.startIndex) && $0.contains(name.endIndex - 1)
      }
      return !isInside && !(name.count == 1 && name.first.map { surnames.contains($0.hash) } == true)
    }
  }

  // Known names inside a rare one.
  private func parts(of name: Words) -> [Words] {
    let (found, rest) = knownNames(in: name)
    if found.isEmpty { return [] }
    let isPlain = rest.allSatisfy {
      $0.isJoint || $0.form.contains(.digits) || !$0.classes.isDisjoint(with: [.demonym, .title])
        || model.isOrdinary($0)
    }
    return found.filter { isPlain ? isBesidesOrdinaryWords($0, in: name) : isJoined($0, in: name) }
  }

  // The longest known names from left to right, and the words outside.
  private func knownNames(in name: Words) -> (found: [Words], rest: [NameToken]) {
    var found: [Words] = []
    var rest: [NameToken] = []
    var start = name.startIndex
    while start < name.endIndex {
      let ends = stride(from: name.endIndex, to: start, by: -1)
      if let end = ends.first(where: { isKnown(name[start..<$0], in: name) }) {
        found.append(name[start..<end])
        start = end
      } else {
        rest.append(name[start])
        start += 1
      }
    }
    return (found, rest)
  }

  // Whether a part ends the name, or is before a joining word; but not `Rio Grande` in `Rio Grande da Serra`.
  private func isBound(_ part: Words, in name: Words) -> Bool {
    guard part.endIndex < name.endIndex else { return true }
    return name[part.endIndex].isJoint && !name[part.endIndex].joinsNames
  }

  // Whether several words are between joining words or the ends of the name.
  private func isJoined(_ part: Words, in name: Words) -> Bool {
    part.count > 1 && isBound(part, in: name)
      && (part.startIndex == name.startIndex || name[part.startIndex - 1].isJoint)
  }

  // Whether a part is a name although ordinary words are around it: the word behind it is no part of the name.
  private func isBesidesOrdinaryWords(_ part: Words, in name: Words) -> Bool {
    isBound(part, in: name) || name[part.endIndex].classes.contains(.feature)
      || !model.isOrdinary(name[part.endIndex])
  }

  private func isKnown(_ part: Words, in name: Words) -> Bool {
    guard part.count < name.count, let first = part.first, let last = part.last, !first.isJoint, !last.isJoint
    else {
      return false
    }
    return (model.statistics.names[NameStatistics.key(of: part)] ?? 0) >= 2 && model.uses(of: part) >= 2
  }

  // `2024 Summer Olympics`
  private func addYearly(in tokens: [NameToken], to found: inout [Words]) {
    for year in tokens.indices.dropLast() where tokens[year].form.contains(.year) {
      let start = year + 1
      guard tokens[start].form.contains(.capitalized), !tokens[start].classes.contains(.time) else {
        continue
      }
      var end = start
      while end < tokens.count, !tokens[end].isStart, isPartOfName(tokens, at: end) { end += 1 }
      while end > start, !tokens[end - 1].classes.contains(.yearly) { end -= 1 }
      if end > start { found.append(tokens[year..<end]) }
    }
  }

  private func isPartOfName(_ tokens: [NameToken], at index: Int) -> Bool {
    if tokens[index].form.contains(.capitalized) { return true }
    return tokens[index].form.contains(.possessive) && index + 1 < tokens.count
      && tokens[index + 1].form.contains(.capitalized)
  }

  // `2024 Egyptian election`, `Gaza war`
  private func addHappenings(in tokens: [NameToken], to found: inout [Words]) {
    for end in tokens.indices where tokens[end].classes.contains(.happening) {
      var last = end - 1
      while last >= 0, end - 1 - last < 2, isSmallWord(tokens[last]), !tokens[last + 1].isStart { last -= 1 }
      guard let start = startOfName(in: tokens, endingAt: last) else { continue }
      let hasYear = start > 0 && tokens[start - 1].form.contains(.year)
      if tokens[start].isStart, !hasYear, (model.statistics.ratio(tokens[start]) ?? 0) < 0.9 { continue }
      if !tokens[start].classes.contains(.title), !tokens[start].form.contains(.possessive),
        hasYear || isNamed(tokens[start...last], happening: tokens[end], hasSmallWords: last < end - 1)
      {
        found.append(hasYear ? tokens[(start - 1)...end] : tokens[start...self.end(of: end, in: tokens)])
      }
    }
  }

  // The last word of something that happens, or its year: `Norland general election, 2014`.
  private func end(of happening: Int, in tokens: [NameToken]) -> Int {
    let year = happening + 2
    guard year < tokens.count, tokens[year].form.contains(.year),
      tokens[year - 1].hash == Self.comma
    else { return happening }
    return year
  }

  private func isSmallWord(_ token: NameToken) -> Bool {
    token.form.contains(.alphabetic) && !token.form.contains(.capitalized) && !token.isJoint
  }

  // The start of the capitalized words that end at an index; `nil` when there are none.
  private func startOfName(in tokens: [NameToken], endingAt last: Int) -> Int? {
    var start = last + 1
    while start > 0 {
      let token = tokens[start - 1]
      let isJoint =
        token.form.contains(.possessive)
        || (token.hash == WordClasses.of || token.joinsNames) && start > 1
          && tokens[start - 2].form.contains(.capitalized)
      guard token.form.contains(.capitalized) || isJoint else { break }
      start -= 1
      if token.isStart { break }
    }
    return start <= last ? start : nil
  }

  // Whether what happens has a name, without a year.
  private func isNamed(_ words: Words, happening: NameToken, hasSmallWords: Bool) -> Bool {
    guard happening.classes.contains(.namedHappening) else { return false }
    if hasSmallWords || Self.wars.contains(happening.hash) { return true }
    return !words.allSatisfy { $0.classes.contains(.demonym) || model.isOrdinary($0) }
  }

  private static let the = WordClasses.hash("The")
  private static let comma = WordClasses.hash(",")
  private static let wars = Set(["war", "revolution", "insurgency"].map(WordClasses.hash))
}
