#if ObjectStorage
  import ArchiveIndex
  import Foundation
  import Primitives
  import Synchronization
  import TestSupport
  import Testing

  @testable import Publishing

  @Suite("An output in object storage")
  struct ObjectStorageOutputTests {
    private let stub: StoreStub
    private let bytes = Array("one".utf8)

    init() async throws { stub = try await StoreStub() }

    private func record(_ path: String, _ stamp: DocumentRecord.Stamp?) -> DocumentRecord {
      var record = DocumentRecord(page: path, wanted: ContentDigest(path))
      (record.published, record.stamp) = (record.wanted, stamp)
      return record
    }

    private var puts: Int { stub.takeRequests().count { $0.method == "PUT" } }

    @Test("puts a document once, with its headers, and again when its bytes change")
    func puttingOnce() throws {
      let output = try stub.output()
      let first = try output.write(bytes, to: "tag/fog.atom", known: nil)
      #expect(first.isChanged && puts == 1)
      let object = try #require(stub["feeds/tag/fog.atom"])
      #expect(object.bytes == Data(bytes))
      #expect(object.fields["content-type"] == "application/atom+xml; charset=utf-8")
      #expect(object.fields["cache-control"] == CacheLifetime(maxAge: 300).field(of: "tag/fog.atom"))
      #expect(
        object.fields["x-amz-meta-feedgen-sha256"]
          == bytes.withUnsafeBytes { SHA256Digest(of: $0) }.hexadecimal)
      let second = try output.write(bytes, to: "tag/fog.atom", known: first.stamp)
      #expect(!second.isChanged && second.stamp == first.stamp && puts == 0)
      let third = try output.write(Array("two".utf8), to: "tag/fog.atom", known: first.stamp)
      #expect(third.isChanged && third.stamp != first.stamp && puts == 1)
      // To renew the headers, the same bytes are put again.
      let renewing = try stub.output { $0.renewsAll = true }
      let fourth = try renewing.write(Array("two".utf8), to: "tag/fog.atom", known: third.stamp)
      #expect(!fourth.isChanged && fourth.stamp == third.stamp && puts == 1)
    }

    @Test("a document in pieces is there only when it is finished")
    func streaming() throws {
      let stream = try stub.output().stream(to: "feeds.opml", known: nil)
      try bytes.withUnsafeBytes(stream.append)
      try bytes.withUnsafeBytes(stream.append)
      #expect(stub.objects.isEmpty)
      #expect(try stream.finish().isChanged)
      #expect(stub["feeds/feeds.opml"]?.bytes == Data("oneone".utf8))
    }

    @Test("a listing finds what others changed or removed, and it is put again")
    func changes() throws {
      var records: [DocumentRecord] = []
      for path in ["all.atom", "tag/fog.atom", "news/2013/11/4/fog.html"] {
        records.append(record(path, try stub.output().write(bytes, to: path, known: nil).stamp))
      }
      #expect(try stub.output().areIntact(records))
      stub["feeds/tag/fog.atom"] = .init("mine")
      stub["feeds/all.atom"] = nil
      _ = stub.takeRequests()
      let output = try stub.output()
      #expect(try !output.areIntact(records))
      #expect(records.map(output.isIntact) == [false, false, true])
      #expect(stub.takeRequests().allSatisfy { $0.method == "GET" && $0.key.isEmpty })
      for record in records {
        let written = try output.write(bytes, to: record.path, known: record.stamp)
        #expect(written.isChanged == (record.path != "news/2013/11/4/fog.html"))
      }
      #expect(puts == 2 && stub["feeds/tag/fog.atom"]?.bytes == Data(bytes))
    }

    @Test("pages of other programs are recognised, and asked about once")
    func foreign() throws {
      stub["feeds/index.html"] = .init("<title>mine</title>")
      let output = try stub.output()
      #expect(try output.isForeign("index.html", known: nil))
      let stamp = try #require(output.stamp(of: "index.html"))
      #expect(stamp.isOfAnotherProgram)
      #expect(try !output.isForeign("tag/index.html", known: nil))
      _ = stub.takeRequests()
      // The index knows it.
      #expect(try stub.output().isForeign("index.html", known: stamp))
      let own = try output.write(bytes, to: "tag/fog.html", known: nil).stamp
      #expect(try !stub.output().isForeign("tag/fog.html", known: own))
      #expect(stub.takeRequests().filter { $0.method != "PUT" && $0.key != "feeds/catalogue.json" }.isEmpty)
      let next = try stub.output()
      #expect(try next.areIntact([record("index.html", stamp), record("tag/fog.html", own)]))
      #expect(try next.isForeign("index.html", known: stamp) && !next.isForeign("tag/fog.html", known: own))
      stub["feeds/index.html"] = nil
      let last = try stub.output()
      #expect(try !last.areIntact([record("index.html", stamp)]))
      #expect(try !last.isForeign("index.html", known: stamp))
    }

    @Test("unwanted documents are removed, and objects of other programs and editions stay")
    func unwanted() throws {
      for path in ["all.atom", "tag/fog.atom", "tag/rain.atom", "news/2013/11/4/fog.html"] {
        _ = try stub.output().write(bytes, to: path, known: nil)
      }
      let mark = ["x-amz-meta-feedgen-sha256": "0"]
      let others: [String: StoreStub.Object] = [
        "feeds/de/tag/nebel.atom": .init("edition", fields: mark), "feeds/tag/mine.atom": .init("mine"),
        "feeds/tag/mine.xyz": .init("marked", fields: mark), "feedsx/all.atom": .init("x", fields: mark),
        "all.atom": .init("x", fields: mark),
      ]
      stub.objects.merge(others) { $1 }
      stub["feeds/.feedgen-probe-1"] = .init("")
      try stub.output().removeUnwanted(wanted: ["all.atom", "tag/rain.atom"])
      #expect(
        Set(stub.objects.keys) == Set(others.keys).union(["feeds/all.atom", "feeds/tag/rain.atom"]))
    }

    @Test("not too many documents are removed at once")
    func tooMany() throws {
      let warnings = Warnings()
      let mark = ["x-amz-meta-feedgen-sha256": "0"]
      for number in 0..<150 { stub["feeds/tag/\(number).atom"] = .init("", fields: mark) }
      func remove(_ share: Double) throws -> Int {
        let output = try stub.output {
          $0.storage.mostRemoved = share
          $0.warn = warnings.add
        }
        try output.removeUnwanted(wanted: ["all.atom"])
        return stub.documents.count
      }
      #expect(try remove(0.2) == 150)
      #expect(warnings.all.contains { $0.contains("150 documents") && $0.contains("s3.mostRemoved=1") })
      let output = try stub.output()
      #expect([0, 400, 1000].map(output.mostRemoved) == [100, 100, 200])
      for number in 100..<150 { stub["feeds/tag/\(number).atom"] = nil }
      #expect(try remove(0.2) == 0)
    }

    private final class Warnings: Sendable {
      private let texts = Mutex<[String]>([])
      var all: [String] { texts.withLock { $0 } }
      func add(_ text: String) { texts.withLock { $0.append(text) } }
    }

    @Test("one owner publishes, and another is refused until it takes the output over")
    func owners() throws {
      let kestrel = try stub.output(owner: "kestrel")
      let stamp = try kestrel.write(bytes, to: "catalogue.json", known: nil).stamp
      #expect(stub["feeds/catalogue.json"]?.fields["x-amz-meta-feedgen-owner"] == "kestrel")
      let time = try #require(stub["feeds/catalogue.json"]?.fields["x-amz-meta-feedgen-time"])
      let before = stub.objects
      let orrin = try stub.output(owner: "orrin")
      for write in [
        { _ = try orrin.write([1], to: "all.atom", known: nil) },
        { _ = try orrin.write(bytes, to: "catalogue.json", known: nil) }, { try orrin.remove(["all.atom"]) },
      ] as [() throws -> Void] {
        let error = #expect(throws: PublishingError.self) { try write() }
        #expect(error?.isConfiguration("kestrel", time, "feedgen --take-over") == true)
      }
      #expect(stub.objects == before)
      let other = try stub.output(owner: "orrin") { $0.takesOver = true }
      #expect(stub["feeds/catalogue.json"]?.fields["x-amz-meta-feedgen-owner"] == "orrin")
      #expect(stub["feeds/catalogue.json"]?.bytes == Data(bytes))
      #expect(try other.write([1], to: "all.atom", known: nil).isChanged)
      #expect(throws: PublishingError.self) {
        try stub.output().write([1, 2], to: "all.atom", known: stamp)
      }
    }

    @Test("a catalogue that another index puts meanwhile is not replaced", arguments: [true, false])
    func races(isAbsent: Bool) throws {
      if !isAbsent { _ = try stub.output().write(bytes, to: "catalogue.json", known: nil) }
      let output = try stub.output()
      _ = try output.write([1], to: "all.atom", known: nil)
      let other: StoreStub.Object = .init(
        "other", fields: ["x-amz-meta-feedgen-owner": "orrin", "x-amz-meta-feedgen-time": "T"])
      stub["feeds/catalogue.json"] = other
      let error = #expect(throws: PublishingError.self) {
        try output.write(Array("new".utf8), to: "catalogue.json", known: nil)
      }
      #expect(error?.isConfiguration("orrin") == true)
      #expect(stub["feeds/catalogue.json"] == other)
    }

    @Test("a put of the catalogue whose answer is lost is no conflict")
    func lostAnswer() throws {
      _ = try stub.output().write(bytes, to: "catalogue.json", known: nil)
      let (stub, left) = (stub, Countdown(1))
      stub.fail { request in
        guard request.method == "PUT", request.key == "feeds/catalogue.json",
          left.takeOne()
        else { return nil }
        var object = StoreStub.Object(String(decoding: request.body, as: UTF8.self))
        object.fields = request.fields.filter { $0.key.hasPrefix("x-amz-meta-") }
        stub["feeds/catalogue.json"] = object
        return .cut
      }
      _ = try stub.output().write(Array("new".utf8), to: "catalogue.json", known: nil)
      #expect(stub["feeds/catalogue.json"]?.bytes == Data("new".utf8))
    }

    @Test("a store that ignores conditions works, with one warning", arguments: [true, false])
    func conditions(areIgnored: Bool) throws {
      stub.ignoresConditions = areIgnored
      let warnings = Warnings()
      for number in 1...3 {
        let output = try stub.output { $0.warn = warnings.add }
        _ = try output.write(Array("\(number)".utf8), to: "catalogue.json", known: nil)
      }
      #expect(warnings.all.count == (areIgnored ? 1 : 0))
      #expect(warnings.all.allSatisfy { $0.contains("ignores conditions") })
      #expect(stub.objects.keys.sorted() == ["feeds/catalogue.json"])
    }

    @Test("several documents are put at once, within the limit")
    func parallel() throws {
      let output = try stub.output()
      #expect(output.writers == 16)
      try ParallelMap.run(Array(0..<200), workers: output.writers) {
        _ = try output.write(Array("\($0)".utf8), to: "tag/\($0).atom", known: nil)
      } consume: {
      }
      #expect(stub.documents.count == 200 && stub.mostAtOnce <= 16)
    }
  }
#endif
