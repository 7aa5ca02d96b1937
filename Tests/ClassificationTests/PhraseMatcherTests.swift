import TestSupport
import Testing

@testable import Classification

@Suite("Phrases in text")
struct PhraseMatcherTests {
  private func matcher(_ phrases: [String]) -> PhraseMatcher {
    var matcher = PhraseMatcher()
    for (value, phrase) in phrases.enumerated() { matcher.insert(phrase, value: Int32(value)) }
    return matcher
  }

  private func words(_ phrases: [String], _ text: String) -> [String] {
    matcher(phrases).matches(in: text).map { String($0.words) }
  }

  @Test func `only whole words are found`() {
    #expect(words(["Mali"], "Malian Mali Somali, Mali's (Mali)") == ["Mali", "Mali", "Mali"])
    #expect(words(["C"], "C C++ C# c") == ["C"])
    #expect(words(["C++", "C#", "AT&T"], "C++, C# and AT&T's") == ["C++", "C#", "AT&T"])
  }

  @Test func `the longest phrase is found, and it hides those inside`() {
    let phrases = ["South", "South Sudan", "Sudan", "South Sudan People"]
    #expect(
      words(phrases, "South Sudan People, South Sudan and Sudan; South") == [
        "South Sudan People", "South Sudan", "Sudan", "South",
      ])
    #expect(words(["New York City Hall", "York"], "New York City") == ["York"])
  }

  @Test func `case is kept`() {
    #expect(words(["Turkey"], "turkey TURKEY Turkey") == ["Turkey"])
  }

  @Test func `blanks and hyphens between words are alike, other marks are not`() {
    #expect(
      words(["Port Almira"], "Port-Almira Port  Almira Port\nAlmira Port\u{A0}Almira Port–Almira").count == 5)
    #expect(words(["Port Almira"], "Port. Almira Port, Almira Port's Almira Port (Almira)") == [])
    #expect(words(["Cairo, Illinois"], "Cairo Illinois; Cairo, Illinois") == ["Cairo, Illinois"])
    #expect(words(["N'Djamena"], "N’Djamena N'Djamena") == ["N’Djamena", "N'Djamena"])
  }

  @Test func `words of any script are found`() {
    #expect(words(["Москва", "Örnek", "東京"], "Москва, Örnek and 東京.") == ["Москва", "Örnek", "東京"])
    #expect(words(["Örne"], "Örnek") == [])
  }

  @Test func `invisible characters in words do not hide a phrase`() {
    let soft = "\u{AD}"
    for phrase in ["Mali", "M\(soft)ali", "U\(soft) Thant", "U Thant", "É\(soft)tat", "État", "A\(soft)1"] {
      let plain = phrase.replacing(soft, with: "")
      for text in [plain, phrase, "\(plain.prefix(1))\(soft)\(plain.dropFirst())", "\(soft)\(plain)"] {
        #expect(matcher([phrase]).matches(in: "in \(text).").count == 1, "\(phrase) in \(text)")
      }
    }
  }

  @Test func `the first value of a phrase stays, and a phrase without words finds nothing`() {
    let matcher = matcher(["Port Almira", "Port-Almira", "", "..."])
    #expect(matcher.matches(in: "Port-Almira ... ").map(\.value) == [0])
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `matches are those of a search that tries every phrase at every word`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let vocabulary = ["New", "York", "South", "Sudan", "Sudans", "U", "S", "é", "東京"]
    let gaps = [" ", " ", " ", "-", ", ", ". ", ".", "'", "’", "  ", " – ", " (", "' "]
    func text(_ count: ClosedRange<Int>) -> String {
      var text = vocabulary.randomElement(using: &random) ?? ""
      for _ in 0..<Int.random(in: count, using: &random) {
        text += (gaps.randomElement(using: &random) ?? "") + (vocabulary.randomElement(using: &random) ?? "")
      }
      return text
    }
    for _ in 0..<300 {
      let phrases = (0..<12).map { _ in text(0...2) }
      let sample = text(0...20)
      #expect(words(phrases, sample) == NaiveMatcher(phrases).matches(in: sample), "\(phrases) in \(sample)")
      #expect(
        matcher(phrases).matches(in: sample).allSatisfy {
          Token.all(String($0.words)) == Token.all(phrases[Int($0.value)])
        })
    }
  }
}

/// A word and the kind of gap before it.
private struct Token: Equatable {
  var gap: Character
  var word: Substring

  static func all(_ text: String) -> [Token] {
    var tokens: [Token] = []
    var index = text.startIndex
    while let start = text[index...].firstIndex(where: { $0.isLetter || $0.isNumber }) {
      let mark = text[index..<start].first { !" -–\n\u{A0}".contains($0) } ?? " "
      let end = text[start...].firstIndex { !$0.isLetter && !$0.isNumber } ?? text.endIndex
      tokens.append(Token(gap: tokens.isEmpty ? " " : mark == "’" ? "'" : mark, word: text[start..<end]))
      index = end
    }
    return tokens
  }
}

/// Leftmost and longest by trying everything.
private struct NaiveMatcher {
  let phrases: [[Token]]

  init(_ phrases: [String]) { self.phrases = phrases.map(Token.all) }

  func matches(in text: String) -> [String] {
    let tokens = Token.all(text)
    var found: [String] = []
    var index = 0
    while index < tokens.count {
      let here = tokens[index...]
      let longest = phrases.filter { phrase in
        phrase.count <= here.count && phrase[0].word == here.first?.word
          && phrase.dropFirst().elementsEqual(here.dropFirst().prefix(phrase.count - 1))
      }.map(\.count).max()
      guard let longest else {
        index += 1
        continue
      }
      found.append(String(text[tokens[index].word.startIndex..<tokens[index + longest - 1].word.endIndex]))
      index += longest
    }
    return found
  }
}

extension PhraseMatcher {
  /// The phrases in a text: what each was inserted with, and its words there.
  fileprivate func matches(in text: String) -> [(value: Int32, words: Substring)] {
    var found: [(Int32, Range<Int>)] = []
    var text = text
    text.withUTF8 { forEachMatch(in: $0) { found.append(($0, $1)) } }
    return found.map { value, range in
      let start = text.utf8.index(text.utf8.startIndex, offsetBy: range.lowerBound)
      return (value, text[start..<text.utf8.index(start, offsetBy: range.count)])
    }
  }
}
