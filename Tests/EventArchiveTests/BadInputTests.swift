import Testing

@testable import EventArchive

@Suite("Bad event files")
struct BadInputTests {
  @Test func `bytes that are not UTF-8 reject the file with the line`() throws {
    for line in 1...20 {
      var lines = PageSamples.generationA.split(separator: "\n", omittingEmptySubsequences: false).map {
        Array($0.utf8)
      }
      guard line <= lines.count else { continue }
      lines[line - 1] += [0xC3]
      let result = try parse(Array(lines.joined(separator: [0x0A])))
      #expect(result.page == nil)
      #expect(result.problems.map(\.line) == [line])
      #expect(result.problems.first?.severity == .rejected)
      #expect(result.problems.first?.message.contains("UTF-8") == true)
    }
  }

  @Test(
    "invalid forms of UTF-8 are rejected",
    arguments: [
      [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0x80], [0xE2, 0x82],
    ] as [[UInt8]])
  func invalid(bytes: [UInt8]) throws {
    let result = try parse(Array(PageSamples.generationA.utf8) + bytes)
    #expect(result.page == nil)
    #expect(result.problems.map(\.line) == [17])
  }

  @Test func `a NUL byte rejects the file with the line`() throws {
    let result = try parse(PageSamples.page(title: "Fog", body: "One\nt\u{0}wo\n"))
    #expect(result.page == nil)
    #expect(result.problems.map(\.line) == [6])
    #expect(result.problems.first?.message.contains("NUL") == true)
  }

  @Test func `a control character is reported once with the line, and the file is used`() throws {
    let result = try parse(PageSamples.page(title: "A f\u{1}og\u{7F} ri\u{B}ses", body: "Bell\u{7}.\n"))
    #expect(result.page?.title == "A fog ri ses")
    #expect(result.problems.map(\.line) == [3])
    #expect(result.problems.map(\.severity) == [.repaired])
  }

  @Test func `lines may end with CRLF`() throws {
    for text in [PageSamples.generationA, PageSamples.generationB, PageSamples.generationC] {
      let result = try parse(text.replacing("\n", with: "\r\n"))
      #expect(try parse(text.replacing("\n", with: "\r")).page == result.page)
      #expect(result.problems == [])
      #expect(result.page == (try parse(text).page))
    }
  }

  @Test func `a byte order mark is ignored`() throws {
    let result = try parse("\u{FEFF}" + PageSamples.generationA)
    #expect(result.problems == [])
    #expect(result.page == (try parse(PageSamples.generationA).page))
  }

  @Test("a file without text is empty", arguments: ["", "\n", " \t\r\n\n"])
  func empty(text: String) throws {
    let result = try parse(text)
    #expect(result.page == nil)
    #expect(result.problems.map(\.line) == [1])
    #expect(result.problems.first?.message.contains("empty") == true)
  }

  @Test(
    "a file without title is rejected",
    arguments: [
      "### [2019-07-4](/news/2019/07/4/index.md)\n",
      "### [2019-07-4](/news/2019/07/4/index.md)\n\n# \n\nText\n",
      "### [2019-07-4](/news/2019/07/4/index.md)\n\n# ''''\n", "\u{FEFF}", "half a fi",
    ])
  func untitled(text: String) throws {
    let result = try parse(text)
    #expect(result.page == nil)
    #expect(result.problems.last?.message.contains("title") == true)
    #expect(result.problems.last?.severity == .rejected)
  }

  @Test(
    "a file without date has the date of the folder, and a problem",
    arguments: ["# Fog\n\nText\n", "Formats: [HTML](/x.html)\n\n# Fog\n"])
  func undated(text: String) throws {
    let result = try parse(text)
    #expect(result.page?.day.description == "2019-07-04")
    #expect(result.problems.map(\.severity) == [.repaired])
    #expect(result.problems.first?.message.contains("date") == true)
  }

  @Test(
    "an invalid date is replaced by the folder's, with a problem",
    arguments: ["2019-02-30", "2019-13-1", "0000-00-0", "99999-1-1", "-1-1-1", "today"])
  func absurdDate(date: String) throws {
    let result = try parse("### [\(date)](/news/2019/07/4/index.md)\n\n# Fog\n")
    #expect(result.page?.day.description == "2019-07-04")
    #expect(result.problems.map(\.line) == [1])
    #expect(result.problems.last?.severity == .repaired)
  }

  @Test(
    "a folder that is no day of the calendar rejects its files",
    arguments: ["2019/02/30", "2019/13/1", "0019/01/1", "2019/00/0"])
  func absurdFolder(folder: String) throws {
    let result = try parse(PageSamples.generationA, at: "news/\(folder)/fog.md")
    #expect(result.page == nil)
    #expect(result.problems.map(\.severity) == [.rejected])
  }

  @Test func `the folder's day is used if the heading has another`() throws {
    let result = try parse(PageSamples.generationA, at: "news/2019/07/5/fog.md")
    #expect(result.page?.day.description == "2019-07-05")
    #expect(result.problems.map(\.severity) == [.repaired])
    #expect(result.problems.map(\.line) == [1])
  }

  @Test func `another date in the heading is reported with its line`() throws {
    let result = try parse(PageSamples.generationC, at: "news/2019/07/5/fog.md")
    #expect(result.problems.map(\.line) == [4])
  }

  @Test func `a heading without link may contain the date`() throws {
    let result = try parse("### 2019-07-04\n\n# Fog\n")
    #expect(result.page?.day.description == "2019-07-04")
    #expect(result.problems == [])
  }

  @Test(
    "a source without a safe address is left out, and the rest is used",
    arguments: [
      "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd",
      "/news/2019/07/4/x.md",
      "http:/a.example", "http://", "http:///path", "ftp://a.example/x", "", "mailto:a@a.example",
    ])
  func unsafe(address: String) throws {
    let body =
      "### Sources:\n\n1. [Bad](\(address))\n1. [Cover Image](\(address))\n2. [Good](http://good.example)\n"
    let result = try parse(PageSamples.page(title: "Fog", body: body))
    #expect(result.page?.sources.map(\.name) == ["Good"])
    #expect(result.page?.cover == nil)
    #expect(result.problems.map(\.line) == [7, 8])
    #expect(result.problems.map(\.severity) == [.repaired, .repaired])
  }

  @Test func `a line that is no item of its section is reported and left out`() throws {
    let body = """
      ### Changes:

      1. no link at all
      2. [Fog ](/news/2019/07/4/index.md) _2019-07-05 10:30:09 (Update)_

      ### Related:

      1. [Fog ](/news/../../etc/passwd.md) _Context: Port Almira_
      2. [Fog ](http://other.example/fog.md) _Context: Port Almira_

      ### Notes:

      lost words

      """
    let result = try parse(PageSamples.page(title: "Fog", body: body))
    #expect(result.page?.changes == [])
    #expect(result.page?.related == [])
    #expect(result.problems.map(\.line) == [7, 8, 12, 13, 15])
  }

  @Test(
    "text that is no time is no time of a change",
    arguments: ["_2nd version_", "_2019-07-05 (Update)_", "_2019_"])
  func stamp(mark: String) throws {
    let body = "### Changes:\n\n1. [Fog ](/news/2019/07/4/fog.md) \(mark)\n"
    let page = try #require(try parse(PageSamples.page(title: "Fog", body: body)).page)
    #expect(page.changes.map(\.path) == ["/news/2019/07/4/fog"])
    #expect(page.changes.map(\.replaced) == [""])
  }

  @Test func `problems are ordered by line`() throws {
    let text = PageSamples.generationA.replacing("(http://post", with: "(ftp://post")
    let result = try parse(text, at: "news/2019/07/5/fog.md")
    #expect(result.problems.count == 2)
    #expect(result.problems.map(\.line) == result.problems.map(\.line).sorted())
  }
}
