internal import Primitives

/// Counts the words and names of an archive. The order of the texts does not matter.
package struct NameLearner: Sendable {
  // Capitalized words that follow one another in texts.
  fileprivate struct Run: Sendable {
    let words: [NameToken]
    // The number of texts that have it.
    var texts: Int32 = 0
    // Its occurrences, by what precedes them.
    var uses = NameStatistics.Uses()
    // Its occurrences before a comma and a place.
    var beforePlace: Int32 = 0
  }

  private var model: NameModel
  private let tokenizer: NameTokenizer
  private var tokens: [NameToken] = []
  // By key and whether they begin a sentence.
  private var runs: [UInt64: Run] = [:]
  // By abbreviation in brackets: the names in front of it with these initials, with the number of texts.
  private var abbreviated: [String: [String: Int]] = [:]

  /// Makes a learner that has read nothing.
  package init(_ knowledge: NameKnowledge) {
    model = NameModel(knowledge)
    tokenizer = NameTokenizer(knowledge.classes)
  }

  /// Counts the words of a text.
  package mutating func count(_ text: UnsafeBufferPointer<UInt8>) {
    tokenizer.tokens(of: text, into: &tokens)
    model.statistics.count(tokens)
    countAbbreviations(in: text)
    var seen: [UInt64] = []
    NameModel.forEachRunWithStart(in: tokens) { run in
      let key = NameStatistics.mix(NameStatistics.key(of: run), run.first?.isStart == true ? 1 : 0)
      let last = run.startIndex > 0 ? tokens[run.startIndex - 1] : nil
      let isPlace = NameStatistics.isPlace(tokens, before: run.endIndex)
      runs[key, default: Run(words: Array(run))].count(
        NameStatistics.use(behind: last), isBeforePlace: isPlace, isFirst: !seen.contains(key))
      seen.append(key)
    }
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

  /// Adds what another learner has counted.
  package mutating func add(_ other: NameLearner) {
    model.statistics.add(other.model.statistics)
    for (key, run) in other.runs { runs[key, default: Run(words: run.words)].add(run) }
    for (abbreviation, names) in other.abbreviated {
      abbreviated[abbreviation, default: [:]].merge(names, uniquingKeysWith: +)
    }
  }

  /// Ends the counting.
  package consuming func finish() -> NameStatistics {
    cutRuns()
    for (key, run) in runs {
      model.statistics.alone.update(key) { $0 += run.texts }
      model.statistics.countParts(of: run.words, times: run.texts)
    }
    let runs = Array(runs.values).chunks(of: Self.runsAtOnce)
    // With what was cut, the counts of names become better, and so does the next cut.
    for _ in 1...2 { model.statistics.alone = Self.counts(of: runs, by: model, onlyNames: false) }
    model.statistics.names = Self.counts(of: runs, by: model, onlyNames: true)
    return model.statistics.trimmed
  }

  // Replaces the runs by those without titles and other words at their begin, for which all words must have been counted.
  private mutating func cutRuns() {
    var cut: [UInt64: Run] = [:]
    for whole in runs.values {
      var parts: [NameModel.Words] = []
      model.forEachRun(inRun: whole.words[...]) { parts.append($0) }
      var seen: [UInt64] = []
      for part in parts {
        let key = NameStatistics.key(of: part)
        model.statistics.uses.update(key) { $0.add(whole.uses(of: part)) }
        if seen.contains(key) { continue }
        seen.append(key)
        cut[key, default: Run(words: Array(part))].texts += whole.texts
      }
    }
    runs = cut
  }

  // The number of runs that a thread takes at a time.
  private static let runsAtOnce = 4_096

  // The number of texts in which runs are cut into each name, or into each part.
  private static func counts(of runs: [[Run]], by model: NameModel, onlyNames: Bool) -> CountTable<Int32> {
    var counters = (0..<ParallelMap.processors).map { _ in
      (glue: NameGlue(model), counts: CountTable(empty: Int32(0)))
    }
    ParallelMap.gather(runs, with: &counters) { counter, runs in
      for run in runs {
        for name in counter.glue.names(in: run.words[...]) where !onlyNames || model.isName(name) {
          counter.counts.update(NameStatistics.key(of: name)) { $0 += run.texts }
        }
      }
    }
    return counters.dropFirst().reduce(into: counters[0].counts) { $0.add($1.counts, +=) }
  }
}

extension NameLearner.Run {
  // Adds the counts of the same run in other texts.
  fileprivate mutating func add(_ other: NameLearner.Run) {
    texts += other.texts
    uses.add(other.uses)
    beforePlace += other.beforePlace
  }

  fileprivate mutating func count(_ use: NameStatistics.Uses, isBeforePlace: Bool, isFirst: Bool) {
    uses.add(use)
    if isBeforePlace { beforePlace += 1 }
    if isFirst { texts += 1 }
  }

  // The uses of a part.
  fileprivate func uses(of part: NameModel.Words) -> NameStatistics.Uses {
    var counts = uses
    if part.startIndex > 0 {
      counts = NameStatistics.Uses()
      counts.add(NameStatistics.use(behind: words[part.startIndex - 1]), times: uses.all)
    }
    if part.endIndex == words.count { counts.place += beforePlace }
    return counts
  }
}

extension Range<Int32> {
  // The same range as that of an index of bytes.
  fileprivate var bytes: Range<Int> { Int(lowerBound)..<Int(upperBound) }
}
