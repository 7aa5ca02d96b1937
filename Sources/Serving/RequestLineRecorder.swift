internal import NIOCore

/// Records the start of the request that is being received, to choose the status code when the parser rejects it: the parser's
/// error does not contain the bytes.
///
/// The handler is in front of the parser. It takes an empty line as the end of a head, so it can mistake a body for the start of
/// a request. That affects only the status code of a rejected request.
final class RequestLineRecorder: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  /// The reason why a request cannot be parsed.
  enum Fault: Hashable {
    /// The method is not registered: 501 (RFC 9110, section 15.6.2).
    case unknownMethod
    /// The major version of HTTP is not 1: 505 (section 15.6.6).
    case version
    /// The target is too long: 414 (section 15.5.15).
    case targetTooLong
    /// Another reason: 400.
    case other
  }

  // The limit of the recorded start in bytes; method and version fit in it.
  private static let recordLimit = 512
  private static let headEnd = Array("\r\n\r\n".utf8)

  private let maxLineLength: Int
  // Of an incomplete request: its start, the length of its first line so far, and whether the line is complete.
  private var beginning: [UInt8] = []
  private var lineCount = 0
  private var hasLine = false
  // The bytes that are being parsed.
  private var current: ByteBufferView?
  /// The number of heads that the parser has found in these bytes.
  var parsedHeads = 0

  /// Makes the recorder of one connection.
  /// - Parameter maxLineLength: the limit of a request line in bytes.
  init(maxLineLength: Int) { self.maxLineLength = maxLineLength }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let view = unwrapInboundIn(data).readableBytesView
    current = view
    parsedHeads = 0
    context.fireChannelRead(data)
    current = nil
    if view.suffix(Self.headEnd.count).elementsEqual(Self.headEnd) { return clear() }
    var rest = view[...]
    if let end = Self.lastHeadEnd(view) {
      rest = view[end...]
      clear()
    }
    if lineCount == 0 { rest = rest.drop(while: Self.isLineEnd) }
    beginning += rest.prefix(max(0, Self.recordLimit - beginning.count))
    if hasLine { return }
    let line = rest.prefix { $0 != UInt8(ascii: "\n") }
    lineCount += line.count
    hasLine = line.count < rest.count
  }

  private func clear() {
    beginning = []
    lineCount = 0
    hasLine = false
  }

  /// The first line of the request that is being received, or that the parser has just rejected, as far as it is recorded.
  var line: String {
    var rest = (hasLine ? beginning : beginning + Array(current ?? .init()))[...]
    if parsedHeads > 0 {
      rest = Array(current ?? .init())[...]
      for _ in 0..<parsedHeads {
        guard let end = rest.firstRange(of: Self.headEnd)?.upperBound else { break }
        rest = rest[end...]
      }
    }
    let line = rest.drop(while: Self.isLineEnd).prefix { !Self.isLineEnd($0) }
    return String(decoding: line.prefix(Self.recordLimit), as: UTF8.self)
  }

  /// The fault of the request that the parser has just rejected.
  var fault: Fault {
    var rest = (hasLine ? beginning : beginning + Array(current ?? .init()))[...]
    if lineCount == 0 { rest = rest.drop(while: Self.isLineEnd) }
    let line = rest.prefix { $0 != UInt8(ascii: "\n") }
    // Only a part of the line may be recorded.
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
  // The fault of a request line: method, target and version (RFC 9112, section 3).
  private func fault(_ line: ArraySlice<UInt8>, count: Int, isWhole: Bool) -> Fault {
    if count > maxLineLength { return .targetTooLong }
    let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    let parts = text.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
    guard let method = parts.first, !method.isEmpty, method.allSatisfy(Self.isTokenByte) else {
      return .other
    }
    let isKnown = Self.methods.contains(String(decoding: method, as: UTF8.self))
    guard isWhole else {
      // The parser rejects an incomplete line if no method starts with its bytes, or as soon as it has the version.
      if parts.count == 3, Self.isOtherVersion(beginning: parts[2]) { return .version }
      return isKnown ? .other : .unknownMethod
    }
    guard parts.count == 3, !parts[1].isEmpty, let major = Self.majorVersion(parts[2]) else { return .other }
    if major != UInt8(ascii: "1") { return .version }
    return isKnown ? .other : .unknownMethod
  }

  // The digit of the major version; `nil` when the text is not an HTTP version.
  private static func majorVersion(_ text: ArraySlice<UInt8>) -> UInt8? {
    let version = Array(text.dropFirst(5))
    guard text.starts(with: "HTTP/".utf8), version.count == 3, version[1] == UInt8(ascii: "."),
      isDigit(version[0]), isDigit(version[2])
    else { return nil }
    return version[0]
  }

  // Whether the beginning of a version shows that its major version is not 1.
  private static func isOtherVersion(beginning text: ArraySlice<UInt8>) -> Bool {
    guard text.starts(with: "HTTP/".utf8), let major = text.dropFirst(5).first else { return false }
    return isDigit(major) && major != UInt8(ascii: "1")
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
  }

  // The index behind the last empty line that ends a head.
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

  // The registered methods (RFC 9110, section 18.2, and its registry). Those that no route allows get 405, others 501.
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
