#if ObjectStorage
  import Foundation
  import Primitives
  import TestSupport
  import Testing
  import WorkspaceSupport

  @testable import Publishing

  @Suite("An incremental run leaves the bucket with the tree that a full run leaves in a directory")
  struct BucketTreeTests {
    @Test(
      "after random changes, with the right headers, and puts what changed alone",
      arguments: RandomArchive.seeds(4))
    func anyChanges(seed: Int) async throws {
      let stub = try await StoreStub()
      stub.pageSize = 1 + 37 * seed
      stub.ignoresConditions = seed % 3 == 2
      var archive = RandomArchive(seed: 20_000 + seed)
      let workspace = try Workspace()
      workspace.configure(seed: seed)
      workspace.publish(to: stub)
      workspace.configuration.storage.mostRemoved = 1
      var now = Workspace.now
      try workspace.apply(archive.additions(6))
      for step in 0...4 {
        let before = stub.objects
        let state = step == 0 ? nil : try workspace.copyOfState()
        _ = stub.takeRequests()
        try workspace.run(now: now)
        let requests = stub.takeRequests()
        let full = try workspace.output(ofState: state ?? workspace.copyOfState(), now: now)
        #expect(Workspace.differences(stub.documents, full) == [], "step \(step)")
        expectHeaders(stub, maxAge: workspace.configuration.serve.maxAge)
        let put = requests.filter { $0.method == "PUT" && !$0.key.contains("probe") }.map(\.key)
        #expect(put.filter { before[$0]?.bytes == stub[$0]?.bytes } == [], "step \(step)")
        #expect(Set(put).count == put.count, "step \(step)")
        // The catalogue is last of what is put.
        #expect(put.isEmpty || put.last == "feeds/catalogue.json" || !put.contains("feeds/catalogue.json"))
        // A run without changes puts nothing.
        try workspace.run(now: now)
        #expect(stub.takeRequests().filter { $0.method != "GET" && $0.method != "HEAD" }.isEmpty)
        now += 3_600
        try workspace.apply(archive.step())
      }
    }

    private func expectHeaders(_ stub: StoreStub, maxAge: Int) {
      for (key, object) in stub.objects {
        let path = String(key.dropFirst("feeds/".count))
        let names = path.split(separator: "/").map(String.init)
        #expect(object.fields["content-type"] == MediaType.type(of: names).type)
        #expect(object.fields["cache-control"] == CacheLifetime(maxAge: maxAge).field(of: path))
        let digest = object.bytes.withUnsafeBytes { SHA256Digest(of: $0) }.hexadecimal
        #expect(object.fields["x-amz-meta-feedgen-sha256"] == digest)
        #expect((object.fields["x-amz-meta-feedgen-owner"] != nil) == (path == "catalogue.json"))
      }
    }

    @Test(
      "in the store of moto, too", .enabled(if: MotoServer.isInstalled, "moto is not installed"))
    func moto() async throws {
      let server = try MotoServer.shared()
      let bucket = try await server.makeBucket()
      var archive = RandomArchive(seed: 21_000)
      let workspace = try Workspace()
      workspace.configure(seed: 1)
      workspace.configuration.output = "s3://\(bucket)"
      workspace.configuration.storage.endpoint = server.url
      try workspace.apply(archive.additions(4))
      let store = try ObjectStore(
        try ObjectLocation(workspace.configuration.output), workspace.configuration.storage)
      for _ in 0...1 {
        try workspace.run()
        var documents: [String: Data] = [:]
        let top = try await store.list(.top)
        var objects = top.objects
        for folder in top.folders { objects += try await store.list(.folder(folder)).objects }
        for object in objects {
          documents[object.path] = Data(try await store.get(object.path).body ?? [])
        }
        #expect(Workspace.differences(documents, try workspace.fullOutput()) == [])
        try workspace.apply(archive.step())
      }
    }

    @Test("and too many ended documents stay until that is allowed")
    func keptDocuments() async throws {
      let stub = try await StoreStub()
      let workspace = try Workspace()
      workspace.publish(to: stub)
      workspace.isForced = true
      workspace.configuration.storage.mostRemoved = 0
      let pages = (1...120).map {
        ArchivePage(day: "2013/11/\($0 % 28 + 1)", title: "Ferry \($0) of Norland sails")
      }
      try workspace.write(pages)
      try workspace.run()
      let before = Set(stub.documents.keys)
      for page in pages.dropFirst() { try workspace.remove(page) }
      let kept = try workspace.run().report.keptEnded
      #expect(kept > 100 && before.isSubset(of: stub.documents.keys))
      #expect(try workspace.run().report.keptEnded == kept)
      workspace.configuration.storage.mostRemoved = 1
      #expect(try workspace.run().report.keptEnded == 0)
      #expect(Workspace.differences(stub.documents, try workspace.fullOutput()) == [])
    }

    @Test("a store that fails in the middle gets the rest with the next run")
    func interruption() async throws {
      let stub = try await StoreStub()
      var archive = RandomArchive(seed: 22_000)
      let workspace = try Workspace()
      workspace.publish(to: stub)
      try workspace.apply(archive.additions(6))
      stub.fail { $0.method == "PUT" && $0.key.contains("entity") ? .status(403, code: "AccessDenied") : nil }
      #expect(throws: PublishingError.self) { try workspace.run() }
      #expect(stub["feeds/catalogue.json"] == nil)
      stub.recover()
      try workspace.run()
      #expect(Workspace.differences(stub.documents, try workspace.fullOutput()) == [])
    }
  }
#endif
