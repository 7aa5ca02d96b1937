import EventArchive
import Primitives
import Testing

@testable import Classification

@Suite("Filing events under topics")
struct ClassifierTests {
  private typealias Page = Archive.Page

  @Test func `a context in an event's Related list is evidence for both ends`() {
    let pages = [Page("a", related: [("b", "Fog, Port Almira")]), Page("b"), Page("c")]
    let topics = ["a": ["Fog", "Port Almira"], "b": ["Fog", "Port Almira"], "c": []]
    var archive = Archive(pages)
    var reversed = Archive(pages.reversed())
    #expect(archive.topics() == topics)
    #expect(reversed.topics() == topics)
  }

  @Test func `a context on a day page is evidence`() {
    var archive = Archive([Page("a"), Page("b")])
    archive.addDay([(name: "a", context: "Harbours, Inc., Fog"), (name: "missing", context: "Rain")])
    #expect(archive.topics() == ["a": ["Fog", "Harbours, Inc."], "b": []])
  }

  @Test func `a context in an event's own body and its topic are evidence`() {
    var archive = Archive([Page("a", topic: "Ferry strike", contexts: ["Fog, C++", "Rain"])])
    #expect(archive.topics() == ["a": ["C++", "Ferry strike", "Fog", "Rain"]])
  }

  @Test func `events that are filed a few at a time have the same topics as all at once`() {
    let names = (0..<20).map { "e\($0)" }
    let pages = names.indices.map { number in
      Page(
        names[number],
        related: [(names[(number * 7 + 3) % 20], "Rain \(number % 4)"), (names[19 - number], "Hail")],
        contexts: ["Fog \(number % 3)"])
    }
    let archive = Archive(pages)
    var facts = archive.facts
    let grouping = EventGrouping(&facts, history: archive.history)
    let catalogue = EntityCatalogue(archive.facts)
    func filed(_ eventsInMemory: Int, naming entities: Set<EntityNumber>? = nil) -> [String] {
      let found = Classifier.classify(
        archive.facts, grouping: grouping, catalogue: catalogue, gazetteer: .standard, countsMentions: false,
        naming: entities, eventsInMemory: eventsInMemory)
      return zip(found.groups, found.events).map { (group: Int, event: Classifier.Event) -> String in
        let entities = event.entities.map { catalogue.entities[$0.index].name }
        return "\(group) \(event.id) \(entities)"
      }
    }
    let all = filed(20)
    #expect(all.count == 20)
    #expect(filed(3) == all)
    let some: Set = [EntityNumber(0)]
    let naming = filed(20, naming: some)
    #expect(!naming.isEmpty && naming.count < 20)
    #expect(filed(3, naming: some) == naming)
    #expect(naming.allSatisfy(all.contains))
  }

  @Test func `evidence for any name is evidence for the event`() {
    var archive = Archive([
      Page("b", changes: [("a", "2020-03-05 01:30:00"), ("b", "")]), Page("a", contexts: ["Fog"]),
      Page("x", related: [("a", "Rain")]), Page("y", related: [("b", "Snow")]),
    ])
    archive.addDay([(name: "a", context: "Hail")])
    #expect(archive.topics()["a"] == ["Fog", "Hail", "Rain", "Snow"])
    #expect(archive.topics()["b"] == nil)
  }

  @Test func `evidence for a name that has no page any more is evidence for the event`() {
    var archive = Archive([
      Page("b", changes: [("a", "2020-03-05 01:30:00"), ("b", "")]), Page("x", related: [("a", "Rain")]),
    ])
    #expect(archive.topics()["a"] == ["Rain"])
  }

  @Test func `evidence goes when the page that held it goes`() {
    var archive = Archive([Page("a", related: [("b", "Fog")]), Page("b")])
    archive.remove("a")
    #expect(archive.topics() == ["b": []])
  }

  @Test func `two spellings are one entity, filed once`() {
    var archive = Archive([Page("a", topic: "FOG", contexts: ["Fog, fog, Fog"])])
    #expect(archive.topics() == ["a": ["Fog"]])
  }

  @Test(
    "a known name that is part of a longer one, or means nothing alone, is no mention",
    arguments: [
      ("Jordan", "Michael Jordan buys a team"), ("Sudan", "South Sudan votes"),
      ("Mexico", "New Mexico votes"),
      ("Ireland", "Northern Ireland votes"), ("Maria", "Maria sings"), ("Police", "Police sing"),
      ("Three", "Three sing"), ("Monday", "Monday is a holiday"), ("pirate", "A pirate sings"),
      ("AU", "A comet comes within 0.5 AU"), ("Meta", "Meta-analysis of trees"),
      ("Inter", "Inter-city trains stop"),
    ])
  func noMention(entity: String, title: String) {
    var archive = Archive([Page("a", contexts: [entity]), Page("b", title: title)])
    #expect(archive.topics(mentions: true)["b"]?.contains(entity) == false)
    archive = Archive([Page("a", contexts: ["Ada Quill"]), Page("b", title: "Ada Quill and \(title)")])
    #expect(archive.topics(mentions: true)["b"]?.contains("Ada Quill") == true)
  }

  @Test(
    "a known name in a longer one of the same country is a mention",
    arguments: [
      ("Texas", "A fire in Dallas, Texas"), ("Hamas", "The Israel–Hamas war ends"),
      ("England", "The Bank of England waits"),
      ("Scotland", "The Church of Scotland says so"), ("Wales", "England and Wales talk"),
      ("Ohio", "A storm in Columbus, Ohio"), ("NATO", "A NATO-led force"), ("AU", "In 2014 AU troops leave"),
      ("Meta", "Meta's board"),
    ])
  func mentionInLongerName(entity: String, title: String) {
    var archive = Archive([Page("a", contexts: [entity]), Page("b", title: title)])
    #expect(archive.topics(mentions: true)["b"]?.contains(entity) == true)
  }

  @Test(
    "a name beside a link is no topic of an event whose text has it only at the end of a longer one",
    arguments: [
      ("Queen Ada II", "Ada II", "Queen Ada II sings", ["Queen Ada II"]),
      ("St. Quill Cardinals", "Quill Cardinals", "The St. Quill Cardinals win", ["St. Quill Cardinals"]),
      ("Queen Ada II", "Ada II", "Queen Ada II sings of Ada II", ["Ada II", "Queen Ada II"]),
      ("Queen Ada II", "Ada II", "A queen sings", ["Ada II"]),
      (
        "Kestrel Front insurgency", "Kestrel Front", "The Kestrel Front insurgency ends",
        ["Kestrel Front", "Kestrel Front insurgency"]
      ),
      ("Almira Ports", "Almi", "Almira Ports close", ["Almi", "Almira Ports"]),
      ("Orrin's Bell Works", "Bell Works", "Orrin's Bell Works open", ["Bell Works", "Orrin's Bell Works"]),
      ("Orrins' Bell Works", "Bell Works", "Orrins' Bell Works open", ["Bell Works", "Orrins' Bell Works"]),
      ("Kestrel Express", "Kestrel", "The Kestrel Express lands", ["Kestrel", "Kestrel Express"]),
      ("West Brynmoor", "Brynmoor", "Fog in West Brynmoor", ["Brynmoor", "West Brynmoor"]),
      (
        "U.S. Quill Reserve", "Quill Reserve", "The U.S. Quill Reserve meets",
        ["Quill Reserve", "U.S. Quill Reserve", "US"]
      ),
      (
        "Norwegian Quill Party", "Quill Party", "The Norwegian Quill Party meets",
        ["Norwegian Quill Party", "Quill Party", "NO"]
      ),
      (
        "2012 Women's Ferry Cup", "Women's Ferry Cup", "The 2012 Women's Ferry Cup ends",
        ["2012 Women's Ferry Cup"]
      ),
    ])
  func partOfLongerName(longer: String, part: String, title: String, expected: [String]) {
    var archive = Archive([
      Page("a", contexts: [longer]), Page("b", title: title, related: [("a", part)]),
    ])
    let topics = archive.topics(mentions: true)
    #expect(topics["b"] == expected)
    #expect(topics["a"]?.contains(part) == true)
  }

  @Test func `a name that the event's own list has is a topic, although its text has a longer one`() {
    var archive = Archive([
      Page("a", contexts: ["Queen Ada II"]), Page("b", title: "Queen Ada II sings", contexts: ["Ada II"]),
    ])
    #expect(archive.topics(mentions: true)["b"] == ["Ada II", "Queen Ada II"])
  }

  @Test(
    "of a place that has namesakes the text tells which is meant, and the entity adds no other",
    arguments: [
      ("Paris", "A fire kills three in Paris, Texas", ["US"]),
      ("Georgia", "Governor of Georgia resigns", ["US"]),
      ("Tripoli", "Shells hit Tripoli, Lebanon", ["LB"]),
      ("Congo", "Congo's Sassou wins in Brazzaville", ["CG"]),
      ("Paris", "Voters queue in the rain", ["FR"]), ("Gaza", "Voters queue in the rain", ["PS"]),
      ("Georgia", "Voters queue in the rain", ["GE"]),
    ])
  func homonyms(entity: String, title: String, codes: [String]) {
    var archive = Archive([Page("a", title: title, contexts: [entity]), Page("b", contexts: [entity])])
    #expect(archive.topics(mentions: true)["a"] == [entity] + codes)
  }

  @Test(
    "a name of which titles lost the accents, or the letters, is a mention",
    arguments: [
      "Bülent Ecevit speaks", "Bulent Ecevit speaks", "Blent Ecevit speaks", "Bu\u{308}lent Ecevit speaks",
    ])
  func accents(title: String) {
    var archive = Archive([
      Page("a", contexts: ["Bülent Ecevit, Pelé"]), Page("b", title: PlainText.clean(title)),
      Page("c", title: "A Pel of grain"),
    ])
    #expect(archive.topics(mentions: true)["b"]?.first == "Bülent Ecevit")
    #expect(archive.topics(mentions: true)["c"] == [])
  }

  @Test(
    "of two names that are the same words in a text, the one most like them is mentioned, whichever came first",
    arguments: [["#MeToo", "MeToo"], ["MeToo", "#MeToo"]])
  func sameWords(names: [String]) {
    var archive = Archive(
      names.enumerated().map { Page("\($0)", contexts: [$1]) } + [Page("c", title: "A MeToo rally")])
    #expect(archive.topics(mentions: true)["c"] == ["MeToo"])
  }

  @Test func `a known name in a title is a mention`() {
    let pages = [
      Page("a", contexts: ["Ann Poe, Almira Ports, Inc."]),
      Page("b", title: "Ann Poe's ferry sails for Almira Ports, Inc."),
      Page("c", title: "Ann Poetry is read"),
    ]
    var archive = Archive(pages)
    #expect(archive.topics() == ["a": ["Almira Ports, Inc.", "Ann Poe"], "b": [], "c": []])
    let names = ["Almira Ports, Inc.", "Ann Poe"]
    #expect(archive.topics(mentions: true) == ["a": names, "b": names, "c": []])
  }

  @Test(
    "words that mean something by themselves alone are mentions",
    arguments: [
      ("Ann Poe", true), ("東京", true), ("مصر", true), ("EU", true), ("al-Quds", true), ("iPhone", true),
      ("12 Angry Men", true),
      ("police", false), ("Police", false), ("Monday", false), ("The", false), ("A", false), ("x", false),
      ("Al", false),
      ("2018", false), ("", false), ("12th century", false),
    ])
  func telling(name: String, isDistinctive: Bool) {
    #expect(MentionVocabulary.isDistinctive(name) == isDistinctive)
  }

  @Test func `countries come from entities and from the text`() {
    var archive = Archive([
      Page("a", contexts: ["Egypt, Russian"]), Page("b", title: "Envoys of New Mexico and France meet"),
      Page("c", related: [("b", "Cairo")]),
    ])
    #expect(archive.topics(mentions: true)["a"] == ["EG", "RU"])
    #expect(archive.topics(mentions: true)["b"] == ["Cairo", "EG", "FR", "US"])
    #expect(archive.topics(mentions: true)["c"] == ["Cairo", "EG"])
  }

  @Test func `entities of few events are left out, their countries stay`() {
    var archive = Archive([
      Page("a", contexts: ["Egypt, Fog"]), Page("b", contexts: ["Fog"]), Page("c", contexts: ["Rain"]),
    ])
    #expect(archive.topics(minimumEvents: 2) == ["a": ["Fog", "EG"], "b": ["Fog"], "c": []])
    #expect(archive.topics(minimumEvents: 3) == ["a": ["EG"], "b": [], "c": []])
  }

  @Test func `an event of several pages counts once`() {
    var archive = Archive([
      Page("b", changes: [("a", "2020-03-05 01:30:00"), ("b", "")], contexts: ["Fog"]),
      Page("a", contexts: ["Fog"]),
    ])
    #expect(archive.topics(minimumEvents: 2) == ["a": []])
  }

  @Test func `how many pages join the archive at a time does not matter`() {
    let pages = [
      Page("a", topic: "Fog", related: [("b", "Rain, Fog"), ("c", "Rain")], contexts: ["Fog, Snow"]),
      Page("b", changes: [("a2", "2020-03-05 01:30:00"), ("b", "")], related: [("a", "Rain, Fog")]),
      Page("c", related: [("a2", "Hail, Inc."), ("missing", "Rain")]), Page("a2", contexts: ["Sleet"]),
    ]
    var whole = Archive(pages, batch: 4)
    let topics = whole.topics()
    #expect(topics["a2"] == ["Fog", "Hail, Inc.", "Rain", "Sleet"])
    for batch in 1...3 {
      var archive = Archive(pages, batch: batch)
      #expect(archive.topics() == topics)
    }
  }

  @Test func `aliases unite the evidence of two names`() {
    var archive = Archive([Page("a", contexts: ["Sergey Shoigu"]), Page("b", contexts: ["Sergey Shoygu"])])
    #expect(
      archive.topics(minimumEvents: 2, aliases: ["Sergey Shoigu": "Sergey Shoygu"])
        == ["a": ["Sergey Shoygu", "RU"], "b": ["Sergey Shoygu", "RU"]])
  }
}
