import EventArchive
import Primitives
import TestSupport
import Testing

@testable import Classification

@Suite("Evidence for the topics of an event")
struct EvidenceCollectorTests {
  private static let names = (0..<8).map { "n\($0)" }
  private static let entities = [
    "Ada Quill", "Norland Bank", "Egypt", "Egyptian", "Paris", "Texas", "Harbours", "Docks", "Cairo", "Lamps",
  ]

  private static func context(_ random: inout SeededGenerator) -> String {
    entities.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random)).joined(separator: ", ")
  }

  private static func page(_ name: String, _ random: inout SeededGenerator) -> Archive.Page {
    let mentioned = entities.randomElement(using: &random) ?? ""
    let related = names.shuffled(using: &random).prefix(2).map { ($0, context(&random)) }
    return Archive.Page(
      name, title: "\(mentioned) is in the news of \(name)",
      topic: Bool.random(using: &random) ? ["Harbours", "Lamps"].randomElement(using: &random) : nil,
      changes: Int.random(in: 0..<4, using: &random) == 0 ? [("n0", "2020-03-01 04:30:00"), (name, "")] : [],
      related: related, contexts: [context(&random)])
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `is found for exactly the topics that the classifier gives the event`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pages = Self.names.map { Self.page($0, &random) }
    let items = (0..<3).map { _ in
      (name: Self.names.randomElement(using: &random) ?? "n0", context: Self.context(&random))
    }
    let countsMentions = Bool.random(using: &random)
    var archive = Archive(pages)
    archive.addDay(items)
    let (catalogue, gazetteer) = (EntityCatalogue(archive.facts), Gazetteer.standard)
    archive.findMentions(catalogue, gazetteer)
    var facts = archive.facts
    let grouping = EventGrouping(&facts, history: EventHistory())
    let events = Classifier.classify(
      facts, grouping: grouping, catalogue: catalogue, gazetteer: gazetteer, countsMentions: countsMentions
    ).events
    let vocabulary = MentionVocabulary(facts.spellings, catalogue: catalogue, gazetteer: gazetteer)
    for (index, event) in events.enumerated() {
      var collector = EvidenceCollector(
        forEvent: .init(index), of: grouping, facts: facts, catalogue: catalogue, vocabulary: vocabulary,
        gazetteer: gazetteer, countsMentions: countsMentions)
      for page in collector.pages {
        if page < pages.count {
          let eventPage = pages[page].eventPage
          collector.locate(on: eventPage, summary: eventPage.summary, number: page, file: "\(page)")
        } else {
          collector.locate(on: Archive.dayPage(items), number: page, file: "day")
        }
      }
      collector.addCountries(of: event, learned: LearnedCountries())
      let found = collector.entities.keys.filter {
        let entity = catalogue.entities[$0.index]
        return !gazetteer.isDemonym(entity) && gazetteer.country(ofEntity: entity.key) == nil
      }
      #expect(found.sorted(by: catalogue.precedes) == Array(event.entities))
      #expect(collector.countries.keys.sorted() == Array(event.countries))
    }
  }
}
