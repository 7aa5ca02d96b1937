import Foundation
import Primitives
import TestSupport
import Testing

@testable import Serving

@Suite("Sockets that are given or passed")
struct SocketTests {
  private let directory: TemporaryDirectory
  private var path: String { directory.path("s") }

  init() throws { directory = try TemporaryDirectory() }

  private func served() async throws -> ServedDirectory {
    var settings = ServedDirectory.patient
    settings.socket = path
    return try await ServedDirectory(settings)
  }

  private func mode() -> UInt32 {
    var status = stat()
    return lstat(path, &status) == 0 ? UInt32(status.st_mode) : 0
  }

  @Test("A Unix socket answers as a port does, is for user and group, and is removed at the end")
  func unix() async throws {
    let served = try await served()
    #expect(mode() & 0o777 == 0o660)
    #expect(served.server.location == "unix:\(path)" && served.server.port == 0)
    for _ in 0..<3 {
      let connection = try await HTTPConnection(socket: path)
      for _ in 0..<3 { #expect(try await connection.ask("GET", "/all.atom").text == ServedDirectory.feed) }
      #expect(try await connection.ask("GET", "/nothing").status == 404)
      connection.send("GARBAGE\r\n\r\n")
      #expect(try await connection.response().status == 400)
      #expect(try await connection.isClosed())
    }
    await served.server.stop()
    #expect(mode() == 0)
  }

  @Test("A live socket is refused and stays, and that of a process that has ended is replaced")
  func liveAndStale() async throws {
    let first = try await served()
    await #expect(throws: FeedServer.Failure.self) { try await self.served() }
    #expect(try await HTTPConnection(socket: path).ask("GET", "/all.atom").status == 200)
    await first.server.stop()
    // As a process leaves it that is killed.
    let stale = try UnixSocket(path: path)
    close(stale.descriptor)
    #expect(mode() & UInt32(S_IFMT) == UInt32(S_IFSOCK))
    let second = try await served()
    #expect(try await HTTPConnection(socket: path).ask("GET", "/all.atom").status == 200)
    // It is not the file of the new server that is removed.
    stale.removeFile()
    #expect(mode() != 0)
    await second.server.stop()
  }

  @Test("What is no socket is never removed, and the reason is told")
  func others() async throws {
    try directory.write("precious", to: "s")
    await #expect(throws: FeedServer.Failure.self) { try await self.served() }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    for (path, reason) in [
      (directory.path("s"), "something else than a socket"),
      (directory.path("missing/s"), "No such file or directory"),
      (directory.path(String(repeating: "x", count: 120)), "longer than the 107 bytes"),
    ] {
      do {
        let socket = try UnixSocket(path: path)
        Issue.record("\(socket.path) is a socket")
      } catch {
        #expect(error.reason.contains(reason), "\(error.reason)")
      }
    }
  }

  @Test("Sockets that are passed are served, several at once, and the settings' are not used")
  func passed() async throws {
    let sockets = try [UnixSocket(path: path), UnixSocket(path: directory.path("t"))]
    var settings = ServedDirectory.patient
    settings.passedSockets = sockets.map(\.descriptor)
    settings.socket = directory.path("u")
    for descriptor in settings.passedSockets { #expect(PassedSockets.fault(of: descriptor) == nil) }
    let served = try await ServedDirectory(settings)
    for socket in sockets {
      #expect(try await HTTPConnection(socket: socket.path).ask("GET", "/all.atom").status == 200)
    }
    #expect(served.server.location == "unix:\(path), unix:\(directory.path("t"))")
    #expect(!FileManager.default.fileExists(atPath: directory.path("u")))
    await served.server.stop()
    // They are the service manager's.
    #expect(mode() != 0)
  }

  @Test("Descriptors that cannot be served are refused with the reason")
  func unfit() throws {
    #expect(PassedSockets.fault(of: .max) == "is not open")
    let file = open("/dev/null", O_RDONLY)
    defer { close(file) }
    #expect(PassedSockets.fault(of: file) == "is not a socket")
    #if os(Linux)
      let kinds = [
        (Int32(SOCK_DGRAM.rawValue), "is not a stream socket"),
        (Int32(SOCK_STREAM.rawValue), "does not listen"),
      ]
    #else
      let kinds = [(SOCK_DGRAM, "is not a stream socket"), (SOCK_STREAM, "does not listen")]
    #endif
    for (kind, fault) in kinds {
      let descriptor = socket(AF_INET, kind, 0)
      defer { close(descriptor) }
      #expect(PassedSockets.fault(of: descriptor) == fault)
    }
  }

  @Test("The environment of another process passes nothing, and a wrong number is refused")
  func environment() throws {
    #expect(try PassedSockets.descriptors([:]).isEmpty)
    #expect(try PassedSockets.descriptors(["LISTEN_PID": "1", "LISTEN_FDS": "1"]).isEmpty)
    #expect(try PassedSockets.descriptors(["LISTEN_PID": "\(getpid())", "LISTEN_FDS": "0"]).isEmpty)
    for count in ["-1", "x", "", "65"] {
      #expect(throws: PassedSockets.Failure.self) {
        try PassedSockets.descriptors(["LISTEN_PID": "\(getpid())", "LISTEN_FDS": count])
      }
    }
  }
}
