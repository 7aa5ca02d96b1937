package import EventArchive
internal import Foundation

/// The countries of the world, and the words that name them.
package struct Gazetteer: Sendable {
  /// An index into `countries`.
  package typealias CountryNumber = Int32

  /// All countries, ordered by code.
  package let countries: [Country]
  private let byKey: [EntityKey: CountryNumber]
  private let matcher: PhraseMatcher

  /// The countries that come with the package.
  package static let standard = Gazetteer(
    table: String(decoding: PackageResources.countries_tsv, as: UTF8.self))

  /// Reads a table: a country a line, `code⇥name⇥other names⇥demonyms⇥capitals⇥exceptions`, each of the last four a
  /// list divided by `|`; lines that begin with `#` are comments.
  package init(table: String) {
    var countries: [Country] = []
    for line in table.split(separator: "\n") where !line.hasPrefix("#") {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard columns.count == 6 else { continue }
      func list(_ column: Int) -> [String] { columns[column].split(separator: "|").map(String.init) }
      countries.append(
        Country(
          code: String(columns[0]), name: String(columns[1]), otherNames: list(2), demonyms: list(3),
          capitals: list(4), exceptions: list(5)))
    }
    var byKey: [EntityKey: CountryNumber] = [:]
    var matcher = PhraseMatcher()
    for (number, country) in countries.enumerated() {
      for name in [country.name] + country.otherNames + country.demonyms + country.capitals {
        if let key = EntityKey(name) { byKey[key] = byKey[key] ?? CountryNumber(number) }
        matcher.insert(name, value: Int32(number))
      }
    }
    for phrase in countries.flatMap(\.exceptions) { matcher.insert(phrase, value: Self.exception) }
    (self.countries, self.byKey, self.matcher) = (countries, byKey, matcher)
  }

  /// The country that an entity's name is a name, demonym or capital of.
  package func country(of key: EntityKey) -> CountryNumber? { byKey[key] }

  /// The countries that a text names, with the words that do, in the text's order.
  package func mentions(in text: String) -> [(country: CountryNumber, words: Substring)] {
    matcher.matches(in: text).compactMap { match in
      match.value == Self.exception ? nil : (CountryNumber(match.value), match.words)
    }
  }

  /// The countries that texts name, each once, ordered by number.
  package func countries(in texts: [TextSlice]) -> [CountryNumber] {
    var found: [CountryNumber] = []
    for text in texts {
      text.withBytes {
        matcher.forEachMatch(in: $0) { value in
          if value != Self.exception, !found.contains(CountryNumber(value)) {
            found.append(CountryNumber(value))
          }
        }
      }
    }
    return found.sorted()
  }

  private static let exception: Int32 = -1
}
