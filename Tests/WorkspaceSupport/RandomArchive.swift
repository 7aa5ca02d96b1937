internal import Classification
internal import EventArchive
internal import Foundation
package import Primitives
package import Publishing
internal import Syndication
package import TestSupport

/// An archive of invented events that changes at random, the same way for the same seed.
package struct RandomArchive {
  /// What happens to a file below the content directory.
  package enum Operation {
    /// It is made, or replaced.
    case write(path: String, text: String)
    /// It is deleted.
    case remove(path: String)
  }

  /// The seeds of a test: from 1 to `count`, or as many as FEEDGEN_TEST_SEEDS asks for, for which there is no time in
  /// every run of the tests.
  package static func seeds(_ count: Int) -> ClosedRange<Int> {
    1...(ProcessInfo.processInfo.environment["FEEDGEN_TEST_SEEDS"].flatMap(Int.init) ?? count)
  }

  /// The seeds of a test as `seeds` gives them, each with the kinds of index that it is run on: a third of them in this process
  /// also on PostgreSQL, all of them when FEEDGEN_TEST_SEEDS asks for a number.
  package static func cases(_ count: Int) -> [(seed: Int, index: TestIndex)] {
    let isThorough = ProcessInfo.processInfo.environment["FEEDGEN_TEST_SEEDS"] != nil
    return seeds(count).flatMap { seed in
      TestIndex.available.filter { isThorough || $0 == .sqlite || seed % 3 == 1 }.map { (seed, $0) }
    }
  }

  /// Names of entities with all that names hold: commas, signs, wiki marks, other scripts.
  package static let entities = [
    "Norland", "Lake Vorra", "Ada Quill", "Ada Quíll", "Bülent Orhanlı", "Washington, D.C.", "Bramble, Inc.",
    "C", "C++", "C#", "AT&T", "MV ''Acx Rosta''l", "日本", "Москва", "النيل", "fishing", "Egypt", "Egyptian",
    "Norland general election, 2018", "São Lurdes", "U.S. Harbour Board", "../../etc/passwd",
    "Bu\u{308}lent Orhanlı", "#MeToo", "MeToo", "9½ Weeks", "9 Weeks", "Georgia", "Jordan",
  ]

  /// Days long ago.
  package static let days = ["2013/11/4", "2013/11/14", "2014/02/13", "2018/03/1"]
  /// Days about the time at which tests take place, 2033-05-18T03:33:20Z, and after it.
  package static let daysAhead = [
    "2033/05/17", "2033/05/18", "2033/05/19", "2033/05/20", "2033/05/22", "2034/01/1",
  ]
  private static let deeds = [
    "opens a bridge in", "buys grain from", "loses a chess match to", "sends a choir to",
  ]
  private static let summaries = [
    "", "", "People sang until it was dark.",
    "The mayor of Москва &quot;agrees&quot; with Ada Quill; 日本 does not.",
    "Bulent Orhanli and Blent Orhanl meet at a MeToo rally for 9 Weeks.",
    "A ferry brought *visitors* from Lake Vorra & Norland.",
    "It rained in Egypt. Boats from Jordan and 日本 waited.", "*ضباب* فوق مرفأ Norland.",
    "Nobody was asked.\n\nNobody spoke.",
  ]

  /// The pages that stand in the archive, by path.
  package private(set) var pages: [BytePath: ArchivePage] = [:]
  // The texts of files that have been given other names; a page's own text names its file.
  private var texts: [BytePath: String] = [:]
  private var others: Set<String> = []
  private let days: [String]
  private var random: SeededGenerator
  private var counter = 0

  /// Begins an archive without pages, of which all will be of some days.
  package init(seed: Int, days: [String] = RandomArchive.days) {
    (random, self.days) = (SeededGenerator(seed: seed), days)
  }

  /// Whether something happens that does so in `percent` of all cases.
  package mutating func chance(_ percent: Int) -> Bool { random.chance(percent) }

  /// What is done to the archive, several things together.
  package mutating func step() -> [Operation] {
    (0..<Int.random(in: 1...4, using: &random)).flatMap { _ in operation() }
  }

  /// Files that get another name on the same day with their text unchanged: each written under the new name, then removed under
  /// the old one.
  package mutating func moves(_ count: Int) -> [[Operation]] {
    (0..<count).compactMap { _ in
      pages.keys.sorted().randomElement(using: &random).map { Array(move($0).reversed()) }
    }
  }

  /// Files that swap their names, or pass them on along a chain, with their texts unchanged; the name at the beginning of a
  /// chain may be that of a new story then.
  package mutating func passNames() -> [Operation] {
    let paths = Array(pages.keys.sorted().shuffled(using: &random).prefix(random.pick([1, 2, 2, 3])))
    let isCircle = paths.count > 1 && random.chance(50)
    let passing = paths.compactMap { pages[$0] }
    let passed = paths.map { texts.removeValue(forKey: $0) ?? pages[$0]?.text ?? "" }
    var operations: [Operation] = []
    for (index, page) in passing.enumerated() {
      var moved = page
      if index + 1 < passing.count || isCircle {
        let next = passing[(index + 1) % passing.count]
        (moved.day, moved.slug) = (next.day, next.slug ?? ArchivePage.slug(next.title))
      } else {
        counter += 1
        moved.slug = "passed-\(counter)"
      }
      (pages[BytePath(moved.path)], texts[BytePath(moved.path)]) = (moved, passed[index])
      operations.append(.write(path: moved.path, text: passed[index]))
    }
    guard !isCircle, let first = passing.first else { return operations }
    pages[BytePath(first.path)] = nil
    guard random.chance(50) else { return operations + [.remove(path: first.path)] }
    var story = ArchivePage(day: first.day, title: title(), form: random.pick(ArchivePage.Form.allCases))
    story.slug = first.slug ?? ArchivePage.slug(first.title)
    fill(&story)
    return operations + put(story)
  }

  /// New events and days' pages alone, each with one name for ever, in random order.
  package mutating func additions(_ count: Int) -> [Operation] {
    let events = (0..<count).flatMap { _ in add() }
    let days = random.pick(0...2, of: days).flatMap { writeDay($0) }
    return (events + days).shuffled(using: &random)
  }
}

extension RandomArchive {
  private mutating func operation() -> [Operation] {
    guard let path = pages.keys.sorted().randomElement(using: &random), let page = pages[path] else {
      return add()
    }
    switch Int.random(in: 0..<18, using: &random) {
    case 0...3: return add()
    case 4...5: return edit(page)
    case 6...7: return rename(page)
    case 8: return writeAgainWithTopic(page)
    case 9: return remove(path.text)
    case 10: return writeDay(random.pick(days))
    case 11: return [.write(path: path.text, text: texts[path] ?? page.text)]
    case 12: return move(path)
    case 13: return moveToOtherDay(path)
    case 14...15: return passNames()
    case 16: return [.write(path: path.text, text: random.pick(["", "### [2013", "\u{0}", "# \n\n"]))]
    default: return others.sorted().randomElement(using: &random).map { remove($0) } ?? add()
    }
  }

  private mutating func put(_ page: ArchivePage) -> [Operation] {
    (pages[BytePath(page.path)], texts[BytePath(page.path)]) = (page, nil)
    return [.write(path: page.path, text: page.text)]
  }

  private mutating func add() -> [Operation] {
    var page = ArchivePage(
      day: random.pick(days), title: title(), form: random.pick(ArchivePage.Form.allCases))
    fill(&page)
    return put(page)
  }

  private mutating func edit(_ page: ArchivePage) -> [Operation] {
    var page = page
    fill(&page)
    return put(page)
  }

  // The same text in a file of another name. Some names are equivalent in Unicode to those of other files.
  private mutating func move(_ path: BytePath) -> [Operation] {
    guard let page = pages.removeValue(forKey: path) else { return [] }
    counter += 1
    var moved = page
    moved.slug = random.pick(["moved-\(counter)", "m\u{E1}-\(counter / 4)", "ma\u{301}-\(counter / 4)"])
    return move(page, from: path, to: moved)
  }

  // The same text in the folder of another day.
  private mutating func moveToOtherDay(_ path: BytePath) -> [Operation] {
    guard let page = pages.removeValue(forKey: path) else { return [] }
    var moved = page
    moved.day = random.pick(days)
    return move(page, from: path, to: moved)
  }

  private mutating func move(_ page: ArchivePage, from path: BytePath, to moved: ArchivePage) -> [Operation] {
    let target = BytePath(moved.path)
    guard pages[target] == nil, target != path else {
      pages[path] = page
      return []
    }
    let text = texts.removeValue(forKey: path) ?? page.text
    (pages[target], texts[target]) = (moved, text)
    return [.remove(path: path.text), .write(path: target.text, text: text)]
  }

  // A new title and so a new file, which lists the old one; that goes away or stays.
  private mutating func rename(_ page: ArchivePage) -> [Operation] {
    var new = page
    (new.slug, new.title, new.form) = (nil, title(), random.pick(ArchivePage.Form.allCases))
    counter += 1
    let stamp = "2018-02-06 13:\(10 + counter / 60 % 50):\(10 + counter % 50)"
    new.changes = random.chance(80) ? page.changes(replaced: stamp) : []
    let removal = random.chance(40) ? remove(page.path) : []
    return removal + put(new)
  }

  // The same text with its topic in front: another name of the same event.
  private mutating func writeAgainWithTopic(_ page: ArchivePage) -> [Operation] {
    var new = page
    new.title = random.pick(["Weather:", "Norland. ", "Lake Vorra:. "]) + page.title
    (new.slug, new.form, new.changes) = (nil, .early, [])
    return put(new)
  }

  private mutating func remove(_ path: String) -> [Operation] {
    texts[BytePath(path)] = nil
    let isKnown = pages.removeValue(forKey: BytePath(path)) != nil || others.remove(path) != nil
    return isKnown ? [.remove(path: path)] : []
  }

  private mutating func writeDay(_ day: String) -> [Operation] {
    let path = "news/\(day)/" + random.pick(["index", "README"]) + ".md"
    others.insert(path)
    var text = "## [day](/news/\(day)/index.md)\n\n"
    for (_, page) in pages.sorted(by: { $0.key < $1.key }) where page.day == day {
      text += "### [\(page.title) ](/\(page.path))\n_Context: \(context())_\n\n"
    }
    return [.write(path: path, text: text)]
  }

  private mutating func fill(_ page: inout ArchivePage) {
    page.topic = random.pick(Self.entities)
    page.summary = random.pick(Self.summaries)
    page.context = random.chance(60) ? context() : ""
    page.cover = random.chance(30) ? "http://pictures.example/\(counter)/a.jpg?x=1&amp;y=2" : nil
    page.sources = (0..<Int.random(in: 0...2, using: &random)).map {
      ("Paper \($0)", "http://paper.example/\(counter)")
    }
    // No two names have one article, which would unite them in a full run.
    page.articles =
      random.chance(20)
      ? random.pick(0...2, of: Self.entities.indices.map { $0 }).map {
        (Self.entities[$0], "https://en.wikipedia.org/wiki/\($0)_\(random.pick(["a", "b"]))")
      } : []
    page.related = random.pick(0...3, of: pages.keys.sorted()).compactMap {
      pages[$0]?.related(sharing: context())
    }
    // One that may come later, or never.
    if random.chance(30) {
      let other = ArchivePage(
        day: random.pick(days), title: title(number: counter + 1 + random.pick([0, 1, 2])))
      page.related.append(other.related(sharing: context()))
    }
  }

  private mutating func context() -> String { random.pick(1...3, of: Self.entities).joined(separator: ", ") }

  private mutating func title() -> String {
    counter += 1
    return title(number: counter)
  }

  // The same number gives the same title, so that a page can be linked before it comes.
  private func title(number: Int) -> String {
    var random = SeededGenerator(seed: number &* 7919)
    let (subject, object) = (random.pick(Self.entities), random.pick(Self.entities))
    return "\(subject) \(random.pick(Self.deeds)) \(object), as was said on occasion number \(number)."
  }
}

extension Workspace {
  /// Sets what classifying and windows depend on, differently by seed.
  package func configure(seed: Int) {
    isForced = true
    configuration.windowEntries = seed % 3 == 0 ? 4 : seed % 3 == 1 ? 1 : 50
    configuration.windowHours = seed % 5 == 1 ? 24 * 15 : 0
    // Some feeds are full with few entries, and some with one.
    configuration.windowBytes = seed % 4 == 2 ? 9_000 : seed % 4 == 3 ? 20_000 : 4_000_000
    configuration.archives = seed % 2 == 0
    configuration.formats = seed % 6 == 0 ? FeedFormat.allCases : [.atom]
    configuration.topics = [
      topic("Bridges and Norland", "entity:norland AND NOT text:chess OR text:\"a bridge\""),
      topic("Early Egypt", "country:EG to:2013"), topic("Nothing", "entity:nobody"),
      topic("About Egypt", "about:egypt OR about:entity:norland"),
      topic("Persons", "person:\"Ada Quill\" OR place:norland OR organisation:norland"),
    ].compactMap { $0 }
    configuration.countryFeeds = seed % 3 == 1 ? .about : .all
    configuration.minimumEvents = [2, 1, 3, 1, 1][seed % 5]
    configuration.mentions = seed % 7 != 0
    let zones = ["UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kathmandu"]
    configuration.timeZone = SiteTimeZone(zones[seed / 2 % zones.count]) ?? .utc
    configuration.future = seed % 6 == 1 ? .publish : .hold
    if seed % 4 == 0 { configuration.aliases = ["Ada Quíll": "Ada Quill Senior", "C": "C++"] }
  }

  /// A combined topic.
  package func topic(_ name: String, _ match: String) -> CombinedTopic? {
    (try? TopicExpression(match, gazetteer: Gazetteer.standard)).flatMap {
      CombinedTopic(name: name, expression: $0)
    }
  }

  /// Does to the content what happens in a random archive.
  package func apply(_ operations: [RandomArchive.Operation]) throws {
    for operation in operations {
      switch operation {
      case .write(let path, let text): try write(text, to: path)
      case .remove(let path): try remove(path)
      }
    }
  }
}
