internal import Primitives

/// Decides what entities are: by the tables, by the words of their names, and by the words beside these in an archive.
struct EntityTyper: Sendable {
  private typealias Words = NameModel.Words
  private typealias Uses = NameStatistics.Uses

  private let model: NameModel
  private let tokenizer: NameTokenizer

  /// Makes a typer by the rules of a model.
  init(_ model: NameModel) {
    self.model = model
    tokenizer = NameTokenizer(model.knowledge.classes)
  }

  /// The type of an entity with a name.
  func type(of name: String) -> EntityType {
    // `Supreme Court (Brazil)`, `War in Afghanistan (2001–2021)`, `Ada Quill (actress)`
    let parts = name.hasSuffix(")") ? name.dropLast().split(separator: "(") : [name[...]]
    let main = String(parts.first ?? "")
    let tokens = tokenizer.tokens(of: main)
    guard let first = tokens.first else { return .other }
    if parts.count > 1, let type = type(byAddition: parts[1]) { return type }
    let words = tokens[...]
    if Self.knownEvents.contains(main) { return .event }
    let affiliation = model.knowledge.kind(ofAffiliation: main)
    if let type = affiliation.flatMap({ type(of: words, affiliation: $0) }) { return type }
    if let type = typeByForm(words, text: main) { return type }
    if affiliation != nil { return .organisation }
    if main.utf8.contains(where: \.isDigit) { return .other }
    // The words of other scripts say nothing here.
    guard main.utf8.first.map({ $0 < Self.firstByteOfOtherScripts }) ?? false else { return .other }
    return typeByUse(words, first: first)
  }

  private func type(of words: Words, affiliation: GazetteerTables.Affiliation.Kind) -> EntityType? {
    switch affiliation {
    case .person: return .person
    case .place:
      // `University of Oxford`
      return !model.isPlace(words) && words.contains { $0.classes.contains(.body) } ? .organisation : .place
    case .media, .body: return .organisation
    case .name, .state: return nil
    }
  }

  // The type by what Wikipedia adds to a name in parentheses: `actress`, `programming language`.
  private func type(byAddition words: Substring) -> EntityType? {
    guard let first = words.utf8.first, (0x61...0x7A).contains(first),
      let last = words.split(separator: " ").last
    else {
      return nil
    }
    let classes = model.knowledge.classes[WordClasses.hash(String(last))]
    if classes.contains(.role) { return .person }
    if classes.contains(.beforePlace) { return .place }
    return Self.groups.contains(last) ? .organisation : .other
  }

  // Events whose names have no word that says so.
  private static let knownEvents: Set<String> = [
    "COVID-19", "9/11", "Windrush", "Watergate", "Brexit", "Y2K", "Grexit",
  ]

  private static let groups: Set<Substring> = [
    "company", "party", "band", "group", "newspaper", "organization", "organisation", "airline", "club",
    "agency",
  ]

  private func typeByForm(_ words: Words, text: String) -> EntityType? {
    guard let first = words.first, let last = words.last else { return nil }
    // `2024–2025 Cuba blackouts`
    let year = text.utf8.prefix { $0.isDigit }
    if year.count == 4, words.count > 1, year.starts(with: "19".utf8) || year.starts(with: "20".utf8) {
      return .event
    }
    let head = typeOfHead(words, first: first)
    // `Organising Committee of the Kestrel Games`
    if head == .organisation, last.form.contains(.capital) { return .organisation }
    if isEvent(words, first: first, last: last) { return .event }
    // `House of Commons`
    if words.count > 1, last.classes.contains(.organisation) { return .organisation }
    if let head { return head }
    return typeByWords(words, first: first, last: last)
  }

  // The type by the words before a preposition: `Bank of England`, `Commonwealth Games in Delhi`.
  private func typeOfHead(_ words: Words, first: NameToken) -> EntityType? {
    guard let joint = words.firstIndex(where: { Self.prepositions.contains($0.hash) }),
      joint > words.startIndex,
      joint + 1 < words.endIndex
    else { return nil }
    let head = words[..<joint]
    let last = words[joint - 1]
    if isEvent(head, first: first, last: last) { return .event }
    // `Department of Justice`
    let isOffice = last.hash == Self.department && words[joint].hash == WordClasses.of
    if isOffice || !last.classes.isDisjoint(with: [.body, .organisation]) { return .organisation }
    if !last.classes.isDisjoint(with: [.feature, .placeEnd, .placeBefore]) { return .place }
    if last.classes.contains(.work) { return .other }
    if head.count > 1 { return model.isPerson(head) ? .person : nil }
    if first.classes.contains(.regnal) { return .person }
    return isSubject(first, joint: words[joint], rest: words[(joint + 1)...]) ? .event : nil
  }

  // Whether words name what happens in a place or to a thing: `Kidnapping in Nigeria`, `Politics of Iraq`, `Sinking of MV Quill`, but not
  // `Game of Thrones`.
  private func isSubject(_ first: NameToken, joint: NameToken, rest: Words) -> Bool {
    guard model.knowledge.isCommon(first.folded) else { return false }
    let rest = rest.drop { $0.isJoint }
    return joint.hash == Self.in || model.isPlace(rest) || model.knowledge.isCountry(rest)
      || model.isPerson(rest) || rest.first?.classes.contains(.vehicle) == true
  }

  private func isEvent(_ words: Words, first: NameToken, last: NameToken) -> Bool {
    // `Armed conflicts and attacks` is a subject.
    if words.contains(where: { $0.hash == Self.and }), !last.form.contains(.capitalized) { return false }
    // `World War II`
    let end = words.count > 1 && Self.numerals.contains(last.hash) ? words[words.endIndex - 2] : last
    if !end.classes.isDisjoint(with: [.happening, .yearly]), end.hash != Self.league { return true }
    if words.count > 1, end.classes.contains(.eventEnd) { return true }
    if first.classes.contains(.eventHead), words.count == 1 || !Self.isPlaceEnd(last) { return true }
    return words.contains {
      $0.hash == Self.flight || $0.classes.contains(.happening) && !$0.form.contains(.capital)
    }
  }

  private static func isPlaceEnd(_ word: NameToken) -> Bool {
    !word.classes.isDisjoint(with: [.feature, .placeEnd])
  }

  private func typeByWords(_ words: Words, first: NameToken, last: NameToken) -> EntityType? {
    if first.classes.contains(.vehicle) { return .other }
    let uses = uses(of: words)
    let isOftenPerson = uses.person > 1 && 5 * uses.person >= uses.all
    if words.count == 1 {
      if model.isPlace(words), !isOftenPerson { return .place }
    } else if let type = typeByWords(words, first: first, last: last, isOftenPerson: isOftenPerson) {
      return type
    }
    if isOftenPerson, words.count <= 4, !first.form.contains(.allCapitals) { return .person }
    // `Johnson & Johnson`
    if words.contains(where: { $0.hash == Self.and || $0.hash == Self.ampersand }) {
      return last.form.contains(.capitalized) ? .organisation : .other
    }
    // `COVID-19 vaccine`
    return !last.form.contains(.capitalized) || model.arePlain(words) ? .other : nil
  }

  // The type of several words.
  private func typeByWords(
    _ words: Words, first: NameToken, last: NameToken, isOftenPerson: Bool
  ) -> EntityType? {
    if last.classes.contains(.work) { return .other }
    if model.isPlace(words), !isOftenPerson { return .place }
    if first.classes.contains(.placeBefore) { return .place }
    if isPerson(words, first: first, last: last) { return .person }
    if words.contains(where: { $0.classes.contains(.body) }) { return .organisation }
    return Self.isPlaceEnd(last) ? .place : nil
  }

  private func isPerson(_ words: Words, first: NameToken, last: NameToken) -> Bool {
    if model.isPerson(words) { return true }
    // `Philippines Rodrigo Duterte`
    let rest = words.drop { !$0.classes.isDisjoint(with: [.country, .demonym]) }
    if rest.count < words.count, model.isPerson(rest) { return true }
    return words.count > 1 && first.classes.contains(.regnal) && !last.classes.contains(.body)
  }

  private func typeByUse(_ words: Words, first: NameToken) -> EntityType {
    let uses = uses(of: words)
    let all = max(1, Double(uses.all))
    let (place, article) = (Double(uses.place) / all, Double(uses.article) / all)
    let isAbbreviation = first.form.contains(.allCapitals) || !first.form.contains(.capital)
    // `ISIL`, `MF Global`
    if isAbbreviation, uses.person == 0 || words.count == 1 { return .organisation }
    if place >= 0.35 { return .place }
    if words.count > 1, article > 0.4 { return .organisation }
    if place >= 0.2 { return .place }
    return (2...4).contains(words.count) ? .person : .organisation
  }

  private func uses(of words: Words) -> Uses {
    model.statistics.uses[NameStatistics.key(of: words)] ?? Uses()
  }

  // The first byte of the letters from U+0280 on, behind the Latin ones.
  private static let firstByteOfOtherScripts: UInt8 = 0xCA
  private static let department = WordClasses.hash("Department")
  private static let league = WordClasses.hash("League")
  private static let flight = WordClasses.hash("Flight")
  private static let `in` = WordClasses.hash("in")
  private static let prepositions = Set(["in", "of", "for", "on", "at"].map(WordClasses.hash))
  private static let and = WordClasses.hash("and")
  private static let ampersand = WordClasses.hash("&")
  // The Roman numerals from 1 to 69.
  private static let numerals = Set(
    ["", "X", "XX", "XXX", "XL", "L", "LX"].flatMap { tens in
      ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"].map { WordClasses.hash(tens + $0) }
    })
}
