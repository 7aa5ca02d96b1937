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
  // Of a request that has not arrived as a whole: its beginning, the bytes of its first line, and whether the line has ended.
  private var beginning: [UInt8] = []
  private var lineCount = 0
  private var hasLine = false
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
    if view.suffix(Self.headEnd.count).elementsEqual(Self.headEnd) { return clear() }
    var rest = view[...]
    if let end = Self.lastHeadEnd(view) {
      rest = view[end...]
      clear()
    }
    if lineCount == 0 { rest = rest.drop(while: Self.isLineEnd) }
    beginning += rest.prefix(max(0, Self.most - beginning.count))
    if hasLine { return }
    let line = rest.prefix { $0 != UInt8(ascii: "\n") }
    lineCount += line.count
    hasLine = line.count < rest.count
  }

  private func clear() { (beginning, lineCount, hasLine) = ([], 0, false) }

  /// What is wrong with the request that is being parsed, which the parser refuses.
  var fault: Fault {
    var rest = (hasLine ? beginning : beginning + Array(current ?? .init()))[...]
    if lineCount == 0 { rest = rest.drop(while: Self.isLineEnd) }
    let line = rest.prefix { $0 != UInt8(ascii: "\n") }
    // The line that has begun may be known in part only.
    let omitted = max(0, lineCount - beginning.count)
    let fault = fault(line, count: line.count + omitted, isWhole: omitted == 0 && line.count < rest.count)
    if fault != .other { return fault }
    rest = Array(current ?? .init())[...]
    while let end = rest.firstRange(of: Self.headEnd)?.upperBound {
      rest = rest[end...].drop(while: Self.isLineEnd)
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      let fault = self.fault(line, count: line.count, isWhole: line.count < rest.count)
      if fault != .other { return fault }
    }
    return .other
  }
}

extension RequestLineRecorder {
  // What is wrong with a request line: method, target and version (RFC 9112, section 3).
  private func fault(_ line: ArraySlice<UInt8>, count: Int, isWhole: Bool) -> Fault {
    if count > longestTarget { return .targetTooLong }
    let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    let parts = text.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
    guard let method = parts.first, !method.isEmpty, method.allSatisfy(Self.isTokenByte) else {
      return .other
    }
    let isKnown = Self.methods.contains(String(decoding: method, as: UTF8.self))
    // The parser has seen enough of a line that is not whole: no method begins like this one.
    guard isWhole else { return isKnown ? .other : .unknownMethod }
    guard parts.count == 3, !parts[1].isEmpty, let major = Self.majorVersion(parts[2]) else { return .other }
    if major != UInt8(ascii: "1") { return .version }
    return isKnown ? .other : .unknownMethod
  }

  // The digit of the major version; `nil` for what is no version of HTTP.
  private static func majorVersion(_ text: ArraySlice<UInt8>) -> UInt8? {
    let version = Array(text.dropFirst(5))
    guard text.starts(with: "HTTP/".utf8), version.count == 3, version[1] == UInt8(ascii: "."),
      isDigit(version[0]), isDigit(version[2])
    else { return nil }
    return version[0]
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
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
    "ACL", "BASELINE-CONTROL", "BIND", "CHECKIN", "CHECKOUT", "CONNECT", "COPY", "DELETE", "GET", "HEAD",
    "LABEL",
    "LINK", "LOCK", "MERGE", "MKACTIVITY", "MKCALENDAR", "MKCOL", "MKREDIRECTREF", "MKWORKSPACE", "MOVE",
    "OPTIONS",
    "ORDERPATCH", "PATCH", "POST", "PRI", "PROPFIND", "PROPPATCH", "PUT", "QUERY", "REBIND", "REPORT",
    "SEARCH",
    "TRACE", "UNBIND", "UNCHECKOUT", "UNLINK", "UNLOCK", "UPDATE", "UPDATEREDIRECTREF", "VERSION-CONTROL",
  ]
}
