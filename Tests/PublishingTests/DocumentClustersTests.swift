import TestSupport
import Testing

@testable import Publishing

@Suite("Clusters of documents")
struct DocumentClustersTests {
  private typealias Event = PublicationPlan.Event.Index

  // Documents of some subjects, in a random order. Most events of a document are of its subject.
  private func documents(_ count: Int, subjects: Int, events: Int, seed: Int) -> [[Event]] {
    var random = SeededGenerator(seed: UInt64(seed))
    return (0..<count).map { _ in
      let subject = Int.random(in: 0..<subjects, using: &random)
      let own = events / subjects
      return (0..<Int.random(in: 0..<30, using: &random)).map { _ in
        Int.random(in: 0..<10, using: &random) == 0
          ? Event(Int.random(in: 0..<events, using: &random))
          : Event(subject * own + Int.random(in: 0..<own, using: &random))
      }
    }
  }

  // The number of entries to render if each cluster renders its own.
  private func entries(_ documents: [[Event]], _ clusters: [Int]) -> Int {
    var entries = Set<[Int]>()
    for (document, cluster) in zip(documents, clusters) {
      for event in document { entries.insert([cluster, event.index]) }
    }
    return entries.count
  }

  @Test("need far fewer entries than documents that are divided in their order", arguments: 1...4)
  func entries(seed: Int) {
    let documents = documents(600, subjects: 40, events: 1_200, seed: seed)
    let clusters = DocumentClusters.clusters(of: documents, eventCount: 1_200)
    let inOrder = documents.indices.map { $0 * DocumentClusters.count / documents.count }
    #expect(entries(documents, clusters) * 3 < entries(documents, inOrder) * 2)
  }

  @Test("have about the same size", arguments: 1...4)
  func sizes(seed: Int) {
    let documents = documents(600, subjects: [1, 3, 40][seed % 3], events: 1_200, seed: seed)
    let clusters = DocumentClusters.clusters(of: documents, eventCount: 1_200)
    #expect(clusters.count == documents.count)
    var costs = [Int](repeating: 0, count: DocumentClusters.count)
    for (document, cluster) in zip(documents, clusters) { costs[cluster] += document.count + 10 }
    let average = costs.reduce(0, +) / costs.count
    #expect(costs.allSatisfy { $0 * 10 < average * 12 }, "\(costs)")
  }

  @Test("keep the formats of a feed together")
  func formats() {
    let documents = documents(500, subjects: 20, events: 1_000, seed: 9).filter { !$0.isEmpty }
    let clusters = DocumentClusters.clusters(of: documents + documents, eventCount: 1_000)
    let apart = documents.indices.filter { clusters[$0] != clusters[$0 + documents.count] }
    // Those that a full cluster has no room for.
    #expect(apart.count * 10 < documents.count)
  }

  @Test("exist for no documents, and for documents without events")
  func empty() {
    #expect(DocumentClusters.clusters(of: [], eventCount: 0) == [])
    #expect(DocumentClusters.clusters(of: [[], []], eventCount: 0).count == 2)
  }
}
