internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOHTTPTypesHTTP1

/// Answers what is not at hand.
struct Responder: HTTPResponder {
  /// What answers.
  let answers: CurrentAnswers

  /// Answers a request.
  func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
    let reply = await answers.now.reply(
      to: request.head, request.body, now: Int64(Date().timeIntervalSince1970))
    answers.note(reply, request.method.rawValue, request.head.path ?? "")
    var fields = HTTPFields(reply.fields, splitCookie: false)
    if request.headers[.connection] == "close" { fields[.connection] = "close" }
    // The length of what is not sent is told all the same.
    let body = reply.body.map { ResponseBody(byteBuffer: $0) } ?? ResponseBody()
    var response = Response(status: .init(code: Int(reply.status.code)), headers: fields, body: body)
    if reply.body == nil, !fields.contains(.contentLength) { response.headers[.contentLength] = nil }
    return response
  }
}
