internal import HTTPTypes
internal import NIOHTTP1
internal import Primitives

/// The fields of a GET or HEAD request that select the response to it: preconditions (RFC 9110, section 13),
/// Accept-Encoding (section 12.5.3), and Sec-Fetch-Dest (Fetch Metadata Request Headers, section 2.1).
struct Preconditions {
  /// The result of the evaluation.
  enum Result: Equatable {
    /// The preconditions are met: 200.
    case proceed
    /// The client has the current representation: 304.
    case notModified
    /// A precondition has failed: 412.
    case failed
  }

  /// Whether the method is HEAD.
  private(set) var isHead: Bool
  /// Whether the client accepts gzip.
  private(set) var takesGzip = false
  /// Whether a browser shows the response as a document.
  var opensDocument: Bool { fetchDestination == "document" }
  private var acceptEncoding: String?
  private var fetchDestination: String?
  private var ifMatch: String?
  private var ifNoneMatch: String?
  private var ifModifiedSince: String?
  private var ifUnmodifiedSince: String?

  /// Reads the fields of a request.
  init(_ request: HTTPRequest) {
    isHead = request.method == .head
    for field in request.headerFields { read(field.name.canonicalName, field.value) }
    takesGzip = AcceptEncoding.takesGzip(acceptEncoding)
  }

  /// Reads the fields of a request.
  init(_ request: HTTPRequestHead) {
    isHead = request.method == .HEAD
    for (name, value) in request.headers { read(name, value) }
    takesGzip = AcceptEncoding.takesGzip(acceptEncoding)
  }

  private mutating func read(_ name: String, _ value: String) {
    // The length rules out most other names.
    switch name.utf8.count {
    case 8 where Self.isEqual(name, "if-match"): Self.join(&ifMatch, value)
    case 13 where Self.isEqual(name, "if-none-match"): Self.join(&ifNoneMatch, value)
    case 14 where Self.isEqual(name, "sec-fetch-dest"): Self.join(&fetchDestination, value)
    case 15 where Self.isEqual(name, "accept-encoding"): Self.join(&acceptEncoding, value)
    // A repeated field becomes a list, which is not a valid date and is ignored (sections 13.1.3 and 13.1.4).
    case 17 where Self.isEqual(name, "if-modified-since"): Self.join(&ifModifiedSince, value)
    case 19 where Self.isEqual(name, "if-unmodified-since"): Self.join(&ifUnmodifiedSince, value)
    default: break
    }
  }

  // Values of repeated fields form one list (section 5.3).
  private static func join(_ list: inout String?, _ value: String) {
    list = list.map { "\($0), \(value)" } ?? value
  }

  private static func isEqual(_ name: String, _ lowercase: StaticString) -> Bool {
    lowercase.withUTF8Buffer { expected in zip(name.utf8, expected).allSatisfy { $0 | 0x20 == $1 | 0x20 } }
  }

  /// Evaluates the preconditions for a representation, in the order of section 13.2.2.
  /// - Parameters:
  ///   - tag: its strong entity tag.
  ///   - modified: its last modification, in seconds since 1970; `nil` when it is unknown.
  ///   - now: the present, in seconds since 1970.
  func evaluate(tag: String, modified: UnixTime?, now: UnixTime) -> Result {
    if let ifMatch {
      let tags = EntityTag.list(ifMatch)
      if let tags, !tags.contains(where: { !$0.isWeak && $0.opaque == tag }) { return .failed }
    } else if let time = ifUnmodifiedSince.flatMap(HTTPDate.time), let modified, modified > time {
      return .failed
    }
    if let ifNoneMatch {
      // The weak comparison: a proxy that compresses the response makes the tag weak.
      guard ifNoneMatch != tag else { return .notModified }
      guard let tags = EntityTag.list(ifNoneMatch) else { return .notModified }
      return tags.contains { $0.opaque == tag } ? .notModified : .proceed
    }
    // A date in the future was not sent by this server, and is ignored.
    if let time = ifModifiedSince.flatMap(HTTPDate.time), time <= now, let modified, modified <= time {
      return .notModified
    }
    return .proceed
  }
}
