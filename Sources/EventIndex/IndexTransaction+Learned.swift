package import Classification

extension IndexTransaction {
  /// What was learned of entities, with the codes of countries that `number` gives the number of; others are left out.
  package func learned(_ number: (String) -> Gazetteer.CountryNumber?) throws -> LearnedCountries {
    guard try hasTable("learned") else { return LearnedCountries() }
    let row = try statement("SELECT entity, country, events, together FROM learned")
    var lessons: [LearnedCountries.Lesson] = []
    try row.forEachRow {
      guard let key = EntityKey(row.text(0)), let country = number(row.text(1)) else { return }
      lessons.append(
        .init(key: key, country: country, events: Int(row.number(2)), together: Int(row.number(3))))
    }
    return LearnedCountries(lessons)
  }

  /// The names that are filed under another one because they are spellings of the same.
  package func variants() throws -> [String: String] {
    guard try hasTable("variant") else { return [:] }
    let row = try statement("SELECT name, main FROM variant")
    var variants: [String: String] = [:]
    try row.forEachRow { variants[row.text(0)] = row.text(1) }
    return variants
  }

  /// Keeps the names that are filed under another one, in place of those before.
  package func put(variants: [String: String]) throws {
    try statement("DELETE FROM variant").run()
    let row = try statement("INSERT INTO variant VALUES (?, ?)")
    for (name, main) in variants.sorted(by: { $0.key < $1.key }) {
      row.bind(name, at: 1)
      row.bind(main, at: 2)
      try row.run()
    }
  }

  // An index of an older version that is only looked at lacks some.
  private func hasTable(_ name: String) throws -> Bool {
    let row = try statement("SELECT 1 FROM sqlite_master WHERE name = ?")
    row.bind(name, at: 1)
    var isThere = false
    try row.forEachRow { isThere = true }
    return isThere
  }

  /// Keeps what was learned, in place of what was learned before; `code` gives a country's code.
  package func put(_ learned: LearnedCountries, code: (Gazetteer.CountryNumber) -> String) throws {
    try statement("DELETE FROM learned").run()
    let row = try statement("INSERT INTO learned VALUES (?, ?, ?, ?)")
    for lesson in learned.lessons {
      row.bind(lesson.key.text, at: 1)
      row.bind(code(lesson.country), at: 2)
      row.bind(Int64(lesson.events), Int64(lesson.together), from: 3)
      try row.run()
    }
  }
}
