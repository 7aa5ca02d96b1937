// The runs of capitalized words of texts, which may be names.
extension NameModel {
  /// Calls `body` with the runs of capitalized words of a text, without titles at their begin.
  func forEachRun(in tokens: [NameToken], _ body: (ArraySlice<NameToken>) -> Void) {
    Self.forEachRunWithStart(in: tokens) { forEachRun(inRun: $0, body) }
  }

  /// Calls `body` with the runs of capitalized words of a text; their first word may have its capital from the begin of a sentence.
  static func forEachRunWithStart(in tokens: [NameToken], _ body: (ArraySlice<NameToken>) -> Void) {
    var index = 0
    while let start = tokens[index...].indices.first(where: { beginsRun(tokens[...], at: $0) }) {
      index = end(of: tokens, from: start)
      body(tokens[start..<index])
    }
  }

  /// Calls `body` with the names in a run of capitalized words: without the first word if its capital is from the begin of a sentence, and
  /// without titles.
  func forEachRun(inRun run: ArraySlice<NameToken>, _ body: (ArraySlice<NameToken>) -> Void) {
    guard let first = run.first else { return }
    let rest = run.dropFirst()
    guard first.isStart, beginsNoName(first, next: rest.first) else { return strip(run, body) }
    if let start = rest.indices.first(where: { Self.beginsRun(rest, at: $0) }) { strip(rest[start...], body) }
  }

  // Whether a run may begin at an index.
  private static func beginsRun(_ tokens: Words, at index: Int) -> Bool {
    let token = tokens[index]
    if token.form.contains(.capitalized) { return true }
    return token.form.contains(.ordinal) && index + 1 < tokens.endIndex
      && tokens[index + 1].form.contains(.capitalized)
  }

  // Whether the first word of a sentence has its capital from there.
  private func beginsNoName(_ token: NameToken, next: NameToken?) -> Bool {
    // `New Zealand`, of words that are hardly ever together without capitals
    if let next, next.form.contains(.capital),
      let pair = statistics.pairs[NameStatistics.pair(token.folded, next.folded)],
      pair.capital >= 2, pair.capital > 4 * pair.other
    {
      return false
    }
    let counts = statistics.words[token.folded] ?? NameStatistics.WordCounts()
    if let ratio = statistics.ratio(token), counts.capital + counts.small >= 2 {
      return ratio < 0.5
    }
    if token.form.contains(.allCapitals) { return false }
    if knowledge.classes[token.folded].contains(.grammar) { return true }
    if !token.classes.isDisjoint(with: [.place, .firstName, .country, .title, .compass])
      || !knowledge.isCommon(token.folded)
    {
      return false
    }
    // `Security Council`, but not `Overnight Kestrel`
    guard let next, next.form.contains(.capital) else { return counts.start < 2 }
    return !isOrdinary(next)
  }

  // The end of the run that begins at an index.
  private static func end(of tokens: [NameToken], from start: Int) -> Int {
    var end = start + 1
    while end < tokens.count {
      let token = tokens[end]
      if token.isStart { break }
      if token.form.contains(.capitalized) {
        end += 1
        continue
      }
      if token.form.contains(.digits), token.range.count < 4, !tokens[end - 1].form.contains(.digits),
        !tokens[end - 1].classes.contains(.time), !countsThings(tokens, end)
      {
        end += 1
        continue
      }
      if token.form.contains(.possessive) {
        guard end + 1 < tokens.count, tokens[end + 1].form.contains(.capitalized) else { break }
        end += 1
        continue
      }
      guard token.classes.contains(.joining) else { break }
      var next = end + 1
      while next < tokens.count, next < end + 3, tokens[next].classes.contains(.joining),
        !tokens[next].form.contains(.capitalized)
      { next += 1 }
      guard next < tokens.count, tokens[next].form.contains(.capitalized), !tokens[next].isStart else {
        break
      }
      end = next
    }
    return end
  }

  // Whether a number belongs to the small plural behind it: `Paris 12 people`.
  private static func countsThings(_ tokens: [NameToken], _ index: Int) -> Bool {
    guard index + 1 < tokens.count else { return false }
    let next = tokens[index + 1]
    return next.form.contains(.alphabetic) && !next.form.contains(.capitalized)
      && !next.classes.contains(.joining)
  }

  // MARK: Titles

  /// Calls `body` with the parts of a run of capitalized words without titles.
  func strip(_ run: ArraySlice<NameToken>, _ body: (ArraySlice<NameToken>) -> Void) {
    var rest = run
    while true {
      if let office = officeInside(rest) {
        let left = withoutTitlesAtEnd(rest[..<office.lowerBound])
        if !left.isEmpty { emit(left, body) }
        rest = rest[office.upperBound...]
        continue
      }
      guard let cut = personBehindTitle(rest) else { break }
      let left = withoutTitlesAtEnd(rest[..<cut])
      if !left.isEmpty { emit(left, body) }
      rest = rest[(cut + 1)...]
    }
    emit(rest, body)
  }

  // `X Secretary of State John Kerry`: the place of the office.
  private func officeInside(_ run: Words) -> Range<Int>? {
    guard run.count > 4 else { return nil }
    for index in (run.startIndex + 1)..<(run.endIndex - 3) {
      guard run[index].classes.contains(.personTitle), isOf(run[index + 1]) else { continue }
      var end = index + 2
      while end < run.endIndex,
        isOrdinary(run[end]) && !run[end].classes.contains(.firstName) || run[end].isJoint
      {
        end += 1
        if end == run.endIndex { break }
      }
      if end > index + 2, end < run.endIndex { return index..<end }
    }
    return nil
  }

  private func isOf(_ token: NameToken) -> Bool { token.hash == WordClasses.of || token.hash == Self.for }
  private static let `for` = WordClasses.hash("for")

  // The index of a title inside the run behind which a person's name follows.
  private func personBehindTitle(_ run: Words) -> Int? {
    guard run.count > 2 else { return nil }
    for index in (run.startIndex + 1)..<(run.endIndex - 1) where run[index].classes.contains(.personTitle) {
      let next = run[index + 1]
      // `Martin Luther King Jr.`
      if next.form.contains(.abbreviated) { continue }
      if next.classes.contains(.firstName) { return index }
      if !next.isJoint, !isOrdinary(next), !next.classes.contains(.title), !next.form.contains(.digits) {
        return index
      }
    }
    return nil
  }

  private func withoutTitlesAtEnd(_ run: Words) -> Words {
    var run = run
    while let last = run.last, last.classes.contains(.title) || last.isJoint { run = run.dropLast() }
    return run
  }

  private func emit(_ run: Words, _ body: (Words) -> Void) {
    var run = run
    var isDone = false
    while !isDone, run.count > 1, let first = run.first, first.classes.contains(.title) {
      switch titleStep(run, first, next: run[run.startIndex + 1]) {
      case .rest(let rest): run = rest
      case .end(let rest): (run, isDone) = (rest, true)
      case .nothing: return
      }
    }
    while let first = run.first,
      first.isJoint && !first.form.contains(.capital) || first.form.contains(.possessive)
    { run = run.dropFirst() }
    while let last = run.last, last.isJoint { run = run.dropLast() }
    if run.count == 1, run.first?.classes.contains(.title) == true { return }
    if !run.isEmpty { body(run) }
  }

  // What a title at the begin of a run leaves.
  private enum TitleStep {
    // Words that may begin with a title again.
    case rest(Words)
    // A name.
    case end(Words)
    case nothing
  }

  private func titleStep(_ run: Words, _ first: NameToken, next: NameToken) -> TitleStep {
    if first.classes.contains(.regnal), isRegnalName(run) { return .end(run) }
    if belongsToName(first, next: next) { return .end(run) }
    if isOf(next) {
      switch behindOffice(run) {
      case .name(let rest): return .rest(rest)
      case .body(let rest): return .end(rest)
      // `Lord of the Rings`
      case .nothing: return first.classes.contains(.regnal) ? .end(run) : .nothing
      }
    }
    let isName =
      next.isJoint || next.classes.contains(.body)
      || isOrdinary(next) && !next.classes.contains(.title)
    return isName ? .end(run) : .rest(run.dropFirst())
  }

  // Whether a title is part of a name: `Crown Heights`.
  private func belongsToName(_ title: NameToken, next: NameToken) -> Bool {
    guard !next.isJoint, next.classes.isDisjoint(with: [.title, .firstName]) else { return false }
    let count = statistics.titled[NameStatistics.pair(title.hash, next.hash)] ?? 0
    return count >= 3 && 5 * Int(count) >= 4 * Int(statistics.texts[next.hash] ?? 0)
  }

  private enum BehindOffice {
    case name(Words)
    case body(Words)
    case nothing
  }

  // What follows `Secretary of …`.
  private func behindOffice(_ run: Words) -> BehindOffice {
    var index = run.startIndex + 2
    while index < run.endIndex, run[index].hash == WordClasses.the { index += 1 }
    let start = index
    while index < run.endIndex,
      isOrdinary(run[index]) && run[index].classes.isDisjoint(with: [.firstName, .compass])
        || run[index].classes.contains(.joining)
    {
      index += 1
    }
    if index < run.endIndex { return .name(run[index...]) }
    if run.endIndex - start >= 2, run.last?.classes.contains(.body) == true { return .body(run[start...]) }
    return .nothing
  }

  // `Prince Edward Island`
  private func isThing(_ run: Words) -> Bool {
    guard run.count > 2, let last = run.last, !run[run.startIndex + 1].isJoint else { return false }
    return !last.classes.isDisjoint(with: [.feature, .placeEnd, .placeHead, .body])
  }

  // `Queen Elizabeth II`, `Pope Francis`, and things such as `Prince Edward Island`
  private func isRegnalName(_ run: Words) -> Bool {
    if isThing(run) { return true }
    guard run.count <= 3 else { return false }
    let second = run[run.startIndex + 1]
    guard !second.isJoint else { return false }
    if run.count == 2 {
      return second.classes.contains(.firstName)
        || !isOrdinary(second) && !second.classes.contains(.title)
    }
    return run[run.startIndex + 2].form.contains(.allCapitals)
      || run[run.startIndex + 2].hash == WordClasses.hash("I")
  }
}
