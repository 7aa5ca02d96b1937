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

  @Test func `of one event that turns out to be two the bearer of the name keeps the id`() {
    var archive = Archive([Page("a"), Page("b", changes: [("a", "2020-03-05 01:30:00"), ("b", "")])])
    archive.publish()
    archive.put(Page("b"))
    #expect(archive.events == ["a: a shows a", "b: b shows b"])
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
