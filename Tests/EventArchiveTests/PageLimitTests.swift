import Foundation
import Primitives
import Testing

@testable import EventArchive

@Suite("Limits of a page")
struct PageLimitTests {
  private static func page(_ body: String) throws -> (page: EventPage, problems: [ArchiveProblem]) {
    let result = try parse(PageSamples.page(title: "Fog", body: body))
    return (try #require(result.page), result.problems)
  }

  private static func lines(_ count: Int, _ line: (Int) -> String) -> String {
    (0..<count).map { line($0) + "\n" }.joined()
  }

  @Test func `a long title is cut between words, and reported with its line`() throws {
    let result = try parse(PageSamples.page(title: String(repeating: "fog ", count: 2_000)))
    let title = try #require(result.page).title
    #expect(title.count <= PageLimits.titleBytes + 3)
    #expect(title.count > PageLimits.titleBytes - 10)
    #expect(title.string.hasSuffix("fog…"))
    #expect(
      result.problems.map(\.description) == [
        "\(PageSamples.path):3: a title of more than 2000 bytes in feeds, the rest of which is left out; shorten it"
      ])
  }

  @Test func `a title is cut between characters when it has no words`() throws {
    let result = try parse(PageSamples.page(title: String(repeating: "日", count: 1_000)))
    #expect(try #require(result.page).title.string == String(repeating: "日", count: 666) + "…")
  }

  @Test func `a title of blanks alone is no title, at any length`() throws {
    #expect(try parse(PageSamples.page(title: String(repeating: " ", count: 5_000))).page == nil)
    #expect(try parse(PageSamples.page(title: String(repeating: "&nbsp;", count: 5_000))).page == nil)
  }

  @Test func `a long summary is cut, and the rest of the page is read`() throws {
    let paragraph = String(repeating: "It rained. ", count: 100)
    let (page, problems) = try Self.page(
      Self.lines(100) { _ in paragraph + "\n" }
        + "_Context: Fog_\n\n### Sources:\n\n1. [A](http://a.example/)\n")
    #expect(page.summary.count <= PageLimits.summaryBytes + 100)
    #expect(page.summary.string.hasSuffix("rained. It…") || page.summary.string.hasSuffix("rained.…"))
    #expect(page.contexts.map(\.text) == ["Fog"])
    #expect(page.sources.count == 1)
    #expect(problems.map(\.line) == [5 + 2 * 29])
    #expect(problems.allSatisfy { $0.message.hasPrefix("a summary of more than 32768 bytes in feeds") })
  }

  @Test func `titles, summaries and lists are cut by their bytes in escaped form`()
    throws
  {
    let marks = String(repeating: "&", count: 30_000)
    let (page, problems) = try Self.page(
      "\(marks)\n\n### Sources:\n\n"
        + Self.lines(40) { "1. [\(marks.prefix(1_000))](http://a.example/\($0))" })
    #expect((6_400...6_560).contains(page.summary.count))
    #expect(page.sources.count == 13)
    #expect(problems.count == 2 && problems.allSatisfy { $0.message.contains(" bytes in feeds, ") })
    let title = try parse(PageSamples.page(title: String(marks.prefix(1_990))))
    #expect((390...403).contains(try #require(title.page).title.count))
    #expect(title.problems.count == 1)
  }

  @Test func `items beyond the limit are left out, and the first of them is reported`() throws {
    let count = PageLimits.listItems
    for extra in [0, 1, 500] {
      let (page, problems) = try Self.page(
        "### Sources:\n\n" + Self.lines(count + extra) { "1. [Paper \($0)](http://a.example/\($0))" }
          + "\n### Changes:\n\n"
          + Self.lines(count + extra) { "1. [Fog \($0)](/news/2019/07/4/fog-\($0).md) _x_" }
          + "\n### Related:\n\n"
          + Self.lines(count + extra) { "1. [Rain](/news/2019/07/4/rain-\($0).md) _Context: Fog_" })
      #expect(page.sources.count == count)
      #expect(page.sources.last?.name == "Paper 99")
      #expect(page.changes.count == count)
      #expect(page.related.count == count)
      let first = 7 + count
      let lines = [first, first + count + extra + 3, first + 2 * (count + extra + 3)]
      #expect(problems.map(\.line) == (extra > 0 ? lines : []))
      #expect(problems.allSatisfy { $0.message.hasPrefix("more than 100 ") && $0.severity == .repaired })
    }
  }

  @Test func `the lists of a page are limited in bytes`() throws {
    let address = "http://a.example/" + String(repeating: "a", count: 4_000)
    let (page, problems) = try Self.page("### Sources:\n\n" + Self.lines(50) { _ in "1. [A](\(address))" })
    #expect(page.sources.count == 16)
    #expect(problems.map(\.line) == [7 + 16])
    #expect(
      problems.allSatisfy {
        $0.message.hasPrefix("the lists of this page have more than 65536 bytes in feeds")
      })
  }

  @Test func `different names are counted once, and those beyond the limit are left out`() throws {
    func names(_ range: Range<Int>) -> String { range.map { "Name \($0)" }.joined(separator: ", ") }
    let (page, problems) = try Self.page(
      "_Context: \(names(0..<60))_\n\n_Context: \(names(40..<90))_\n\n_Context: \(names(80..<120)), Name 5_\n\n"
        + "### Related:\n\n1. [Rain](/news/2019/07/4/rain.md) _Context: Name 7, Name 200_\n")
    #expect(
      page.contexts.map(\.text.string) == [names(0..<60), names(40..<90), names(80..<100) + ", Name 5"])
    #expect(page.related.map(\.context.string) == ["Name 7"])
    #expect(problems.map(\.line) == [9, 13])
    #expect(
      problems.map(\.message) == [
        "more than 100 names, so that 20 of this line are left out; remove some",
        "more than 100 names, so that 1 of this line are left out; remove some",
      ])
  }

  @Test func `a comma within a name does not count as another name`() throws {
    let context = (0..<100).map { "Bramble \($0), Inc." }.joined(separator: ", ")
    let (page, problems) = try Self.page("_Context: \(context)_\n")
    #expect(page.contexts.map(\.text.string) == [context])
    #expect(problems.isEmpty)
  }

  @Test func `a long name is cut, and others are not`() throws {
    let long = String(repeating: "Bramble ", count: 30)
    let (page, problems) = try Self.page("_Context: Fog, \(long), Inc., Rain_\n")
    let cut = String(repeating: "Bramble ", count: 24) + "Bramble"
    #expect(page.contexts.map(\.text.string) == ["Fog, \(cut), Rain"])
    #expect(
      problems.map(\.message) == [
        "names of more than 200 bytes in feeds, of which the rest is left out (1); shorten them"
      ])
    let topic = try parse("### [2019-07-4](/)\n##### \(long)\n# Fog\n")
    #expect(try #require(topic.page).topic == nil)
    #expect(topic.problems.map(\.line) == [2])
  }

  @Test(
    arguments: [
      ("&", 39), ("\"", 33), (">", 50), ("\\", 100), ("a&", 65), ("é", 100),
    ])
  func `a name is cut by its bytes in feeds, where marks take more than one`(part: String, count: Int) throws
  {
    let (page, problems) = try Self.page("_Context: Fog, \(String(repeating: part, count: 190))x, Rain_\n")
    let names = try #require(page.contexts.first).text.string.components(separatedBy: ", ")
    #expect(names.count == 3 && names.first == "Fog" && names.last == "Rain")
    #expect(names[1] == String(repeating: part, count: 200).prefix(count))
    #expect(
      problems.map(\.message) == [
        "names of more than 200 bytes in feeds, of which the rest is left out (1); shorten them"
      ])
  }

  @Test func `of thousands of problems, the first are listed and the others counted`() throws {
    let (_, problems) = try Self.page(
      "### Sources:\n\nfog\n\n### Related:\n\n" + Self.lines(90) { _ in "rain" }
        + Self.lines(5_000) { "\n### Section \($0):\n" })
    #expect(problems.count == PageLimits.problems + 1)
    #expect(
      problems.last?.message == "4991 more problems, which are not listed; correct those that are first")
  }

  @Test func `a message quotes only the beginning of a long text`() throws {
    let (_, problems) = try Self.page("### \(String(repeating: "a", count: 10_000)):\n")
    #expect(problems.count == 1)
    #expect(problems.allSatisfy { $0.message.utf8.count < 500 })
  }

  @Test func `each context of a day's page has the limit of a page`() throws {
    let names = (0..<150).map { "Name \($0)" }.joined(separator: ", ")
    let result = parseDay(
      "### [Fog](/news/2019/07/4/fog.md)\n_Context: \(names)_\n\n### [Rain](/news/2019/07/4/rain.md)\n_Context: \(names)_\n"
    )
    let counts = try #require(result.page).items.map { ContextList.names($0.context.text.string).count }
    #expect(counts == [100, 100])
    #expect(result.problems.map(\.line) == [2, 5])
  }
}

@Suite("Runs of combining marks")
struct CombiningMarkTests {
  private static let marks = "\u{301}\u{323}"

  private static func marks(_ count: Int) -> String { String(repeating: marks, count: count / 2) }

  @Test func `are cut to the limit of the Stream-Safe Text Format, in every part of a page`() throws {
    let result = try parse(
      "# a\(Self.marks(100_000)) fog\n\nb\(Self.marks(500))c\(Self.marks(31 * 2)) rain\n\n_Context: d\(Self.marks(500))_\n"
    )
    let page = try #require(result.page)
    func longest(_ text: TextSlice) -> Int {
      text.string.unicodeScalars.split { $0.properties.canonicalCombiningClass == .notReordered }
        .map(\.count).max() ?? 0
    }
    #expect(longest(page.title) <= 30)
    #expect(page.title.string.hasSuffix(" fog"))
    #expect(longest(page.summary) == 30)
    #expect(page.summary.string.hasSuffix(" rain"))
    #expect(page.contexts.map { longest($0.text) } == [30])
    #expect(result.problems.map(\.line) == [1, 1])
    #expect(result.problems.contains { $0.message.hasPrefix("more than 30 combining marks in a row") })
  }

  @Test(arguments: ["\u{64B}", "\u{5B0}", "\u{1AB0}", "\u{20D0}", "\u{1D165}"])
  func `are found in every script`(mark: String) {
    let text = "a" + String(repeating: mark, count: 100) + "b" + String(repeating: mark, count: 30)
    let wanted = "a" + String(repeating: mark, count: 30) + "b" + String(repeating: mark, count: 30)
    let limited = Array(text.utf8).withUnsafeBufferPointer { StreamSafeText.limited($0)?.bytes }
    #expect(limited.map { String(decoding: $0, as: UTF8.self).utf8.elementsEqual(wanted.utf8) } == true)
  }

  @Test func `are unchanged up to the limit`() throws {
    let text = "Việt Nam, עִבְרִית, العَرَبِيَّة, 日本語の長い文章がここにあります。" + "a" + Self.marks(30)
    #expect(Array(text.utf8).withUnsafeBufferPointer { StreamSafeText.limited($0) == nil })
  }

  @Test func `are cut in character references`() {
    let clean = PlainText.clean("a" + String(repeating: "&#x301;&#x323;", count: 500) + " fog")
    #expect(clean.unicodeScalars.count <= 36)
    #expect(clean.hasSuffix(" fog"))
  }

  @Test func `do not hide that a file is not text`() throws {
    let bytes = Array("# a\(Self.marks(200))\n\n".utf8) + [0xFF, 0xCC]
    #expect(try parse(bytes).page == nil)
  }
}
