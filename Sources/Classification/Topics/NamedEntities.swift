internal import Primitives

/// The entities that pages name for each of some events, as often as pages repeat them, by event.
struct NamedEntities: Sendable {
  /// A name that gives an event an entity. It has four bytes, because an archive has millions.
  struct Naming {
    private static let bits: UInt32 = 3
    private let packed: UInt32

    /// Makes a place for a naming.
    init() { packed = 0 }

    /// Makes a naming of an entity.
    init(_ entity: EntityNumber, _ naming: EvidenceWalk.Naming) {
      packed =
        UInt32(entity.rawValue) << Self.bits | (naming.list.isOfNames ? 1 : 0) | (naming.isListed ? 2 : 0)
        | (naming.isAbout ? 4 : 0)
    }

    /// The entity.
    var entity: EntityNumber { EntityNumber(rawValue: Int32(packed >> Self.bits)) }
    /// Whether a list of the content has the name.
    var isOfNames: Bool { packed & 1 != 0 }
    /// Whether a page of the event itself lists the name.
    var isListed: Bool { packed & 2 != 0 }
    /// Whether the event is about the entity.
    var isAbout: Bool { packed & 4 != 0 }
  }

  // The indices of the groups of the events.
  private let groups: Range<Int>
  // The namings of the events, in the order of events and pages; those of the n-th event end at `ends[n]`.
  private var namings: [Naming] = []
  private var ends: [Int]

  // The namings on some pages, in the order of the pages, and the event of each.
  private struct Part {
    var namings: [Naming] = []
    var events: [EventGrouping.GroupNumber] = []
  }

  /// Gathers the entities that the pages of a walk name. Walks twice, first to count them: the namings of all pages before they are
  /// ordered by event would be the largest part of the memory of a build.
  /// - Parameters:
  ///   - groups: the indices of the groups of the events.
  ///   - wanted: only for the events of which pages name one of these entities; `nil` for all events.
  ///   - pagesAtOnce: the number of pages that a thread walks at a time.
  init(
    _ walk: EvidenceWalk, of groups: Range<Int>, catalogue: EntityCatalogue,
    naming wanted: Set<EntityNumber>?,
    pagesAtOnce: Int
  ) {
    self.groups = groups
    let pages = (0..<walk.facts.pages.bound).chunks(of: pagesAtOnce)
    let counts = Self.counts(walk, of: groups, catalogue: catalogue, naming: wanted, pages: pages)
    ends = [0]
    ends.reserveCapacity(counts.count + 1)
    for count in counts { ends.append(ends[ends.count - 1] + Int(count)) }
    guard let total = ends.popLast(), total > 0 else { return }
    namings = Array(repeating: Naming(), count: total)
    ParallelMap.run(pages, ahead: ParallelMap.processors) { pages in
      var part = Part()
      walk.forEachNaming(on: pages) { naming in
        guard groups.contains(naming.event.index), counts[naming.event.index - groups.lowerBound] > 0,
          let entity = catalogue.entity(ofSpelling: naming.spelling)
        else { return }
        part.namings.append(Naming(entity, naming))
        part.events.append(naming.event)
      }
      return part
    } consume: { part in
      for (naming, event) in zip(part.namings, part.events) {
        let event = event.index - groups.lowerBound
        namings[ends[event]] = naming
        ends[event] += 1
      }
    }
  }

  // The number of namings of each event; 0 for an event of which no page names a wanted entity.
  private static func counts(
    _ walk: EvidenceWalk, of groups: Range<Int>, catalogue: EntityCatalogue,
    naming wanted: Set<EntityNumber>?,
    pages: [Range<Int>]
  ) -> [Int32] {
    let zeros = [Int32](repeating: 0, count: groups.count)
    var parts = Array(
      repeating: (all: zeros, wanted: wanted == nil ? [] : zeros), count: ParallelMap.processors)
    ParallelMap.gather(pages, with: &parts) { part, pages in
      walk.forEachNaming(on: pages) { naming in
        guard groups.contains(naming.event.index), let entity = catalogue.entity(ofSpelling: naming.spelling)
        else { return }
        let event = naming.event.index - groups.lowerBound
        part.all[event] += 1
        if let wanted, wanted.contains(entity) { part.wanted[event] += 1 }
      }
    }
    return zeros.indices.map { event in
      if wanted != nil, parts.allSatisfy({ $0.wanted[event] == 0 }) { return 0 }
      return parts.reduce(0) { $0 + $1.all[event] }
    }
  }

  /// The namings of the event of a group, by its index, in the order of the pages; none for an event that is not wanted.
  subscript(group: Int) -> ArraySlice<Naming> {
    let event = group - groups.lowerBound
    return namings[(event == 0 ? 0 : ends[event - 1])..<ends[event]]
  }
}
