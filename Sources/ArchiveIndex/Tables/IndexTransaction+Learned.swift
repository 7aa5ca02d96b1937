package import Classification

extension IndexTransaction {
  /// The learned countries of entities; `number` returns the number of a country by its code.
  package func learned(_ number: (String) -> Gazetteer.CountryNumber?) throws -> LearnedCountries {
    guard try hasTable("learned") else { return LearnedCountries() }
    let row = try statement("SELECT entity, country, events, together FROM learned")
    var associations: [LearnedCountries.Association] = []
    try row.forEachRow {
      let text = try row.text(0)
      guard let key = EntityKey(text), key.text.utf8.elementsEqual(text.utf8) else {
        throw row.damage(0, "is no entity's key")
      }
      guard let country = number(try row.text(1)) else { throw row.damage(1, "is no country's code") }
      let counts = 0...Int64(Int32.max)
      associations.append(
        .init(
          key: key, country: country, events: Int(try row.number(2, in: counts)),
          together: Int(try row.number(3, in: counts))))
    }
    return LearnedCountries(associations)
  }

  /// The main names of entities by other names that are spellings of them.
  package func variants() throws -> [String: String] {
    guard try hasTable("variant") else { return [:] }
    let row = try statement("SELECT name, main FROM variant")
    var variants: [String: String] = [:]
    try row.forEachRow { variants[try row.text(0)] = try row.text(1) }
    return variants
  }

  /// Replaces the main names of entities by other names.
  package func store(variants: [String: String]) throws {
    try statement("DELETE FROM variant").run()
    let row = try statement(StoringSQL(in: "variant", key: ["name"], columns: ["main"]))
    for (name, main) in variants.sorted(by: { $0.key < $1.key }) {
      row.bind(name, at: 1)
      row.bind(main, at: 2)
      try row.run()
    }
  }

  /// Replaces the learned countries of entities; `code` returns the code of a country.
  package func store(_ learned: LearnedCountries, code: (Gazetteer.CountryNumber) -> String) throws {
    try statement("DELETE FROM learned").run()
    let row = try statement(
      StoringSQL(in: "learned", key: ["entity"], columns: ["country", "events", "together"]))
    for association in learned.associations {
      row.bind(association.key.text, at: 1)
      row.bind(code(association.country), at: 2)
      row.bind(Int64(association.events), Int64(association.together), from: 3)
      try row.run()
    }
  }
}
