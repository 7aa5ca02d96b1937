import TestSupport
import Testing

@testable import Classification

@Suite("Events under several names, at random")
struct EventGroupingPropertyTests {
  private static let names = (0..<14).map { "n\($0)" }

  private static func page(_ name: String, _ random: inout SeededGenerator) -> Archive.Page {
    var changes: [(String, String)] = []
    for _ in 0..<max(0, Int.random(in: -3...3, using: &random)) {
      let stamp = "2020-03-0\(Int.random(in: 1...5, using: &random)) 04:30:00"
      changes.append((names.randomElement(using: &random) ?? name, stamp))
    }
    if !changes.isEmpty { changes.append((name, "")) }
    let text = "The ferry number \(Int.random(in: 0...9, using: &random)) is late again."
    let topic = Bool.random(using: &random) ? "Ferry strike" : nil
    let title = [text, "Ferry strike: \(text)", "Ferry strike\(text)", "All of \(name) is well."]
    return .init(
      name, title: title.randomElement(using: &random), topic: topic, changes: changes,
      oldTitle: title.randomElement(using: &random))
  }

  private static func pages(_ random: inout SeededGenerator) -> [Archive.Page] {
    names.shuffled(using: &random).prefix(Int.random(in: 1...names.count, using: &random))
      .map { page($0, &random) }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `the order of pages does not matter`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pages = Self.pages(&random)
    let events = Archive(pages).events
    for _ in 0..<10 { #expect(Archive(pages.shuffled(using: &random)).events == events) }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `every page is in one event, and no two events share a name or an id`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let archive = Archive(Self.pages(&random))
    var facts = archive.facts
    let grouping = EventGrouping(&facts, history: archive.history)
    #expect(grouping.groups.flatMap(\.pages).sorted() == archive.facts.pages.map(\.number))
    let names = grouping.groups.flatMap(\.names)
    #expect(Set(names).count == names.count)
    #expect(Set(grouping.groups.map(\.id)).count == grouping.groups.count)
    for (index, group) in grouping.groups.enumerated() {
      #expect(group.names.allSatisfy { grouping.group(of: $0)?.index == index })
      #expect(group.names.contains(group.id))
      #expect(group.pages.contains(group.shown))
    }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `over random edits ids stay unique, and an event keeps an id that it was published under`(seed: UInt64)
  {
    var random = SeededGenerator(seed: seed)
    var archive = Archive(Self.pages(&random))
    for _ in 0..<15 {
      archive.publish()
      let before = archive.history
      switch Int.random(in: 0..<3, using: &random) {
      case 0: archive.remove(Self.names.randomElement(using: &random) ?? "n0")
      default: archive.put(Self.page(Self.names.randomElement(using: &random) ?? "n0", &random))
      }
      var facts = archive.facts
      let groups = EventGrouping(&facts, history: before).groups
      #expect(Set(groups.map(\.id)).count == groups.count)
      let claims = groups.map { group in Set(group.names.compactMap { before.ids[$0] }) }
      for (group, claim) in zip(groups, claims) where !claim.isEmpty {
        let isClaimedOnce = claims.count { !$0.isDisjoint(with: claim) } == 1
        // Another event may bear the name as its own page's: it has no other id to take.
        let isBorneByOthers = groups.contains { $0.id != group.id && !claim.isDisjoint(with: $0.names) }
        if isClaimedOnce, !isBorneByOthers { #expect(claim.contains(group.id)) }
      }
    }
  }
}
