import Foundation
import Publishing
import Synchronization
import TestSupport
import Testing
import WorkspaceSupport

@Suite("The order of publishing")
struct PublicationOrderTests {
  // Looks at the output at each call.
  private final class Observer: PublicationListener {
    struct Moment {
      var output: FileTree
      var named: Set<String>
    }

    let consequenceOfFailure = "nothing is observed"
    let moments = Mutex<[String: Moment]>([:])
    let changes = Mutex(PublishedChanges())
    let coming = Mutex<Set<PublishedDocument>>([])
    private let root: String

    init(_ workspace: Workspace) { root = workspace.configuration.output }

    private func record(_ name: String) throws {
      let output = try FileTree(root)
      let named = output.files["catalogue.json"] == nil ? [] : try CatalogueDocument(output).feeds
      moments.withLock {
        $0[name] = Moment(output: output, named: Set(named.flatMap(\.formats.values)))
      }
    }

    func recover(_ site: Site) throws { try record("recover") }
    func willPublish(_ documents: [PublishedDocument], of site: Site) throws {
      coming.withLock { $0 = Set(documents) }
      try record("willPublish")
    }
    func willRemove(_ topics: [EndedTopic]) throws { try record("willRemove") }
    func didPublish(_ changes: PublishedChanges, of site: Site) throws {
      self.changes.withLock { $0 = changes }
      try record("didPublish")
    }
  }

  private let workspace: Workspace
  private let bridge = ArchivePage(day: "2013/11/4", title: "Norway opens a bridge in Egypt")

  init() throws {
    workspace = try Workspace(
      ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Egypt"), bridge)
    workspace.configuration.formats = [.atom]
    workspace.isForced = true
    try workspace.run()
  }

  @Test func `is feeds and pages, lists, the catalogue, and then removals`() throws {
    let observer = Observer(workspace)
    try workspace.remove(bridge)
    try workspace.publish(to: [observer])
    let moments = observer.moments.withLock { $0 }
    for (name, moment) in moments {
      #expect(moment.named.filter { moment.output.files[$0] == nil } == [], "\(name)")
    }
    let before = try #require(moments["willPublish"])
    #expect(before.named.contains("country/norway.atom"))
    // The new catalogue is there before anything is removed.
    let meanwhile = try #require(moments["willRemove"])
    #expect(!meanwhile.named.contains("country/norway.atom"))
    #expect(meanwhile.output.files["country/norway.atom"] != nil)
    let after = try #require(moments["didPublish"])
    #expect(after.output.files["country/norway.atom"] == nil)
  }

  @Test func `tells listeners which bytes have changed, and what was removed`() throws {
    let before = try workspace.output()
    let observer = Observer(workspace)
    try workspace.remove(bridge)
    try workspace.publish(to: [observer])
    let after = try workspace.output()
    let changes = observer.changes.withLock { $0 }
    let changed = after.files.keys.filter { before.files[$0] != after.files[$0] }
    #expect(changes.written.map(\.path).sorted() == changed.sorted())
    #expect(
      changes.removed.map(\.path).sorted() == before.files.keys.filter { after.files[$0] == nil }.sorted())
    #expect(changes.removed.allSatisfy(\.isRemoved) && !changes.written.contains(where: \.isRemoved))
    #expect(Set(changes.written + changes.removed).isSubset(of: observer.coming.withLock { $0 }))
  }

  @Test func `tells listeners of documents of an unknown state, too`() throws {
    // The index is lost, and a feed is there that the new one does not know.
    let old = try workspace.output()
    try FileManager.default.removeItem(atPath: workspace.configuration.state)
    try workspace.remove(bridge)
    let observer = Observer(workspace)
    try workspace.publish(to: [observer])
    let removed = Set(observer.changes.withLock { $0.removed.map(\.path) })
    #expect(removed.contains("country/norway.atom"))
    #expect(removed == Set(old.files.keys).subtracting(try workspace.output().files.keys))
  }

  @Test func `removes in the next run what could not be removed`() throws {
    let ended = workspace.configuration.output + "/country/norway.atom"
    try FileManager.default.removeItem(atPath: ended)
    try FileManager.default.createDirectory(atPath: ended + "/x", withIntermediateDirectories: true)
    try workspace.remove(bridge)
    let observer = Observer(workspace)
    #expect(throws: PublishingError.self) { try workspace.publish(to: [observer]) }
    // All is written, the catalogue too.
    let named = try CatalogueDocument(workspace.output()).feeds.flatMap(\.formats.values)
    #expect(!named.contains("country/norway.atom") && named.contains("country/egypt.atom"))
    #expect(observer.moments.withLock { $0["didPublish"] == nil })
    try FileManager.default.removeItem(atPath: ended)
    try Data("old".utf8).write(to: URL(filePath: ended))
    try workspace.publish(to: [observer])
    #expect(!FileManager.default.fileExists(atPath: ended))
    #expect(observer.changes.withLock { $0.removed.map(\.path) }.contains("country/norway.atom"))
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }
}
