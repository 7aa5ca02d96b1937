import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@Suite("Countries that entities bring with them")
struct LearnedCountryTests {
  private let workspace: Workspace
  private let late = ArchivePage(day: "2014/03/1", title: "Ada Quill sings in the rain")

  // Events of Ada Quill, nearly all in Egypt; of the Envoys, half of them in France; of rain, all in Egypt.
  init() throws {
    workspace = try Workspace()
    for number in 1...20 {
      var page = ArchivePage(
        day: "2014/02/\(number)", title: "A choir sings in Egypt for the day \(number)", form: .handwritten)
      page.context = "Ada Quill, rain"
      try workspace.write(page)
      let place = number.isMultiple(of: 2) ? "Egypt" : "France"
      page = ArchivePage(
        day: "2014/02/\(number)", title: "Boats leave \(place) on day \(number)", form: .handwritten)
      page.context = "Quill Envoys"
      try workspace.write(page)
    }
  }

  private func countries() throws -> [String] {
    let outcome = try workspace.runBinary("explain", "--json", late.name)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    return (object?["countries"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
  }

  @Test func `are learned by the first run, from entities that nearly always appear with one country`() throws
  {
    try workspace.run()
    let outcome = try workspace.runBinary("learned")
    #expect(outcome.output == "EG  20 of 20  ada quill\n")
    #expect(try workspace.runBinary("learned", "envoys").output == "")
    try workspace.write(late)
    try workspace.run()
    #expect(try AtomDocument(workspace.output(), "country/egypt.atom").entries.first?.title == late.title)
    #expect(try countries() == ["EG"])
    #expect(try workspace.runBinary("explain", late.name).output.contains("learned: \"Ada Quill\" in title"))
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }

  @Test func `stay as they are until the next full run`() throws {
    try workspace.run()
    for number in 1...20 {
      var page = ArchivePage(
        day: "2014/03/\(number)", title: "A choir sings in France for the day \(number)", form: .handwritten)
      page.context = "Ada Quill"
      try workspace.write(page)
    }
    try workspace.run()
    try workspace.write(late)
    try workspace.run()
    #expect(try countries() == ["EG"])
    try workspace.run(isFull: true)
    #expect(try countries() == [])
    #expect(try workspace.runBinary("learned").output == "")
  }
}
