internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypesHTTP1
internal import Primitives

/// A response that is known as a whole.
struct Reply {
  /// The status.
  var status: HTTPResponseStatus
  /// The fields, less Date and Server.
  var fields: HTTPHeaders
  /// The body; `nil` for none, whatever the fields say of its length.
  var body: ByteBuffer?
  /// Status and fields as bytes, if they are at hand.
  var head: ResponseHead?
  /// The file that is the body, open, in place of bytes; whoever has the reply closes it.
  var file: FileRegion?

  /// The number of bytes in the body.
  var length: Int { body?.readableBytes ?? file?.readableBytes ?? 0 }

  /// A message for people, which pages of other sites may read as they may read feeds.
  init(_ status: HTTPResponseStatus, _ message: String, fields: HTTPFields = [:]) {
    var fields = fields
    fields[.accessControlAllowOrigin] = "*"
    fields[.accessControlExposeHeaders] = "Retry-After"
    self.init(status, type: "text/plain; charset=utf-8", ByteBuffer(string: message + "\n"), fields: fields)
  }

  /// A body of a media type that is not to be kept by anybody.
  init(_ status: HTTPResponseStatus, type: String, _ body: ByteBuffer, fields: HTTPFields = [:]) {
    var fields = fields
    fields[.contentType] = type
    fields[.contentLength] = String(body.readableBytes)
    fields[.xContentTypeOptions] = "nosniff"
    if !fields.contains(.cacheControl) { fields[.cacheControl] = "no-store" }
    self.init(status, HTTPHeaders(fields), body)
  }

  /// A response of these parts.
  init(
    _ status: HTTPResponseStatus, _ fields: HTTPHeaders, _ body: ByteBuffer?, _ head: ResponseHead? = nil
  ) {
    (self.status, self.fields, self.body, self.head) = (status, fields, body, head)
  }

  /// What a request for a document gets: the document, or word that it has not changed.
  static func document(_ form: Document.Form, _ conditions: Conditions, now: Int64) -> Reply {
    // Within the second in which it changed, it may change again and keep its date.
    let modified = form.modified.flatMap { $0 < now ? $0 : nil }
    var reply =
      switch conditions.verdict(tag: form.tag, modified: modified, now: now) {
      case .proceed: Reply(.ok, form.fields, form.body, form.head)
      case .notModified: Reply(.notModified, form.unchangedFields, nil, form.unchangedHead)
      case .failed: Reply(.preconditionFailed, "the document is not the one that was asked for")
      }
    if conditions.isHead { reply.body = nil }
    if modified == nil, form.modified != nil {
      reply.fields.remove(name: "Last-Modified")
      reply.head = nil
    }
    return reply
  }
}
