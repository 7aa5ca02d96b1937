/// Finds the files of a day that are of the events of a new version of the day's page.
struct EventMatches {
  /// An event or a file, as far as it is compared.
  struct Candidate {
    /// The title and the summary.
    var text: String
    /// The address of the first report.
    var firstReport: String?
  }

  // The words that two versions of an event share at least, if their first reports differ.
  private static let leastShare = 0.8
  // The words that they usually share if their first reports are the same.
  private static let usualShare = 0.5

  private struct Pair {
    var rank: Int
    var share: Double
    var event: Int
    var file: Int
  }

  /// The index of the file of each event; `nil` for an event that is new.
  ///
  /// An event and a file are the same if their first reports are, or if they share 0.8 of their words. Each file is of one event: the
  /// most similar pairs are found first.
  static func files(of events: [Candidate], among files: [Candidate]) -> [Int?] {
    var result = [Int?](repeating: nil, count: events.count)
    var isUsed = [Bool](repeating: false, count: files.count)
    for pair in pairs(events, files) where result[pair.event] == nil && !isUsed[pair.file] {
      result[pair.event] = pair.file
      isUsed[pair.file] = true
    }
    return result
  }

  private static func pairs(_ events: [Candidate], _ files: [Candidate]) -> [Pair] {
    let eventWords = events.map { WordOverlap($0.text) }
    let fileWords = files.map { WordOverlap($0.text) }
    var pairs: [Pair] = []
    for event in events.indices {
      for file in files.indices {
        let share = eventWords[event].share(with: fileWords[file])
        let isSameReport =
          events[event].firstReport != nil && events[event].firstReport == files[file].firstReport
        guard let rank = rank(share: share, isSameReport: isSameReport) else { continue }
        pairs.append(Pair(rank: rank, share: share, event: event, file: file))
      }
    }
    return pairs.sorted { ($1.rank, $1.share, $0.event, $0.file) < ($0.rank, $0.share, $1.event, $1.file) }
  }

  // The certainty of a pair; `nil` for two different events.
  private static func rank(share: Double, isSameReport: Bool) -> Int? {
    if isSameReport, share >= usualShare { return 3 }
    if share >= leastShare { return 2 }
    return isSameReport ? 1 : nil
  }
}
