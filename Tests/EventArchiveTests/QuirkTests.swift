import Primitives
import Testing

@testable import EventArchive

@Suite("Irregular text of the archive")
struct QuirkTests {
  @Test(
    "a title is plain text",
    arguments: [
      ("  The ''Sea Lark'' sails.  ", "The Sea Lark sails."),
      ("The ferry ''Sea Lar''k sails.", "The ferry Sea Lark sails."),
      ("''Sea Lark is sold.\"", "Sea Lark is sold.\""),
      ("Sea  Lark   sails.", "Sea Lark sails."),
      ("The sea&nbsp;lark &ndash; a bird &amp; a boat.", "The sea lark – a bird & a boat."),
      ("Over 90,0\u{A0}00 birds.", "Over 90,0 00 birds."),
      ("A hill of {{convert|2,150|m|ft|adj=on}} slides.", "A hill of {{convert|2,150|m|ft|adj=on}} slides."),
      ("A hill of 2,150|m|ft|adj=mid|-high slides.", "A hill of 2,150|m|ft|adj=mid|-high slides."),
      ("Frost of [?]20 degrees in Kuczyn.", "Frost of [?]20 degrees in Kuczyn."),
      (
        "Trbol wins; see [http:--news.example-trbol] *live* #now <b> & _more_.",
        "Trbol wins; see [http:--news.example-trbol] *live* #now <b> & _more_."
      ),
      ("Ferry strike:. The crews walk out.", "Ferry strike:. The crews walk out."),
      ("Ferry strikeThe crews walk out.", "Ferry strikeThe crews walk out."),
      ("Порт Альмира открыт. 港口重新開放。", "Порт Альмира открыт. 港口重新開放。"),
      ("# 1 song tops the chart", "# 1 song tops the chart"),
    ])
  func title(written: String, read: String) throws {
    let result = try parse(PageSamples.page(title: written))
    #expect(result.page?.title.string == read)
    #expect(result.problems == [])
  }

  @Test func `wiki markup is removed from a topic`() throws {
    let text = "### [2019-07-4](/news/2019/07/4/index.md)\n\n##### ''Sea Lark'' &ndash; 12th voyage \n# Fog\n"
    #expect(try parse(text).page?.topic == "Sea Lark – 12th voyage")
  }

  @Test(
    "a summary is unchanged",
    arguments: [
      "The mayor&#039;s &quot;ribbon&quot; &#8217; &rsquo; &hellip;", "“Curly” – and cut at …",
      "An advert for https://example.com/?a=1&b=2", "Snow < 3 cm, wind > 80 km/h & rain",
    ])
  func summary(text: String) throws {
    #expect(try parse(PageSamples.page(title: "Fog", body: " \(text) \n")).page?.summary.string == text)
  }

  @Test(
    "a related event's title may contain brackets, links and markup",
    arguments: [
      "A [dead] link (Link dead as of 2008) is removed.",
      "The label [Sea Lark](http://lark.example/a_(b).html) sings. (Link dead as of [2006](http://d.example))",
      "The crews _Context: walk_ out (again)", "A bridge reopens [", "] A bridge \"reopens",
      "A [bridge](/bridge.md) reopens",
    ])
  func related(title: String) throws {
    let body = "### Related:\n\n4. [\(title) ](/news/2006/07/1/a-(b)-c.md) _Context: Ferry_Line, Lark_\n"
    let result = try parse(PageSamples.page(title: "Fog", body: body))
    let event = try #require(result.page?.related.first)
    #expect(event.title.string == title)
    #expect(event.path == "/news/2006/07/1/a-(b)-c")
    #expect(event.context == "Ferry_Line, Lark")
    #expect(result.problems == [])
  }

  @Test(
    "the names of a context are unchanged",
    arguments: [
      "MV ''SEA Lar''k, Almira", "Ferries, Inc., Washington, D.C.", "Bülent Örnek", "2019&ndash;20 season",
    ])
  func context(names: String) throws {
    let body = "### Related:\n\n1. [Fog ](/news/2006/07/1/fog.md) _Context: \(names)_\n"
    #expect(
      try parse(PageSamples.page(title: "Fog", body: body)).page?.related.first?.context.string == names)
  }

  @Test(
    "the last mark separates a source's name and address",
    arguments: [
      ("[[apprehension]](http://a.example/b)", "[apprehension]", "http://a.example/b"),
      (
        "[Reuters via ''The Almira Star](http://a.example/b_(c))", "Reuters via The Almira Star",
        "http://a.example/b_(c)"
      ),
      ("[AFP (in French)](HTTPS://A.example/?x=1&y=2#z)", "AFP (in French)", "HTTPS://A.example/?x=1&y=2#z"),
      ("[](http://a.example/unnamed)", "http://a.example/unnamed", "http://a.example/unnamed"),
    ])
  func source(line: String, name: String, address: String) throws {
    let result = try parse(PageSamples.page(title: "Fog", body: "### Source:\n\n1. \(line)\n"))
    #expect(result.page?.sources == [Source(name: TextSlice(name), address: TextSlice(address))])
    #expect(result.problems == [])
  }

  @Test func `sources may have equal names, and keep the page's order`() throws {
    let body =
      "### Sources:\n\n1. [B](http://b.example/1)\n2. [A](http://a.example)\n3. [B](http://b.example/2)\n"
    let page = try #require(try parse(PageSamples.page(title: "Fog", body: body)).page)
    #expect(page.sources.map(\.address) == ["http://b.example/1", "http://a.example", "http://b.example/2"])
  }

  @Test func `an address keeps its apostrophes`() throws {
    let body = "### Source:\n\n1. [A](http://a.example/o''brien)\n"
    let page = try #require(try parse(PageSamples.page(title: "Fog", body: body)).page)
    #expect(page.sources.first?.address == "http://a.example/o''brien")
  }

  @Test func `text behind a related event that is no context is ignored`() throws {
    let body = "### Related:\n\n1. [Fog ](/news/2006/07/1/fog.md) (see also yesterday)\n"
    let page = try #require(try parse(PageSamples.page(title: "Fog", body: body)).page)
    #expect(page.related.map(\.context) == [""])
  }
}
