/// Names of people, which distinguish people from places: Denzel Washington is no city, and Chad Johnson no country.
struct PersonNames: Sendable {
  /// Common first names.
  let firstNames: Set<String>
  /// Common surnames.
  let surnames: Set<String>
}
