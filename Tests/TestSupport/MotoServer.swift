package import Foundation
internal import Synchronization

/// The S3 of moto, which checks every signature with botocore's signer. A test process starts one server, which ends with it.
package final class MotoServer: Sendable {
  /// The server did not start.
  package struct Failed: Error {}

  /// The address of the store.
  package let url: String
  // The server ends when this is closed.
  private let input: Pipe

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  // A Python that has moto: that of `scripts/setup-tests`, or of the system.
  private static let python: String? = [root + "/.build/moto-venv/bin/python", "/usr/bin/env"].first { path in
    let check = Process()
    check.executableURL = URL(filePath: path)
    let isSystem = path.hasSuffix("/env")
    check.arguments = (isSystem ? ["python3"] : []) + ["-c", "import moto.server, flask"]
    (check.standardOutput, check.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    guard (try? check.run()) != nil else { return false }
    check.waitUntilExit()
    return check.terminationStatus == 0
  }

  /// Whether there is a moto. Without it, tests that need it are skipped; `scripts/setup-tests` installs it.
  package static let isInstalled = python != nil

  private static let server = Result { try MotoServer() }

  /// The server of this process.
  /// - Throws: `Failed`.
  package static func shared() throws -> MotoServer { try server.get() }

  private init() throws {
    guard let python = Self.python else { throw Failed() }
    StoreStub.credentials
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments =
      (python.hasSuffix("/env") ? ["python3"] : [])
      + [Self.root + "/Tests/object-storage/server.py", StoreStub.accessKey, StoreStub.secretKey]
    let output = Pipe()
    input = Pipe()
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty,
      byte != Data("\n".utf8)
    {
      line += byte
    }
    guard let port = Int(String(decoding: line, as: UTF8.self)) else { throw Failed() }
    url = "http://127.0.0.1:\(port)"
  }

  /// Sends a request without a signature, which the server does not check.
  package func send(_ method: String, _ path: String) async throws -> (fields: [String: String], body: Data) {
    let port = Int(url.split(separator: ":").last ?? "") ?? 0
    let response = try await HTTPConnection(port: port).ask(
      method, path, ["x-test": "1", "Content-Length": "0"])
    return (response.fields, response.body)
  }

  /// Makes a bucket; returns its name.
  package func makeBucket() async throws -> String {
    let name = "feeds-" + UUID().uuidString.lowercased()
    _ = try await send("PUT", "/" + name)
    return name
  }
}
