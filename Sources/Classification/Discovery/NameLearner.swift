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
    var seen: Set<UInt64> = []
    NameChunker(model: model).forEachRun(in: tokens) { run in
      let key = NameStatistics.key(of: run)
      if seen.insert(key).inserted { runs[key, default: Run(words: Array(run), count: 0)].count += 1 }
    }
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
