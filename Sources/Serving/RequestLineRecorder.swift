internal import NIOCore

/// Keeps the beginning of a request that is arriving, to find out what is wrong with one that cannot be parsed: the parser's error
/// does not hold its bytes.
///
/// It comes before the parser. Where the next request begins it finds by the empty line that ends the head before it, so that a body
/// may be taken for the beginning of a request; that decides about the status of a refusal alone.
final class RequestLineRecorder: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  /// Why a request cannot be parsed.
  enum Fault: Hashable {
    /// The method is none that HTTP registers (RFC 9110, section 15.6.2).
    case unknownMethod
    /// The major version of HTTP is another (section 15.6.6).
    case version
    /// The target is too long (section 15.5.15).
    case targetTooLong
    /// Anything else.
    case other
  }

  // So much of a request is kept from one part of it to the next; a method and a version fit in.
  private static let most = 512
  private static let headEnd = Array("\r\n\r\n".utf8)

  private let longestTarget: Int
  // The beginning of a request that has not arrived as a whole, and the number of bytes of it that were left out.
  private var beginning: [UInt8] = []
  private var omitted = 0
  // What is being parsed.
  private var current: ByteBufferView?

  /// Makes the recorder of one connection.
  /// - Parameter longestTarget: the most bytes of a request line.
  init(longestTarget: Int) { self.longestTarget = longestTarget }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let view = unwrapInboundIn(data).readableBytesView
    current = view
    context.fireChannelRead(data)
    current = nil
    if view.suffix(Self.headEnd.count).elementsEqual(Self.headEnd) {
      (beginning, omitted) = ([], 0)
      return
    }
    var rest = view[...]
    if let end = Self.lastHeadEnd(view) {
      rest = view[end...]
      (beginning, omitted) = ([], 0)
    }
    let kept = rest.prefix(max(0, Self.most - beginning.count))
    beginning += kept
    omitted += rest.count - kept.count
  }

  /// What is wrong with the request that is being parsed, which the parser refuses.
  var fault: Fault {
    var lines = (beginning + Array(current ?? .init()))[...]
    var isFirst = true
    while !lines.isEmpty {
      // A blank line before a request is nothing (RFC 9112, section 2.2).
      lines = lines.drop { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }
      let line = lines.prefix { $0 != UInt8(ascii: "\n") }
      let length = line.count + (isFirst ? omitted : 0)
      if length > longestTarget { return .targetTooLong }
      let fault = Self.fault(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
      if fault != .other { return fault }
      guard let end = lines.firstRange(of: Self.headEnd)?.upperBound else { break }
      lines = lines[end...]
      isFirst = false
    }
    return .other
  }
}

extension RequestLineRecorder {
  // What is wrong with a request line: method, target and version.
  private static func fault(_ line: ArraySlice<UInt8>) -> Fault {
    let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty, parts[0].allSatisfy(isTokenByte),
      parts[2].starts(with: "HTTP/".utf8)
    else { return .other }
    let version = parts[2].dropFirst(5).split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard version.count == 2, version.allSatisfy({ $0.count == 1 && $0.allSatisfy(isDigit) }) else {
      return .other
    }
    if version[0].first != UInt8(ascii: "1") { return .version }
    return methods.contains(String(decoding: parts[0], as: UTF8.self)) ? .other : .unknownMethod
  }

  // What ends with the last end of a head.
  private static func lastHeadEnd(_ view: ByteBufferView) -> Int? {
    var end = view.endIndex
    while end - view.startIndex >= headEnd.count {
      if view[end - 1] == UInt8(ascii: "\n"), view[(end - headEnd.count)..<end].elementsEqual(headEnd) {
        return end
      }
      end -= 1
    }
    return nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  // A byte of a token (RFC 9110, section 5.6.2).
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  // The methods that are registered (RFC 9110, section 18.2, and the registry that it makes): they are not allowed here (405), or
  // allowed, but known.
  private static let methods: Set<String> = [
    "ACL", "BASELINE-CONTROL", "BIND", "CHECKIN", "CHECKOUT", "CONNECT", "COPY", "DELETE", "GET", "HEAD", "LABEL",
    "LINK", "LOCK", "MERGE", "MKACTIVITY", "MKCALENDAR", "MKCOL", "MKREDIRECTREF", "MKWORKSPACE", "MOVE", "OPTIONS",
    "ORDERPATCH", "PATCH", "POST", "PRI", "PROPFIND", "PROPPATCH", "PUT", "QUERY", "REBIND", "REPORT", "SEARCH",
    "TRACE", "UNBIND", "UNCHECKOUT", "UNLINK", "UNLOCK", "UPDATE", "UPDATEREDIRECTREF", "VERSION-CONTROL",
  ]
}
