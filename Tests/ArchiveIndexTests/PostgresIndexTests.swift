#if PostgreSQL
  import Foundation
  import NIOCore
  import NIOPosix
  import TestSupport
  import Testing

  @testable import ArchiveIndex

  @Suite("The index in PostgreSQL", .enabled(if: PostgresServer.isAvailable, "\(PostgresServer.reason)"))
  struct PostgresIndexTests {
    private let server: PostgresServer
    private let location: PostgresLocation
    private var database: any IndexDatabase { PostgresIndexDatabase(location: location) }

    init() throws {
      server = try #require(PostgresServer.shared)
      location = try PostgresLocation(server.newLocation())
    }

    private func execute(_ sql: String) throws {
      try PostgresConnection(location).transaction(.write) { session, _ in
        _ = try session.connection.execute(sql)
      }
    }

    private func failure(_ body: () throws -> Void) -> IndexError? {
      do {
        try body()
        return nil
      } catch {
        return error as? IndexError
      }
    }

    @Test("has the tables and columns of the index in SQLite")
    func columns() throws {
      try PostgresSchema.index.migrate(PostgresConnection(location))
      try PostgresConnection(location).transaction(.read) { session, _ in
        for (table, columns) in try IndexSchema.schema.tables() {
          #expect(try session.hasTable(table))
          for column in columns {
            #expect(try session.hasColumn(column, ofTable: table), "\(table) \(column)")
          }
          #expect(PostgresSchema.indexTables.contains(table))
        }
      }
    }

    @Test("names the process that writes it")
    func holder() throws {
      let index = try database.open()
      let error = failure { _ = try database.open() }
      #expect("\(try #require(error))".contains("process \(getpid()) on"))
      #expect(error?.fault == .busy)
      withExtendedLifetime(index) {}
    }

    @Test("waits for no lock without limit, and for its own statements as long as they take")
    func limits() throws {
      let connection = try PostgresConnection(location)
      for mode in [PostgresConnection.Mode.read, .write] {
        let limits = try connection.transaction(mode) { session, _ in
          try ["lock_timeout", "statement_timeout"].map {
            try session.connection.execute("SHOW \($0)").text(0, 0)
          }
        }
        #expect(limits == ["10s", "0"])
      }
    }

    @Test("is not taken from a process that logs in as another role")
    func otherRole() throws {
      let index = try database.open()
      let role = "role_" + location.schema
      for sql in [
        "CREATE ROLE \(role) LOGIN", "GRANT ALL ON SCHEMA \(location.identifier) TO \(role)",
        "GRANT ALL ON ALL TABLES IN SCHEMA \(location.identifier) TO \(role)",
      ] { try execute(sql) }
      let uri = location.uri.replacing("feedgen@", with: "\(role)@")
      let other = try PostgresLocation("\(uri)#\(location.schema)")
      #expect(try PostgresIndexDatabase(location: other).isInUse())
      let error = failure { _ = try PostgresIndexDatabase(location: other).open() }
      #expect("\(try #require(error))".contains("process \(getpid()) on"))
      try index.write { try $0.set("run", to: "1") }
    }

    @Test("is not made in a database that cannot store every text")
    func encoding() throws {
      let name = "latin_" + location.schema
      try server.execute(
        "CREATE DATABASE \(name) ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'",
        in: "\(location.uri)#\(location.schema)")
      let latin = try PostgresLocation(location.uri.replacing("/postgres?", with: "/\(name)?"))
      let error = failure { _ = try PostgresIndexDatabase(location: latin).open() }
      #expect("\(try #require(error))".contains("stores texts in LATIN1, and feedgen needs UTF8"))
    }

    @Test("rolls a transaction back in whose middle an error is thrown")
    func errorInTheMiddle() throws {
      struct Unexpected: Error {}
      let index = try database.open()
      let ended = DispatchSemaphore(value: 0)
      let location = location
      Thread.detachNewThread {
        let connection = try? PostgresConnection(location)
        for mode in [PostgresConnection.Mode.write, .write] {
          try? connection?.transaction(mode) { session, _ in
            // Its result is not waited for.
            try session.prepare("UPDATE progress SET finished = 1").run()
            throw Unexpected()
          }
        }
        ended.signal()
      }
      try #require(ended.wait(timeout: .now() + 60) == .success)
      #expect(index.isNew)
      let finished = try PostgresConnection(location).transaction(
        .read, first: "SELECT finished FROM progress"
      ) {
        $1.text(0, 0)
      }
      #expect(finished == "0")
    }

    @Test("is free when the process that wrote it is gone, long before the end of its term")
    func killed() throws {
      let index = try database.open()
      try index.finish()
      #expect(try database.isInUse())
      try PostgresConnection(location).execute(
        """
        SELECT pg_terminate_backend(backend::integer) FROM \(location.identifier).leader
        """)
      let next = try database.open()
      #expect(!next.isNew)
      // The first process finds out when it writes.
      #expect(throws: IndexError.self) { try index.write { try $0.set("key", to: "late") } }
      #expect(!index.isInPlace)
      #expect(try next.write { try $0.setting("key") } == nil)
    }

    @Test("is taken over at the end of a term; then the process that had it writes nothing")
    func superseded() throws {
      let index = try database.open()
      try index.finish()
      try execute("UPDATE leader SET term = term + 1")
      let error = failure { try index.write { try $0.set("key", to: "late") } }
      #expect(!index.mayWrite)
      guard case .superseded = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(!index.isInPlace)
      #expect(try database.read { try $0.setting("key") } == nil)
    }

    @Test("knows the services that share it, the leader among them")
    func cluster() throws {
      let membership = try #require(database.membership())
      do {
        try membership.beat(version: "1", since: 5)
        Issue.record("there is no index yet")
      } catch IndexError.missing {}
      do {
        let index = try database.open()
        try membership.beat(version: "1", since: 5)
        try membership.beat(version: "1", since: 5)
        try execute(
          """
          INSERT INTO worker VALUES ('process 1 on kestrel', '2', 7, clock_timestamp() - interval '31 seconds'),
          ('process 2 on kestrel', '2', 7, clock_timestamp() - interval '2 days')
          """)
        try membership.beat(version: "1", since: 5)
        let cluster = try membership.cluster()
        #expect(cluster.leader == IndexCluster.thisProcess)
        #expect(cluster.term == 1)
        #expect(Set(cluster.workers.map(\.name)) == [IndexCluster.thisProcess, "process 1 on kestrel"])
        #expect(cluster.workers.filter(\.isLeader).map(\.version) == ["1"])
        #expect(cluster.workers.filter(\.isAlive).map(\.name) == [IndexCluster.thisProcess])
        withExtendedLifetime(index) {}
      }
      try membership.leave()
      let cluster = try membership.cluster()
      #expect(cluster.leader == nil)
      #expect(cluster.workers.map(\.name) == ["process 1 on kestrel"])
      #expect(try IndexKind.database(at: "/nowhere").membership() == nil)
    }

    @Test("is another index for each schema, and each language")
    func schemas() throws {
      let other = try IndexKind.database(at: server.newLocation())
      let language = try IndexKind.location(
        ofEdition: "pt-BR", beside: server.location(schema: location.schema))
      let third = try IndexKind.database(at: language)
      let open = try [database, other, third].map { try $0.open() }
      for (number, index) in open.enumerated() {
        try index.write { try $0.set("key", to: "\(number)") }
        try index.finish()
      }
      #expect(try [database, other, third].map { try $0.read { try $0.setting("key") } } == ["0", "1", "2"])
      #expect(try database.editions() == ["pt-BR"])
    }

    @Test("of a newer version is neither read nor written")
    func newer() throws {
      do {
        let index = try database.open()
        try index.finish()
      }
      try execute("INSERT INTO migration VALUES ('99')")
      for error in [failure { _ = try database.open() }, failure { try database.read { _ in } }] {
        guard case .newer(_, ["99"], _) = error else {
          Issue.record("\(String(describing: error))")
          continue
        }
      }
    }

    @Test("of an older version is not changed while another process writes it")
    func older() throws {
      let index = try database.open()
      try index.finish()
      // The migration would fail, because its tables exist.
      try execute("DELETE FROM migration WHERE name = 'postgresql-1'")
      #expect(failure { _ = try database.open() }?.fault == .busy)
      withExtendedLifetime(index) {}
    }

    @Test("on a server that is too old is refused")
    func oldServer() throws {
      let old = try OldServer()
      let database = try IndexKind.database(at: "postgresql://quill:secret@127.0.0.1:\(old.port)/kestrel")
      let error = try #require(failure { _ = try database.open() })
      #expect("\(error)".contains("PostgreSQL 14"))
      #expect("\(error)".contains("15 or later"))
      #expect(!"\(error)".contains("secret"))
      #expect(error.fault == .other)
    }

    @Test(
      "that cannot be reached is an error that says why, without the password",
      arguments: [
        "postgresql://quill:secret@127.0.0.1:1/kestrel", "postgresql://quill:secret@host.invalid/kestrel",
        "postgresql://quill:secret@/kestrel?host=/nowhere",
      ])
    func unreachable(_ location: String) throws {
      let error = try #require(failure { _ = try IndexKind.database(at: location).open() })
      #expect(error.fault == .unreachable)
      #expect("\(error)".contains("the database cannot be reached"))
      #expect(!"\(error)".contains("secret"))
    }

    @Test("whose database does not exist is one that cannot be reached")
    func noDatabase() throws {
      let location = "postgresql://feedgen@/sudhaven?host=\(server.directory)"
      let error = try #require(failure { _ = try IndexKind.database(at: location).open() })
      #expect(error.fault == .unreachable)
      #expect("\(error)".contains("\"sudhaven\" does not exist"))
    }

    @Test(
      "has a location that is checked, and never repeated with its password",
      arguments: [
        "postgresql://quill:secret@[::1/kestrel", "postgresql://quill:secret@db:port/kestrel",
        "postgresql://quill:secret@db/kestrel?sslmod=require", "postgresql://quill:secret@db/kestrel#a b",
        "postgressql://quill:secret@db/kestrel", "mysql://quill:secret@db/kestrel",
      ])
    func badLocation(_ location: String) throws {
      let error = try #require(failure { _ = try IndexKind.database(at: location) })
      guard case .unsupported = error else {
        Issue.record("\(error)")
        return
      }
      #expect(!"\(error)".contains("secret"))
    }

    @Test("stores texts with a NUL, which PostgreSQL cannot")
    func zeroByte() throws {
      let index = try database.open()
      try index.write { try $0.set("key", to: "a\0b") }
      #expect(try index.write { try $0.setting("key") } == "a\u{FFFD}b")
    }

    @Test("goes on after the server has been restarted")
    func restart() throws {
      let server = try #require(PostgresServer())
      let database = try IndexKind.database(at: server.newLocation())
      let reader = database.reader()
      let tables = database.tables(
        TableDefinition(name: "quill", versions: [("1", "CREATE TABLE t (id INTEGER PRIMARY KEY)")]))
      let index = try database.open()
      try index.write { try $0.set("key", to: "value") }
      try index.finish()
      #expect(try reader.read { try $0.setting("key") } == "value")
      try tables.write { try $0.statement("INSERT INTO t VALUES (1)").run() }
      try server.stop()
      #expect(failure { try reader.read { _ in } }?.fault == .unreachable)
      #expect(failure { try index.write { try $0.set("key", to: "lost") } }?.fault == .unreachable)
      #expect(!index.isInPlace)
      try server.start()
      #expect(try reader.read { try $0.setting("key") } == "value")
      try tables.write { try $0.statement("INSERT INTO t VALUES (2)").run() }
      let next = try database.open()
      #expect(try next.write { try $0.setting("key") } == "value")
    }
  }

  /// A server that says that it is PostgreSQL 14.
  private final class OldServer {
    let port: Int
    private let channel: any Channel

    init() throws {
      channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .childChannelInitializer { $0.pipeline.addHandler(Greeting()) }
        .bind(host: "127.0.0.1", port: 0).wait()
      port = channel.localAddress?.port ?? 0
    }

    deinit { channel.close(promise: nil) }

    private final class Greeting: ChannelInboundHandler, Sendable {
      typealias InboundIn = ByteBuffer
      typealias OutboundOut = ByteBuffer

      func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let message = unwrapInboundIn(data)
        var answer = context.channel.allocator.buffer(capacity: 64)
        // A request for TLS or GSS encryption has 8 bytes, and is refused by N.
        if message.readableBytes == 8 {
          answer.writeString("N")
        } else {
          answer.writeBytes([UInt8(ascii: "R"), 0, 0, 0, 8, 0, 0, 0, 0])
          let version = Array("server_version\u{0}14.9\u{0}".utf8)
          answer.writeBytes([UInt8(ascii: "S"), 0, 0, 0, UInt8(version.count + 4)] + version)
          answer.writeBytes([UInt8(ascii: "Z"), 0, 0, 0, 5, UInt8(ascii: "I")])
        }
        context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
      }
    }
  }
#endif
