/// A country of ISO 3166-1, or Kosovo.
package struct Country: Hashable, Sendable {
  /// The two-letter code of ISO 3166-1 alpha-2; `XK` for Kosovo.
  package let code: String
  /// The name that newspapers use.
  package let name: String
  /// Further names: official, former, abbreviated.
  package let otherNames: [String]
  /// The names of its people and things, singular and plural.
  package let demonyms: [String]
  /// The capital, under each of its names; empty when other places have the same name.
  package let capitals: [String]
  /// Longer phrases that contain one of these names and mean something else.
  package let exceptions: [String]

  /// The name's part of a feed's path, for example `south-korea`.
  package var slug: String { EntityKey(name)?.slug ?? code.lowercased() }
}
