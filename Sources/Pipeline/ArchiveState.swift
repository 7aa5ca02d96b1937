internal import Classification
internal import Publishing

/// An archive of which all events are classified and planned, less the facts of its pages, which stay in the index. A service
/// keeps it from one build to the next, so that a change costs no more than what it affects.
package struct ArchiveState: Sendable {
  /// All names and spellings; the pages are there during a build only.
  var facts: ArchiveFacts
  /// The entities.
  var catalogue: EntityCatalogue
  /// The rules by which names are discovered; `nil` before they are needed.
  var names: NameModel?
  /// The names that count as mentions.
  var vocabulary: MentionVocabulary
  /// The index of pages by names, texts and words, which finds the pages that a change affects.
  var postings = ArchivePostings()
  /// The countries that entities imply.
  var learned = LearnedCountries()
  /// The entities that have enough events to be topics.
  var threshold: EntityThreshold
  /// The documents to publish.
  var plan: PublicationPlan

  /// Makes the state of an archive whose events are not classified yet.
  init(
    _ facts: ArchiveFacts, variants: [String: String], settings: BuildSettings, gazetteer: Gazetteer,
    plan: PublicationPlan
  ) {
    self.facts = facts
    catalogue = EntityCatalogue(
      aliases: settings.aliases(with: variants), articles: settings.articles(in: variants),
      termNames: settings.termNames, termArticles: settings.termArticles, apart: settings.apart)
    (vocabulary, threshold) = Self.emptyRules(settings, gazetteer: gazetteer)
    self.plan = plan
  }

  /// Frees what only a build of changes needs.
  mutating func forgetRules(_ settings: BuildSettings, gazetteer: Gazetteer) {
    (vocabulary, threshold) = Self.emptyRules(settings, gazetteer: gazetteer)
  }

  // The rules of an archive without events.
  private static func emptyRules(
    _ settings: BuildSettings, gazetteer: Gazetteer
  ) -> (MentionVocabulary, EntityThreshold) {
    (MentionVocabulary(gazetteer), EntityThreshold(minimum: settings.minimumEvents, discovered: 1))
  }
}
