/// Counts the words and names of an archive, in two passes over its texts. The order of the texts does not matter.
package struct NameLearner {
  private struct Run {
    let words: [NameToken]
    var count: Int32
  }

  private var model: NameModel
  private let tokenizer: NameTokenizer
  private var tokens: [NameToken] = []
  // By key: the runs of capitalized words, with the number of texts that have them.
  private var runs: [UInt64: Run] = [:]
  // By abbreviation in brackets: the names in front of it with these initials, with the number of texts.
  private var abbreviated: [String: [String: Int]] = [:]

  /// Makes a learner that has read nothing.
  package init(_ knowledge: NameKnowledge) {
    model = NameModel(knowledge)
    tokenizer = NameTokenizer(knowledge.classes)
  }

  /// Counts the words of a text; in the first pass.
  package mutating func countWords(in text: UnsafeBufferPointer<UInt8>) {
    tokenizer.tokens(of: text, into: &tokens)
    model.statistics.count(tokens)
  }

  /// Counts the runs of capitalized words of a text; in the second pass.
  package mutating func countRuns(in text: UnsafeBufferPointer<UInt8>) {
    tokenizer.tokens(of: text, into: &tokens)
    countAbbreviations(in: text)
    var seen: Set<UInt64> = []
    var uses: [ArraySlice<NameToken>] = []
    NameChunker(model: model).forEachRun(in: tokens) { run in
      let key = NameStatistics.key(of: run)
      uses.append(run)
      if seen.insert(key).inserted { runs[key, default: Run(words: Array(run), count: 0)].count += 1 }
    }
    for run in uses { model.statistics.countUse(of: run, in: tokens) }
  }

  // `Kestrel Island Authority (KIA)`
  private mutating func countAbbreviations(in text: UnsafeBufferPointer<UInt8>) {
    guard tokens.count > 4 else { return }
    for index in 3..<(tokens.count - 1)
    where tokens[index].form.contains(.allCapitals) && tokens[index - 1].hash == Self.opening
      && tokens[index + 1].hash == Self.closing
    {
      let letters = text[tokens[index].range.bytes]
      guard (2...7).contains(letters.count), let start = startOfName(letters, endingAt: index - 2, in: text)
      else {
        continue
      }
      let name = tokens[start].range.lowerBound..<tokens[index - 2].range.upperBound
      let abbreviation = String(decoding: letters, as: UTF8.self)
      abbreviated[abbreviation, default: [:]][
        String(decoding: text[name.bytes], as: UTF8.self), default: 0] += 1
    }
  }

  // The start of the capitalized words that end at an index and have some initials; `nil` when they have others.
  private func startOfName(
    _ initials: Slice<UnsafeBufferPointer<UInt8>>, endingAt end: Int, in text: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    var rest = initials
    var index = end
    while index >= 0, let letter = rest.last {
      let token = tokens[index]
      if token.form.contains(.capital) {
        guard text[Int(token.range.lowerBound)] == letter else { return nil }
        rest = rest.dropLast()
        if rest.isEmpty { return index }
      } else if !token.isJoint {
        return nil
      }
      index -= 1
    }
    return nil
  }

  private static let opening = WordClasses.hash("(")
  private static let closing = WordClasses.hash(")")

  /// The names that the archive gives abbreviations, by abbreviation.
  package var abbreviations: [String: String] {
    var names: [String: String] = [:]
    for (abbreviation, counts) in abbreviated {
      let all = counts.values.reduce(0, +)
      let best = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
      if let best, best.value > (abbreviation.utf8.count > 2 ? 1 : 2), 10 * best.value >= 7 * all {
        names[abbreviation] = best.key
      }
    }
    return names
  }

  /// Ends the counting.
  package consuming func finish() -> NameStatistics {
    for (key, run) in runs {
      model.statistics.alone[key, default: 0] += run.count
      model.statistics.countParts(of: run.words, times: run.count)
    }
    // With what was cut, the counts of names become better, and so does the next cut.
    for _ in 1...2 {
      let model = model
      self.model.statistics.alone = counts(by: model) { _ in true }
    }
    let last = model
    model.statistics.names = counts(by: last) { last.isName($0) }
    return model.statistics.trimmed
  }

  // The number of texts in which the runs are cut into each name.
  private func counts(
    by model: NameModel, _ isCounted: (NameModel.Words) -> Bool
  ) -> [UInt64: Int32] {
    var counts: [UInt64: Int32] = [:]
    var glue = NameGlue(model)
    for run in runs.values {
      for name in glue.names(in: run.words[...]) where isCounted(name) {
        counts[NameStatistics.key(of: name), default: 0] += run.count
      }
    }
    return counts
  }
}

extension Range<Int32> {
  // The same range as that of an index of bytes.
  fileprivate var bytes: Range<Int> { Int(lowerBound)..<Int(upperBound) }
}
