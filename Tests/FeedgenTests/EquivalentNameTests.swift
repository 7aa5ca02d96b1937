import Foundation
import GRDB
import TestSupport
import Testing
import WorkspaceSupport

@Suite("Names of files that Unicode holds equivalent")
struct EquivalentNameTests {
  private let composed = "m\u{E1}laga-court"
  private let decomposed = "ma\u{301}laga-court"

  private func page(_ slug: String, _ title: String) -> ArchivePage {
    ArchivePage(day: "2024/05/3", title: title, form: .handwritten, slug: slug, context: "Example Court")
  }

  private func titles(_ workspace: Workspace, _ path: String = "all.atom") throws -> [String] {
    try AtomDocument(workspace.output(), path).entries.map(\.title).sorted()
  }

  @Test func `are those of two events, run after run, and one may go`() throws {
    let (first, second) = (page(composed, "A court opens"), page(decomposed, "A court closes"))
    let workspace = try Workspace(first, second)
    for isFull in [false, false, true, false] {
      try workspace.run(isFull: isFull)
      #expect(try titles(workspace) == ["A court closes", "A court opens"])
    }
    try workspace.write(page(decomposed, "A court closes early"))
    try workspace.run()
    #expect(try titles(workspace) == ["A court closes early", "A court opens"])
    try workspace.remove(first)
    try workspace.run()
    #expect(try titles(workspace) == ["A court closes early"])
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }

  @Test(arguments: [true, false])
  func `lead from a link to the only file that is meant`(linkIsComposed: Bool) throws {
    let (link, file) = linkIsComposed ? (composed, decomposed) : (decomposed, composed)
    var linking = ArchivePage(day: "2024/05/4", title: "The director resigns")
    linking.related = [page(link, "A court opens").related(sharing: "Example Bank")]
    let workspace = try Workspace(linking)
    try workspace.run()
    #expect(try titles(workspace, "entity/example-bank.atom") == ["The director resigns"])
    try workspace.write(page(file, "A court opens"))
    try workspace.run()
    #expect(try titles(workspace, "entity/example-bank.atom") == ["A court opens", "The director resigns"])
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
    // Now there is a file of that very name.
    try workspace.write(page(link, "Another court opens"))
    try workspace.run()
    #expect(
      try titles(workspace, "entity/example-bank.atom") == ["Another court opens", "The director resigns"])
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
    try workspace.remove(page(link, ""))
    try workspace.run()
    #expect(try titles(workspace, "entity/example-bank.atom") == ["A court opens", "The director resigns"])
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }

  @Test(arguments: ["\u{301}x", "a\u{200D}", "a\u{202E}b", "霧", "\u{FE0F}", "a\nb"])
  func `and odd ones are published`(slug: String) throws {
    let workspace = try Workspace(page(slug, "A court opens"))
    try workspace.run()
    #expect(try titles(workspace) == ["A court opens"])
    #expect(try workspace.run().report.written == 0)
    let outcome = try workspace.runBinary("explain", workspace.content(page(slug, "").path))
    #expect(outcome.status == 0)
  }

  @Test(arguments: [("\u{E9}", "%C3%A9"), ("a b", "a%20b"), ("100%", "100%25"), ("m\u{E1}", "ma\u{301}")])
  func `and those that are percent-encoded are those of two events, of which each keeps its id`(
    slug: String, other: String
  ) throws {
    let pages = [page(slug, "A court opens"), page(other, "A court closes")]
    for first in [0, 1] {
      let workspace = try Workspace(pages[first])
      try workspace.run()
      try workspace.write(pages[1 - first])
      try workspace.run()
      let both = try AtomDocument(workspace.output(), "all.atom").entries
      #expect(both.map(\.title).sorted() == ["A court closes", "A court opens"])
      #expect(Set(both.map(\.id)).count == 2)
      #expect(try workspace.runBinary("check").output == "")
      try workspace.remove(pages[first])
      for isFull in [false, true] {
        try workspace.run(isFull: isFull)
        let left = try AtomDocument(workspace.output(), "all.atom").entries
        #expect(left == both.filter { $0.title == pages[1 - first].title })
      }
    }
  }

  @Test
  func `and a link that is percent-encoded leads to the file that it means, or to one of its very name`()
    throws
  {
    var linking = ArchivePage(day: "2024/05/4", title: "The director resigns")
    linking.related = [page("a%20b", "A court opens").related(sharing: "Example Bank")]
    let workspace = try Workspace(linking, page("a%20b", "A court closes"))
    try workspace.run()
    #expect(try titles(workspace, "entity/example-bank.atom") == ["A court closes", "The director resigns"])
    try workspace.write(page("a b", "A court opens"))
    try workspace.run()
    #expect(try titles(workspace, "entity/example-bank.atom") == ["A court opens", "The director resigns"])
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }

  @Test func `keep the ids that they had when a percent sign was not encoded`() throws {
    let workspace = try Workspace(page("a%20b", "A court opens"))
    try workspace.run()
    try DatabaseQueue(path: workspace.configuration.state + "/index.sqlite").write { index in
      try index.execute(sql: "UPDATE name SET path = replace(path, '%25', '%')")
      try index.execute(sql: "UPDATE setting SET value = '0' WHERE key = 'analysisVersion'")
    }
    try workspace.write(page("a b", "A court closes"))
    try workspace.run()
    let entries = try AtomDocument(workspace.output(), "all.atom").entries
    let ids = Dictionary(entries.map { ($0.title, $0.id) }) { first, _ in first }
    #expect(ids["A court opens"]?.hasSuffix("/a%20b") == true)
    #expect(ids["A court closes"]?.hasSuffix("/a%20b~2") == true)
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }

  @Test func `are found by what a person types`() throws {
    let workspace = try Workspace(page(decomposed, "A court opens"))
    try workspace.run()
    for slug in [composed, decomposed] {
      let outcome = try workspace.runBinary("explain", "/news/2024/05/3/\(slug)")
      #expect(outcome.output.contains("Example Court"))
    }
  }
}
