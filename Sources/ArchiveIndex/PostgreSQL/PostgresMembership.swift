#if PostgreSQL
  internal import Primitives

  /// The record of the processes that share an index in PostgreSQL. All times are those of the database.
  final class PostgresMembership: IndexMembership {
    private let client: PostgresClient

    /// Makes the record of the index at a location.
    init(_ location: PostgresLocation) { client = PostgresClient(location) }

    func beat(version: String, since: UnixTime) throws {
      try write { session in
        let row = try session.prepare(
          """
          INSERT INTO worker (name, version, since, heartbeat) VALUES (?, ?, ?, clock_timestamp())
          ON CONFLICT (name) DO UPDATE
          SET version = excluded.version, since = excluded.since, heartbeat = excluded.heartbeat
          """)
        row.bind(IndexCluster.thisProcess, at: 1)
        row.bind(version, at: 2)
        row.bind(since, at: 3)
        try row.run()
        try session.prepare("DELETE FROM worker WHERE heartbeat < clock_timestamp() - interval '1 day'").run()
      }
    }

    func leave() throws {
      try write { session in
        let row = try session.prepare("DELETE FROM worker WHERE name = ?")
        row.bind(IndexCluster.thisProcess, at: 1)
        try row.run()
      }
    }

    func cluster() throws -> IndexCluster {
      try client.use { connection in
        try connection.transaction(
          .read,
          first: "SELECT CASE WHEN \(PostgresLeadership.isOver) THEN NULL ELSE holder END, term FROM leader"
        ) { session, leader in
          var cluster = IndexCluster(
            leader: leader.text(0, 0), term: leader.text(0, 1).flatMap { Int64($0) } ?? 0, workers: [])
          let row = try session.prepare(
            """
            SELECT name, version, since, EXTRACT(EPOCH FROM clock_timestamp() - heartbeat)::BIGINT
            FROM worker ORDER BY name
            """)
          try row.forEachRow {
            let name = try row.text(0)
            cluster.workers.append(
              IndexCluster.Worker(
                name: name, version: try row.text(1), since: try row.number(2),
                silence: max(0, try row.number(3)), isLeader: name == cluster.leader))
          }
          let waiting = try session.prepare(
            """
            SELECT count(*), coalesce(sum(items) FILTER (WHERE kind = 'files'), 0)::BIGINT,
              coalesce(sum(items) FILTER (WHERE kind = 'documents'), 0)::BIGINT,
              EXTRACT(EPOCH FROM clock_timestamp() - min(made))::BIGINT
            FROM task JOIN shared_build ON build = shared_build.number WHERE result IS NULL
            """)
          try waiting.forEachRow {
            cluster.waitingTasks = try waiting.number(0)
            cluster.waitingFiles = try waiting.number(1)
            cluster.waitingDocuments = try waiting.number(2)
            cluster.oldestTask = waiting.isNull(3) ? nil : max(0, try waiting.number(3))
          }
          return cluster
        }
      }
    }

    private func write(_ body: (PostgresSession) throws -> Void) throws {
      try client.use { connection in
        try connection.transaction(.write, first: PostgresSchema.readingVersions) { session, _ in
          try body(session)
        }
      }
    }
  }
#endif
