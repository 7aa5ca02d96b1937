/// A language other than English in which the gazetteer has names of countries, by its code of ISO 639-1.
enum TextLanguage: String, Hashable, CaseIterable, Sendable {
  case arabic = "ar"
  case german = "de"
  case spanish = "es"
  case persian = "fa"
  case french = "fr"
  case hebrew = "he"
  case hindi = "hi"
  case indonesian = "id"
  case italian = "it"
  case japanese = "ja"
  case korean = "ko"
  case dutch = "nl"
  case polish = "pl"
  case portuguese = "pt"
  case russian = "ru"
  case turkish = "tr"
  case ukrainian = "uk"
  case chinese = "zh"

  /// The language of a tag of RFC 5646, whatever its region; `nil` for English, and languages without names.
  init?(tag: String) {
    let code = tag.prefix { $0 != "-" && $0 != "_" }
    self.init(rawValue: code.lowercased())
  }

  /// The writing system of its texts.
  var writingSystem: WritingSystem {
    switch self {
    case .arabic, .persian: .arabic
    case .hebrew: .hebrew
    case .hindi: .devanagari
    case .japanese, .chinese: .han
    case .korean: .hangul
    case .russian, .ukrainian: .cyrillic
    case .german, .spanish, .french, .indonesian, .italian, .dutch, .polish, .portuguese, .turkish: .latin
    }
  }

  /// Whether its texts have no spaces between words.
  var isUnspaced: Bool { writingSystem == .han }

  /// Whether it writes the names of peoples small, so that one with a capital after a first name is a surname.
  var hasSmallDemonyms: Bool { [.spanish, .italian, .portuguese].contains(self) }

  /// The languages whose names may be in a text: the declared one, and those of the other scripts that the text has.
  /// - Parameter declared: the language of the text; `nil` for English and when it is unknown.
  static func languages(of scripts: ScriptSet, declared: TextLanguage?) -> [TextLanguage] {
    var found: [TextLanguage] = []
    if let declared, declared.writingSystem == .latin || scripts.contains(declared.scripts) {
      found.append(declared)
    }
    if scripts.isEmpty { return found }
    for (script, languages) in [
      (.cyrillic, scripts.contains(.ukrainian) ? [.ukrainian, .russian] : [.russian]),
      (.arabic, scripts.contains(.persian) ? [.persian, .arabic] : [.arabic]),
      (.hebrew, [.hebrew]), (.devanagari, [.hindi]), (.hangul, [.korean]),
      (.han, [scripts.contains(.kana) ? .japanese : .chinese]), (.kana, [.japanese]),
    ] as [(ScriptSet, [TextLanguage])] where scripts.contains(script) {
      let isDeclared = declared.map { $0.writingSystem == languages[0].writingSystem } ?? false
      if !isDeclared { found += languages.filter { !found.contains($0) } }
    }
    return found
  }

  // Scripts without which a text is in another language.
  private var scripts: ScriptSet {
    switch writingSystem {
    case .latin, .han: []
    case .cyrillic: .cyrillic
    case .arabic: .arabic
    case .hebrew: .hebrew
    case .devanagari: .devanagari
    case .hangul: .hangul
    }
  }
}
