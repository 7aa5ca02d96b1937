internal import Foundation
internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore
internal import NIOHTTPTypesHTTP1
internal import Primitives

/// Responds to requests that `ConnectionHandler` does not answer from the cache.
struct Responder {
  /// The routes.
  let routes: ReloadableRoutes

  /// Responds to a request of a connection.
  func respond(to request: Request, writer: consuming ResponseWriter) async throws {
    let reply = await routes.now.reply(
      to: request.head, body: request.body, now: .now)
    let response = response(reply, to: request)
    try await writer.write(response: response.head, body: response.body)
  }

  private func response(_ reply: Reply, to request: Request) -> Response {
    var fields = HTTPFields(reply.fields, splitCookie: false)
    if request.headers[.connection] == "close" { fields[.connection] = "close" }
    // A response to HEAD has a Content-Length field and no body.
    let body = reply.body.map { ResponseBody(byteBuffer: $0) } ?? ResponseBody()
    var response = Response(status: .init(code: Int(reply.status.code)), headers: fields, body: body)
    if reply.body == nil, !fields.contains(.contentLength) { response.headers[.contentLength] = nil }
    response.headers[.date] = HTTPDate.text(.now)
    response.headers[.server] = "feedgen"
    return response
  }
}
