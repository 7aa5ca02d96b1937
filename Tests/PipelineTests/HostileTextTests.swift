import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@Suite("Text that means harm does none")
struct HostileTextTests {
  @Test(
    "a name that would lead out of the output directory stays in it",
    arguments: [
      "../../etc/passwd", "..", "/", "/etc/passwd", ".", "...", "a/../../b", "%2e%2e%2fx", "\\..\\..\\x",
      "~root", "-rf *",
      "CON", "a:b", String(repeating: "long ", count: 100), String(repeating: "日本", count: 100), "|",
      "'; DROP TABLE page; --",
    ])
  func escapingNames(name: String) throws {
    var page = ArchivePage(day: "2013/11/14", title: "A page is written.", form: .later, topic: name)
    page.related = [.init(title: "Other", path: "news/2013/11/14/other.md", context: name + ", Good Name")]
    let workspace = try Workspace(page)
    try workspace.run()
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: workspace.directory.path).sorted() == [
        ".state", "content", "feeds",
      ])
    let output = try workspace.output()
    #expect(output.files["entity/good-name.atom"] != nil)
    for path in output.files.keys {
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      #expect(parts.count <= (path.hasPrefix("news/") ? 5 : 2), "\(path)")
      #expect(path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "\(path)")
      if path == ".well-known/feeds" { continue }
      #expect(path.split(separator: "/").allSatisfy { !$0.hasPrefix(".") && $0.utf8.count < 200 }, "\(path)")
    }
    for feed in try CatalogueDocument(output).feeds {
      #expect(output.files[feed.formats["atom"] ?? ""] != nil)
    }
  }

  @Test("HTML in titles, names and sources is text")
  func markup() throws {
    let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>&lt;b&gt;]]>"
    var page = ArchivePage(day: "2013/11/14", title: "Ships \(evil)", form: .handwritten, slug: "ships")
    (page.summary, page.context) = ("Sails \(evil)", "Boats \(evil)")
    page.sources = [("Paper \(evil)", "http://paper.example/\"><script>alert(3)</script>")]
    page.cover = "http://pictures.example/a\"onload=\"alert(4).jpg"
    page.related = [
      .init(title: "Other \(evil)", path: "news/2013/11/14/\"onclick=\"alert(5).md", context: "Knots \(evil)")
    ]
    let workspace = try Workspace(page)
    try workspace.run()
    for (path, data) in try workspace.output().files where path.hasSuffix(".atom") {
      let entry = try #require(try AtomDocument(data).entries.first)
      #expect(entry.title == "Ships <script>alert(1)</script><img src=x onerror=alert(2)><b>]]>")
      let tags = Set(entry.content.matches(of: /<\/?([a-zA-Z]+)/).map { String($0.output.1) })
      #expect(tags.isSubset(of: ["p", "a", "img", "ul", "li"]), "\(path)")
      let attributes = Set(
        entry.content.matches(of: /<[a-z]+ ([a-z]+)="[^"]*"( ([a-z]+)="[^"]*")?>/).map { "\($0.output.1)" })
      #expect(attributes.isSubset(of: ["href", "src"]), "\(path)")
    }
  }

  @Test(
    "addresses that are not of the web are left out, everywhere",
    arguments: [
      "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)",
      "data:text/html,<script>alert(1)</script>",
      "vbscript:x", "file:///etc/passwd", "http:javascript:alert(1)", "java\tscript:alert(1)",
      "&#106;avascript:alert(1)",
      "http://", "http:///x", "https://a b.example/", "mailto:a@b.example",
    ])
  func addresses(address: String) throws {
    var page = ArchivePage(
      day: "2013/11/14", title: "[Click](\(address)) to see ships.", form: .later, slug: "ships")
    page.summary =
      "[Click](\(address)) or <a href=\"\(address)\">here</a> or <\(address)> or ![see](\(address))."
    page.sources = [("The Log", address), ("The Mirror", "https://mirror.example/ships")]
    page.cover = address
    page.related = [
      .init(title: "[Other](\(address))", path: "news/2013/11/14/other.md", context: "[Knots](\(address))")
    ]
    let workspace = try Workspace(page)
    let summary = try workspace.run()
    #expect(summary.events == 1)
    for (path, data) in try workspace.output().files where path.hasSuffix(".atom") {
      let entry = try #require(try AtomDocument(data).entries.first, "\(path)")
      let inContent = entry.content.matches(of: /(?:href|src)="([^"]*)"/).map { String($0.output.1) }
      for href in entry.links.map(\.href) + inContent where !href.isEmpty {
        let host = URL(string: href)?.host()
        #expect(host == "localhost" || host == "mirror.example", "\(href)")
      }
      #expect(entry.links.contains { $0.relation == "via" && $0.href == "https://mirror.example/ships" })
    }
  }

  @Test(
    "a date that no calendar has is reported, and the rest goes on",
    arguments: [
      "2013/02/30", "9999/99/99", "2013/13/1", "0000/00/0", "2013/00/10", "2015/02/29",
    ])
  func absurdDates(day: String) throws {
    let good = ArchivePage(
      day: "2013/11/14", title: "A ship comes in.", form: .handwritten, context: "Sudhaven")
    var linking = good
    (linking.title, linking.context) = ("A ship goes out.", "Sudhaven")
    let absurd = ArchivePage(day: day, title: "Never was.", form: .handwritten, context: "never")
    linking.related = [absurd.related(sharing: "Nothing")]
    let workspace = try Workspace(good, linking, absurd)
    try workspace.write("### [x](\(absurd.name).md)\n_Context: Nobody_\n", to: "news/\(day)/index.md")
    let summary = try workspace.run()
    #expect(summary.events == 2)
    #expect(summary.problems.contains { $0.path == absurd.path })
    #expect(try Set(AtomDocument(workspace.output(), "all.atom").names) == [good.name, linking.name])
  }

  @Test(
    "a date in the heading that is not the folder's is reported; the folder's is used",
    arguments: [
      "2013-02-30", "9999-99-99", "13-11-14", "2013-11-15", "yesterday", "",
    ])
  func absurdHeadings(date: String) throws {
    let workspace = try Workspace()
    try workspace.write("### [2013-11-13](/x)\n\n# Before.\n", to: "news/2013/11/13/before.md")
    try workspace.write(
      "### [\(date)](/news/2013/11/14/index.md)\n\n# A ship comes in.\n", to: "news/2013/11/14/ship.md")
    let summary = try workspace.run()
    #expect(summary.problems.map(\.path).contains("news/2013/11/14/ship.md"))
    let entries = try AtomDocument(workspace.output(), "all.atom").entries
    #expect(entries.last?.published == "2013-11-13T00:00:00Z")
    if entries.count == 2 { #expect(entries.first?.published == "2013-11-14T00:00:00Z") }
  }
}
