import Testing

@Suite("Text for terminals")
struct PrintableTextTests {
  @Test("has what controls them escaped, and all else as it is")
  func escaped() {
    #expect("a\u{1B}[2Jb".printable == "a\\u001B[2Jb")
    #expect("a\nfeedgen: error: b\r\t".printable == "a\\nfeedgen: error: b\\r\\t")
    #expect("a\r\nb".printable == "a\\r\\nb")
    #expect("\u{7F}\u{9B}31m\u{202E}x\u{2066}\u{2028}".printable == "\\u007F\\u009B31m\\u202Ex\\u2066\\u2028")
    let plain = "Zoë e\u{301} 日本 😀 \u{200D} \\u001B"
    #expect(plain.printable == plain)
  }

  @Test("is all that is printed of file names")
  func fileNames() throws {
    let workspace = try Workspace()
    try workspace.write("", to: "news/2013/11/14/a\u{1B}[2J\nb.md")
    for arguments in [[], ["check"]] {
      let outcome = try FeedgenProcess.run(arguments + workspace.options, in: workspace.directory.path)
      let text = outcome.output + outcome.errors
      #expect(text.contains("a\\u001B[2J\\nb.md") || text.contains("a%1B%5B2J%0Ab.md"), "\(text)")
      #expect(!text.contains("\u{1B}"))
    }
  }
}
