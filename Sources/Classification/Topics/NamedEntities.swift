internal import Primitives

/// The entities that pages name for each event, as often as pages repeat them, by event.
struct NamedEntities: Sendable {
  /// A name that gives an event an entity. It has four bytes, because an archive has millions.
  struct Naming {
    private static let bits: UInt32 = 3
    private let packed: UInt32

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

  // The namings of all events, in the order of events and pages; those of event n end at `ends[n]`.
  private var namings: [Naming] = []
  private var ends: [Int]

  // The namings on some pages, in the order of the pages, and the event of each.
  private struct Part {
    var namings: [Naming] = []
    var events: [EventGrouping.GroupNumber] = []
  }

  /// Gathers the entities that the pages of a walk name.
  /// - Parameter pagesAtOnce: the number of pages that a thread walks at a time.
  init(_ walk: EvidenceWalk, catalogue: EntityCatalogue, pagesAtOnce: Int) {
    var parts: [Part] = []
    ParallelMap.run((0..<walk.facts.pages.bound).chunks(of: pagesAtOnce)) { pages in
      var part = Part()
      walk.forEachNaming(on: pages) { naming in
        guard let entity = catalogue.entity(ofSpelling: naming.spelling) else { return }
        part.namings.append(Naming(entity, naming))
        part.events.append(naming.event)
      }
      return part
    } consume: {
      parts.append($0)
    }
    var starts = [Int](repeating: 0, count: walk.grouping.groups.count + 1)
    for part in parts { for event in part.events { starts[event.index + 1] += 1 } }
    for event in starts.indices.dropFirst() { starts[event] += starts[event - 1] }
    ends = starts
    ends.removeLast()
    guard let total = starts.last else { return }
    namings = Array(unsafeUninitializedCapacity: total) { [ends] buffer, count in
      var ends = ends
      for part in parts {
        for (naming, event) in zip(part.namings, part.events) {
          buffer.initializeElement(at: ends[event.index], to: naming)
          ends[event.index] += 1
        }
      }
      count = total
    }
    ends = Array(starts.dropFirst())
  }

  /// The namings of the event of a group, by its index, in the order of the pages.
  subscript(group: Int) -> ArraySlice<Naming> {
    namings[(group == 0 ? 0 : ends[group - 1])..<ends[group]]
  }
}
