internal import ArchiveIndex
package import Classification
internal import EventArchive
internal import Primitives

/// The names of published events, by which pages have addresses and link to each other. It is empty when events have no pages here.
package struct PageNames: Sendable {
  // For each name the id of the published event whose page has it, and of one that had it or has it as its id.
  private var eventWithPage: [NameNumber.OrNone] = []
  private var formerEvent: [NameNumber.OrNone] = []
  // By id, all names of events that have more than their id, and the names that are equivalent to these.
  private var namesOfEvent: [NameNumber: [NameNumber]] = [:]
  // By number of a page, the names of events that it links to and that do not exist.
  private var missing: [Int: [NameNumber]] = [:]
  // By file, the events that may have a page there. It has only files that may be those of several events.
  private var claims: [String: [Claim]] = [:]
  private var changedClaims: Set<NameNumber> = []

  // The claim of an event to a file, for its page or to lead to its page.
  private struct Claim: Sendable {
    let id: NameNumber
    let isPage: Bool
  }

  /// Makes an empty table.
  init() {}

  /// Appends the links to events that do not exist.
  func appendMissingLinks(to writer: inout BinaryWriter) {
    writer.append(list: missing.sorted { $0.key < $1.key }) { writer, links in
      writer.append(Int64(links.key))
      writer.append(list: links.value) { $0.append($1.rawValue) }
    }
  }

  /// Reads the links to events that do not exist.
  /// - Throws: `BinaryReader.Damaged`.
  mutating func readMissingLinks(_ reader: inout BinaryReader) throws {
    missing = [:]
    _ = try reader.list { reader in
      let page = Int(try reader.number(Int64.self))
      missing[page] = try reader.list { NameNumber(rawValue: try $0.number()) }
    }
  }

  /// By number of a page, for some pages: the names of events that it links to and that do not exist. Others are left out.
  func missingLinks(ofPages pages: some Sequence<Int>, _ names: StringInterner) -> [Int: Set<String>] {
    if missing.isEmpty { return [:] }
    var links: [Int: Set<String>] = [:]
    for page in pages {
      if let targets = missing[page] { links[page] = Set(targets.map { names[$0.index] }) }
    }
    return links
  }

  /// Whether a name is one under which a published event has been published.
  package func isPublished(_ name: NameNumber) -> Bool { event(named: name) != nil }

  // The id of the event with a name; `nil` when there is none, or when the name is only equivalent to one of its names.
  private func event(named name: NameNumber) -> NameNumber? {
    guard eventWithPage.indices.contains(name.index) else { return nil }
    return eventWithPage[name.index].number ?? formerEvent[name.index].number
  }

  /// All names of a published event, and names that are equivalent to these.
  package func names(ofEvent id: NameNumber) -> [NameNumber] { namesOfEvent[id] ?? [id] }

  /// Adds the names of classified events.
  mutating func add(_ classified: [Classifier.Event], _ input: PublicationPlan.Input) {
    let (facts, history) = (input.facts, input.history)
    eventWithPage += repeatElement(.none, count: max(0, facts.names.count - eventWithPage.count))
    formerEvent += repeatElement(.none, count: max(0, facts.names.count - formerEvent.count))
    let ids = Set(classified.lazy.map(\.id))
    var names: [NameNumber: Set<NameNumber>] = [:]
    for (name, id) in history.ids where name != id && ids.contains(id) {
      names[id, default: [id]].insert(name)
    }
    for event in classified {
      guard let page = facts.pages[event.page] else { continue }
      var all = names[event.id, default: [event.id]].union([page.name])
      for name in all { set(name, of: event.id, isPage: name == page.name, facts.names) }
      for name in all { all.formUnion(facts.equivalentNames.others(of: name, in: facts.names)) }
      let address = Self.address(of: page, facts.names)
      all.insert(address)
      if all.count > 1 { namesOfEvent[event.id] = all.sorted() }
      for name in all {
        guard let file = Self.claimedFile(name, isPage: name == address, facts.names) else { continue }
        claims[file, default: []].append(Claim(id: event.id, isPage: name == address))
        for claim in claims[file] ?? [] { changedClaims.insert(claim.id) }
      }
    }
  }

  /// Removes the names of an event.
  mutating func remove(_ event: PublicationPlan.Event, _ interner: StringInterner) {
    missing[event.page] = nil
    guard !eventWithPage.isEmpty else { return }
    for name in names(ofEvent: event.id) {
      if formerEvent[name.index].number == event.id { formerEvent[name.index] = .none }
      if eventWithPage[name.index].number == event.id {
        eventWithPage[name.index] = .none
        if let other = formerEvent[name.index].number { changedClaims.insert(other) }
      }
      let isPage = event.address == name
      guard let file = Self.claimedFile(name, isPage: isPage, interner), var claims = claims[file] else {
        continue
      }
      claims.removeAll { $0.id == event.id }
      for claim in claims { changedClaims.insert(claim.id) }
      self.claims[file] = claims.isEmpty ? nil : claims
    }
    namesOfEvent[event.id] = nil
  }

  // A name may be that of a page, and the id of an event whose page has another name now.
  private mutating func set(_ name: NameNumber, of id: NameNumber, isPage: Bool, _ names: StringInterner) {
    let former = formerEvent[name.index].number
    if isPage {
      eventWithPage[name.index] = .init(id)
      if let former, former != id { changedClaims.insert(former) }
    } else if former.map({ names.precedes(id, $0) }) ?? true {
      formerEvent[name.index] = .init(id)
    }
  }

  /// The ids of the events of which pages may have begun or ceased to be at a file since the last call.
  mutating func takeChangedClaims() -> Set<NameNumber> {
    defer { changedClaims = [] }
    return changedClaims
  }

  /// The path of a name's page, if the event with an id has a page there or leads from there to its page.
  func path(of name: NameNumber, ofEvent id: NameNumber, isPage: Bool, _ names: StringInterner) -> PagePath? {
    let text = EventName(storedPath: names[name.index])
    guard isPage || text.referenceKey == nil else { return nil }
    guard let path = PagePath(text), event(named: name).map({ $0 == id }) ?? true else { return nil }
    guard let claims = claims[path.file] else { return path }
    // A page goes before a path that leads elsewhere, and then the lower id.
    let owner = claims.min { left, right in
      left.isPage == right.isPage ? names.precedes(left.id, right.id) : left.isPage
    }
    return owner?.id == id && owner?.isPage == isPage ? path : nil
  }

  // The file of a name, if it may be that of several names: addresses of posts are not unique, and names with percent-encoding may be
  // equivalent.
  private static func claimedFile(_ name: NameNumber, isPage: Bool, _ names: StringInterner) -> String? {
    let text = EventName(storedPath: names[name.index])
    // The name of a file is an address only when the post has no other.
    guard isPage || text.referenceKey == nil else { return nil }
    guard text.datedAddress != nil || text.day == nil || text.path.utf8.contains(UInt8(ascii: "%")) else {
      return nil
    }
    return PagePath(text)?.file
  }

  /// Sets the names of events that a page links to and that do not exist. Posts refer to files, not to events.
  /// - Returns: these names, in the order of the links.
  mutating func setMissingLinks(of page: PageRecord, number: Int, in facts: ArchiveFacts) -> [NameNumber] {
    guard page.postTimes == nil else { return [] }
    var names: [NameNumber] = []
    page.forEachLink { target, _ in
      if isPublished(target) { return }
      let equivalents = facts.equivalentNames.others(of: target, in: facts.names)
      if !equivalents.contains(where: isPublished) { names.append(target) }
    }
    missing[number] = names.isEmpty ? nil : names
    return names
  }

  /// The digest of the links of a page to events that do not exist; 0 without any.
  static func digest(ofMissing names: [NameNumber], _ interner: StringInterner) -> UInt64 {
    guard !names.isEmpty else { return 0 }
    var bytes: [UInt8] = Array("missing".utf8)
    for name in names { interner.withBytes(at: name.index) { bytes += $0 } }
    return bytes.withUnsafeBytes { ContentDigest($0).high }
  }

  /// The name that makes the address of a page: its own, or that of the address which a post lists behind the day of its publication, if
  /// a page can be there.
  static func address(of page: PageRecord, _ names: StringInterner) -> NameNumber {
    if page.postTimes == nil { return page.name }
    let dated = page.changes.first { EventName(storedPath: names[$0.name.index]).datedAddress != nil }
    guard let dated, PagePath(EventName(storedPath: names[dated.name.index])) != nil else { return page.name }
    return dated.name
  }
}
