package import Primitives

/// The circumstances of a text, which decide between places of one name.
package struct TextSetting: Sendable {
  /// The kinds of names that a measurement can leave out.
  package enum NameKind: String, CaseIterable, Sendable {
    /// Persons.
    case persons
    /// Companies, and all other names that are neither places nor persons: media, parties, groups, bodies, events.
    case companies
    /// The names of peoples.
    case demonyms
  }

  /// The addresses of the reports of the event.
  package var sources: [TextSlice] = []
  /// The kinds of names that do not count.
  package var excluded: Set<NameKind> = []
  /// The language of the texts, a tag of RFC 5646; `nil` when it is unknown.
  package var language: String?

  /// Makes the setting of a text.
  package init(sources: [TextSlice] = [], excluded: Set<NameKind> = [], language: String? = nil) {
    self.sources = sources
    self.excluded = excluded
    self.language = language
  }
}

/// A country from which a text is written.
struct TextHome {
  /// The names that the country decides.
  enum Reach {
    /// All names, as the news of a region.
    case local
    /// All names but the capitals of other countries, as the news of a country.
    case national
    /// All names, as the site says so.
    case site
  }

  /// The country.
  let country: Gazetteer.CountryNumber
  /// The names that it decides.
  let reach: Reach
}

/// What the configuration says about countries.
package struct CountrySettings: Hashable, Sendable, CustomStringConvertible {
  /// The code of the site's country.
  package var home: String?
  /// By the name of a disputed territory: the codes of the countries for which it counts.
  package var disputed: [String: [String]] = [:]

  /// Makes the settings of a site.
  package init(home: String? = nil, disputed: [String: [String]] = [:]) {
    self.home = home
    self.disputed = disputed
  }

  /// All settings, in a form that equal settings share.
  package var description: String {
    "\(home ?? "-") \(disputed.sorted { $0.key < $1.key }.map { [$0.key] + $0.value })"
  }
}
