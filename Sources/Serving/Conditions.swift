internal import HTTPTypes
internal import NIOHTTP1
internal import Primitives

/// What a request for a document depends on beside its target: the encodings that the client takes, and its conditions
/// (RFC 9110, sections 12.5.3 and 13).
struct Conditions {
  /// What conditions come to.
  enum Verdict: Equatable {
    /// The request is to be answered.
    case proceed
    /// The client has what there is: 304.
    case notModified
    /// The client wants something else than there is: 412.
    case failed
  }

  /// Whether the head alone is wanted.
  private(set) var isHead: Bool
  /// Whether the client takes gzip.
  private(set) var takesGzip = false
  private var acceptEncoding: String?
  private var ifMatch: String?
  private var ifNoneMatch: String?
  private var ifModifiedSince: String?
  private var ifUnmodifiedSince: String?

  /// Those of a request to GET or HEAD.
  init(_ request: HTTPRequest) {
    isHead = request.method == .head
    for field in request.headerFields { take(field.name.canonicalName, field.value) }
    takesGzip = AcceptEncoding.takesGzip(acceptEncoding)
  }

  /// Those of a request to GET or HEAD.
  init(_ request: HTTPRequestHead) {
    isHead = request.method == .HEAD
    for (name, value) in request.headers { take(name, value) }
    takesGzip = AcceptEncoding.takesGzip(acceptEncoding)
  }

  private mutating func take(_ name: String, _ value: String) {
    // Most names differ from these in their length.
    switch name.utf8.count {
    case 8 where Self.isSame(name, "if-match"): Self.join(&ifMatch, value)
    case 13 where Self.isSame(name, "if-none-match"): Self.join(&ifNoneMatch, value)
    case 15 where Self.isSame(name, "accept-encoding"): Self.join(&acceptEncoding, value)
    // A list of dates is no date, and is ignored (sections 13.1.3 and 13.1.4).
    case 17 where Self.isSame(name, "if-modified-since"): Self.join(&ifModifiedSince, value)
    case 19 where Self.isSame(name, "if-unmodified-since"): Self.join(&ifUnmodifiedSince, value)
    default: break
    }
  }

  // Fields of one name are one list (section 5.3).
  private static func join(_ list: inout String?, _ value: String) {
    list = list.map { "\($0), \(value)" } ?? value
  }

  private static func isSame(_ name: String, _ lowercase: StaticString) -> Bool {
    lowercase.withUTF8Buffer { expected in zip(name.utf8, expected).allSatisfy { $0 | 0x20 == $1 | 0x20 } }
  }

  /// Weighs the conditions for a representation, in the order of section 13.2.2.
  /// - Parameters:
  ///   - tag: its strong entity tag.
  ///   - modified: when it changed last, in seconds since 1970, if that is known.
  ///   - now: the present, in seconds since 1970.
  func verdict(tag: String, modified: Int64?, now: Int64) -> Verdict {
    if let ifMatch {
      let tags = EntityTag.list(ifMatch)
      if let tags, !tags.contains(where: { !$0.isWeak && $0.opaque == tag }) { return .failed }
    } else if let time = ifUnmodifiedSince.flatMap(HTTPDate.time), let modified, modified > time {
      return .failed
    }
    if let ifNoneMatch {
      // Weak tags count: what a server in front has compressed is the same to a reader.
      guard ifNoneMatch != tag else { return .notModified }
      guard let tags = EntityTag.list(ifNoneMatch) else { return .notModified }
      return tags.contains { $0.opaque == tag } ? .notModified : .proceed
    }
    // A date that is still to come was not given by this server.
    if let time = ifModifiedSince.flatMap(HTTPDate.time), time <= now, let modified, modified <= time {
      return .notModified
    }
    return .proceed
  }
}
