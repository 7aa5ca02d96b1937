/// Names of people, which tell them from places: Denzel Washington is no city, and Chad Johnson no country.
struct People: Sendable {
  /// Common first names.
  let firstNames: Set<String>
  /// Common surnames.
  let surnames: Set<String>
}
