internal import NIOHTTP1

/// Why the head of a request is none, though it can be read (RFC 9112).
enum RequestFault: Error, CustomStringConvertible {
  /// The major version of HTTP is not 1 (RFC 9110, section 15.6.6).
  case version
  /// There is no host, there are several, or it is none (section 3.2).
  case host
  /// How the body is sent is not known, or is not known to all (section 6.1).
  case transferCoding

  /// What is wrong with the head of a request; `nil` when nothing is.
  init?(_ request: HTTPRequestHead) {
    let hosts = request.headers["Host"]
    let codings = request.headers["Transfer-Encoding"]
    if request.version.major != 1 {
      self = .version
    } else if hosts.count > 1 || request.version == .http1_1 && hosts.isEmpty
      || !hosts.allSatisfy(Self.isHost)
    {
      self = .host
    } else if let coding = codings.first,
      codings.count > 1 || request.version != .http1_1 || coding.lowercased() != "chunked"
    {
      self = .transferCoding
    } else {
      return nil
    }
  }

  /// What there should be.
  var description: String {
    switch self {
    case .version: "this server speaks HTTP/1.1"
    case .host: "there must be one field Host, a name or an address"
    case .transferCoding: "Transfer-Encoding is chunked or nothing"
    }
  }

  // The bytes of a host and a port (RFC 3986, section 3.2.2); of which there may be none.
  private static func isHost(_ host: String) -> Bool {
    host.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: "-._~!$&'()*+,;=%:[]".utf8.contains(byte)
      }
    }
  }
}
