/// A name that is filed under another one.
package struct EntityMerge: Sendable, Hashable {
  /// Why a name is filed under another.
  package enum Reason: String, Sendable {
    /// Lists link both to one article.
    case article = "same article"
    /// The archive has both, and they are spellings of one name.
    case spelling
    /// The archive gives the name in brackets behind the other, whose initials it has.
    case abbreviation
    /// It is a known other name.
    case known = "known name"
    /// It is a body of one country, of which many countries have one.
    case body
    /// It is the name of a country, whose feed has its events.
    case country
    /// It is a surname. At the time of the events, only one person had it, and the other name is that person's full name.
    case surname
  }

  /// The name.
  package var name: String
  /// The name that it is filed under.
  package var main: String
  /// The reason.
  package var reason: Reason

  /// Makes a merge.
  package init(_ name: String, main: String, reason: Reason) {
    (self.name, self.main, self.reason) = (name, main, reason)
  }
}
