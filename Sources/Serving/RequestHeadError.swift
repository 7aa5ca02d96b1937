internal import NIOHTTP1

/// The reason why the head of a request is invalid, although it can be parsed (RFC 9112).
enum RequestHeadError: Error, CustomStringConvertible {
  /// The major version of HTTP is not 1: 505 (RFC 9110, section 15.6.6).
  case version
  /// Host is missing, repeated or invalid (section 3.2).
  case host
  /// The transfer coding is not chunked, or the version does not define it (section 6.1).
  case transferCoding

  /// Checks the head of a request; `nil` when it is valid.
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

  /// The requirement.
  var description: String {
    switch self {
    case .version: "this server speaks HTTP/1.1"
    case .host: "there must be one field Host, a name or an address"
    case .transferCoding: "Transfer-Encoding is chunked or nothing"
    }
  }

  // Whether all bytes may be in a host and a port (RFC 3986, section 3.2.2). An empty host is valid.
  private static func isHost(_ host: String) -> Bool {
    host.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: "-._~!$&'()*+,;=%:[]".utf8.contains(byte)
      }
    }
  }
}
