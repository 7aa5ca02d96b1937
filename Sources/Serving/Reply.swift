internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypesHTTP1
internal import Primitives

/// A complete response.
struct Reply {
  /// The status code.
  var status: HTTPResponseStatus
  /// The fields, without Date and Server.
  var fields: HTTPHeaders
  /// The body; `nil` for none, whatever Content-Length is.
  var body: ByteBuffer?
  /// The serialized head, if there is one.
  var head: ResponseHead?
  /// An open file as the body, in place of bytes. The owner of the reply closes it.
  var file: FileRegion?

  /// The number of bytes in the body.
  var length: Int { body?.readableBytes ?? file?.readableBytes ?? 0 }

  /// Makes a text reply for people. Scripts of other sites may read it, as they may read feeds.
  init(_ status: HTTPResponseStatus, _ message: String, fields: HTTPFields = [:]) {
    var fields = fields
    fields[.accessControlAllowOrigin] = "*"
    fields[.accessControlExposeHeaders] = "Retry-After"
    let body = ByteBuffer(string: message + "\n")
    self.init(status, type: "text/plain; charset=utf-8", body: body, fields: fields)
  }

  /// Makes a reply with a body of a media type, not to be cached by default.
  init(_ status: HTTPResponseStatus, type: String, body: ByteBuffer, fields: HTTPFields = [:]) {
    var fields = fields
    fields[.contentType] = type
    fields[.contentLength] = String(body.readableBytes)
    fields[.xContentTypeOptions] = "nosniff"
    if !fields.contains(.cacheControl) { fields[.cacheControl] = "no-store" }
    self.init(status, fields: HTTPHeaders(fields), body: body)
  }

  /// Makes a reply.
  init(
    _ status: HTTPResponseStatus, fields: HTTPHeaders, body: ByteBuffer?, head: ResponseHead? = nil
  ) {
    self.status = status
    self.fields = fields
    self.body = body
    self.head = head
  }

  /// The reply to a request for a document: the representation, 304, or 412.
  static func document(
    _ representation: Document.Representation, _ preconditions: Preconditions, now: UnixTime
  )
    -> Reply
  {
    // A document can change again within the second of its last modification, and keep its date.
    let modified = representation.modified.flatMap { $0 < now ? $0 : nil }
    var reply =
      switch preconditions.evaluate(tag: representation.tag, modified: modified, now: now) {
      case .proceed:
        Reply(.ok, fields: representation.fields, body: representation.body, head: representation.head)
      case .notModified:
        Reply(
          .notModified, fields: representation.notModifiedFields, body: nil,
          head: representation.notModifiedHead)
      case .failed: Reply(.preconditionFailed, "the document is not the one that was asked for")
      }
    if preconditions.isHead { reply.body = nil }
    if modified == nil, representation.modified != nil {
      reply.fields.remove(name: "Last-Modified")
      reply.head = nil
    }
    return reply
  }
}
