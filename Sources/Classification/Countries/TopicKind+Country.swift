extension TopicKind {
  /// Countries.
  package static let country = TopicKind(
    name: "country", listName: "countries", groupTitle: "Countries", titleSuffix: "country",
    term: Term(
      name: { value, gazetteer throws(InvalidValue) in
        if let country = gazetteer.country(named: value) { return gazetteer.countries[country.index].name }
        throw InvalidValue(
          reason: "\"\(value)\" is no country: write its English name or its code of two letters")
      },
      normalized: { EntityKey($0)?.text ?? $0 })
  ) { "Events that concern the country \($0)." }
}

extension Gazetteer: TopicSource {
  /// The number of countries.
  package var topicCount: Int { countries.count }

  /// The description of the country with a number.
  package func topic(_ number: TopicReference.Number) -> TopicDescription {
    let country = countries[number.index]
    return TopicDescription(slug: country.slug, name: country.name, code: country.code)
  }

  /// The number of the country with a name, a slug or a code of ISO 3166-1; `nil` for an unknown one.
  package func topicNumber(named name: String) -> TopicReference.Number? {
    country(named: name).map { TopicReference.Number(rawValue: $0.rawValue) }
  }
}
