internal import EventArchive
internal import Foundation
internal import GazetteerData
package import Primitives

/// The tables of a gazetteer.
package struct GazetteerTables: Sendable {
  /// A name of places in several countries, or of a place and other things.
  package struct Homonym: Sendable {
    /// The name.
    package var name: String
    /// The codes of the countries, the default first.
    package var codes: [String]
    /// Whether it refers to the first country in a text without cues.
    package var hasDefault: Bool
    /// Whether it is the capital of the first country.
    package var isCapital: Bool
    /// Whether it is an office of the first country, unless the text refers to another country.
    package var isOffice: Bool
    /// Whether it is a place within a country, not a country.
    package var isPlace: Bool
    /// Whether it is an institution that several countries have.
    package var isInstitution: Bool
    /// The phrases that decide between the countries.
    package var cues: [Cue]
  }

  /// A phrase that decides between the countries of a homonym.
  package struct Cue: Sendable {
    /// The code of the country that the homonym refers to if the text contains the phrase.
    package var code: String
    /// The phrase.
    package var words: String
  }

  /// Names that belong to countries.
  package struct Affiliation: Sendable {
    /// The kinds of names, as the table has them.
    package enum Kind: String, CaseIterable, Sendable {
      /// A company, a group, an event or another thing.
      case name
      /// A place within the country.
      case place
      /// A person.
      case person
      /// A newspaper, an agency or another source of news.
      case media
      /// An institution that other countries have too.
      case body
      /// The abbreviation of a state or province, which counts after a name and a comma.
      case state
    }

    /// The codes of the countries; the names refer to all of them. Empty for names that refer to no country.
    package var codes: [String]
    /// The kind of the names; `name` for chains.
    package var kind: Kind
    /// Whether they are chains of restaurants, or foundations, which are at home in one country and work in many.
    package var isChain: Bool
    /// The names.
    package var names: [String]
  }

  /// A city, or a state or province.
  package struct Place: Sendable {
    /// How certain the name is evidence for the country, as the table has it.
    package enum Certainty: String, Sendable {
      /// Evidence by itself.
      case sure
      /// Evidence, unless the text refers to another country that has a place of this name.
      case likely
      /// Evidence only beside a word or a name that confirms it.
      case place
    }

    /// Its name.
    package var name: String
    /// The codes of the countries that have a place of this name, the largest place first.
    package var codes: [String]
    /// How certain the name is evidence for the country.
    package var certainty: Certainty
    /// Whether it is a state or province.
    package var isProvince: Bool
  }

  /// The host of a news site.
  package struct NewsHost: Sendable {
    /// The domain name.
    package var name: String
    /// The code of its country.
    package var code: String
    /// Whether it reports from one region.
    package var isLocal: Bool
  }

  /// A territory that several countries claim.
  package struct Disputed: Sendable {
    /// Its names; the first one is that of the territory.
    package var names: [String]
    /// The codes of the countries for which they count.
    package var codes: [String]
    /// Whether the text decides between these countries, so that the other tables define the names.
    package var isDecidedByText: Bool
  }

  /// The countries, ordered by code: columns code, name, other names, demonyms, capitals, exceptions.
  package var countries: [Country] = []
  /// Columns name, codes, `country`, `place`, `body` or `none`, and for each code `CODE:words|words`.
  package var homonyms: [Homonym] = []
  /// Columns code, kind, names.
  package var affiliations: [Affiliation] = []
  /// Columns name, codes, certainty, `province`, `city` or `town`; without the towns.
  package var places: [Place] = []
  /// The towns: places that count only beside a word or a name that confirms them, and that no other table needs.
  package var towns: [Place] = []
  /// The disputed territories: columns names, codes, `all` or `text`.
  package var disputed: [Disputed] = []
  /// The hosts of news sites: columns code, `national` or `local`, hosts.
  package var hosts: [NewsHost] = []
  /// The first names. Columns of the table of names: `given` or `family`, names.
  package var firstNames: Set<String> = []
  /// The surnames.
  package var surnames: Set<String> = []

  /// The tables that come with the package. They are parsed at each call, because a gazetteer needs them only while it is made.
  package static var standard: GazetteerTables {
    GazetteerTables(
      countries: text(feedgen_countries_bytes(), feedgen_countries_count),
      homonyms: text(feedgen_homonyms_bytes(), feedgen_homonyms_count),
      affiliations: text(feedgen_affiliations_bytes(), feedgen_affiliations_count),
      places: text(feedgen_places_bytes(), feedgen_places_count),
      people: text(feedgen_people_bytes(), feedgen_people_count),
      disputed: text(feedgen_disputed_bytes(), feedgen_disputed_count),
      hosts: text(feedgen_hosts_bytes(), feedgen_hosts_count))
  }

  /// The tables that come with the package and a gazetteer keeps as they are.
  static var smallStandard: GazetteerTables {
    GazetteerTables(
      countries: text(feedgen_countries_bytes(), feedgen_countries_count),
      disputed: text(feedgen_disputed_bytes(), feedgen_disputed_count),
      hosts: text(feedgen_hosts_bytes(), feedgen_hosts_count))
  }

  /// A digest of the table of countries that comes with the package.
  static let countriesDigest = ContentDigest(
    UnsafeRawBufferPointer(start: feedgen_countries_bytes(), count: feedgen_countries_count))

  /// A digest that differs between versions of the tables that come with the package.
  package static let standardDigest = ContentDigest(
    [
      digest(feedgen_countries_bytes(), feedgen_countries_count),
      digest(feedgen_homonyms_bytes(), feedgen_homonyms_count),
      digest(feedgen_affiliations_bytes(), feedgen_affiliations_count),
      digest(feedgen_places_bytes(), feedgen_places_count),
      digest(feedgen_people_bytes(), feedgen_people_count),
      digest(feedgen_country_languages_bytes(), feedgen_country_languages_count),
      digest(feedgen_disputed_bytes(), feedgen_disputed_count),
      digest(feedgen_hosts_bytes(), feedgen_hosts_count),
      digest(feedgen_words_bytes(), feedgen_words_count),
    ])

  /// Parses tables. Lines that begin with `#` are comments; lines with too few columns are left out.
  package init(
    countries: String = "", homonyms: String = "", affiliations: String = "", places: String = "",
    people: String = "", disputed: String = "", hosts: String = ""
  ) {
    self.countries = Self.rows(countries, columns: 6).map { columns in
      Country(
        code: columns[0], name: columns[1], otherNames: Self.list(columns[2]),
        demonyms: Self.list(columns[3]),
        capitals: Self.list(columns[4]), exceptions: Self.list(columns[5]))
    }
    self.homonyms = Self.rows(homonyms, columns: 3).map { columns in
      Homonym(
        name: columns[0], codes: Self.list(columns[1], separator: .comma),
        hasDefault: ["country", "place", "capital"].contains(columns[2]), isCapital: columns[2] == "capital",
        isOffice: columns[2] == "office", isPlace: ["place", "capital", "none"].contains(columns[2]),
        isInstitution: ["body", "office"].contains(columns[2]),
        cues: columns.dropFirst(3).flatMap { cues in
          let parts = cues.split(separator: ":", maxSplits: 1).map(String.init)
          return parts.count < 2 ? [] : Self.list(parts[1]).map { Cue(code: parts[0], words: $0) }
        })
    }
    self.affiliations = Self.rows(affiliations, columns: 3).map { columns in
      Affiliation(
        codes: columns[0] == "-" ? [] : Self.list(columns[0], separator: .comma),
        kind: Affiliation.Kind(rawValue: columns[1]) ?? .name, isChain: columns[1] == "chain",
        names: Self.list(columns[2]))
    }
    for columns in Self.rows(places, columns: 4) {
      let place = Place(
        name: columns[0], codes: Self.list(columns[1], separator: .comma),
        certainty: Place.Certainty(rawValue: columns[2]) ?? .place,
        isProvince: columns[3] == "province")
      if columns[3] == "town" { towns.append(place) } else { self.places.append(place) }
    }
    self.disputed = Self.rows(disputed, columns: 3).map { columns in
      Disputed(
        names: Self.list(columns[0]), codes: Self.list(columns[1], separator: .comma),
        isDecidedByText: columns[2] == "text")
    }
    self.hosts = Self.rows(hosts, columns: 3).flatMap { columns in
      Self.list(columns[2]).map { NewsHost(name: $0, code: columns[0], isLocal: columns[1] == "local") }
    }
    for columns in Self.rows(people, columns: 2) {
      if columns[0] == "given" { firstNames.formUnion(Self.list(columns[1])) }
      if columns[0] == "family" { surnames.formUnion(Self.list(columns[1])) }
    }
  }
}

extension GazetteerTables {
  private static func rows(_ table: String, columns: Int) -> [[String]] {
    var rows: [[String]] = []
    forEachPart(of: table, separator: .lineFeed) { line in
      guard !line.isEmpty, line.first != UInt8(ascii: "#") else { return }
      var row: [String] = []
      forEachPart(of: line, separator: .tab) { row.append(String(decoding: $0, as: UTF8.self)) }
      if row.count >= columns { rows.append(row) }
    }
    return rows
  }

  private static func list(_ column: String, separator: UInt8 = UInt8(ascii: "|")) -> [String] {
    var items: [String] = []
    forEachPart(of: column, separator: separator) { item in
      if !item.isEmpty { items.append(String(decoding: item, as: UTF8.self)) }
    }
    return items
  }

  private static func forEachPart(
    of text: String, separator: UInt8, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    var text = text
    text.withUTF8 { forEachPart(of: $0, separator: separator, body) }
  }

  /// Calls `body` with the parts between separators.
  // `memchr` is fast in debug builds as well, in which each start of a test's process parses the tables.
  static func forEachPart(
    of bytes: UnsafeBufferPointer<UInt8>, separator: UInt8, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    guard var start = bytes.baseAddress else { return }
    let end = start + bytes.count
    while let found = memchr(start, Int32(separator), end - start) {
      let stop = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
      body(UnsafeBufferPointer(start: start, count: stop - start))
      start = stop + 1
    }
    body(UnsafeBufferPointer(start: start, count: end - start))
  }

  private static func text(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  private static func digest(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    ContentDigest(UnsafeRawBufferPointer(start: bytes, count: count)).high
  }
}
