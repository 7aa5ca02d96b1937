internal import Primitives

/// The verdict on a name that a list gives, by the tests of discovered names.
package enum ListedName: Equatable, Sendable {
  /// A name.
  case name
  /// No name: it has no feed by default, and is no mention.
  case word(Reason)
  /// Other names with words around them, which are its parts: `Ada Quill and Bryn Orrin`, `President Ada Quill`.
  case compound([String])

  /// Why words are no name.
  package enum Reason: String, Sendable {
    /// It begins or ends with a small word: `of the United States`.
    case part = "a part of a name"
    /// It has digits only.
    case number = "a number"
    /// It is a day, month or time zone.
    case time = "a time"
    /// It is a title: `President`.
    case title = "a title"
    /// It is an abbreviation that is no name: `CEO`.
    case abbreviation = "an abbreviation of common words"
    /// It names a people, a religion or a party, or what they are like: `Islamist`.
    case adjective = "an adjective"
    /// It is a first name.
    case firstName = "a first name"
    /// It is a word that is also written small.
    case common = "a common word"
    /// It is the surname of persons with feeds.
    case surname = "the surname of persons with feeds"
    /// It is a body that many countries have.
    case body = "a body that many countries have"
    /// It is nearly always a part of longer names: `York`.
    case partOfNames = "a part of longer names"
  }
}

/// Judges names that lists give, by the rules of a model.
package struct ListedNameJudge {
  private typealias Words = NameModel.Words

  private let model: NameModel
  private let tokenizer: NameTokenizer
  private var glue: NameGlue

  /// Makes a judge.
  package init(_ model: NameModel) {
    self.model = model
    tokenizer = NameTokenizer(model.knowledge.classes)
    glue = NameGlue(model)
  }

  /// The verdict on a name.
  package mutating func judge(_ name: String) -> ListedName {
    if let parts = Self.alternatives(in: name) { return .compound(parts) }
    let tokens = tokenizer.tokens(of: name)
    guard let first = tokens.first else { return .name }
    if model.knowledge.isCountry(tokens) { return .name }
    if model.learned.isCommonBody(name) { return .word(.body) }
    if model.learned.surnames[name] != nil { return .word(.surname) }
    if tokens.allSatisfy({ $0.form.contains(.digits) }) { return .word(.number) }
    if tokens.count == 1 { return judge(first, name) }
    // `Norland's`, but not `McDonald's`
    if tokens.last?.form.contains(.possessive) == true {
      let owner = tokens.dropLast()
      return model.isPlace(owner) || model.arePlain(owner) ? .word(.part) : .name
    }
    if let reason = reasonAgainst(tokens[...]) { return .word(reason) }
    return judge(tokens[...], name)
  }

  // The names of several words that a slash divides: `Brynmoor strike/Norland election, 2014`; `nil` when there are none.
  private static func alternatives(in name: String) -> [String]? {
    guard name.utf8.contains(UInt8(ascii: "/")) else { return nil }
    let parts = name.split(separator: "/").map { PlainText.clean(String($0)) }
    guard parts.count > 1, parts.allSatisfy({ $0.utf8.contains(0x20) }) else { return nil }
    // But not `Sudhaven AC/DC Arena`
    let words = name.split(separator: " ").filter { $0.utf8.contains(UInt8(ascii: "/")) }
    return words.allSatisfy { $0.split(separator: "/").allSatisfy { $0.contains(where: \.isLowercase) } }
      ? parts : nil
  }

  // The verdict on a single word.
  private func judge(_ word: NameToken, _ name: String) -> ListedName {
    // `Moscow-based`, but not `Al-shabaab`
    if word.form.contains(.smallEnd), let end = name.split(separator: "-").last,
      model.knowledge.isCommon(WordClasses.hash(String(end)))
    {
      return .word(.adjective)
    }
    return model.reasonAgainst(word).map { .word($0) } ?? .name
  }

  // Why several words are no name by their form; `nil` when they may be one.
  private func reasonAgainst(_ tokens: Words) -> ListedName.Reason? {
    guard let first = tokens.first, let last = tokens.last else { return nil }
    if first.isSmallWord || last.isSmallWord { return .part }
    // `In association football`
    if model.knowledge.classes[first.folded].contains(.beforePlace),
      !tokens[tokens.startIndex + 1].form.contains(.capital),
      tokens[tokens.startIndex + 1].hash != WordClasses.of
    {
      return .part
    }
    if tokens.allSatisfy({ $0.isJoint || $0.form.contains(.single) }) { return .abbreviation }
    // `Washington D`, but not `Fukushima I`
    if tokens.count == 2, last.form.contains(.single), !Self.numerals.contains(last.hash) {
      return .abbreviation
    }
    if model.knowledge.isDemonym(tokens) { return .adjective }
    return model.isPartOfNames(tokens) ? .partOfNames : nil
  }

  // The verdict on several words. Small words other than joining ones belong to names of happenings and things.
  private mutating func judge(_ tokens: Words, _ name: String) -> ListedName {
    guard tokens.allSatisfy({ $0.form.contains(.capitalized) || $0.form.contains(.digits) || $0.isJoint })
    else { return .name }
    let reason = isOffice(tokens) ? .title : reasonAgainstOwned(tokens) ?? reasonAgainstPeople(tokens)
    if let reason { return .word(reason) }
    return judge(withoutTitles: tokens, name)
  }

  private mutating func judge(withoutTitles tokens: Words, _ name: String) -> ListedName {
    var runs: [Words] = []
    model.strip(tokens) { runs.append($0) }
    if runs.isEmpty { return .word(.title) }
    if runs.count == 1, runs[0].count == tokens.count {
      guard let found = parts(of: tokens) else { return isCommon(tokens) ? .word(.common) : .name }
      return .compound(found.map { Self.text(of: $0, in: name) })
    }
    var found: [Words] = []
    for run in runs { found += parts(of: run) ?? [run] }
    found.removeAll { !isPart($0) }
    if found.isEmpty { return .name }
    return .compound(found.filter { !model.knowledge.isCountry($0) }.map { Self.text(of: $0, in: name) })
  }

  // Whether words are a title with the country or the people of its holder: `Israeli Prime Minister`.
  private func isOffice(_ tokens: Words) -> Bool {
    let titles = tokens.drop { !$0.classes.contains(.title) || $0.classes.contains(.regnal) }
    guard
      let title = titles.firstIndex(where: { !$0.classes.contains(.title) })
        ?? titles.last.map({ _ in tokens.endIndex }),
      titles.startIndex > tokens.startIndex
    else { return false }
    let holder = tokens[..<titles.startIndex]
    // `Norland's Home Secretary`
    let owner = holder.prefix { !$0.form.contains(.possessive) }
    let isHolder =
      model.knowledge.isCountry(owner) && model.arePlain(holder[owner.endIndex...])
      || holder.allSatisfy {
        $0.isJoint || !$0.classes.isDisjoint(with: [.demonym, .country]) || model.isOrdinary($0)
      }
    return isHolder && tokens[title...].allSatisfy { $0.isJoint || model.isOrdinary($0) }
  }

  // Why the word behind the possessive of a place is no name: `Norland's Islamist`; `nil` for other names.
  private func reasonAgainstOwned(_ tokens: Words) -> ListedName.Reason? {
    guard let last = tokens.last, tokens.count > 2, tokens[tokens.endIndex - 2].form.contains(.possessive),
      model.isPlace(tokens.dropLast(2))
    else { return nil }
    return model.reasonAgainst(last)
  }

  // Why words with a people or group at their end are no name: `Suspected Maoist`; `nil` for other names.
  private func reasonAgainstPeople(_ tokens: Words) -> ListedName.Reason? {
    guard let last = tokens.last, !last.classes.isDisjoint(with: [.demonym, .adjective]) else { return nil }
    let isPeople = tokens.allSatisfy {
      $0.isJoint || !$0.classes.isDisjoint(with: [.demonym, .adjective]) || model.isOrdinary($0)
    }
    return isPeople ? .adjective : nil
  }

  // Whether words are as often written small.
  private func isCommon(_ tokens: Words) -> Bool {
    !model.statistics.isEmpty && tokens.count == 2 && model.arePlain(tokens) && !model.isBody(tokens)
  }

  // The names that `and` joins, a place and the one around it, or the name behind a demonym or the possessive of a place, without countries;
  // `nil` when these words are part of the name.
  private mutating func parts(of tokens: Words) -> [Words]? {
    guard tokens.count > 1 else { return nil }
    let names = glue.names(in: tokens)
    if names.count == 1, let rest = names.first, rest.count < tokens.count {
      return isPart(rest) ? [rest] : nil
    }
    guard names.count > 1 else { return nil }
    for (left, right) in zip(names, names.dropFirst()) {
      let joint = tokens[left.endIndex..<right.startIndex]
      let isOwner = joint.contains { $0.form.contains(.possessive) } && model.isPlace(left)
      guard isOwner || joint.contains(where: { $0.hash == Self.and }) || isSite(left, in: right, joint) else {
        return nil
      }
    }
    return names.allSatisfy(isPart) ? names.filter { !model.knowledge.isCountry($0) } : nil
  }

  // Whether words are the name of a place within another: `Orrin Gardens in Sudhaven`.
  private func isSite(_ site: Words, in place: Words, _ joint: Words) -> Bool {
    guard let last = site.last, joint.allSatisfy({ $0.classes.contains(.beforePlace) }) else { return false }
    return !last.classes.isDisjoint(with: [.feature, .placeEnd]) && model.isPlace(place)
  }

  private func isPart(_ name: Words) -> Bool {
    if model.knowledge.isCountry(name) { return true }
    // Without counts, two words may be two families of one firm.
    return model.isName(name) && (!model.statistics.isEmpty || name.count > 1 || model.isPlace(name))
  }

  private static func text(of words: Words, in name: String) -> String {
    guard let first = words.first, let last = words.last else { return "" }
    let bytes = Array(name.utf8)[Int(first.range.lowerBound)..<Int(last.range.upperBound)]
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let numerals = Set(["I", "V", "X"].map(WordClasses.hash))
  private static let and = WordClasses.hash("and")
}

extension NameToken {
  // Whether it is a small word that no name begins or ends with, in contrast to `al`, `de` and `van`.
  fileprivate var isSmallWord: Bool {
    form.isDisjoint(with: [.capital, .digits]) && classes.isDisjoint(with: .personal)
      && !classes.isDisjoint(with: [.joining, .grammar, .afterNoun])
  }
}

extension NameModel {
  // The most letters of an abbreviation that is also a common word: `WHO`.
  private static let longestAbbreviation = 5

  /// Why a single word of a list is no name; `nil` when it is one.
  func reasonAgainst(_ word: NameToken) -> ListedName.Reason? {
    guard word.form.contains(.alphabetic) else { return nil }
    if let reason = reasonByClass(of: word) { return reason }
    let isAbbreviation =
      word.form.contains(.allCapitals) && word.range.count <= Self.longestAbbreviation
    return isAbbreviation ? nil : reasonByUse(of: word)
  }

  /// Whether words are nearly always a part of longer names, as `Louis Cardinals` is.
  func isPartOfNames(_ words: Words) -> Bool {
    let all = occurrences(of: words)
    return all >= 8 && 100 * uses(of: words) < 8 * all
  }

  private func reasonByClass(of word: NameToken) -> ListedName.Reason? {
    if word.classes.contains(.time) { return .time }
    if word.classes.contains(.title) { return .title }
    if word.classes.contains(.abbreviation) { return .abbreviation }
    let isGrammar = !word.form.contains(.allCapitals) && knowledge.classes[word.folded].contains(.grammar)
    let isSmall = !word.form.contains(.capitalized) && knowledge.isCommon(word.folded)
    if word.isPartOfPlaces || isGrammar || isSmall { return .common }
    return word.classes.isDisjoint(with: [.demonym, .adjective]) ? nil : .adjective
  }

  private func reasonByUse(of word: NameToken) -> ListedName.Reason? {
    let isOtherwiseKnown = !word.classes.isDisjoint(with: [.place, .country, .largePlace])
    if let ratio = statistics.ratio(word) {
      if ratio < 0.9 { return .common }
    } else if knowledge.isCommon(word.folded), !knowledge.isAlsoName(word), !isOtherwiseKnown {
      return .common
    }
    if word.classes.contains(.firstName), !isOtherwiseKnown, !isBehindPrepositions(word) { return .firstName }
    if isPartOfNames([word]) { return .partOfNames }
    guard let counts = statistics.neighbours[word.hash] else { return nil }
    return counts.all >= 10 && 20 * counts.noun < 3 * counts.all ? .adjective : nil
  }
}
