/// The classes of words that the discovery of names distinguishes.
struct WordClass: OptionSet, Sendable {
  /// The bits of the set.
  let rawValue: UInt32

  /// A word that may stand before the name of a person and is no part of it: `President`, `Deputy`.
  static let title = WordClass(rawValue: 1 << 0)
  /// A title after which the name of a person follows at once: `Senator`, but not `Deputy`.
  static let personTitle = WordClass(rawValue: 1 << 1)
  /// A title that is part of a name: `Pope`, `Queen`.
  static let regnal = WordClass(rawValue: 1 << 2)
  /// A small word that may stand inside a name: `of`, `bin`.
  static let joining = WordClass(rawValue: 1 << 3)
  /// A joining word of names of persons: `bin`, `van`.
  static let personal = WordClass(rawValue: 1 << 4)
  /// A word that is no name by itself: `North`, `San`.
  static let compass = WordClass(rawValue: 1 << 5)
  /// The kind of a place before `of` and its name: `Province`.
  static let placeHead = WordClass(rawValue: 1 << 6)
  /// The last word of the name of a body: `Council`.
  static let body = WordClass(rawValue: 1 << 7)
  /// The last word of the name of a place: `Airport`.
  static let feature = WordClass(rawValue: 1 << 8)
  /// A word for something that happens: `election`.
  static let happening = WordClass(rawValue: 1 << 9)
  /// A word for something that happens and has a name of its own: `earthquake`, but not `talks`.
  static let namedHappening = WordClass(rawValue: 1 << 10)
  /// The last word of the name of something that happens in some years: `Olympics`.
  static let yearly = WordClass(rawValue: 1 << 11)
  /// A month, day of the week or time zone.
  static let time = WordClass(rawValue: 1 << 12)
  /// An adjective or noun for the people of a country or a group.
  static let demonym = WordClass(rawValue: 1 << 13)
  /// An adjective of a religion, party or direction.
  static let adjective = WordClass(rawValue: 1 << 14)
  /// A common first name.
  static let firstName = WordClass(rawValue: 1 << 15)
  /// The name of a country.
  static let country = WordClass(rawValue: 1 << 16)
  /// The name of a place.
  static let place = WordClass(rawValue: 1 << 17)
  /// A place with a first name or a surname that is more often meant than the person.
  static let largePlace = WordClass(rawValue: 1 << 18)
  /// An abbreviation that is no name: `CEO`.
  static let abbreviation = WordClass(rawValue: 1 << 19)
  /// A word that follows nouns: `is`, `says`, `from`.
  static let afterNoun = WordClass(rawValue: 1 << 20)
  /// A word of grammar, which is part of no name at the begin of a sentence; in lower case.
  static let grammar = WordClass(rawValue: 1 << 22)
  /// A word for what a person is or does, before a name; in lower case.
  static let role = WordClass(rawValue: 1 << 23)
  /// The first word of the name of something that happens: `Battle`.
  static let eventHead = WordClass(rawValue: 1 << 24)
  /// The last word of the name of something that happens: `Day`.
  static let eventEnd = WordClass(rawValue: 1 << 29)
  /// The last word of the name of an organisation that is none of `body`: `Times`.
  static let organisation = WordClass(rawValue: 1 << 30)
  /// The first word of the name of a ship, an aircraft or a spacecraft: `USS`.
  static let vehicle = WordClass(rawValue: 1 << 25)
  /// The last word of the name of a law or a work: `Act`.
  static let work = WordClass(rawValue: 1 << 26)
  /// The first word of the name of a place: `Mount`.
  static let placeBefore = WordClass(rawValue: 1 << 27)
  /// The last word of the name of a place that is no administrative one: `Bridge`.
  static let placeEnd = WordClass(rawValue: 1 << 28)
  /// A preposition before a place: `in`, `near`.
  static let beforePlace = WordClass(rawValue: 1 << 21)
  /// A common word in lower case, or a name with a capital that is also such a word.
  static let common = WordClass(rawValue: 1 << 31)
}
