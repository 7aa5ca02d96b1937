import EventArchive
import Foundation
import Primitives
import TestSupport
import Testing

@testable import PortalImport

@Suite("Imports into a content directory")
struct PortalImporterTests {
  private let directory: TemporaryDirectory
  private static let folder = "news/2031/04/7"
  // 2031-04-08T10:20:30Z
  private static let now: UnixTime = 1_933_410_030

  init() throws { directory = try TemporaryDirectory() }

  @discardableResult
  private func add(_ text: String, now: UnixTime = Self.now) throws -> PortalImporter.Summary {
    var importer = PortalImporter(content: directory.path, now: now)
    for page in DayPageSamples.read(text, name: "2031-04-07").pages { try importer.add(page) }
    return importer.summary
  }

  private func document(_ slug: String) throws -> EventDocument {
    let path = "\(Self.folder)/\(slug).md"
    let text = try #require(try FileTree(directory.path).text(path))
    return try #require(EventFileText.parsed(text, path: path))
  }

  private func slugs() throws -> [String] {
    try FileTree(directory.path).files.keys.map {
      $0.replacing(Self.folder + "/", with: "").replacing(".md", with: "")
    }.sorted()
  }

  @Test func `write a file for each event`() throws {
    let summary = try add(DayPageSamples.content)
    #expect(summary.description == "4 events: 4 new, 0 changed, 0 unchanged")
    let names = try slugs()
    #expect(
      names == [
        "a-drone-strike-damages-a-mill-near-orsk-hill", "in-rowing-port-almira-wins",
        "the-almiran-coast-guard-opens-the-harbour-of-port-almira", "two-ferries-collide-on-lake-vorra",
      ])
    let event = try document(names[2])
    #expect(event.title == "The Almiran coast guard opens the harbour of Port Almira.")
    #expect(
      event.names == ["Vorra border conflict", "Siege of Almira", "Almira District", "Almira", "Port Almira"])
    #expect(event.articles.map(\.text) == event.names)
    #expect(
      event.articles.first?.target
        == "https://en.wikipedia.org/wiki/Vorra_border_conflict_%282030%E2%80%93present%29")
    #expect(event.categories == ["Armed conflicts and attacks"])
    #expect(event.changes.isEmpty)
  }

  @Test func `name the authors, the page and the licence as sources of each event`() throws {
    try add(DayPageSamples.top)
    let sources = try document("a-court-in-port-almira-fines-a-mill").sources
    #expect(
      sources.map { "\($0.text) \($0.target)" } == [
        "Post https://post.example/court",
        "Wikipedia contributors https://en.wikipedia.org/wiki/Portal:Current_events/2031_April_7",
        "CC BY-SA 4.0 https://creativecommons.org/licenses/by-sa/4.0/",
      ])
  }

  @Test func `touch no file when nothing has changed`() throws {
    try add(DayPageSamples.content)
    let stamps = FileTree.stamps(directory.path)
    let summary = try add(DayPageSamples.content, now: Self.now + 900)
    #expect(summary.description == "4 events: 0 new, 0 changed, 4 unchanged")
    #expect(FileTree.stamps(directory.path) == stamps)
  }

  @Test func `keep the file of an event whose words have changed, and record its former title`() throws {
    try add(DayPageSamples.content)
    let stamps = FileTree.stamps(directory.path)
    let edited = DayPageSamples.content.replacing(
      "Two ferries collide", with: "Three ferries and a boat collide")
    #expect(try add(edited).changed == 1)
    let slug = "two-ferries-collide-on-lake-vorra"
    let event = try document(slug)
    #expect(event.title == "Three ferries and a boat collide on Lake Vorra.")
    #expect(
      event.changes.map { "\($0.title.text) \($0.title.target) \($0.replaced)" } == [
        "Two ferries collide on Lake Vorra. /news/2031/04/7/\(slug) 2031-04-08 10:20:30",
        "Three ferries and a boat collide on Lake Vorra. /news/2031/04/7/\(slug) ",
      ])
    var now = FileTree.stamps(directory.path)
    now["\(Self.folder)/\(slug).md"] = stamps["\(Self.folder)/\(slug).md"]
    #expect(now == stamps)
  }

  @Test func `list each former title once, and end the list with the present one`() throws {
    func page(_ verb: String) -> String { "*A mill in [[Orsk]] \(verb). [https://a.example/ (X)]" }
    for (hour, verb) in ["burns", "smokes", "burns", "stands"].enumerated() {
      try add(page(verb), now: Self.now + 3600 * hour)
    }
    let event = try document("a-mill-in-orsk-burns")
    #expect(
      event.changes.map { "\($0.title.text) \($0.replaced.suffix(8))" } == [
        "A mill in Orsk smokes. 12:20:30", "A mill in Orsk burns. 13:20:30", "A mill in Orsk stands. ",
      ])
    for hour in 4..<40 { try add(page("burns \(hour)"), now: Self.now + 3600 * hour) }
    let changes = try document("a-mill-in-orsk-burns").changes
    #expect(changes.count == PortalLimits.formerTitles + 1)
    #expect(changes.first?.title.text == "A mill in Orsk smokes.")
    #expect(changes.dropLast().last?.title.text == "A mill in Orsk burns 38.")
  }

  @Test func `recognize an event by most of its words when its sources have changed`() throws {
    let words = "The mayor of [[Orsk]] opens a bridge over the river in the rain"
    try add("*\(words). [https://a.example/ (X)]")
    #expect(try add("*\(words) today. [https://b.example/ (Y)]").changed == 1)
    #expect(try add("*A miller closes a mill. [https://c.example/ (Z)]").added == 1)
    #expect(try slugs().count == 2)
  }

  @Test func `tell apart events with the same first source by their words`() throws {
    let (one, two) = ("*A mill in [[Orsk]] burns down.", "*Seven ships leave [[Port Almira]].")
    let live = "[https://a.example/live (X)]"
    try add("\(one) \(live)\n\(two) \(live)")
    let summary = try add("\(two) \(live)\n\(one.replacing("down", with: "")) \(live)")
    #expect(summary.description == "2 events: 0 new, 1 changed, 1 unchanged")
    #expect(try document("seven-ships-leave-port-almira").title == "Seven ships leave Port Almira.")
  }

  @Test func `change names, sources and category without an entry about the title`() throws {
    try add("'''Sports'''\n*A mill in [[Orsk]] burns. [https://a.example/ (X)]")
    let edited =
      "'''Law and crime'''\n*[[Mills]]\n**A mill in [[Orsk]] burns. [https://a.example/ (X)] [https://b.example/ (Y)]"
    #expect(try add(edited).changed == 1)
    let event = try document("a-mill-in-orsk-burns")
    #expect(event.names == ["Mills", "Orsk"])
    #expect(event.categories == ["Law and crime"])
    #expect(event.sources.prefix(2).map(\.text) == ["X", "Y"])
    #expect(event.changes == [])
  }

  @Test func `keep the topic, the picture and the related events of a file`() throws {
    try add("*A mill burns. [https://a.example/ (X)]")
    let path = "\(Self.folder)/a-mill-burns.md"
    var text = try #require(try FileTree(directory.path).text(path))
    text = text.replacing("# A mill", with: "##### Orsk\n# A mill")
    text +=
      "4. [Cover Image](https://a.example/x.jpg)\n\n### Related:\n\n1. [x](/news/2030/01/2/x.md) _Context: Orsk_\n"
    try directory.write(text, to: path)
    #expect(try add("*A mill burns.  [https://a.example/ (X)]").unchanged == 1)
    #expect(try FileTree(directory.path).text(path) == text)
    #expect(try add("*A mill burns again. [https://a.example/ (X)]").changed == 1)
    let event = try document("a-mill-burns")
    #expect(event.topic == "Orsk")
    #expect(event.cover == "https://a.example/x.jpg")
    #expect(event.related.map(\.names) == [["Orsk"]])
  }

  @Test func `keep files of events that are no longer on the page, and files of others`() throws {
    try directory.write(
      "### 2031-04-07\n\n# Two ferries collide on Lake Vorra.\n", to: "\(Self.folder)/own.md")
    try directory.write("x", to: "\(Self.folder)/index.md")
    try add(DayPageSamples.content)
    let tree = try FileTree(directory.path)
    let summary = try add("*A mill burns. [https://a.example/ (X)]")
    #expect(
      summary.description
        == "1 events: 1 new, 0 changed, 0 unchanged; 4 no longer on their pages, whose files stay")
    let files = try FileTree(directory.path)
    #expect(files.differences(from: tree) == ["\(Self.folder)/a-mill-burns.md"])
    // Seen again, the events have their files.
    #expect(try add(DayPageSamples.content).unchanged == 4)
  }

  @Test func `give events with one title different names`() throws {
    try directory.write("x", to: "\(Self.folder)/a-mill-burns.md")
    try add(
      "*A mill burns. [https://a.example/ (X)]\n*A mill burns! [https://b.example/ (X)]\n*¿? 5 [https://c.example/ (X)]\n*Index [https://d.example/ (X)]"
    )
    let slugs = try slugs()
    #expect(slugs == ["5", "a-mill-burns", "a-mill-burns-2", "a-mill-burns-3", "index-2"])
  }

  @Test func `name files with letters of ASCII`() throws {
    try add(
      "*Émile Ørsk’s mühle burns. [https://a.example/ (X)]\n*Пожар. [https://b.example/ (X)]\n*\(String(repeating: "long ", count: 60)) [https://c.example/ (X)]"
    )
    let slugs = try slugs()
    #expect(slugs.contains("emile-orsk-s-muhle-burns"))
    #expect(slugs.contains("pozar"))
    #expect(slugs.allSatisfy { $0.utf8.count <= 140 })
  }

  @Test func `leave a day alone that has a file of an earlier import with a merge conflict`() throws {
    try add("*A mill burns. [https://a.example/ (X)]")
    let path = "\(Self.folder)/a-mill-burns.md"
    let text = try #require(try FileTree(directory.path).text(path))
    let conflict = "<<<<<<< a\n\(text)=======\n\(text)>>>>>>> b\n"
    try directory.write(conflict, to: path)
    #expect(throws: PortalImportError.self) { try add("*A mill burns again. [https://a.example/ (X)]") }
    #expect(try FileTree(directory.path).files == [path: Data(conflict.utf8)])
  }

  @Test func `do nothing for an empty page`() throws {
    try add("{{Current events|year=2031|month=04|day=7|content=\n\n}}")
    #expect(try FileTree(directory.path).files.isEmpty)
  }

  @Test func `end with an error where a directory cannot be made`() throws {
    try directory.write("x", to: "news/2031")
    #expect(
      throws: PortalImportError.refused(action: "make", path: directory.path("news/2031"), code: ENOTDIR)
    ) {
      try add(DayPageSamples.content)
    }
  }
}
