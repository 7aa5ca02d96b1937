internal import HTTPTypes
internal import NIOCore

/// A response that is known as a whole.
struct Reply {
  /// The status.
  var status: HTTPResponse.Status
  /// The fields, less Date.
  var fields: HTTPFields
  /// The body, which is not sent to those who ask for the head alone.
  var body: ByteBuffer?

  /// A message for people.
  init(_ status: HTTPResponse.Status, _ message: String, fields: HTTPFields = [:]) {
    self.init(status, type: "text/plain; charset=utf-8", ByteBuffer(string: message + "\n"), fields: fields)
  }

  /// A body of a media type that is not to be kept by anybody.
  init(_ status: HTTPResponse.Status, type: String, _ body: ByteBuffer, fields: HTTPFields = [:]) {
    (self.status, self.fields, self.body) = (status, fields, body)
    self.fields[.contentType] = type
    self.fields[.contentLength] = String(body.readableBytes)
    self.fields[.xContentTypeOptions] = "nosniff"
    if !self.fields.contains(.cacheControl) { self.fields[.cacheControl] = "no-store" }
  }

  private init(_ status: HTTPResponse.Status, _ fields: HTTPFields, _ body: ByteBuffer?) {
    (self.status, self.fields, self.body) = (status, fields, body)
  }

  /// What a request for a document gets: the document, or word that it has not changed.
  static func document(_ document: Document, for request: HTTPRequest, now: Int64) -> Reply {
    let form = document.form(gzip: AcceptEncoding.takesGzip(request.headerFields[.acceptEncoding]))
    // Within the second in which it changed, it may change again and keep its date.
    let modified = document.modified.flatMap { $0 < now ? $0 : nil }
    var reply =
      switch Preconditions.verdict(request, tag: form.tag, modified: modified, now: now) {
      case .proceed: Reply(.ok, form.fields, request.method == .head ? nil : form.body)
      case .notModified: Reply(.notModified, form.unchangedFields, nil)
      case .failed: Reply(.preconditionFailed, "the document is not the one that was asked for")
      }
    if modified == nil { reply.fields[.lastModified] = nil }
    return reply
  }
}
