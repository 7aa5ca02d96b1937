internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOHTTPTypesHTTP1

/// Responds to requests that `ConnectionHandler` does not answer from the cache.
struct Responder: HTTPResponder {
  /// The routes.
  let routes: ReloadableRoutes

  /// Responds to a request.
  func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
    let reply = await routes.now.reply(
      to: request.head, body: request.body, now: Int64(Date().timeIntervalSince1970))
    routes.record(reply, method: request.method.rawValue, target: request.head.path ?? "")
    var fields = HTTPFields(reply.fields, splitCookie: false)
    if request.headers[.connection] == "close" { fields[.connection] = "close" }
    // A response to HEAD has a Content-Length field and no body.
    let body = reply.body.map { ResponseBody(byteBuffer: $0) } ?? ResponseBody()
    var response = Response(status: .init(code: Int(reply.status.code)), headers: fields, body: body)
    if reply.body == nil, !fields.contains(.contentLength) { response.headers[.contentLength] = nil }
    return response
  }
}
