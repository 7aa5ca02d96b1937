import Testing

@testable import Classification

@Suite("Events under several names")
struct EventGroupingTests {
  private typealias Page = Archive.Page
  private let stamps = (1...9).map { "2020-03-05 0\($0):30:00" }

  @Test func `pages that list each other's names are one event, whichever comes first`() {
    let pages = [
      Page("a"), Page("b", changes: [("a", stamps[0]), ("b", "")]),
      Page("c", changes: [("a", stamps[0]), ("b", stamps[1]), ("c", "")]), Page("other"),
    ]
    #expect(Archive(pages).events == ["a: a b c shows c", "other: other shows other"])
    #expect(Archive(pages.reversed()).events == Archive(pages).events)
  }

  @Test func `lists of several pages make one chain`() {
    let pages = [
      Page("c", changes: [("b", stamps[1]), ("c", "")]), Page("e", changes: [("d", stamps[4]), ("e", "")]),
      Page("d", changes: [("c", stamps[2]), ("d", "")]), Page("b", changes: [("a", stamps[0]), ("b", "")]),
    ]
    #expect(Archive(pages).events == ["a: a b c d e shows e"])
  }

  @Test func `a name without a page unites the pages that list it`() {
    let pages = [
      Page("b", changes: [("gone", stamps[0]), ("b", "")]),
      Page("c", changes: [("gone", stamps[0]), ("c", "")]),
    ]
    #expect(Archive(pages).events == ["gone: b c gone shows b"])
  }

  @Test func `names that alternate are one event`() {
    let pages = [
      Page("a", changes: [("b", stamps[1]), ("c", stamps[2]), ("a", "")]),
      Page("b", changes: [("a", stamps[0]), ("b", "")]), Page("c", changes: [("b", stamps[1]), ("c", "")]),
    ]
    #expect(Archive(pages).events == ["a: a b c shows a"])
    #expect(Archive(pages.reversed()).events == ["a: a b c shows a"])
  }

  @Test func `the oldest name by its Changes is the id, not the smallest and not the first of the list`() {
    let page = Page("a", changes: [("y", stamps[3]), ("z", stamps[1]), ("a", "")])
    #expect(Archive([page, Page("z"), Page("y")]).events == ["z: a y z shows a"])
  }

  @Test func `of names replaced at the same time the smallest is the id`() {
    let page = Page("a", changes: [("z", stamps[1]), ("y", stamps[1]), ("a", "")])
    #expect(Archive([page]).events == ["y: a y z shows a"])
  }

  private func update(
    _ name: String, summary: String = "", sources: [String] = [], topic: String? = nil
  ) -> Page {
    var page = Page(name, title: "Live updates", topic: topic)
    (page.summary, page.sources) = (summary, sources)
    return page
  }

  @Test func `stories with one title on one day are two when summary, sources or topic say so`() {
    let pairs = [
      (update("a", summary: "Polls open in Senegal."), update("b", summary: "A ferry sinks.")),
      (update("a", sources: ["http://x.example/1"]), update("b", sources: ["http://x.example/2"])),
      (update("a", topic: "Polls"), update("b", topic: "Ferries")),
      (
        update("a", summary: "Polls open.", sources: ["http://x.example/1"], topic: "News"),
        update("b", summary: "A ferry sinks.", sources: ["http://x.example/2"], topic: "News")
      ),
    ]
    for (first, second) in pairs {
      #expect(Archive([first, second]).events == ["a: a shows a", "b: b shows b"])
      #expect(Archive([second, first]).events == ["a: a shows a", "b: b shows b"])
    }
  }

  @Test func `and one when a source or the summary agrees, or nothing says that they are two`() {
    let long = "Polls have opened in Senegal, and long queues were seen in Dakar since"
    let pairs = [
      (
        update("a"), update("b", summary: "A ferry sinks.", sources: ["http://x.example/2"], topic: "Ferries")
      ),
      (update("a", summary: long + " dawn."), update("b", summary: long + " early morning.", topic: "Polls")),
      (
        update("a", summary: "Polls open.", sources: ["http://x.example/1"], topic: "Polls"),
        update(
          "b", summary: "They vote.", sources: ["http://y.example", "http://x.example/1"], topic: "Senegal")
      ),
    ]
    for (first, second) in pairs {
      #expect(Archive([first, second]).events.count == 1)
      #expect(Archive([second, first]).events.count == 1)
    }
  }

  @Test func `a page that fits two stories joins the same one in whatever order they come`() {
    let pages = [
      update("m"), update("k", summary: "Polls open."), update("p", summary: "A ferry sinks."),
    ]
    let events = Archive(pages).events
    #expect(events.count == 2)
    #expect(Archive(pages.reversed()).events == events)
    #expect(Archive([pages[1], pages[0], pages[2]], batch: 1).events == events)
  }

  @Test func `without Changes the smallest name is the id`() {
    let text = "Ferry crews of Port Almira walk out over pay."
    let pages = [
      Page("m", title: text), Page("d", title: "Ferry strike: \(text)"),
      Page("k", title: "Ferry strike:. \(text)"),
    ]
    #expect(Archive(pages).events == ["d: d k m shows m"])
  }

  @Test func `the same text less its topic is one event on one day only`() {
    let text = "Ferry crews of Port Almira walk out over pay."
    let pages = [
      Page("5/a", title: "Ferry strike: \(text)"), Page("5/b", title: text), Page("6/c", title: text),
    ]
    #expect(Archive(pages).events == ["a: a b shows b", "c: c shows c"])
  }

  @Test func `a topic glued on is known by the topic line of the later page`() {
    let text = "Ferry crews of Port Almira walk out over pay."
    let pages = [Page("a", title: "Ferry strike" + text), Page("b", title: text, topic: "Ferry strike")]
    #expect(Archive(pages).events == ["a: a b shows b"])
  }

  @Test func `the newest page by the Changes is shown, of pages without any the later form`() {
    let text = "Ferry crews of Port Almira walk out over pay."
    let later = Page("z", title: text, topic: "Ferries")
    #expect(Archive([Page("a", title: text), later]).events == ["a: a z shows z"])
    let newest = Page("k", title: "Crews walk", changes: [("a", stamps[5]), ("k", "")])
    #expect(Archive([later, newest, Page("a", title: text)]).events == ["a: a k z shows k"])
  }

  @Test func `events whose cut-off old name is the same stay apart`() {
    let texts = ["north shore", "south shore"].map { "The ferry to Port Almira is late again on the \($0)" }
    let pages = zip(["b", "c"], texts).map { name, text in
      Page(name, title: text, changes: [("cut", stamps[0]), (name, "")], oldTitle: "Ferries:" + text)
    }
    #expect(Archive(pages).events == ["b: b shows b", "c: c shows c"])
    let cut = Page("cut", title: "Ferries:" + texts[1])
    for pages in [[cut] + pages, pages + [cut]] {
      #expect(Archive(pages).events == ["b: b shows b", "cut: c cut shows c"])
    }
  }

  @Test func `titles without letters are not the same event`() {
    let events = Archive([Page("a", title: "???"), Page("b", title: "!!!")]).events
    #expect(events == ["a: a shows a", "b: b shows b"])
  }
}

@Suite("Ids of events from run to run")
struct EventHistoryTests {
  private typealias Page = Archive.Page

  @Test func `an event keeps its id when an older name turns up`() {
    var archive = Archive([Page("b")])
    archive.publish()
    archive.put(Page("a", changes: [("z", "2020-03-04 01:30:00"), ("b", "2020-03-05 01:30:00"), ("a", "")]))
    #expect(archive.events == ["b: a b z shows a"])
  }

  @Test func `an event keeps its id when that name's page goes away`() {
    var archive = Archive([Page("a"), Page("b", changes: [("a", "2020-03-05 01:30:00"), ("b", "")])])
    archive.publish()
    archive.remove("a")
    #expect(archive.events == ["a: a b shows b"])
    archive.put(Page("b"))
    #expect(archive.events == ["a: b shows b"])
  }

  @Test func `of two events that turn out to be one the id published first stays`() {
    for names in [["a", "b"], ["b", "a"]] {
      var archive = Archive([Page(names[0])])
      archive.publish()
      archive.put(Page(names[1]))
      archive.publish()
      archive.put(
        Page("c", changes: [("a", "2020-03-05 01:30:00"), ("b", "2020-03-05 02:30:00"), ("c", "")]))
      #expect(archive.events == ["\(names[0]): a b c shows c"])
    }
  }

  @Test func `of one event that turns out to be two the text that was shown keeps the id`() {
    var archive = Archive([Page("a"), Page("b", changes: [("a", "2020-03-05 01:30:00"), ("b", "")])])
    archive.publish()
    archive.put(Page("b"))
    #expect(archive.events == ["a: b shows b", "a~2: a shows a"])
    archive.publish()
    #expect(archive.events == ["a: b shows b", "a~2: a shows a"])
  }

  @Test func `an event that comes back has the id it had`() {
    var archive = Archive([Page("a"), Page("b", changes: [("a", "2020-03-05 01:30:00"), ("b", "")])])
    archive.publish()
    archive.remove("a")
    archive.remove("b")
    #expect(archive.events == [])
    archive.put(Page("b"))
    #expect(archive.events == ["a: b shows b"])
  }
}

@Suite("Ids of events whose files change names")
struct MovedTextTests {
  private typealias Page = Archive.Page

  private static func story(_ title: String, in name: String, summary: String? = nil) -> Page {
    var page = Page(name, title: "\(title) happens")
    page.summary = summary ?? "All of \(title)."
    return page
  }

  // The ids by the file of their page, after changes of which each is done and published by itself, or all in one run.
  private static func ids(
    _ files: [(name: String, title: String)], _ changes: [[(name: String, title: String?)]],
    hasSummaries: Bool
  ) -> [String] {
    func page(_ title: String, in name: String) -> Page {
      story(title, in: name, summary: hasSummaries ? nil : "")
    }
    var archive = Archive(files.map { page($0.title, in: $0.name) })
    archive.publish()
    for run in changes {
      for change in run where change.title == nil { archive.remove(change.name) }
      for case (let name, let title?) in run { archive.put(page(title, in: name)) }
      archive.publish()
    }
    let events = archive.events
    archive.publish()
    #expect(archive.events == events)
    return events
  }

  @Test(arguments: [true, false])
  func `follow the texts when two files are swapped`(hasSummaries: Bool) {
    let files = [("a", "A"), ("b", "B")]
    let swapped = ["a: b shows b", "b: a shows a"]
    let ways: [[[(String, String?)]]] = [
      [[("a", "B"), ("b", "A")]], [[("b", "A"), ("a", "B")]],
      [[("a", nil), ("t", "A")], [("b", nil), ("a", "B")], [("t", nil), ("b", "A")]],
      [[("a", nil)], [("b", nil), ("a", "B")], [("b", "A")]],
      [[("a", nil), ("b", nil)], [("a", "B"), ("b", "A")]], [[("a", "B")], [("b", "A")]],
    ]
    for way in ways { #expect(Self.ids(files, way, hasSummaries: hasSummaries) == swapped, "\(way)") }
  }

  @Test(arguments: [true, false])
  func `follow the texts along a chain of names`(hasSummaries: Bool) {
    let files = [("a", "A"), ("b", "B"), ("c", "C")]
    let moved = ["a: b shows b", "b: c shows c", "c: d shows d"]
    let ways: [[[(String, String?)]]] = [
      [[("a", nil), ("b", "A"), ("c", "B"), ("d", "C")]],
      [[("c", nil), ("d", "C")], [("b", nil), ("c", "B")], [("a", nil), ("b", "A")]],
      [[("d", "C")], [("c", "B")], [("a", nil), ("b", "A")]],
      [[("c", nil)], [("d", "C")], [("b", nil)], [("c", "B")], [("a", nil)], [("b", "A")]],
    ]
    for way in ways { #expect(Self.ids(files, way, hasSummaries: hasSummaries) == moved, "\(way)") }
  }

  @Test(arguments: [true, false])
  func `follow the texts around a circle of names`(hasSummaries: Bool) {
    let files = [("a", "A"), ("b", "B"), ("c", "C")]
    let way: [[(String, String?)]] = [[("a", "C"), ("b", "A"), ("c", "B")]]
    #expect(
      Self.ids(files, way, hasSummaries: hasSummaries) == ["a: b shows b", "b: c shows c", "c: a shows a"])
  }

  @Test(arguments: [true, false])
  func `are made for a story that takes the former name of another`(hasSummaries: Bool) {
    let ways: [[[(String, String?)]]] = [
      [[("c", "B"), ("b", "N")]], [[("b", nil), ("c", "B")], [("b", "N")]],
      [[("c", "B")], [("b", "N")]], [[("c", "B")], [("b", nil)], [("b", "N")]],
      [[("b", nil)], [("c", "B")], [("b", "N")]],
    ]
    for way in ways {
      #expect(
        Self.ids([("b", "B"), ("x", "X")], way, hasSummaries: hasSummaries)
          == ["b: c shows c", "b~2: b shows b", "x: x shows x"], "\(way)")
    }
  }

  @Test func `stay when another story takes a former name and both are edited at once`() {
    let way: [[(String, String?)]] = [[("b", nil), ("c", "B")], [("c", "B, and more,"), ("b", "N")]]
    #expect(Self.ids([("b", "B")], way, hasSummaries: true) == ["b: c shows c", "b~2: b shows b"])
  }

  @Test func `stay when a file is renamed and another is edited`() {
    let way: [[(String, String?)]] = [[("a", nil), ("c", "A"), ("b", "B, and more,")]]
    #expect(
      Self.ids([("a", "A"), ("b", "B")], way, hasSummaries: true) == ["a: c shows c", "b: b shows b"])
  }

  @Test func `follow texts that list the names that they had`() {
    func page(_ title: String, in name: String, listing listed: String) -> Page {
      var page = Self.story(title, in: name)
      page.changes = [("\(listed)-old", "2020-03-05 01:30:00"), (listed, "")]
      page.oldTitle = "\(title) was to happen"
      return page
    }
    var archive = Archive([page("A", in: "a", listing: "a"), page("B", in: "b", listing: "b")])
    archive.publish()
    #expect(archive.events == ["a-old: a a-old shows a", "b-old: b b-old shows b"])
    archive.put(page("A", in: "b", listing: "a"))
    archive.put(page("B", in: "a", listing: "b"))
    #expect(archive.events == ["a-old: a-old b shows b", "b-old: a b-old shows a"])
    archive.remove("b")
    archive.put(page("A", in: "c", listing: "a"))
    archive.put(Self.story("N", in: "a"))
    archive.put(page("B", in: "d", listing: "b"))
    #expect(
      archive.events == ["a-old: a-old c shows c", "a: a shows a", "b-old: b b-old d shows d"])
  }

  @Test func `follow a story of which links alone have changed`() {
    var archive = Archive([Self.story("A", in: "a"), Self.story("B", in: "b")])
    archive.publish()
    var moved = Self.story("A", in: "b")
    moved.related = [("c", "Norland")]
    archive.remove("a")
    archive.put(moved)
    archive.put(Self.story("B", in: "c"))
    #expect(archive.events == ["a: b shows b", "b: c shows c"])
  }

  @Test func `are not those of a story that was edited while another day got its title`() {
    var archive = Archive([Page("5/a", title: "Live updates")])
    archive.publish()
    archive.put(Page("5/a", title: "Live updates: the bridge is open"))
    archive.put(Page("6/b", title: "Live updates"))
    #expect(archive.events == ["a: a shows a", "b: b shows b"])
  }

  @Test func `follow titles alone along a chain from day to day`() {
    var archive = Archive([Page("5/a", title: "Fog"), Page("6/b", title: "Rain")])
    archive.publish()
    archive.remove("5/a")
    archive.put(Page("6/b", title: "Fog"))
    archive.put(Page("7/c", title: "Rain"))
    #expect(archive.events == ["a: b shows b", "b: c shows c"])
  }

  @Test func `that were made are not another file's, whichever comes first`() {
    for madeFirst in [true, false] {
      var archive = Archive([Self.story("B", in: "b")])
      archive.publish()
      if !madeFirst { archive.put(Self.story("X", in: "b~2")) }
      archive.put(Self.story("B", in: "c"))
      archive.put(Self.story("N", in: "b"))
      archive.publish()
      if madeFirst { archive.put(Self.story("X", in: "b~2")) }
      archive.publish()
      #expect(
        archive.events == [
          "b: c shows c",
          madeFirst ? "b~2: b shows b" : "b~2: b~2 shows b~2",
          madeFirst ? "b~2~2: b~2 shows b~2" : "b~3: b shows b",
        ])
    }
  }
}
