/// A topic as the index knows it: an entity or a country that events have or had, or one that the configuration defines.
package struct TopicRecord: Hashable, Sendable {
  /// Its number in the index.
  package var number: Int32
  /// What kind of topic it is.
  package var kind: DocumentRecord.Kind
  /// Its part of the feed's path.
  package var slug: String
  /// Its name, for people.
  package var name: String
  /// A country's ISO 3166-1 code.
  package var code: String?
  /// Other names that it is known by.
  package var aliases: [String]
  /// The expression of a topic that the configuration defines.
  package var match: String?

  /// Makes a record.
  package init(
    number: Int32, kind: DocumentRecord.Kind, slug: String, name: String, code: String? = nil,
    aliases: [String] = [], match: String? = nil
  ) {
    (self.number, self.kind, self.slug, self.name) = (number, kind, slug, name)
    (self.code, self.aliases, self.match) = (code, aliases, match)
  }
}
