/// A word or sign of a text.
struct NameToken: Sendable {
  /// The form of a word.
  struct Form: OptionSet, Sendable {
    /// The bits of the set.
    let rawValue: UInt16
    /// It begins with a letter.
    static let alphabetic = Form(rawValue: 1 << 0)
    /// It is written as a name: with a capital, or with a small prefix as in `al-Assad` and `iPhone`.
    static let capitalized = Form(rawValue: 1 << 1)
    /// Its first letter is a capital.
    static let capital = Form(rawValue: 1 << 2)
    /// It has two letters or more, all of them capitals.
    static let allCapitals = Form(rawValue: 1 << 3)
    /// It has digits only.
    static let digits = Form(rawValue: 1 << 4)
    /// It is an ordinal number such as `5th`.
    static let ordinal = Form(rawValue: 1 << 5)
    /// It is a year from 1900 to 2099, or several years as in `2015–16`.
    static let year = Form(rawValue: 1 << 6)
    /// It begins a sentence, a quotation or the text.
    static let start = Form(rawValue: 1 << 7)
    /// It is the `'s` of a possessive.
    static let possessive = Form(rawValue: 1 << 8)
    /// The part behind its last hyphen begins with a small letter, as in `Moscow-based`.
    static let smallEnd = Form(rawValue: 1 << 9)
    /// It ends with a period.
    static let abbreviated = Form(rawValue: 1 << 10)
    /// It has one character.
    static let single = Form(rawValue: 1 << 11)
    /// It is a number with a decimal point.
    static let decimal = Form(rawValue: 1 << 12)
  }

  /// Its place in the text, in bytes.
  var range: Range<Int32>
  /// The hash of its bytes.
  var hash: UInt64
  /// The hash of its bytes in lower case.
  var folded: UInt64
  /// Its form.
  var form: Form
  /// Its classes.
  var classes: WordClass

  /// Whether it begins a sentence, a quotation or the text.
  var isStart: Bool { form.contains(.start) }
  /// Whether it joins other words to a name.
  var isJoint: Bool { form.contains(.possessive) || classes.contains(.joining) }
  /// Whether it is a part of names of places, and no name by itself: `Department`.
  var isPartOfPlaces: Bool {
    !classes.isDisjoint(with: [.placeHead, .feature]) && classes.isDisjoint(with: [.place, .country])
  }
  /// Whether it joins words to one name of a person or place, and never two names: `da`, `von`.
  var joinsNames: Bool { classes.contains(.personal) && !form.contains(.possessive) }
}
