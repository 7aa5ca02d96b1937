import Primitives
import Testing

@testable import Classification

@Suite("Expressions of topics")
struct TopicExpressionTests {
  private func parse(_ text: String) throws -> TopicExpression.Node {
    try TopicExpression(text, gazetteer: .standard).root
  }

  @Test func `NOT binds tighter than AND, AND tighter than OR, and side by side is AND`() throws {
    let (a, b, c): (TopicExpression.Node, TopicExpression.Node, TopicExpression.Node) = (
      .text("a"), .text("b"), .text("c")
    )
    #expect(try parse("text:a OR text:b AND text:c") == .any([a, .all([b, c])]))
    #expect(try parse("text:a text:b OR text:c") == .any([.all([a, b]), c]))
    #expect(try parse("NOT text:a AND text:b") == .all([.not(a), b]))
    #expect(try parse("NOT (text:a OR text:b) text:c") == .all([.not(.any([a, b])), c]))
    #expect(try parse("text:a and not not text:b or text:c") == .any([.all([a, .not(.not(b))]), c]))
    #expect(try parse(" ( ( text:a ) ) ") == a)
    #expect(try parse("text:a AND(text:b)") == .all([a, b]))
  }

  @Test func `values are words or quoted, with quotation marks behind backslashes`() throws {
    #expect(try parse(#"entity:"Sergey Shoygu""#) == .topic(.entity, "Sergey Shoygu"))
    #expect(try parse(#"entity:"The \"Rock\"""#) == .topic(.entity, "The \"Rock\""))
    #expect(try parse("entity:C++") == .topic(.entity, "C++"))
    #expect(try parse(#"ENTITY:"a\\b""#) == .topic(.entity, "a\\b"))
    #expect(try parse(#"text:"Arms  DEAL!""#) == .text("arms deal"))
    #expect(try parse("country:EG") == .topic(.country, "Egypt"))
  }

  @Test func `about: takes the term of a topic, or a name alone`() throws {
    let egypt = TopicExpression.Node.topic(.country, "Egypt")
    #expect(try parse("about:country:EG") == .about(egypt))
    #expect(try parse(#"about:entity:"Sergey Shoygu""#) == .about(.topic(.entity, "Sergey Shoygu")))
    #expect(try parse(#"ABOUT:"Sergey Shoygu""#) == .about(.topic(.entity, "Sergey Shoygu")))
    #expect(try parse("about:person:\"Ada Quill\"") == .about(.entity(.person, "Ada Quill")))
    #expect(try parse("about:tag:rust") == .about(.topic(.taxonomy("tag"), "rust")))
    #expect(try parse("about:Egypt") == .any([.about(egypt), .about(.topic(.entity, "Egypt"))]))
    #expect(
      try parse("NOT about:country:egypt text:a") == .all([.not(.about(egypt)), .text("a")]))
    for text in ["about:Egypt", #"about:"Sergey Shoygu" OR NOT about:country:eg"#, "about:tag:C++"] {
      let normal = try TopicExpression(text, gazetteer: .standard).normalText
      #expect(try TopicExpression(normal, gazetteer: .standard).normalText == normal)
      #expect(normal.contains("about:"))
    }
  }

  @Test(
    "times are years, months and days, in whole",
    arguments: [
      ("from:2013", 1_356_998_400), ("from:2013-11", 1_383_264_000), ("from:2013-11-14", 1_384_387_200),
      ("to:2013", 1_388_534_400), ("to:2013-12", 1_388_534_400), ("to:2013-11-14", 1_384_473_600),
      ("to:2012-02", 1_330_560_000),
    ] as [(String, UnixTime)])
  func times(text: String, time: UnixTime) throws {
    #expect(try parse(text) == (text.hasPrefix("from") ? .from(time) : .before(time)))
  }

  @Test(
    "a country is known by name, by other names, by slug and by code",
    arguments: [
      ("Egypt", "Egypt"), ("egypt", "Egypt"), ("EG", "Egypt"), ("eg", "Egypt"),
      ("United States", "United States"), ("united-states", "United States"), ("US", "United States"),
      ("Côte d'Ivoire", "Ivory Coast"), ("Kosovo", "Kosovo"), ("Burma", "Myanmar"),
    ])
  func countries(name: String, country: String) throws {
    #expect(try parse("country:\"\(name)\"") == .topic(.country, country))
  }

  @Test(
    "a mistake is named with its column",
    arguments: [
      ("", 1, "empty"), ("   ", 1, "empty"), ("egypt", 1, "text:egypt"), ("country:egypt AND", 18, "ends"),
      ("country:egypt AND OR text:a", 19, "before OR"), ("AND text:a", 1, "before AND"),
      ("(text:a", 1, "never closed"), ("text:a)", 7, "closes nothing"), ("text:a ()", 9, "nothing between"),
      ("country:atlantis", 9, "no country"), ("text:a AND contry:egypt", 12, "no field \"contry:\""),
      ("text: a", 6, "needs a value"), ("text:\"a", 6, "never closed"),
      ("\"a b\"", 1, "quotation mark must follow a field"),
      ("text:\"\"", 6, "letters or digits"), ("from:13", 6, "no time"), ("from:2013-13", 6, "no time"),
      ("to:2013-02-30", 4, "no time"), ("NOT", 4, "ends"), ("country:egyptian", 9, "no country"),
      ("text:a OR (text:b AND country:nowhere)", 31, "no country"), ("entity:!!!", 8, "letters or digits"),
      ("about:text:a", 7, "needs a topic"), ("about:from:2013", 7, "needs a topic"),
      ("about:about:egypt", 7, "needs a topic"), ("about:country:atlantis", 15, "no country"),
      ("about: egypt", 7, "needs a value"), ("about:(country:egypt)", 7, "needs a value"),
      ("about:!!!", 7, "letters or digits"), ("about:contry:egypt", 7, "no field \"contry:\""),
    ])
  func mistakes(text: String, column: Int, reason: String) throws {
    let error = #expect(throws: TopicExpression.SyntaxError.self) { try parse(text) }
    #expect(error?.column == column)
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  @Test func `what is too deep or too long is refused`() {
    let deep = String(repeating: "(", count: 5_000) + "text:a" + String(repeating: ")", count: 5_000)
    #expect(throws: TopicExpression.SyntaxError.self) { try parse(deep) }
    #expect(throws: TopicExpression.SyntaxError.self) {
      try parse(String(repeating: "NOT ", count: 2_000) + "text:a")
    }
    #expect(throws: TopicExpression.SyntaxError.self) {
      try parse(String(repeating: "text:a ", count: 5_000))
    }
  }

  @Test func `words are found in texts whatever their case, accents and punctuation, and only whole`() {
    let text = FoldedText(["An Árms-Deal, at last", "The deal's off: Ünal"])
    for words in ["arms deal", "an arms", "last", "at last", "the deals off", "unal", "off unal"] {
      #expect(text.holds(words), "\(words)")
    }
    for words in ["arm", "rms deal", "deal arms", "last the", "ast", "of", "off una"] {
      #expect(!text.holds(words), "\(words)")
    }
    #expect(!FoldedText([]).holds("a"))
    #expect(!FoldedText(["", ""]).holds("a"))
  }
}
