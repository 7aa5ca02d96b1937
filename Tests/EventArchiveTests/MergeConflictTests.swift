import Testing

@testable import EventArchive

@Suite("Unresolved merge conflicts")
struct MergeConflictTests {
  private let conflict = """
    <<<<<<< HEAD
    The boats stay in.
    =======
    The boats go out.
    >>>>>>> other

    """

  private func event(_ body: String) throws -> EventFileParser.Result {
    let path = "news/2013/11/14/fog.md"
    let name = try #require(EventName(path: path))
    return Array("### [2013-11-14](/x)\n\n# Fog\n\n\(body)".utf8).withUnsafeBufferPointer {
      EventFileParser.parse($0, path: path, name: name)
    }
  }

  @Test(
    "reject the file with the line of the first, also with a common ancestor or with CRLF"
  )
  func rejected() throws {
    let diff3 = conflict.replacing("=======", with: "||||||| 1a2b3c4\nThe boats.\n=======")
    for text in [conflict, "Rain.\n\n" + conflict + conflict, diff3, conflict.replacing("\n", with: "\r\n")] {
      let result = try event(text)
      #expect(result.page == nil)
      #expect(result.problems.map(\.severity) == [.rejected])
      #expect(result.problems.map(\.line) == [text.hasPrefix("Rain") ? 7 : 5])
      #expect(result.problems.first?.message.contains("merge conflict") == true)
    }
  }

  @Test("reject a day's page as well")
  func dayPage() {
    let result = Array(("## Day\n" + conflict).utf8).withUnsafeBufferPointer {
      DayPageParser.parse($0, path: "news/2013/11/14/index.md")
    }
    #expect(result.page == nil)
    #expect(result.problems.map(\.line) == [2])
  }

  @Test(
    "have all three markers",
    arguments: [
      "A heading\n=======\n", "<<<<<<< HEAD\nOne.\n", "> > > quoted\n",
      "Remove <<<<<<< and ======= and >>>>>>>.\n",
      "<<<<<<<< eight\n=======\n>>>>>>>> eight\n", ">>>>>>> b\n=======\n<<<<<<< a\n",
      " <<<<<<< a\n=======\n>>>>>>> b\n",
    ])
  func lookalikes(body: String) throws {
    #expect(try event(body).page != nil)
  }
}
