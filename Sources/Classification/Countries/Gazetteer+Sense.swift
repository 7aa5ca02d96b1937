extension Gazetteer {
  /// The meaning of a name.
  struct Sense: Hashable, Sendable {
    /// How certain a name is evidence for its countries.
    enum Strength: Int32, Sendable {
      /// It refers to all its countries by itself.
      case all
      /// It refers to its first country by itself.
      case sure
      /// It refers to its first country, unless the text refers to another of its countries.
      case likely
      /// It refers to a country only after a word such as `in`, or beside the country.
      case weak
    }

    /// What a name is.
    struct Traits: OptionSet, Hashable, Sendable {
      /// The bits of the set.
      let rawValue: Int32
      /// It may be part of a person's name, because it is a little known place.
      static let minor = Traits(rawValue: 1 << 0)
      /// It is a place within a country.
      static let place = Traits(rawValue: 1 << 1)
      /// It is a place that contains cities.
      static let province = Traits(rawValue: 1 << 2)
      /// It is a country or its people.
      static let country = Traits(rawValue: 1 << 3)
      /// It is the people of a country.
      static let demonym = Traits(rawValue: 1 << 4)
      /// It is a person.
      static let person = Traits(rawValue: 1 << 5)
      /// It is one word of the name of a person.
      static let surname = Traits(rawValue: 1 << 6)
      /// It is a source of news, which often only reports the event.
      static let media = Traits(rawValue: 1 << 7)
      /// It abbreviates a state or province, and counts only after a name and a comma.
      static let abbreviation = Traits(rawValue: 1 << 8)
      /// It is the capital of its first country, which a text far from its other places means.
      static let capital = Traits(rawValue: 1 << 9)
      /// It is an office of its first country if the text refers to no other country.
      static let office = Traits(rawValue: 1 << 10)
      /// Its one word is a common word if it is written small.
      static let word = Traits(rawValue: 1 << 11)
      /// It is a spelling that only a text in capitals gets.
      static let regularForm = Traits(rawValue: 1 << 12)
      /// It is an institution that other countries have too: the Greek Coast Guard is not that of the United States.
      static let institution = Traits(rawValue: 1 << 13)
      /// Only its cues, and a name that it is joined to, decide for its other countries.
      static let homonym = Traits(rawValue: 1 << 14)
      /// It is a small town, which only the words around it in a text make a place.
      static let town = Traits(rawValue: 1 << 15)
      /// It works in many countries, and refers to its own only in a text that names no country.
      static let chain = Traits(rawValue: 1 << 16)

      /// Whether the set has a trait.
      subscript(_ trait: Traits) -> Bool {
        get { rawValue & trait.rawValue != 0 }
        set { self = newValue ? union(trait) : subtracting(trait) }
      }
    }

    /// A phrase that decides between the countries of a name.
    struct Cue: Hashable, Sendable {
      /// The country that the name refers to if the texts contain the phrase.
      let country: CountryNumber
      /// The value of the phrase in the matcher of cues.
      let phrase: Int32
    }

    /// The countries.
    var countries: [CountryNumber]
    /// How certain the name is evidence for them.
    var strength = Strength.sure
    /// What the name is.
    var traits: Traits = []
    /// The phrases that decide between its countries.
    var cues: [Cue] = []

    /// Whether it is a place within a country.
    var isPlace: Bool { traits[.place] }
    /// Whether it is a place that contains cities.
    var isProvince: Bool { traits[.province] }
    /// Whether it is a country or its people.
    var isCountry: Bool { traits[.country] }
    /// Whether it is the people of a country.
    var isDemonym: Bool { traits[.demonym] }
    /// Whether it is a person.
    var isPerson: Bool { traits[.person] }
    /// Whether it is one word of the name of a person.
    var isSurname: Bool { traits[.surname] }
    /// Whether it is a source of news.
    var isMedia: Bool { traits[.media] }
    /// Whether it may be part of a person's name.
    var isMinor: Bool { traits[.minor] }
    /// Whether it is the capital of its first country.
    var isCapital: Bool { traits[.capital] }
    /// Whether it is an office of its first country.
    var isOffice: Bool { traits[.office] }
    /// Whether it is an institution that other countries have too.
    var isInstitution: Bool { traits[.institution] }
    /// Whether only its cues, and a name that it is joined to, decide for its other countries.
    var isHomonym: Bool { traits[.homonym] }
    /// Whether it is a small town.
    var isTown: Bool { traits[.town] }
    /// Whether it works in many countries.
    var isChain: Bool { traits[.chain] }
    /// Whether it abbreviates a state or province.
    var isAbbreviation: Bool { traits[.abbreviation] }
    /// Whether its one word is a common word if it is written small.
    var isWord: Bool { traits[.word] }
    /// Whether it is a spelling that only a text in capitals gets.
    var isRegularForm: Bool { traits[.regularForm] }
  }
}

extension GazetteerTables.Affiliation.Kind {
  /// What a name of this kind is.
  var traits: Gazetteer.Sense.Traits {
    switch self {
    case .place: .place
    case .person: .person
    case .media: .media
    case .body: .institution
    case .name, .state: []
    }
  }
}
