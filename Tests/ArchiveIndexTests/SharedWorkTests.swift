#if PostgreSQL
  import Dispatch
  import TestSupport
  import Testing

  @testable import ArchiveIndex

  @Suite(
    "The shared work of an index in PostgreSQL",
    .enabled(if: PostgresServer.isAvailable, "\(PostgresServer.reason)"))
  struct SharedWorkTests {
    private let location: PostgresLocation
    private let index: any EventIndex
    private let leader: any SharedWork
    private let worker: PostgresSharedWork

    init() throws {
      location = try PostgresLocation(#require(PostgresServer.shared).newLocation())
      index = try PostgresIndexDatabase(location: location).open()
      leader = try #require(index.sharedWork)
      worker = PostgresSharedWork(location)
    }

    private func offer(_ count: Int = 3) throws -> SharedBuild {
      let tasks = (0..<count).map { SharedTaskBody(bytes: [UInt8($0)], items: 10) }
      return try leader.offer(.documents, edition: "1", plan: [7, 0, 7], tasks: tasks)
    }

    // Ends the leases of all claims.
    private func endLeases() throws {
      try PostgresConnection(location).transaction(.write) { session, _ in
        _ = try session.connection.execute("UPDATE task SET lease = clock_timestamp() - interval '1 second'")
      }
    }

    @Test("has each task once, from a position on, with what all tasks need")
    func claims() throws {
      let build = try offer()
      #expect(try worker.current() == build)
      #expect(try worker.plan(of: build) == [7, 0, 7])
      let tasks = try (0..<3).map { _ in try #require(try worker.claim(of: build, from: 1)) }
      #expect(tasks.map(\.number) == [1, 2, 0])
      #expect(tasks.map(\.body) == [[1], [2], [0]])
      #expect(try worker.claim(of: build, from: 0) == nil)
      for task in tasks { #expect(try worker.complete(task, result: [UInt8(task.number) + 10])) }
      #expect(try worker.waiting(of: build) == 0)
      #expect(Set(try leader.takeResults(of: build)) == [[10], [11], [12]])
      #expect(try leader.takeResults(of: build) == [])
      #expect(try worker.current() == nil)
      try leader.end(build)
      #expect(try worker.plan(of: build) == nil)
    }

    @Test("gives each process tasks that follow one another, far from those of others")
    func places() throws {
      let build = try offer(16)
      func claim(_ position: inout Int64, _ most: Int = 2) throws -> [Int64] {
        try worker.claim(of: build, from: &position, most: most).map(\.number)
      }
      var (first, second, third): (Int64, Int64, Int64) = (0, 0, 0)
      #expect(try claim(&first) == [0, 1])
      #expect(try claim(&second) == [9, 10])
      #expect(try claim(&third) == [5, 6])
      #expect(try claim(&first) == [2, 3])
      #expect(try claim(&third) == [7, 8])
      // The tasks behind its last ones are claimed by others.
      #expect(try claim(&third) == [13, 14])
      #expect(try claim(&first, 9) == [4, 11, 12, 15])
      #expect(try claim(&second) == [])
      #expect(try worker.claimable(of: build) == [])
      try endLeases()
      #expect(try worker.claimable(of: build) == Array(0..<16))
    }

    @Test("gives a task to another process at the end of its lease, and refuses the result of the first one")
    func lostLease() throws {
      let build = try offer(1)
      let first = try #require(try worker.claim(of: build, from: 0))
      try endLeases()
      let second = try #require(try worker.claim(of: build, from: 0))
      #expect(second.number == first.number)
      #expect(second.token == first.token + 1)
      #expect(try !worker.complete(first, result: [1]))
      #expect(try worker.complete(second, result: [2]))
      #expect(try !worker.complete(second, result: [3]))
      #expect(try leader.takeResults(of: build) == [[2]])
    }

    @Test("gives a task that was given back to another process at once")
    func release() throws {
      let build = try offer(1)
      let first = try #require(try worker.claim(of: build, from: 0))
      try worker.release(first)
      let second = try #require(try worker.claim(of: build, from: 0))
      #expect(second.number == first.number)
      // The claim of another process is not given back.
      try worker.release(first)
      #expect(try worker.claim(of: build, from: 0) == nil)
      #expect(try !worker.complete(first, result: [1]))
    }

    @Test("forgets the tasks of an earlier build")
    func nextBuild() throws {
      let old = try offer()
      let task = try #require(try worker.claim(of: old, from: 0))
      let new = try offer()
      #expect(new.number > old.number)
      #expect(try !worker.complete(task, result: [1]))
      #expect(try worker.claim(of: old, from: 0) == nil)
      #expect(try worker.waiting(of: new) == 3)
    }

    @Test("is offered only by the process that has the term")
    func fencing() throws {
      try PostgresConnection(location).transaction(.write) { session, _ in
        _ = try session.connection.execute("UPDATE leader SET term = term + 1")
      }
      #expect(throws: IndexError.self) { try offer() }
      #expect(try worker.current() == nil)
    }

    @Test("marks documents that were written too late as not published")
    func suspects() throws {
      var records = ["a.atom", "b.atom"].map {
        DocumentRecord(path: $0, kind: .list, slug: "", name: "", wanted: .init("w"))
      }
      for place in records.indices { records[place].published = .init("w") }
      try index.write { transaction in
        for record in records { try transaction.store(record) }
      }
      try worker.suspect(["b.atom", "gone.atom"])
      try worker.suspect(["b.atom"])
      #expect(try leader.resolveSuspects() == 2)
      #expect(try index.write { try $0.documents().map(\.isDirty) } == [false, true])
      #expect(try leader.resolveSuspects() == 0)
    }

    @Test("is in the status: the tasks and documents that wait, and the oldest of them")
    func status() throws {
      let membership = PostgresMembership(location)
      #expect(try membership.cluster().waitingTasks == 0)
      #expect(try membership.cluster().oldestTask == nil)
      let build = try offer()
      let task = try #require(try worker.claim(of: build, from: 0))
      #expect(try worker.complete(task, result: []))
      let cluster = try membership.cluster()
      #expect((cluster.waitingTasks, cluster.waitingDocuments) == (2, 20))
      #expect(cluster.oldestTask ?? -1 >= 0)
    }

    @Test("is kept by a process as long as it does it, and no longer")
    func renewal() throws {
      let build = try offer()
      let short = PostgresSharedWork(location, lease: 1)
      let task = try #require(try short.claim(of: build, from: 0))
      let deadline = ContinuousClock.now + .seconds(60)
      short.keeping([task]) { leases in
        while leases.end < task.end + .seconds(1), ContinuousClock.now < deadline {}
      }
      #expect(ContinuousClock.now < deadline)
      try endLeases()
      #expect(try worker.claim(of: build, from: 0)?.number == task.number)
      #expect(try short.renew(task) == nil)
      short.keeping([task]) { leases in
        while leases.end > .now, ContinuousClock.now < deadline {}
      }
      #expect(try !short.complete(task, result: []))
      try leader.end(build)
      #expect(try short.renew(task) == nil)
    }

    @Test("is hinted at to processes that listen, and so is the end of a term")
    func hints() throws {
      let woken = DispatchSemaphore(value: 0)
      let database = PostgresIndexDatabase(location: location)
      let hints = database.hints {
        woken.signal()
      } report: {
        Issue.record("\($0)")
      }
      // The trial of the start.
      try #require(woken.wait(timeout: .now() + 60) == .success)
      _ = try offer()
      #expect(woken.wait(timeout: .now() + 60) == .success)
      let other = try PostgresLocation(#require(PostgresServer.shared).newLocation())
      var next: (any EventIndex)? = try PostgresIndexDatabase(location: other).open()
      let otherWoken = DispatchSemaphore(value: 0)
      let otherHints = PostgresIndexDatabase(location: other).hints {
        otherWoken.signal()
      } report: {
        Issue.record("\($0)")
      }
      try #require(otherWoken.wait(timeout: .now() + 60) == .success)
      withExtendedLifetime(next) {}
      next = nil
      #expect(otherWoken.wait(timeout: .now() + 60) == .success)
      // Nothing of the one index is heard by who listens for the other.
      #expect(woken.wait(timeout: .now()) == .timedOut)
      withExtendedLifetime((hints, otherHints)) {}
    }

    @Test("is hinted at again after the connection was lost")
    func hintsAfterLoss() throws {
      let woken = DispatchSemaphore(value: 0)
      let hints = PostgresHints(location, pause: 1...1) {
        woken.signal()
      } report: {
        Issue.record("\($0)")
      }
      try #require(woken.wait(timeout: .now() + 60) == .success)
      try PostgresConnection(location).execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN \(location.identifier)'"
      )
      try #require(woken.wait(timeout: .now() + 60) == .success)
      withExtendedLifetime(hints) {}
    }
  }
#endif
