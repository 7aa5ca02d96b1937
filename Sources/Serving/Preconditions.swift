internal import HTTPTypes

/// The conditions that a request makes (RFC 9110, section 13).
enum Preconditions {
  /// What they come to.
  enum Verdict: Equatable {
    /// The request is to be answered.
    case proceed
    /// The client has what there is: 304.
    case notModified
    /// The client wants something else than there is: 412.
    case failed
  }

  /// Weighs the conditions of a request for a representation, in the order of section 13.2.2.
  /// - Parameters:
  ///   - tag: its strong entity tag.
  ///   - modified: when it changed last, in seconds since 1970, if that is known.
  ///   - now: the present, in seconds since 1970.
  static func verdict(_ request: HTTPRequest, tag: String, modified: Int64?, now: Int64) -> Verdict {
    let fields = request.headerFields
    if let field = fields[.ifMatch] {
      let tags = EntityTag.list(field)
      if let tags, !tags.contains(where: { !$0.isWeak && $0.opaque == tag }) { return .failed }
    } else if let time = fields[.ifUnmodifiedSince].flatMap(HTTPDate.time), let modified, modified > time {
      return .failed
    }
    guard request.method == .get || request.method == .head else { return .proceed }
    if let field = fields[.ifNoneMatch] {
      // Weak tags count: what a server in front has compressed is the same to a reader.
      guard let tags = EntityTag.list(field) else { return .notModified }
      return tags.contains { $0.opaque == tag } ? .notModified : .proceed
    }
    // A date that is still to come was not given by this server.
    if let time = fields[.ifModifiedSince].flatMap(HTTPDate.time), time <= now, let modified, modified <= time
    {
      return .notModified
    }
    return .proceed
  }
}
