#if PostgreSQL
  /// The shared work of builds in PostgreSQL. Claims skip the rows that other transactions hold; all times are those of the database.
  final class PostgresSharedWork: SharedWork {
    private let client: PostgresClient
    private let leadership: PostgresLeadership?
    private let lease: Int64

    /// The length of a lease, in seconds.
    static let standardLease: Int64 = 60

    /// Makes the shared work of the index at a location.
    /// - Parameters:
    ///   - leadership: the term of the leader, which its writes confirm; `nil` in other processes.
    ///   - lease: the length of a lease, in seconds.
    init(
      _ location: PostgresLocation, leadership: PostgresLeadership? = nil, lease: Int64 = standardLease
    ) {
      client = PostgresClient(location)
      self.leadership = leadership
      self.lease = lease
    }

    // The largest number of results that are taken at a time. A result may have the texts of 256 files.
    private static let mostResults = 16

    func offer(_ kind: SharedBuild.Kind, edition: String, plan: [UInt8], tasks: [SharedTaskBody]) throws
      -> SharedBuild
    {
      try write { session in
        try session.prepare("DELETE FROM task").run()
        try session.prepare("DELETE FROM shared_build").run()
        let build = try session.prepare(
          """
          INSERT INTO shared_build (number, kind, edition, plan)
          VALUES (nextval('shared_build_number'), ?, ?, ?) RETURNING number
          """)
        build.bind(kind.rawValue, at: 1)
        build.bind(edition, at: 2)
        Self.bind(plan, build, at: 3)
        var number: Int64 = 0
        try build.forEachRow { number = try build.number(0) }
        let row = try session.prepare(
          StoringSQL(in: "task", key: ["build", "number"], columns: ["body", "items", "token"]))
        for (index, body) in tasks.enumerated() {
          row.bind(number, Int64(index), from: 1)
          Self.bind(body.bytes, row, at: 3)
          row.bind(Int64(body.items), 0, from: 4)
          try row.run()
        }
        try session.connection.execute(PostgresHints.notification(client.location))
        return SharedBuild(number: number, kind: kind, tasks: tasks.count, edition: edition)
      }
    }

    func current() throws -> SharedBuild? {
      try write { session in
        let row = try session.prepare(
          """
          SELECT number, kind, edition, (SELECT count(*) FROM task WHERE build = shared_build.number)
          FROM shared_build
          WHERE EXISTS (SELECT FROM task WHERE build = shared_build.number AND result IS NULL)
          """)
        var build: SharedBuild?
        try row.forEachRow {
          guard let kind = SharedBuild.Kind(rawValue: try row.text(1)) else { return }
          build = SharedBuild(
            number: try row.number(0), kind: kind, tasks: Int(try row.number(3)), edition: try row.text(2))
        }
        return build
      }
    }

    func plan(of build: SharedBuild) throws -> [UInt8]? {
      try write { session in
        let row = try session.prepare("SELECT plan FROM shared_build WHERE number = ?")
        row.bind(build.number)
        var plan: [UInt8]?
        try row.forEachRow { plan = Array(try row.bytes(0)) }
        return plan
      }
    }

    func claim(of build: SharedBuild, from position: Int64) throws -> SharedTask? {
      let begin = ContinuousClock.now
      return try write { session in
        let row = try session.prepare(
          """
          UPDATE task SET worker = ?, token = token + 1,
            lease = clock_timestamp() + interval '\(lease) seconds'
          WHERE build = ? AND number = (
            SELECT number FROM task
            WHERE build = ? AND result IS NULL AND (lease IS NULL OR lease < clock_timestamp())
            ORDER BY number < ?, number LIMIT 1 FOR UPDATE SKIP LOCKED)
          RETURNING number, token, body
          """)
        row.bind(IndexCluster.thisProcess, at: 1)
        row.bind(build.number, build.number, position, from: 2)
        var task: SharedTask?
        try row.forEachRow {
          task = SharedTask(
            build: build, number: try row.number(0), token: try row.number(1),
            body: Array(try row.bytes(2)), end: begin + .seconds(lease))
        }
        return task
      }
    }

    func claimable(of build: SharedBuild) throws -> [Int64] {
      try write { session in
        let row = try session.prepare(
          """
          SELECT number FROM task
          WHERE build = ? AND result IS NULL AND (lease IS NULL OR lease < clock_timestamp()) ORDER BY number
          """)
        row.bind(build.number)
        var numbers: [Int64] = []
        try row.forEachRow { numbers.append(try row.number(0)) }
        return numbers
      }
    }

    func complete(_ task: SharedTask, result: [UInt8]) throws -> Bool {
      try write { session in
        let row = try session.prepare(
          """
          UPDATE task SET result = ?, finished = clock_timestamp()
          WHERE build = ? AND number = ? AND token = ? AND result IS NULL RETURNING number
          """)
        Self.bind(result, row, at: 1)
        row.bind(task.build.number, task.number, task.token, from: 2)
        var isStored = false
        try row.forEachRow { isStored = true }
        return isStored
      }
    }

    func renew(_ task: SharedTask) throws -> ContinuousClock.Instant? {
      let begin = ContinuousClock.now
      return try write { session in
        let row = try session.prepare(
          """
          UPDATE task SET lease = clock_timestamp() + interval '\(lease) seconds'
          WHERE build = ? AND number = ? AND token = ? RETURNING number
          """)
        row.bind(task.build.number, task.number, task.token)
        var isRenewed = false
        try row.forEachRow { isRenewed = true }
        return isRenewed ? begin + .seconds(lease) : nil
      }
    }

    func release(_ task: SharedTask) throws {
      try write { session in
        let row = try session.prepare(
          "UPDATE task SET lease = NULL WHERE build = ? AND number = ? AND token = ?")
        row.bind(task.build.number, task.number, task.token)
        try row.run()
      }
    }

    func takeResults(of build: SharedBuild) throws -> [[UInt8]] {
      try write { session in
        // With an array, the results are found once. `IN` looks for them again for each task, 300 ms for 900 tasks.
        let row = try session.prepare(
          """
          UPDATE task SET isTaken = 1 WHERE build = ? AND number = ANY (ARRAY(
            SELECT number FROM task WHERE build = ? AND result IS NOT NULL AND isTaken = 0
            ORDER BY number LIMIT \(Self.mostResults)))
          RETURNING result
          """)
        row.bind(build.number, build.number)
        var results: [[UInt8]] = []
        try row.forEachRow { results.append(Array(try row.bytes(0))) }
        return results
      }
    }

    func waiting(of build: SharedBuild) throws -> Int {
      try write { session in
        let row = try session.prepare("SELECT count(*) FROM task WHERE build = ? AND result IS NULL")
        row.bind(build.number)
        var count = 0
        try row.forEachRow { count = Int(try row.number(0)) }
        return count
      }
    }

    func end(_ build: SharedBuild) throws {
      try write { session in
        for sql in ["DELETE FROM task WHERE build = ?", "DELETE FROM shared_build WHERE number = ?"] {
          let row = try session.prepare(sql)
          row.bind(build.number)
          try row.run()
        }
      }
    }

    func suspect(_ paths: [String]) throws {
      try write { session in
        let row = try session.prepare(StoringSQL(in: "suspect", key: ["path"], columns: []))
        for path in paths {
          row.bind(path, at: 1)
          try row.run()
        }
      }
    }

    func resolveSuspects() throws -> Int {
      try write { session in
        try session.prepare(
          "UPDATE document SET published = NULL WHERE path IN (SELECT path FROM suspect)"
        ).run()
        let row = try session.prepare("DELETE FROM suspect RETURNING path")
        var count = 0
        try row.forEachRow { count += 1 }
        return count
      }
    }

    private static func bind(_ bytes: [UInt8], _ row: any SQLStatement, at index: Int32) {
      bytes.withUnsafeBytes { row.bind(bytes: $0, at: index) }
    }

    private func write<Result>(_ body: (PostgresSession) throws -> Result) throws -> Result {
      try client.use { connection in
        try connection.transaction(.write, first: PostgresSchema.readingVersions) { session, _ in
          try body(session)
        } last: {
          try leadership?.confirm($0)
        }
      }
    }
  }
#endif
