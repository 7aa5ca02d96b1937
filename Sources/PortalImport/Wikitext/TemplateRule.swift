/// The text that a template leaves. Templates without a rule leave none: they are notes, icons and warnings.
enum TemplateRule: Equatable {
  /// The argument with a position, counted from 0.
  case argument(Int)
  /// The last argument.
  case lastArgument
  /// A link to the page that the first argument names.
  case link
  /// A link to a ship: the prefix and the first argument.
  case ship(prefix: String)
  /// A link to a ship: the first argument, which is the prefix, and the second.
  case shipWithPrefix
  /// A text.
  case text(String)
  /// A text before the first argument, for example the symbol of a currency.
  case prefix(String)
  /// A number, or two with a word between them, and a unit.
  case measure
  /// A fraction.
  case fraction
}

extension TemplateRule {
  /// The rule of a template; `nil` for a template that leaves nothing.
  /// - Parameter name: the name in lower case, with spaces.
  static func named(_ name: String) -> TemplateRule? {
    if let rule = rules[name] { return rule }
    // `lang-fr`: the language is a part of the name.
    return name.hasPrefix("lang-") ? .argument(0) : nil
  }

  private static let rules: [String: TemplateRule] = {
    var rules = symbols.mapValues { TemplateRule.prefix($0) }
    rules.merge(texts.mapValues { .text($0) }) { $1 }
    for name in firstArgument { rules[name] = .argument(0) }
    for name in ["lang", "langx", "color", "colour", "font color"] { rules[name] = .argument(1) }
    for name in ["transl", "transliteration"] { rules[name] = .lastArgument }
    for name in ["ill", "interlanguage link", "illm"] { rules[name] = .link }
    for name in ["convert", "cvt", "val"] { rules[name] = .measure }
    for name in ["frac", "fraction", "sfrac"] { rules[name] = .fraction }
    for name in ships { rules[name] = .ship(prefix: name.uppercased()) }
    rules["ship"] = .shipWithPrefix
    return rules
  }()

  private static let firstArgument = [
    "nowrap", "nobr", "nobreak", "no wrap", "small", "smaller", "big", "abbr", "abbrlink", "tooltip", "sic",
    "em", "strong", "not a typo", "notatypo", "proper name", "as written", "flag", "flagu", "flagcountry",
    "flaglink", "formatnum", "number", "nbay", "angbr", "script", "notranslate", "visible anchor", "vanchor",
  ]

  private static let ships = [
    "hmas", "hmcs", "hms", "ins", "iris", "mf", "ms", "mt", "mv", "rfa", "rms", "rmst", "roks", "ss", "uscgc",
    "uss", "usns", "usat", "jds", "js", "rov", "rv", "fv", "my", "sv", "cgs", "brp", "kri", "rss", "tcg",
  ]

  private static let symbols = [
    "us$": "US$", "usd": "US$", "$": "$", "a$": "A$", "aud": "A$", "au$": "A$", "c$": "C$", "cad": "C$",
    "ca$": "C$", "nz$": "NZ$", "hk$": "HK$", "s$": "S$", "gbp": "£", "£": "£", "pound sterling": "£",
    "eur": "€", "€": "€", "euro": "€", "inr": "₹", "₹": "₹", "indian rupee": "₹", "jpy": "¥", "¥": "¥",
    "cny": "CN¥", "rmb": "CN¥", "krw": "₩", "₩": "₩", "php": "₱", "₱": "₱", "ngn": "₦", "₦": "₦",
    "naira": "₦", "ils": "₪", "₪": "₪", "rub": "₽", "₽": "₽", "uah": "₴", "₴": "₴", "circa": "c. ",
    "c.": "c. ",
  ]

  private static let texts = [
    "'": "'", "'s": "'s", "-'": "'", "\"": "\"", "ndash": "–", "en dash": "–", "–": "–", "mdash": "—",
    "em dash": "—", "—": "—", "snd": " – ", "spnd": " – ", "spaced ndash": " – ", "spaced en dash": " – ",
    "nbsp": " ", "space": " ", "thinsp": " ", "!": "|", "=": "=", "minus": "−", "times": "×", "deg": "°",
    "degree": "°", "·": "·", "•": "•", "middot": "·", "dot": "·", "number sign": "#", "shy": "",
  ]
}
